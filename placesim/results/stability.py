"""Measures of stability: who stays in one placement, who moves, and how long placements last."""

from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from placesim.model.rates import YEAR
from placesim.results.counting import Grouped
from placesim.results.facts import Facts, Floats, ratio
from placesim.results.look_back import LookBack, days_before
from placesim.results.measures import Exhibit, Telling, measure
from placesim.results.stays import born_day, care_start_day, share_with_many_placements

LONG_TERM_MONTHS, SETTLED_MONTHS, LONG_TERM_BEFORE = 30, 24, 16
"""In care so long, under this age, children count in the published indicator; settled are those who are in one
placement so long (NI 063; DfE, SSDA903)."""

SCHOOL_STARTS, SCHOOL_ENDS = 4, 16
"""Ages on 1 September between which children are in Reception to Year 11 until July."""


@measure(unit="children", horizon="end")
def long_term_children(facts: Facts) -> Grouped:
    """Children under 16 on the last night of the period who had been in care 2.5 years or more."""
    long_term, _ = facts.once_by_period(_long_term)
    return {"all": long_term}


@measure(
    unit="share of children",
    horizon="end",
    worse="lower",
    looks_back=LookBack(SETTLED_MONTHS, from_its_end=True, only_starts=True),
    told=(
        Telling(Exhibit.STABILITY, 16, "Long-term care: in one placement for two years or more"),
        Telling(Exhibit.WATCHED, 75, "the share in long-term care who have been in one placement for two years"),
        Telling(Exhibit.HOPED_FOR, 85, "the share in long-term care who have been in one placement for two years"),
        Telling(Exhibit.DIFFERENCES_BY_YEAR, 35, "Long-term care: in one placement for two years or more"),
    ),
)
def long_term_stability_share(facts: Facts) -> Grouped:
    """Share of children under 16, in care 2.5 years or more on the last night, in the same placement two years or more.

    The published indicator: of a child placed for adoption, the placement before counts together with this one.
    """
    long_term, settled = facts.once_by_period(_long_term)
    return {"all": ratio(settled, long_term)}


def _long_term(facts: Facts) -> tuple[Floats, Floats]:
    """Count the children of the published indicator at the end of each period, and those of them who are settled."""
    since, born, placed = facts.once(care_start_day), facts.once(born_day), _placed_since(facts)
    ends = tuple(facts.periods.edges[1:].tolist())
    days = (days_before(facts.history.start, ends, months) for months in (LONG_TERM_MONTHS, SETTLED_MONTHS))
    children, staying = np.zeros(facts.shape), np.zeros(facts.shape)
    for period, (end, entered_by, placed_by) in enumerate(zip(ends, *days, strict=True)):
        long_term = _there(facts, end) & (since <= entered_by) & (born > end - LONG_TERM_BEFORE * YEAR)
        children[..., period] = facts.by_future("episodes", np.flatnonzero(long_term))
        staying[..., period] = facts.by_future("episodes", np.flatnonzero(long_term & (placed <= placed_by)))
    return children, staying


def _there(facts: Facts, day: float) -> NDArray[np.bool_]:
    """Tell which episodes hold their child on the night before a day."""
    episodes = facts.history.episodes
    return np.asarray((episodes["start_day"] < day) & ~(episodes["end_day"] < day))


def _placed_since(facts: Facts) -> Floats:
    """Return the day from which each placement counts: for adoption, that of the placement before in this period."""
    names, episodes = facts.history.names, facts.history.episodes
    kinds = facts.baseline.placement_types
    for_adoption = np.array([kinds[names.placement_types[number]].for_adoption for number in names.type_of])
    started = episodes["start_day"]
    before = np.append(started[:1], started[:-1])
    return np.where(for_adoption[episodes["provision"]] & ~facts.first_of_period, before, started)


@measure(
    unit="children",
    horizon=None,
    worse="higher",
    told=(Telling(Exhibit.STABILITY, 12, "Children who moved in the year"),),
)
def children_moved(facts: Facts) -> Grouped:
    """Children who moved from one placement to another at least once in the period."""
    moved = np.zeros(facts.shape)
    for period, (begins, ends) in enumerate(pairwise(facts.periods.edges.tolist())):
        moved[..., period] = _children(facts, _moved_between(facts, begins, ends))
    return {"all": moved}


@measure(
    unit="children",
    horizon=None,
    worse="higher",
    looks_back=LookBack(7, from_its_end=False),
)
def school_age_children_moved(facts: Facts) -> Grouped:
    """Children of school age who moved between 1 September and 31 July of the school year that ends in the period.

    Of school age are those aged 4 to 15 on that 1 September (Reception to Year 11). A financial year tells the school
    year whose July it holds: 2026-27 tells September 2025 to July 2026.
    """
    born, moved = facts.once(born_day), np.full(facts.shape, np.nan)
    for period, year in enumerate(_school_years(facts.history.start, tuple(facts.periods.edges.tolist()))):
        if year:
            age = (year[0] - born) / YEAR
            of_age = (age >= SCHOOL_STARTS) & (age < SCHOOL_ENDS)
            moved[..., period] = _children(facts, of_age & _moved_between(facts, *year))
    return {"all": moved}


@lru_cache(maxsize=256)
def _school_years(start: date, edges: tuple[float, ...]) -> list[tuple[float, float] | None]:
    """Return the days of 1 September and 1 August of the school year that ends in each period; nothing where none."""
    return [_school_year(start, begins, ends) for begins, ends in pairwise(edges)]


