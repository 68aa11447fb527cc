"""Rows of a return become placements: a change of legal status alone, or a stay elsewhere for a while, is none."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from placesim.config.faults import InputError
from placesim.returns.account import EXCLUDED, MERGED, REJECTED
from placesim.returns.codes.code_lists import code_lists
from placesim.returns.mapping.schema import Mapping
from placesim.returns.mapping.translation import Translation
from placesim.returns.mapping.unnamed import unnamed_places

SAME_CARERS = ("L", "T", "U")
"""RNE of rows in which the child stays with the same carers."""

CONTINUES = ("X1", "")
"""REC of rows after which the child may stay in care."""

PLACE = ["place", "provider", "urn", "out_of_borough"]
"""What tells one placement from another."""

LEGAL_STATUS = "the child stays with the same carers: no move"
FOR_A_WHILE = "a stay elsewhere for a while, within the placement around it"
NOWHERE_ELSE = "a stay for a while, and no placement around it"
SAME_DAY = "began and ended on one day"
SLIP = "PLACE is in no code list, and the mapping does not name it; told as the placement around it"
LOST = "PLACE is in no code list, and the mapping does not name it"

MANY = 0.2
"""From this share of all rows on, a PLACE that is in no list is no slip of the pen."""


def joined(rows: pd.DataFrame, translation: Translation) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the placements, and the rows of the account whose fate changes as rows become placements.

    Placements have the columns of the return's episodes: `begins` and the codes are those of the first row, `ends`,
    `rec` and `why` those of the last; `period` counts a child's periods of care from 1, `provision` is a name.

    Args:
        rows: the episodes of a return.
        translation: what their codes mean.

    Raises:
        InputError: the mapping does not say what a placement is.
    """
    rows = rows.sort_values(["child", "begins"], kind="stable", ignore_index=True)
    rows["period"] = _periods(rows)
    rows["slip"] = _slips(rows, translation.mapping)
    rows, without = _with_temporary_inside(rows, translation.mapping.temporary)
    rows["provision"] = _provisions(rows, translation)
    begins = _begins_placement(rows)
    ends = np.append(np.flatnonzero(begins.to_numpy())[1:] - 1, len(rows) - 1) if len(rows) else np.array([], int)
    placements = rows[begins].reset_index(drop=True)
    rows["why"] = _why_the_placement(rows, begins)
    placements[["ends", "rec", "why"]] = rows.loc[ends, ["ends", "rec", "why"]].to_numpy()
    placements["ends"] = pd.to_datetime(placements["ends"])
    placements, dropped = _without_same_day(placements)
    fates = [
        _fates(rows[~begins & ~rows["inside"]], MERGED, LEGAL_STATUS),
        _fates(rows[rows["slip"]], MERGED, SLIP),
        _fates(rows[~begins & rows["inside"]], MERGED, FOR_A_WHILE),
        _fates(without[without["slip"]], REJECTED, LOST),
        _fates(without, EXCLUDED, NOWHERE_ELSE),
        _fates(dropped, EXCLUDED, SAME_DAY),
    ]
    return placements, pd.concat(fates, ignore_index=True)


def _fates(rows: pd.DataFrame, fate: str, reason: str) -> pd.DataFrame:
    return rows[["file", "line"]].assign(fate=fate, reason=reason)


def _periods(rows: pd.DataFrame) -> "pd.Series[int]":
    """Return the number of the period of care of each row: a new one where the child had left, or where a gap is."""
    before = rows.groupby("child", sort=False)[["rec", "ends"]].shift()
    first = ~rows.duplicated("child")
    left = ~before["rec"].isin(CONTINUES) | (rows["begins"] > before["ends"])
    return (first | left).astype(int).groupby(rows["child"], sort=False).cumsum()


def _slips(rows: pd.DataFrame, mapping: Mapping) -> "pd.Series[bool]":
    """Tell which rows have a PLACE that is in no list and that the mapping does not name; none where there are many."""
    named = {code for rule in mapping.placements for code in rule.place}
    strange = [
        place for place in rows["place"].unique() if place not in named and not code_lists().known("PLACE", place)
    ]
    slips = rows["place"].isin(strange) & ~rows["urn"].isin(list(mapping.provisions))
    return slips if slips.mean() < MANY else slips & False


def _with_temporary_inside(rows: pd.DataFrame, temporary: Iterable[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return rows with each stay for a while told as the placement before it, or else as the one that follows.

    Those with neither are returned apart.
    """
    away = rows["place"].isin(list(temporary)) | rows["slip"]
    own = pd.Series(np.where(away, np.nan, np.arange(len(rows))), rows.index)
    by_period = own.groupby([rows["child"], rows["period"]], sort=False)
    taken = by_period.ffill().fillna(by_period.bfill())
    known = taken.notna()
    told = rows[known].reset_index(drop=True)
    told[PLACE] = rows.loc[taken[known].astype(int), PLACE].reset_index(drop=True)
    told["inside"] = away[known].to_numpy()
    return told, rows[~known]


def _provisions(rows: pd.DataFrame, translation: Translation) -> list[str]:
    """Return where each row's child lives, in the names of the configuration."""
    places = list(zip(*(_plain(rows[column]) for column in PLACE), strict=True))
    known = {place: translation.provision(place) for place in dict.fromkeys(places)}
    if unnamed := [(place, provider) for place, provider, *rest in places if known[place, provider, *rest] is None]:
        raise InputError(unnamed_places(unnamed))
    return [str(known[place]) for place in places]


def _plain(column: "pd.Series[Any]") -> list[Any]:
    return column.astype(object).where(column.notna(), None).tolist()


def _begins_placement(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Tell which rows begin a placement; the others go on with the one before."""
    before = rows.shift()
    together = (rows["child"] == before["child"]) & (rows["period"] == before["period"])
    together &= rows["provision"] == before["provision"]
    back = before["inside"].eq(True) & (rows["place"] == before["place"]) & (rows["urn"] == before["urn"])
    back &= rows["provider"] == before["provider"]
    return ~(together & (rows["rne"].isin(SAME_CARERS) | rows["inside"] | back))


def _why_the_placement(rows: pd.DataFrame, begins: "pd.Series[bool]") -> "pd.Series[str]":
    """Return why each row ended; of a stay for a while, why the placement before it did, where that is told."""
    own = rows["why"].where(~rows["inside"] & (rows["why"] != "")).groupby(begins.cumsum()).ffill()
    return rows["why"].where(~rows["inside"], own.fillna(rows["why"]))


def _without_same_day(placements: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return placements that lasted a night, and the others; who left after such a one left from the one before."""
    passing = placements["ends"] == placements["begins"]
    of_period = placements.groupby(["child", "period"], sort=False)
    left = of_period["rec"].transform("last")
    stayed = placements[~passing].copy()
    ends_period = ~stayed.duplicated(["child", "period"], keep="last")
    stayed.loc[ends_period, "rec"] = left[~passing][ends_period]
    return stayed.reset_index(drop=True), placements[passing]
