"""Entrants: when the children of one stream enter care, how old, and with what needs."""

from bisect import bisect_right
from collections.abc import Mapping
from math import exp, log1p, sqrt

import numpy as np
from numpy.typing import NDArray

from placesim.config.baseline import Baseline
from placesim.config.children import Diversion
from placesim.config.values import first_aprils, value_on
from placesim.model.children import Cohort, Whole
from placesim.model.rates import YEAR, DatedRate
from placesim.model.shares import Chooser, numbered
from placesim.model.streams import Floats, Streams, exponential

IDS_PER_COHORT = 1_000_000
"""Children of the n-th stream are numbered from n million, so nobody's number depends on another stream."""

Bools = NDArray[np.bool_]


class Entrants:
    """The children of one stream who enter within the horizon."""

    def __init__(self, baseline: Baseline, days: float, place: int, name: str):
        """Compile rates, ages, needs and programmes of the stream at a place in the configuration."""
        stream = baseline.entrants[name]
        self._name, self._days, self._place = name, days, place
        self._rate = EntryRate(baseline, days, name)
        self._ages = AgesAtEntry(baseline, stream.ages)
        self._edges = np.array([high for _, high in baseline.age_bands.values()], float)
        self._needs = Chooser([stream.needs.get(band, {}) for band in baseline.age_bands], numbered(baseline.needs))
        self._diversions = [Diverting(baseline, each, work) for each, work in stream.diversions.items()]
        programmes = [f"diverted by {work.programme}" for work in self._diversions]
        self._decisions = ["entry gap", "age", "need", *programmes]

    def draw(self, streams: Streams) -> Cohort:
        """Draw everyone who enters.

        A change of rate stretches one sequence of gaps, so the nth entrant is the same child in
        every scenario, sooner or later.
        """
        name, rate = self._name, self._rate.drawn(streams)
        most = at_most(rate.total(self._days))
        gaps, *uniforms = streams.each([f"{name}: {decision}" for decision in self._decisions], most)
        enters = rate.days_at(np.cumsum(exponential(gaps)))
        entering = int(np.searchsorted(enters, self._days))
        enters = enters[:entering]
        age_luck, need_luck, *diverted = (each[:entering] for each in uniforms)
        ages = self._ages.draw(age_luck)
        bands = np.searchsorted(self._edges, ages, side="right")
        needs = self._needs.pick(bands, need_luck)
        born = enters - ages * YEAR
        row = np.arange(entering)
        for work, luck in zip(self._diversions, diverted, strict=True):
            row = row[~work.keeps_out(enters, born, needs, luck)[row]]
        return self._cohort(entering, row, {"born_day": born, "care_start_day": enters, "need": needs})

    def _cohort(self, drawn: int, row: Whole, columns: dict[str, NDArray[np.generic]]) -> Cohort:
        entering = {name: column[row] for name, column in columns.items()}
        fixed = {
            "child_id": (self._place + 1) * IDS_PER_COHORT + row,
            "stream": np.full(len(row), self._place),
            "provision": np.full(len(row), -1),
            "first_period": np.ones(len(row), np.int64),
            "placement_start_day": entering["care_start_day"],
        }
        return Cohort(self._name, drawn, row, {**fixed, **entering})


class AgesAtEntry:
    """Ages at entry in years: the band by share, evenly within the band."""

    def __init__(self, baseline: Baseline, ages: Mapping[str, float]):
        """Add up the shares of age bands."""
        given = np.array(list(ages.values()), float)
        shares = given / given.sum()
        self._ends = np.cumsum(given) / given.sum()
        self._begins, self._lengths = self._ends - shares, np.where(shares > 0, shares, 1)
        self._low, high = np.array([baseline.age_bands[band] for band in ages], float).reshape(-1, 2).T
        self._years, self._highest = high - self._low, np.nextafter(high, self._low)

    def draw(self, luck: Floats) -> Floats:
        """Return the age that each uniform picks."""
        band = np.minimum(np.searchsorted(self._ends, luck, side="right"), len(self._ends) - 1)
        low, within = self._low[band], (luck - self._begins[band]) / self._lengths[band]
        return np.asarray(np.minimum(np.maximum(low + within * self._years[band], low), self._highest[band]))


def at_most(expected: float) -> int:
    """Return more events than ever happen where so many are expected."""
    return int(expected + 8 * expected**0.5 + 20)


class EntryRate:
    """A stream's rates of entry, with each financial year's own luck (log-normal, mean kept).

    The number entering care varies more between years than chance alone would make it.
    """

    def __init__(self, baseline: Baseline, days: float, name: str):
        """Find the days on which the rate or the financial year changes."""
        stream, aprils = baseline.entrants[name], first_aprils(baseline.start, days)
        self._name, self._steady = name, DatedRate.of(stream.entries_per_year, baseline.start)
        self._variance, self._years = log1p(stream.variation_between_years**2), len(aprils) + 1
        steps = (step.from_ for step in stream.entries_per_year if step.from_ > baseline.start)
        dates = sorted({baseline.start, *aprils, *steps})
        self._edges = np.array([float((day - baseline.start).days) for day in dates])
        self._per_year = [value_on(stream.entries_per_year, day) for day in dates]
        self._year = [bisect_right(aprils, day) for day in dates]

    def drawn(self, streams: Streams) -> DatedRate:
        """Return the rate in good and bad years."""
        if not self._variance:
            return self._steady
        scores = streams.normals(f"{self._name}: year", self._years).tolist()
        spread, half = sqrt(self._variance), self._variance / 2
        luck = [exp(spread * scores[year] - half) for year in self._year]
        return DatedRate(self._edges, np.array([rate * each for rate, each in zip(self._per_year, luck, strict=True)]))


class Diverting:
    """Work at the edge of care that keeps particular children from entering, by each child's own luck for it."""

    def __init__(self, baseline: Baseline, programme: str, diversion: Diversion):
        """Compile whom it reaches and what share of them, from which day on."""
        self.programme, self._diversion = programme, diversion
        self._needs = [number for number, need in enumerate(baseline.needs) if need in diversion.needs]
        self._changes = np.array([float((step.from_ - baseline.start).days) for step in diversion.share[1:]])
        self._shares = np.array([step.value for step in diversion.share])

    def keeps_out(self, enters: Floats, born: Floats, needs: Whole, uniforms: Floats) -> Bools:
        """Tell which children do not enter, by the day on which they would."""
        age = (enters - born) / YEAR
        reached = (self._diversion.minimum_age <= age) & (age < self._diversion.maximum_age)
        if self._diversion.needs:
            reached &= np.isin(needs, self._needs)
        share = self._shares[np.searchsorted(self._changes, np.floor(enters), side="right")]
        return np.asarray(reached & (uniforms < share))
