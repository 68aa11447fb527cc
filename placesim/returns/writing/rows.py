"""Rows of the episodes table, those of all years: placements with their places, legal status and reasons."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from placesim.model.history import STILL_OPEN, Names
from placesim.model.streams import Floats
from placesim.returns.writing.codes import CONTINUES, EARLIER, UNKNOWN, Codes
from placesim.returns.writing.legal import with_legal_status
from placesim.returns.writing.placements import PERIOD

STARTED, MOVED, ORDERED, BOTH = "S", "P", "L", "B"
"""Why an episode began: care did, the placement or the legal status changed, or both."""

UNKNOWN_CHANGE = "OTHER"
"""Why a placement changed that ended before the first day told."""


def episode_rows(
    placements: pd.DataFrame, unaccompanied: "pd.Series[bool]", names: Names, codes: Codes, luck: Floats, first: int
) -> pd.DataFrame:
    """Return one row an episode of a return, by child and first day.

    Columns besides those of `placements`: `type` (the placement type's name), `status` (the legal status), `new` (why
    it began), `rec` (why it ended) and `why` (why the placement changed), both '' where there is nothing to say.

    Args:
        placements: in whole days.
        unaccompanied: whether each child is, by the child's number.
        names: what the numbers stand for.
        codes: what a return says for them.
        luck: two uniforms a child, in the order of `unaccompanied`.
        first: the first day told.
    """
    rows = _with_beginnings(placements[~(placements["ends"] < first)], first)
    rows["type"] = np.array([*names.placement_types, EARLIER])[np.array([*names.type_of, UNKNOWN])[rows["provision"]]]
    rows["place"] = rows["type"].map({name: codes.place(name).code for name in rows["type"].unique()})
    child = unaccompanied.index.get_indexer(pd.Index(rows["child"]))
    rows = with_legal_status(rows, rows["child"].map(unaccompanied), luck[child], first)
    rows["new"] = _beginnings(rows)
    return _with_endings(rows, (*names.reasons, ""), codes)


def _with_beginnings(placements: pd.DataFrame, first: int) -> pd.DataFrame:
    """Return placements with, for children in care before the first day, a row that tells since when.

    A return lists the episodes of its year; of who came into care before their placement began it would not be known
    how long they have been in care.
    """
    opening = ~placements.duplicated(PERIOD)
    before = placements[opening & (placements["begins"] < first) & (placements["entered"] < placements["begins"])]
    earlier = before.assign(begins=before["entered"], ends=before["begins"], reason=STILL_OPEN, provision=UNKNOWN)
    together = pd.concat([earlier, placements])
    return together.sort_values([*PERIOD, "begins"], kind="stable", ignore_index=True)


def _beginnings(rows: pd.DataFrame) -> "np.ndarray[tuple[int], np.dtype[np.str_]]":
    """Return why each episode began."""
    starts = ~rows.duplicated(PERIOD)
    changed = rows["status"] != rows["status"].shift()
    return np.select([starts, rows["goes_on"], changed], [STARTED, ORDERED, BOTH], MOVED)


def _with_endings(rows: pd.DataFrame, reasons: tuple[str, ...], codes: Codes) -> pd.DataFrame:
    """Return rows with why each ended: care did, or it goes on in another placement or under another legal status."""
    last = ~rows.duplicated(PERIOD, keep="last")
    ended = rows["ends"].notna()
    named = pd.Series(np.array(reasons)[rows["reason"]], index=rows.index)
    left = _each(codes.left, named[last & ended], rows["place"][last & ended])
    changes = ended & ~last & ~rows["goes_on"].shift(-1, fill_value=False)
    why = _each(_changed(codes), named[changes], rows["type"][changes], rows["type"].shift(-1)[changes])
    rec = pd.Series(np.where(ended, CONTINUES, ""), index=rows.index, dtype=object)
    rec[left.index] = left
    return rows.assign(rec=rec, why=why.reindex(rows.index, fill_value=""))


def _changed(codes: Codes) -> Callable[[str, str, str], str]:
    """Return what says why a placement of one type was left for one of another."""
    return lambda move, left, follows: codes.changed(move, left, follows) if move else UNKNOWN_CHANGE


def _each(code: Callable[..., str], *columns: pd.Series) -> pd.Series:
    """Return the code of each row, asked for once for each set of values."""
    keys = list(zip(*columns, strict=True))
    found = {key: code(*key) for key in dict.fromkeys(keys)}
    return pd.Series([found[key] for key in keys], index=columns[0].index, dtype=object)
