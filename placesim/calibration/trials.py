"""Trials: a configuration with its numbers scaled, simulated on the same luck every time."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from placesim.calibration.adjustable import Adjustable, Factors, adjustables
from placesim.calibration.agreement import Agreement, agreements
from placesim.calibration.kinds import asked_for
from placesim.calibration.published import Published, only_years_needed
from placesim.calibration.scaling import scale_all
from placesim.config.baseline import Baseline
from placesim.config.faults import InputError
from placesim.config.input_files import InputFiles
from placesim.config.loading import load_configuration, validated
from placesim.experiment.chunks import no_progress
from placesim.experiment.replications import replicate
from placesim.model import EngineName
from placesim.results.facts import Floats


@dataclass(frozen=True)
class Playing:
    """How trials are simulated: how many futures, of which luck, where, and who is told of it."""

    replications: int
    seed: int
    workers: int | None = None
    engine: EngineName | None = None
    progress: Callable[[int], None] = no_progress
    """Told how many more futures are done."""
    more: Callable[[int], None] = no_progress
    """Told how many futures are about to be simulated."""


@dataclass(frozen=True, eq=False)
class Trial:
    """What came of one point: the published figures beside those of every future."""

    point: Floats
    """The logarithm of each adjustable's factor."""
    found: list[Agreement]
    futures: Floats
    """Every fitted figure in every future, shape (replications, figures)."""

    @property
    def fitted(self) -> list[Agreement]:
        """The figures that are fitted to, beside what was simulated."""
        return [item for item in self.found if not item.figure.held_back]


@dataclass(frozen=True)
class Trials:
    """A configuration to be tried at points: logarithms of what its adjustable numbers are multiplied by."""

    configuration: Path
    published: Published
    published_file: Path
    playing: Playing
    files: InputFiles = field(default_factory=InputFiles)

    @cached_property
    def adjustables(self) -> tuple[Adjustable, ...]:
        """What may be adjusted, in the order of a point."""
        return adjustables(self.published)

    def factors(self, point: Floats) -> Factors:
        """Return by what each adjustable is multiplied at a point."""
        return dict(zip(self.adjustables, np.exp(point).tolist(), strict=True))

    def baseline(self, point: Floats) -> Baseline:
        """Return the baseline with its numbers scaled.

        Raises:
            InputError: a scaled number is not allowed.
        """
        configuration = load_configuration(self.configuration, self.files)
        document = replace(configuration.document, values=deepcopy(configuration.document.values))
        scale_all(document.values, self.factors(point))
        return only_years_needed(validated(Baseline, document, configuration.children), self.published)

    def refused(self, point: Floats) -> InputError | None:
        """Return why a point is not allowed; None where it is."""
        try:
            self.baseline(point)
        except InputError as error:
            return error
        return None

    def at(self, points: Sequence[Floats]) -> list[Trial]:
        """Simulate points, all on the same luck.

        Raises:
            InputError: a point is not allowed, or a figure is not one that the run has.
        """
        playing = self.playing
        baselines = {str(number): self.baseline(point) for number, point in enumerate(points)}
        playing.more(playing.replications * len(points))
        played = replicate(
            baselines,
            playing.replications,
            playing.seed,
            playing.workers,
            progress=playing.progress,
            engine=playing.engine,
            also=asked_for(self.published),
        )
        found = [agreements(self.published, outcomes, str(self.published_file)) for outcomes in played]
        futures = [
            np.array([outcomes.of(f.measure, f.group)[f.financial_year] for f in self.published.fitted]).T
            for outcomes in played
        ]
        return [Trial(*each) for each in zip(points, found, futures, strict=True)]
