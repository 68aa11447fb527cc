"""What must hold of every history, simulated or observed: each check returns what is wrong, in words."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from placesim.config.charges import placement_lines
from placesim.config.values import ADULT_AGE
from placesim.model.history import STILL_OPEN, History
from placesim.model.rates import YEAR
from placesim.results.facts import Facts, Floats, height
from placesim.results.finance import spend
from placesim.results.metrics import entries, leavers

A_MOMENT = 1e-6
"""Days of rounding."""

NIGHTS_OF_ROUNDING = 0.001
POUNDS_OF_ROUNDING = 0.005


def problems(facts: Facts) -> list[str]:
    """Return everything that is wrong with a history; nothing where all is well."""
    return [problem for check in CHECKS for problem in check(facts)]


def placements_follow_one_another(facts: Facts) -> Iterator[str]:
    """Nobody is in two placements at once, or in none within a period of care."""
    table = facts.history.episodes
    for row in _numbers(table["end_day"] < table["start_day"]):
        yield f"{_placement(facts, row)} ends on day {table['end_day'][row]:g}, before it begins"
    same = ~facts.first_of_child[1:]
    before, after = table["end_day"][:-1], table["start_day"][1:]
    unbroken = table["period_of_care"][1:] == table["period_of_care"][:-1]
    for row in _numbers(same & ((after < before) | np.isnan(before))):
        yield f"{_placement(facts, row + 1)} begins on day {after[row]:g}, while the one before it lasts"
    for row in _numbers(same & unbroken & (after > before)):
        yield f"{_placement(facts, row + 1)} begins on day {after[row]:g}; the one before ends on day {before[row]:g}"
    first = np.maximum.accumulate(np.where(facts.first_of_child, np.arange(len(table["child_id"])), 0))
    for row in _numbers(table["placement_number"] != np.arange(len(first)) - first + 1):
        yield f"{_placement(facts, row)} is number {row - first[row] + 1} of this child"


def care_ends_once(facts: Facts) -> Iterator[str]:
    """The last placement of a period of care ends with a reason for leaving or is open; all others end with a move."""
    table, leaving = facts.history.episodes, facts.history.names.leaving_reasons
    reasons = table["end_reason"]
    last = np.append(facts.first_of_period[1:], True)[: len(reasons)]
    for row in _numbers(last & (reasons >= leaving)):
        yield f"{_placement(facts, row)} is the last, but ends with {_reason(facts, row)!r}, which is a move"
    for row in _numbers(~last & (reasons < leaving)):
        yield f"{_placement(facts, row)} ends with {_reason(facts, row)!r}, but care goes on after it"
    for row in _numbers(np.isnan(table["end_day"]) != (reasons == STILL_OPEN)):
        yield f"{_placement(facts, row)} has an end without a reason, or a reason without an end"


def every_child_is_placed_from_entry_on(facts: Facts) -> Iterator[str]:
    """Whoever stands in the table of children is placed from the day they enter, or from before the start."""
    who, table = facts.history.children, facts.history.episodes
    first = dict(zip(*(table[name][facts.first_of_child].tolist() for name in ("child_id", "start_day")), strict=True))
    for child in sorted(set(first) ^ set(who["child_id"].tolist())):
        yield f"child {child} is {'placed, but not listed' if child in first else 'listed, but never placed'}"
    listed = zip(*(who[name].tolist() for name in ("child_id", "entered_day", "in_care_at_start")), strict=True)
    for child, entered, at_start in listed:
        day = first.get(child, entered)
        if not (entered <= day <= 0 if at_start else day == entered):
            yield f"child {child} entered care on day {entered:g}, but the first placement begins on day {day:g}"


def nobody_is_in_care_after_18(facts: Facts) -> Iterator[str]:
    """Nobody is in care after their 18th birthday."""
    who, table = facts.history.children, facts.history.episodes
    birthdays = who["entered_day"] + (ADULT_AGE - who["age_at_entry"]) * YEAR
    birthday = dict(zip(who["child_id"].tolist(), birthdays.tolist(), strict=True))
    ends = np.where(np.isnan(table["end_day"]), facts.history.days, table["end_day"])
    for row, child in enumerate(table["child_id"].tolist()):
        if ends[row] > birthday.get(child, np.inf) + A_MOMENT:
            yield f"{_placement(facts, row)} lasts to day {ends[row]:g}, but they turn 18 on day {birthday[child]:.1f}"


def places_count_the_children_there(facts: Facts) -> Iterator[str]:
    """The table of places counts the children who are there, none of whom is beyond the usable places."""
    history, days = facts.history, moments(facts.history)
    for number, name in enumerate(history.names.provisions):
        if name not in facts.with_places:
            continue
        here = history.places["provision"] == number
        there = children_there(history, number, days)
        usable, taken = (
            height(history.places["day"][here], history.places[column][here], days) for column in ("places", "taken")
        )
        if (day := _first(days, there > usable)) is not None:
            yield f"{name}: more children than usable places on day {day:.2f}"
        if (day := _first(days, there != taken)) is not None:
            yield f"{name}: the table of places counts other children than are there on day {day:.2f}"


def entries_less_leavers_are_the_change(facts: Facts) -> Iterator[str]:
    """Entries less leavers are the change in the number in care, in every period."""
    in_care = [facts.history.children["in_care_at_start"].sum(), *facts.at_end.sum(axis=0)]
    change, came_less_left = np.diff(in_care), entries(facts)["all"] - leavers(facts)["all"]
    for period in _numbers(change != came_less_left):
        said = f"{facts.periods.labels[period]}: entries less leavers are {came_less_left[period]:g}"
        yield f"{said}, but the number in care changes by {change[period]:g}"


def nights_are_the_midnights_of_children_in_care(facts: Facts) -> Iterator[str]:
    """Nights in care are the children there at midnight, added up over all midnights (Little's law, night by night)."""
    table, midnights = facts.history.episodes, np.arange(1, facts.history.days + 1)
    there = _began_before(table["start_day"], midnights) - _began_before(table["end_day"], midnights)
    counted, nights = float(there.sum()), float(facts.nights.sum())
    if abs(counted - nights) > NIGHTS_OF_ROUNDING:
        yield f"there are {nights:.3f} nights in care, but children in care at all midnights add to {counted:.3f}"


def _began_before(days: Floats, midnights: Floats) -> NDArray[np.int64]:
    """Count for every midnight the days before it: who leaves at midnight itself has slept there."""
    return np.searchsorted(np.sort(days), midnights, side="left")


def costs_add_up(facts: Facts) -> Iterator[str]:
    """Costs by placement type, by provision and by budget line each add to the same total, to the penny."""
    spent, council = spend(facts), facts.baseline
    for way, names in (
        ("placement type", list(council.placement_types)),
        ("provision", list(council.provision)),
        ("budget line", placement_lines(council)),
    ):
        total = np.sum([spent[name] for name in names], axis=0)
        for period in _numbers(np.abs(total - spent["all"]) > POUNDS_OF_ROUNDING):
            said = f"{facts.periods.labels[period]}: costs by {way} add to {total[period]:.2f}"
            yield f"{said}, but all costs are {spent['all'][period]:.2f}"


CHECKS: tuple[Callable[[Facts], Iterator[str]], ...] = (
    placements_follow_one_another,
    care_ends_once,
    every_child_is_placed_from_entry_on,
    nobody_is_in_care_after_18,
    places_count_the_children_there,
    entries_less_leavers_are_the_change,
    nights_are_the_midnights_of_children_in_care,
    costs_add_up,
)


def children_there(history: History, provision: int, days: Floats) -> NDArray[np.int64]:
    """Count the children in a provision at moments: those who come then are there, those who go are not."""
    of = history.episodes["provision"] == provision
    came, went = history.episodes["start_day"][of], history.episodes["end_day"][of]
    went = went[~np.isnan(went)]
    return np.searchsorted(np.sort(came), days, side="right") - np.searchsorted(np.sort(went), days, side="right")


def moments(history: History) -> Floats:
    """Return a moment between any two days on which something happens, from day 0 to the horizon."""
    days = _days(history)
    return np.asarray((days[:-1] + days[1:])[np.diff(days) > A_MOMENT] / 2)


def _days(history: History) -> Floats:
    """Return every day on which something happens, from day 0 to the horizon."""
    table = history.episodes
    days = np.concatenate([[0.0, history.days], history.places["day"], table["start_day"], table["end_day"]])
    return np.unique(days[(days >= 0) & (days <= history.days)])


def _numbers(wrong: NDArray[np.bool_]) -> list[int]:
    """Return the numbers of the rows or periods in which something is wrong."""
    return [int(number) for number in np.flatnonzero(wrong)]


def _first(days: Floats, wrong: NDArray[np.bool_]) -> float | None:
    return float(days[wrong][0]) if wrong.any() else None


def _placement(facts: Facts, row: int) -> str:
    table = facts.history.episodes
    return f"child {table['child_id'][row]}, placement {table['placement_number'][row]}"


def _reason(facts: Facts, row: int) -> str:
    reasons = (*facts.history.names.reasons, "no reason")  # the last is that of a placement still open
    return reasons[int(facts.history.episodes["end_reason"][row])]