def _school_year(start: date, begins: float, ends: float) -> tuple[float, float] | None:
    for year in range((start + timedelta(days=begins)).year, (start + timedelta(days=ends)).year + 1):
        august = (date(year, 8, 1) - start).days
        if begins < august <= ends:
            return float((date(year - 1, 9, 1) - start).days), float(august)
    return None


def _moved(facts: Facts) -> NDArray[np.bool_]:
    """Tell which placements ended with a move to another."""
    return np.asarray(facts.history.episodes["end_reason"] >= facts.history.names.leaving_reasons)


def _moved_between(facts: Facts, first: float, before: float) -> NDArray[np.bool_]:
    """Tell which placements ended with a move from a day on and before another."""
    day = facts.history.episodes["end_day"]
    return np.asarray(facts.once(_moved) & (day >= first) & (day < before))


def _children(facts: Facts, which: NDArray[np.bool_]) -> Floats:
    """Count the different children of some episodes, future by future: rows stand by child."""
    rows = np.flatnonzero(which)
    child = facts.history.episodes["child_id"][rows]
    return facts.by_future("episodes", rows[np.append(True, child[1:] != child[:-1])[: len(rows)]])


@measure(unit="moves", horizon="total", groups="reason", worse="higher")
def moves_after_a_year_in_care(facts: Facts) -> Grouped:
    """Moves in the period of children who had been in care a year or more, by reason."""
    names, episodes = facts.history.names, facts.history.episodes
    settled = facts.once(_moved) & (episodes["end_day"] - facts.once(care_start_day) >= YEAR)
    reason = episodes["end_reason"] - names.leaving_reasons
    return facts.events("episodes", "end_day", settled, reason, names.reasons[names.leaving_reasons :])


@measure(
    unit="share of children",
    horizon="end",
    worse="higher",
    looks_back=LookBack(SETTLED_MONTHS, from_its_end=True),
)
def three_or_more_placements_two_years_share(facts: Facts) -> Grouped:
    """Share of children in care on the last night with three or more placements in the two years before."""
    ends = tuple(facts.periods.edges[1:].tolist())
    return {"all": share_with_many_placements(facts, days_before(facts.history.start, ends, SETTLED_MONTHS).tolist())}


CEASED = LookBack(SETTLED_MONTHS, from_its_end=False, only_starts=True)
"""Placements that began before the start and end so late are long ones, whatever is assumed of their beginning."""


class _Ceased(NamedTuple):
    """Placements that ended within the horizon, each told twice: in all and by placement type."""

    cell: NDArray[np.int64]
    """The group, the future and the period of each, as one number."""
    days: Floats
    """How long each lasted."""
    counts: Floats
    """How many there are in each cell."""


@measure(unit="placements", horizon="total")
def placements_ceased(facts: Facts) -> Grouped:
    """Placements that ended in the period, by a move or because the child left care, by placement type."""
    return _by_type(facts, facts.once_by_period(_ceased).counts)


@measure(unit="days", horizon=None, looks_back=CEASED)
def ceased_placement_days_mean(facts: Facts) -> Grouped:
    """Mean days that the placements lasted which ended in the period, by placement type.

    A placement from before the start began on the day that the configuration or the return gives.
    """
    cell, days, counts = facts.once_by_period(_ceased)
    return _by_type(facts, ratio(np.bincount(cell, days, len(counts)).astype(float), counts))


@measure(unit="days", horizon=None, looks_back=CEASED)
def ceased_placement_days_median(facts: Facts) -> Grouped:
    """Median days that the placements lasted which ended in the period, by placement type.

    A placement from before the start began on the day that the configuration or the return gives.
    """
    cell, days, counts = facts.once_by_period(_ceased)
    by_days = np.argsort(days[: len(days) // 2])  # once, for each is told twice
    rows = np.concatenate([by_days, by_days + len(by_days)])
    by_cell = np.argsort(cell[rows].astype(np.min_scalar_type(len(counts))), kind="stable")  # small numbers sort fast
    ordered = np.append(days[rows[by_cell]], np.nan)
    number, none = counts.astype(int), len(days)
    first = np.cumsum(number) - number
    lower, upper = (ordered[np.where(number > 0, first + half, none)] for half in ((number - 1) // 2, number // 2))
    return _by_type(facts, (lower + upper) / 2)


def _ceased(facts: Facts) -> _Ceased:
    names, episodes, edges = facts.history.names, facts.history.episodes, facts.periods.edges
    ended = np.flatnonzero((episodes["end_day"] >= edges[0]) & (episodes["end_day"] < edges[-1]))
    begins, ends, provision = (episodes[column][ended] for column in ("start_day", "end_day", "provision"))
    width = len(facts.periods.labels)
    period = facts.future_of("episodes")[ended] * width + np.searchsorted(edges, ends, side="right") - 1
    width *= facts.futures or 1
    of_type = (np.array(names.type_of, np.int64)[provision] + 1) * width + period
    cell, days = np.concatenate([period, of_type]), np.tile(ends - begins, 2)
    counts = np.bincount(cell, minlength=(len(names.placement_types) + 1) * width)
    return _Ceased(cell, days, counts.astype(float))


def _by_type(facts: Facts, figures: Floats) -> Grouped:
    groups = ("all", *facts.history.names.placement_types)
    return dict(zip(groups, figures.reshape(len(groups), *facts.shape), strict=True))
