"""Kinds of published figure: every measure of a run, and what is counted only where a published figure asks for it.

One function is one kind; its name is what a file of published figures says under `measure`, its first line what the
reference page tells of it.
"""

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

import placesim.experiment.chunks  # noqa: F401  (importing registers the measures)
from placesim.calibration.published import Published
from placesim.model.rates import YEAR
from placesim.results.counting import Grouped
from placesim.results.facts import Facts, Floats
from placesim.results.measures import MEASURES, Compute, Measure
from placesim.results.stays import born_day

ASKED_FOR: dict[str, Measure] = {}
"""Kinds that are measured only where a published figure asks for them, by name."""

CEASED_BANDS = {"under_1": 1, "1_to_4": 5, "5_to_9": 10, "10_to_15": 16, "aged_16": 17, "aged_17": 18, "aged_18": 19}
"""Ages of children who leave, as the statistics have them, with the age at which each band ends."""

AGE_BANDS = {"under_1": 1, "1_to_4": 5, "5_to_9": 10, "10_to_15": 16, "16_and_over": 18}
"""Ages of children in care, as the statistics have them, with the age at which each band ends."""

A_MOMENT = 1e-6
"""Years by which a birthday may be missed: days and ages are floating numbers."""


def kind(unit: str, groups: Iterable[str]) -> Callable[[Compute], Compute]:
    """Register a function as a kind of published figure, with its groups beside `all`."""

    def register(compute: Compute) -> Compute:
        ASKED_FOR[compute.__name__] = Measure(compute, unit, False, None, ", ".join(groups), None, (), None)
        return compute

    return register


@kind(unit="children", groups=CEASED_BANDS)
def leavers_by_age(facts: Facts) -> Grouped:
    """Children who left care in the period, by age on that day."""
    names, episodes, born = facts.history.names, facts.history.episodes, born_day(facts)
    left = (episodes["end_reason"] >= 0) & (episodes["end_reason"] < names.leaving_reasons) & ~np.isnan(born)
    bands = _band(born, episodes["end_day"], CEASED_BANDS)
    return facts.events("episodes", "end_day", left, bands, tuple(CEASED_BANDS))


@kind(unit="children", groups=AGE_BANDS)
def children_by_age(facts: Facts) -> Grouped:
    """Children in care on the last night of the period, by age on that day."""
    episodes, born = facts.history.episodes, born_day(facts)
    counts = {band: np.zeros(facts.shape) for band in AGE_BANDS}
    for period, last in enumerate(facts.periods.edges[1:].tolist()):
        there = (episodes["start_day"] < last) & ~(episodes["end_day"] < last) & ~np.isnan(born)
        bands = _band(born, last, AGE_BANDS)
        for number, band in enumerate(AGE_BANDS):
            counts[band][..., period] = facts.by_future("episodes", np.flatnonzero(there & (bands == number)))
    return {"all": facts.total(counts.values()), **counts}


REPORTING_GROUPS = ("fostering", "residential")


@kind(unit="days", groups=REPORTING_GROUPS)
def ceased_days_mean_by_reporting_group(facts: Facts) -> Grouped:
    """Mean days that placements lasted which ended in the period, all foster care together, and all homes."""
    return _days_ceased(facts, np.mean)


@kind(unit="days", groups=REPORTING_GROUPS)
def ceased_days_median_by_reporting_group(facts: Facts) -> Grouped:
    """Median days that placements lasted which ended in the period, all foster care together, and all homes."""
    return _days_ceased(facts, np.median)


def _days_ceased(facts: Facts, of: Callable[[Floats], np.floating]) -> Grouped:
    episodes, future = facts.history.episodes, facts.future_of("episodes")
    days = episodes["end_day"] - episodes["start_day"]
    period = np.searchsorted(facts.periods.edges, episodes["end_day"], side="right") - 1
    figures = {}
    for group in ("all", *REPORTING_GROUPS):
        counted = facts.group_of_type(group)[episodes["provision"]] & ~np.isnan(days)
        rows = [days[counted & (future == which[0]) & (period == which[-1])] for which in _cells(facts)]
        figures[group] = np.array([of(each) if len(each) else np.nan for each in rows]).reshape(facts.shape)
    return figures


def _cells(facts: Facts) -> list[tuple[int, int]]:
    periods = range(len(facts.periods.labels))
    return [(future, period) for future in range(facts.futures or 1) for period in periods]


def _band(born: Floats, day: Floats | float, bands: dict[str, int]) -> NDArray[np.int32]:
    """Return the number of each child's age band on a day; who is older than the last is in the last."""
    age = (day - born) / YEAR + A_MOMENT
    return np.searchsorted(list(bands.values())[:-1], age, side="right").astype(np.int32)


KINDS: dict[str, Measure] = {**MEASURES, **ASKED_FOR}
"""Every kind of published figure, by name."""

EXTRA: tuple[Compute, ...] = tuple(each.compute for each in ASKED_FOR.values())
"""What works out the kinds that a run does not measure unasked."""


def asked_for(published: Published) -> tuple[Compute, ...]:
    """Return what must be measured besides for these figures."""
    named = {figure.measure for figure in published.figures}
    return tuple(each.compute for name, each in ASKED_FOR.items() if name in named)
