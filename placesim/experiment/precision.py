"""Precision: more replications until the differences asked about are known well enough, or a cap is reached."""

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from math import ceil, inf, isnan, nan, sqrt

import numpy as np

from placesim.config.baseline import Baseline
from placesim.experiment.asked_figure import figure_asked
from placesim.experiment.chunks import CHUNK, no_progress
from placesim.experiment.comparison import ALL_YEARS, Comparison
from placesim.experiment.differences import NO_DIFFERENCE, SAME_DIFFERENCE
from placesim.experiment.draws import DrawnStudy
from placesim.experiment.player import Player
from placesim.experiment.statistics import FEWEST, TOO_FEW_EVENTS, TOO_FEW_FUTURES, students_t
from placesim.model import EngineName
from placesim.results.facts import Floats

LARGEST_SHARE = 1.0
"""Targets below this are a share of the mean difference; targets from here on are in the measure's own unit."""

MARGIN = 1.1
"""Replications added beyond what the spread so far says are needed, so that seldom a third round is."""


@dataclass(frozen=True)
class Precision:
    """How well a difference is to be known: half the width of its 95% interval."""

    target: float
    """Below 1 a share of the mean difference (0.1: within 10%); otherwise in the measure's unit (pounds)."""
    most: int = 1000
    """Replications at most, whatever the precision reached."""
    measure: str = "spend"
    group: str = "all"
    year: str = ALL_YEARS

    @property
    def about(self) -> str:
        """The figure whose difference it is, as the command line names it."""
        return f"{self.measure}/{self.group}/{self.year}"

    @property
    def relative(self) -> bool:
        """True where the target is a share of the difference itself."""
        return self.target < LARGEST_SHARE


def precision_about(about: str, target: float, most: int, council: Baseline) -> Precision:
    """Return the precision that the command line asks for.

    Args:
        about: measure, or measure/group, or measure/group/year.
        target: half width of the interval.
        most: replications at most.
        council: tells which groups and years there are.

    Raises:
        InputError: there is no such figure.
    """
    return Precision(target, most, *figure_asked(about, council))


@dataclass(frozen=True)
class Reached:
    """How well one option's difference is known, and how many replications its target would take."""

    option: str
    difference: float
    half_width: float
    wanted: float
    """Half width asked for, in the measure's unit."""
    needed: float
    """Replications that the spread so far says are needed; infinity where no number can be named."""
    note: str = ""
    """Why the difference has no interval; empty where it has one."""

    @property
    def met(self) -> bool:
        """True when the difference is known well enough; what has too few events for an interval is not."""
        return self.half_width <= self.wanted and self.note in ("", NO_DIFFERENCE, SAME_DIFFERENCE)


def compared(
    baselines: Mapping[str, Baseline],
    replications: int,
    seed: int,
    workers: int | None = None,
    precision: Precision | None = None,
    progress: Callable[[int], None] = no_progress,
    more: Callable[[int], None] = no_progress,
    engine: EngineName | None = None,
    executor: Executor | None = None,
    drawn: DrawnStudy | None = None,
) -> Comparison:
    """Play the baseline and its options on the same luck, and go on until they are known precisely enough.

    Args:
        baselines: the baseline first, then each option, by name.
        replications: futures to begin with.
        seed: the luck of the whole study.
        workers: processes to use.
        precision: how well differences are to be known; without it the first replications are all.
        progress: told how many more replications are done.
        more: told how many replications are added to those announced before, all scenarios together.
        engine: which engine plays; the figures do not depend on it.
        executor: what plays chunks of replications; processes of this machine where not given.
        drawn: what assumptions are drawn from; all are fixed where not given.

    Raises:
        RunFailedError: a worker process died.
    """
    player = Player(baselines, seed, workers, progress, engine, executor, drawn)
    return known_well_enough(player, replications, precision, more)


def known_well_enough(
    player: Player, replications: int, precision: Precision | None, more: Callable[[int], None]
) -> Comparison:
    """Play a study's futures, and go on until its options are known precisely enough.

    Args:
        player: plays them; the baseline is its first scenario.
        replications: futures to begin with.
        precision: how well differences are to be known; without it the first replications are all.
        more: told how many replications are added to those announced before.

    Raises:
        RunFailedError: a worker process died.
    """
    council = next(iter(player.baselines.values()))
    played = player.futures(0, replications)
    found = Comparison(council, played[0], tuple(played[1:]))
    while precision and (extra := still_needed(found, precision)):
        done = len(found.baseline.values)
        more(player.work(done, extra))
        later = player.futures(done, extra)
        played = [earlier.followed_by(next_) for earlier, next_ in zip(played, later, strict=True)]
        found = Comparison(council, played[0], tuple(played[1:]))
    return found


def still_needed(comparison: Comparison, precision: Precision) -> int:
    """Return how many replications to add: nothing once every option meets the target, or the cap is reached.

    A figure that no future has is not waited for.
    """
    done = len(comparison.baseline.values)
    missed = [each for each in reached(comparison, precision) if not each.met and not isnan(each.difference)]
    if not missed or done >= precision.most:
        return 0
    wanted = min(max(each.needed for each in missed) * MARGIN, precision.most)
    extra = max(ceil((wanted - done) / CHUNK), 1) * CHUNK
    return min(extra, precision.most - done)


def reached(comparison: Comparison, precision: Precision) -> list[Reached]:
    """Return for each option how well its difference is known."""
    key = precision.measure, precision.group, precision.year
    before = comparison.before(*key)
    return [
        _reached(name, comparison.after(name, *key) - before, comparison.difference(name, *key).note, precision)
        for name in comparison.names
    ]


def _reached(option: str, apart: Floats, note: str, precision: Precision) -> Reached:
    """Return how well a difference is known, futures without the figure left out."""
    known = apart[~np.isnan(apart)]
    if len(known) < FEWEST:
        mean = float(known.mean()) if len(known) else nan
        return Reached(option, mean, nan, nan, inf, note or TOO_FEW_FUTURES)
    difference = float(known.mean())
    half = students_t(len(known) - 1) * float(np.std(known, ddof=1)) / sqrt(len(known))
    wanted = precision.target * abs(difference) if precision.relative else precision.target
    needed = len(apart) * (half / wanted) ** 2 if wanted else (inf if half else float(len(apart)))
    return Reached(option, difference, half, wanted, inf if note == TOO_FEW_EVENTS else needed, note)
