"""The model's forecast: fitted to what was known, and simulated on from there with its uncertain numbers drawn."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from placesim.config.scenario_files import BASELINE
from placesim.experiment.chunks import no_progress
from placesim.experiment.draws import DrawnStudy
from placesim.experiment.player import Player
from placesim.experiment.replications import Outcomes
from placesim.model import EngineName
from placesim.returns.fitted import fit
from placesim.returns.past import Past

Notes = tuple[str, ...]
"""Sentences for the reader about one forecast."""


class Model(Protocol):
    """Whatever simulates on from a past."""

    def __call__(self, known: Past, configuration: Path, years: int) -> tuple[Outcomes, Notes]:
        """Return futures of so many financial years after the last day of a past, and what is to be said of them.

        Args:
            known: what was known.
            configuration: what the council said of all that returns do not tell.
            years: how many.
        """
        ...


def _untold(_said: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class FittedModel:
    """placesim, fitted to a past as `placesim fit` does it, with every fitted number drawn from how far it is known."""

    replications: int
    seed: int
    workers: int | None = None
    engine: EngineName | None = None
    executor: Executor | None = None
    progress: Callable[[int], None] = no_progress
    """Is told how many more replications are done."""
    steps: Callable[[str], None] = _untold
    """Is told what is being worked out."""

    def __call__(self, known: Past, configuration: Path, years: int) -> tuple[Outcomes, Notes]:
        """Fit, and simulate on."""
        fitted = fit(known, configuration, progress=self.steps)
        drawable = fitted.drawable(float(years))
        drawn = DrawnStudy(drawable, self.seed) if drawable.uncertainty.assumptions else None
        baselines = {BASELINE: fitted.baseline.replace(years=float(years))}
        played = Player(baselines, self.seed, self.workers, self.progress, self.engine, self.executor, drawn)
        [outcomes] = played.futures(0, self.replications)
        return outcomes, fitted.notes
