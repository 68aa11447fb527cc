"""Calibration to published totals: scale named numbers of a configuration until the simulation agrees.

For councils without child-level data. Each published figure names the numbers it should scale;
all are scaled together, on the same luck every round, until each simulated mean is near its
figure (a fixed-point iteration with damping).
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path

from placesim.calibration.agreement import Agreement, agreements, shown_like
from placesim.calibration.pair import load_pair
from placesim.calibration.published import Published, only_years_needed
from placesim.calibration.scaling import scale_all
from placesim.config.baseline import Baseline
from placesim.config.children_file import with_children
from placesim.config.faults import InputError
from placesim.config.input_files import InputFiles
from placesim.config.loading import validated
from placesim.config.yaml_files import read_yaml
from placesim.experiment.chunks import no_progress
from placesim.experiment.replications import replicate
from placesim.model import EngineName

DAMPING = 0.8
"""How much of each gap one round closes; below 1 because figures depend on each other."""

LARGEST_STEP = 2.0
"""No number is more than doubled or halved in one round."""

NEAR_ENOUGH = 0.005
"""Gap, as a share of the published figure, at which a number is left as it is."""

NOT_REACHED = 0.05
"""Gap, as a share of the published figure, that is told when the rounds are over."""

LARGEST_FACTOR = 3.0
"""Factors above this, or below its inverse, are told: the first guess or the figure is probably wrong."""


@dataclass(frozen=True)
class Calibrated:
    """What calibration found: a factor per figure, and how well the result agrees."""

    published: Published
    factors: dict[str, float]
    """By the figure's label and year: what its numbers were multiplied by."""
    rounds: int
    found: list[Agreement]

    @property
    def warnings(self) -> list[str]:
        """What to look at before the result is used, a sentence each."""
        return [
            *(_not_reached(item, self.rounds) for item in self.found if item.figure.adjusts and _far(item)),
            *(_far_from_one(title, factor) for title, factor in self.factors.items() if _large(factor)),
        ]


def _far(item: Agreement) -> bool:
    gap = abs(item.mean - item.figure.value)
    return not gap <= NOT_REACHED * abs(item.figure.value)  # also where there is no mean


def _large(factor: float) -> bool:
    return not 1 / LARGEST_FACTOR <= factor <= LARGEST_FACTOR


def _not_reached(item: Agreement, rounds: int) -> str:
    shown = shown_like(item.figure)
    after = f"after {rounds} round{'s' if rounds > 1 else ''}"
    return (
        f"Not reached {after}: {item.figure.title}: simulated {shown(item.mean)}, "
        f"published {shown(item.figure.value)}; see whether the numbers under adjust can move it that far."
    )


def _far_from_one(title: str, factor: float) -> str:
    return (
        f"Far from the first guess: {title}: a factor of {factor:.3g}, outside 1/{LARGEST_FACTOR:g} to "
        f"{LARGEST_FACTOR:g}; check the numbers under adjust, and what the figure counts."
    )


def calibrate(
    configuration: Path,
    published_file: Path,
    replications: int,
    seed: int,
    rounds: int,
    workers: int | None = None,
    progress: Callable[[int], None] = no_progress,
    engine: EngineName | None = None,
    files: InputFiles | None = None,
) -> Calibrated:
    """Return the factors that bring a configuration near its published figures.

    Args:
        configuration: the file to calibrate.
        published_file: the figures to reach.
        replications: how many futures to simulate in each round.
        seed: the luck of every round.
        rounds: rounds at most.
        workers: processes to use.
        progress: told of each round.
        engine: which engine plays.
        files: what the command has read already, and keeps for what it writes at the end.

    Raises:
        InputError: the files cannot be used, do not fit each other, or a scaled number is no longer allowed.
    """
    files = files or InputFiles()
    _, published = load_pair(configuration, published_file, files)
    factors = {figure.title: 1.0 for figure in published.figures if figure.adjusts}
    for done in range(1, rounds + 1):
        baseline = only_years_needed(scaled_baseline(configuration, published, factors, files), published)
        [outcomes] = replicate({"calibration": baseline}, replications, seed, workers, engine=engine)
        found = agreements(published, outcomes, str(published_file))
        progress(1)
        gaps = {
            item.figure.title: item.figure.value / item.mean for item in found if item.figure.adjusts and item.mean > 0
        }
        if done == rounds or all(abs(gap - 1) < NEAR_ENOUGH for gap in gaps.values()):
            break
        for title, gap in gaps.items():
            factors[title] *= min(max(gap, 1 / LARGEST_STEP), LARGEST_STEP) ** DAMPING
    return Calibrated(published, factors, done, found)


def scaled_baseline(
    configuration: Path, published: Published, factors: Mapping[str, float], files: InputFiles
) -> Baseline:
    """Return the baseline of a file with the figures' numbers scaled.

    Raises:
        InputError: a scaled number is no longer allowed.
    """
    document, children = with_children(read_yaml(configuration, files), files)
    document = replace(document, values=deepcopy(document.values))
    scale_all(document.values, published, factors)
    try:
        return validated(Baseline, document, children)
    except InputError as error:
        why = "once scaled for calibration; let the figure adjust another number"
        raise InputError([replace(fault, message=f"{fault.message} ({why})") for fault in error.faults]) from None
