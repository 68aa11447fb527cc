"""Observed histories: rows with names, from a return or written by hand, become the tables that measures read."""

from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.problem import nearest
from placesim.model.history import STILL_OPEN, History, Names, Table
from placesim.model.matching import Rulebook

Row = Mapping[str, Any]
"""One row by column; a column left out has its usual value."""

EPISODE: Row = {
    "child_id": 0,
    "period_of_care": 1,
    "placement_number": 1,
    "provision": 0,
    "start_day": 0.0,
    "end_day": np.nan,
    "end_reason": STILL_OPEN,
    "fee_luck": 0.0,
    "first_choice": True,
}
SEARCH: Row = {
    "child_id": 0,
    "placement_number": 1,
    "raised_day": 0.0,
    "waiting_day": np.nan,
    "settled_day": 0.0,
    "first_choice": 0,
    "obtained": 0,
}
STEP: Row = {"provision": 0, "day": 0.0, "places": 0, "taken": 0, "households": 0}
CHILD: Row = {"child_id": 0, "stream": 0, "age_at_entry": 5.0, "entered_day": 0.0, "in_care_at_start": False}
COMING: Row = {"provision": 0, "campaign": 0, "day": 0.0}
"""Usual values, which also say of what kind a column is."""

PLACEMENT_ORDER = itemgetter("child_id", "placement_number")


class UnknownNameError(ValueError):
    """A row with a name that the configuration does not know, or in a column that no table has."""


def observed(
    baseline: Baseline,
    days: float,
    episodes: Iterable[Row] = (),
    *,
    searches: Iterable[Row] = (),
    steps: Iterable[Row] = (),
    children: Iterable[Row] = (),
    supply: Iterable[Row] = (),
) -> History:
    """Return a history from rows, with names of provision, reasons and streams where tables hold numbers.

    Args:
        baseline: the council, whose names the rows use; day 0 is its start.
        days: the last day, from day 0.
        episodes: placements, in any order; columns as `History` has them.
        searches: searches for a place, in any order.
        steps: usable and taken places from a day on; steps of one provision in the order in which they happened.
        children: who they are.
        supply: when households were approved, and when beds and places opened.

    Raises:
        UnknownNameError: a row has a name that the configuration does not know.
    """
    names = Rulebook(baseline).names
    numbers = _numbers(names)
    by_provision = sorted(_rows("steps", STEP, steps, numbers), key=itemgetter("provision"))
    return History(
        baseline.start,
        days,
        names,
        _table(EPISODE, sorted(_rows("episodes", EPISODE, episodes, numbers), key=PLACEMENT_ORDER)),
        _table(SEARCH, sorted(_rows("searches", SEARCH, searches, numbers), key=PLACEMENT_ORDER)),
        _table(STEP, by_provision),
        _table(CHILD, _rows("children", CHILD, children, numbers)),
        _table(COMING, _rows("supply", COMING, supply, numbers)),
        observed=True,
    )


def _numbers(names: Names) -> dict[str, dict[str, int]]:
    """Return for each column of names what number each name has."""
    provision, reasons, streams = (
        {name: number for number, name in enumerate(each)} for each in (names.provisions, names.reasons, names.streams)
    )
    of_provision = dict.fromkeys(("provision", "first_choice", "obtained"), provision)
    return {**of_provision, "end_reason": reasons, "stream": streams}


def _rows(table: str, usual: Row, rows: Iterable[Row], numbers: Mapping[str, Mapping[str, int]]) -> list[Row]:
    """Return rows in which every column has a value, and names are numbers."""
    found: list[Row] = []
    for place, row in enumerate(rows, start=1):
        where = f"row {place} of {table}"
        if unknown := [column for column in row if column not in usual]:
            raise UnknownNameError(f"{where}: no column {unknown[0]!r}; {nearest(unknown[0], usual)}")
        found.append({**usual, **{column: _number(where, column, row[column], numbers) for column in row}})
    return found


def _number(where: str, column: str, value: Any, numbers: Mapping[str, Mapping[str, int]]) -> Any:
    if not isinstance(value, str):
        return value
    known = numbers.get(column, {})
    if value not in known:
        told = f"the configuration has no {value!r}; {nearest(value, known)}" if known else f"{value!r} is no number"
        raise UnknownNameError(f"{where}, {column}: {told}")
    return known[value]


def _table(usual: Row, rows: list[Row]) -> Table:
    return {name: np.array([row[name] for row in rows], np.array(value).dtype) for name, value in usual.items()}
