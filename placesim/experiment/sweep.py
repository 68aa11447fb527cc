"""Sweeps: one number of an option varied on the same luck; where it breaks even, and where more adds nothing."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from math import inf, nan

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.horizon import horizon_days
from placesim.config.scenario_files import BASELINE
from placesim.config.variants import Variants
from placesim.experiment.chunks import no_progress
from placesim.experiment.comparison import ALL_YEARS, Comparison
from placesim.experiment.differences import Difference, differences
from placesim.experiment.precision import compared
from placesim.experiment.statistics import CONFIDENCE, FEWEST
from placesim.model import EngineName
from placesim.results.facts import Floats
from placesim.results.financial_year import financial_years

RESAMPLES = 1000
"""Bootstrap samples of the futures, for the uncertainty of a point read off a curve of means."""

DUST = 1e-9
"""Share of a figure that adding up in another order may leave in its last digits: no difference."""

ONE_PLACE = 1.0
"""Places free on an average night, beyond those of the baseline, from which one more place is said to stand empty."""


def swept(
    variants: Variants,
    council: Baseline,
    replications: int,
    seed: int,
    workers: int | None = None,
    progress: Callable[[int], None] = no_progress,
    engine: EngineName | None = None,
    executor: Executor | None = None,
) -> "Sweep":
    """Play the baseline and the option at each value on the same luck.

    Raises:
        RunFailedError: a worker process died.
    """
    baselines = {BASELINE: council, **{option.scenario.name: option.baseline for option in variants.options}}
    comparison = compared(baselines, replications, seed, workers, progress=progress, engine=engine, executor=executor)
    return Sweep(variants.field, variants.values, comparison, variants.provision)


@dataclass(frozen=True, eq=False)
class Sweep:
    """An option at each value of one of its numbers, against the baseline, on the same luck."""

    field: str
    """What is varied."""
    values: tuple[float, ...]
    """Rising."""
    comparison: Comparison
    """Its options are the values, in order."""
    provision: tuple[str, ...]
    """What the varied interventions open or fill."""

    def curve(self, measure: str, group: str = "all", year: str = ALL_YEARS) -> list[Difference]:
        """Return the difference from the baseline at each value."""
        return [self.comparison.difference(name, measure, group, year) for name in self.comparison.names]

    def figures(self, measure: str, group: str = "all", year: str = ALL_YEARS) -> Floats:
        """Return a figure of every future at each value, shape (replications, values)."""
        return np.array([self.comparison.after(name, measure, group, year) for name in self.comparison.names]).T

    def steps(self, measure: str, group: str = "all", year: str = ALL_YEARS) -> list[Difference]:
        """Return what one unit more changes between each value and the next, future by future."""
        return self.per_unit(self.figures(measure, group, year))

    def per_unit(self, figures: Floats) -> list[Difference]:
        """Return what one unit more changes in figures of shape (replications, values) from each value to the next.

        `before` and `after` have no meaning here; everything else is of the change per unit.
        """
        steps, dust = self._steps(figures)
        return _changes(steps, dust)

    def overall(self, measure: str, group: str = "all", year: str = ALL_YEARS) -> Difference:
        """Return what one unit more changes from the first value to the last, future by future."""
        ends = Sweep(self.field, self.values[:: len(self.values) - 1], self.comparison, self.provision)
        return ends.per_unit(self.figures(measure, group, year)[:, [0, -1]])[0]

    def curvature(self, measure: str, group: str = "all", year: str = ALL_YEARS) -> Difference:
        """Return what one unit more changes in the last step less what it changes in the first, future by future."""
        steps, dust = self._steps(self.figures(measure, group, year))
        return _changes(steps[:, -1:] - steps[:, :1], dust.max(keepdims=True))[0]

    def _steps(self, figures: Floats) -> tuple[Floats, Floats]:
        """Return changes per unit, and how much of each the arithmetic of floating numbers may make up."""
        gaps = np.diff(self.values)
        return np.diff(figures, axis=1) / gaps, DUST * np.nanmax(np.abs(figures), initial=0.0) / gaps

    def apart(self, figures: Floats, place: int) -> list[Difference]:
        """Return how figures of shape (replications, values) differ from those at one value, future by future."""
        return differences(np.repeat(figures[:, [place]], figures.shape[1], axis=1), figures)

    def break_even(self, measure: str = "spend", group: str = "all", year: str = ALL_YEARS) -> "Crossings":
        """Return the values at which the mean difference from the baseline passes through nothing."""
        before = self.comparison.before(measure, group, year)[:, None]
        figures = self.figures(measure, group, year)
        apart = np.where(np.isclose(figures, before, rtol=DUST, atol=0), 0.0, figures - before)
        return crossings(np.array(self.values), apart, 0.0)

    def empty_places(self, year: str) -> Floats:
        """Return places free on an average night of a year at each value, shape (replications, values).

        Places are those of the provision that the varied interventions name: those paid for by the
        block that nobody sleeps in, a bed that phased admission has yet to fill among them; where
        nothing is paid for by the block, usable places less children there. Missing where the
        provision has no number of places.
        """
        return np.array([self._free(partial(self.comparison.after, name), year) for name in self.comparison.names]).T

    def empty_before(self, year: str) -> Floats:
        """Return places free there on an average night of a year in the baseline, in every future."""
        return self._free(self.comparison.before, year)

    def _free(self, figure: Callable[[str, str, str], Floats], year: str) -> Floats:
        periods = financial_years(self.comparison.council.start, horizon_days(self.comparison.council))
        nights = float(periods.lengths[periods.labels.index(year)])
        free = []
        for name in self.provision:
            if self.comparison.has("void_nights", name, year):
                free.append(figure("void_nights", name, year) / nights)
            elif self.comparison.has("places_average", name, year):
                free.append(figure("places_average", name, year) - figure("children_average", name, year))
        return np.asarray(np.sum(free, axis=0)) if free else np.full(len(self.comparison.baseline.values), nan)

    def children_there(self, year: str) -> Floats:
        """Return children there on an average night of a year at each value, shape (replications, values)."""
        there = [name for name in self.provision if self.comparison.has("children_average", name, year)]
        nobody = np.zeros((len(self.comparison.baseline.values), len(self.values)))
        return np.asarray(np.sum([nobody, *(self.figures("children_average", name, year) for name in there)], axis=0))

    def first_empty_place(self, year: str) -> "Crossings":
        """Return the value from which, on an average night of a year, one place more than in the baseline is empty."""
        return crossings(np.array(self.values), self.empty_places(year) - self.empty_before(year)[:, None], ONE_PLACE)


def _changes(steps: Floats, dust: Floats) -> list[Difference]:
    """Return changes, taken for the same in every future where nothing but floating numbers sets them apart."""
    alike = np.ptp(steps, axis=0) <= dust
    steps = np.where(alike, steps[:1], steps)
    return differences(np.zeros_like(steps), np.where(np.abs(steps) <= dust, 0.0, steps))


@dataclass(frozen=True)
class Crossing:
    """Where a curve of means passes through a level, read between the values by straight lines."""

    value: float
    low: float
    """Lower end of the 95% bootstrap interval of that value: minus infinity where it lies below the values tried;
    missing with too few futures."""
    high: float
    """Upper end: infinity where it lies above the values tried."""
    rising: bool
    """True where the curve goes up through the level."""


@dataclass(frozen=True)
class Crossings:
    """Every value at which a curve of means passes through a level, and how often it does in resampled futures."""

    points: tuple[Crossing, ...]
    """In order; from one to the next the curve goes up and down by turns."""
    often: float
    """Share of bootstrap samples in which the curve passes through the level at all; missing with too few futures."""


def crossings(values: Floats, figures: Floats, level: float) -> Crossings:
    """Return where the mean of futures passes through a level, with how sure that is.

    The interval is the percentile bootstrap over futures (Efron and Tibshirani 1993, chapter 13):
    whole futures are drawn again, so what the values share stays shared. A sample in which the
    curve does not pass through the level counts as passing beyond the values tried, on the side on
    which its own curve says it would.

    Args:
        values: what was varied, rising, shape (values,).
        figures: shape (replications, values).
        level: what to pass through.
    """
    if np.isnan(figures).any():
        return Crossings((), 0.0)
    tried = values.tolist()
    crossed = passes(tried, (figures.mean(axis=0) - level).tolist())
    if len(figures) < FEWEST:
        return Crossings(tuple(Crossing(value, nan, nan, rising) for value, rising in crossed), nan)
    curves = (_resampled_means(figures) - level).tolist()
    again = [passes(tried, curve) for curve in curves]
    sure = []
    for place, (value, rising) in enumerate(crossed):
        alike = [_same(passed, place // 2, rising, curve) for passed, curve in zip(again, curves, strict=True)]
        sure.append(Crossing(value, *_interval(alike), rising))
    return Crossings(tuple(sure), sum(map(bool, again)) / RESAMPLES)


def _resampled_means(figures: Floats) -> Floats:
    """Return the mean curve of each bootstrap sample, shape (samples, values); the same samples every time."""
    futures = len(figures)
    chosen = np.random.default_rng(0).integers(0, futures, (RESAMPLES, futures))
    weights = np.stack([np.bincount(row, minlength=futures) for row in chosen])
    return np.asarray(weights @ figures / futures)


def passes(values: Sequence[float], heights: Sequence[float]) -> list[tuple[float, bool]]:
    """Return each value at which a curve of straight lines passes through nothing, and whether it goes up there.

    A curve that only touches nothing, begins there (no beds, no difference) or ends there does not pass through.
    """
    passed: list[tuple[float, bool]] = []
    last: int | None = None
    for place, height in enumerate(heights):
        if height == 0:
            continue
        if last is not None and height * heights[last] < 0:
            share = heights[last] / (heights[last] - height)
            between = values[last] + share * (values[place] - values[last])
            passed.append((values[last + 1] if place > last + 1 else between, height > 0))
        last = place
    return passed


def _same(passed: Sequence[tuple[float, bool]], number: int, rising: bool, curve: Sequence[float]) -> float:
    """Return where a sample's curve passes through nothing for the same time in the same direction.

    Where it does not, infinity: with a minus where it is through already at the first value.
    """
    alike = [value for value, up in passed if up == rising]
    if number < len(alike):
        return alike[number]
    return -inf if (curve[-1] > 0) == rising and curve[-1] != 0 else inf


def _interval(points: Sequence[float]) -> tuple[float, float]:
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(points, [tail, 1 - tail], method="inverted_cdf").tolist()
    return low, high
