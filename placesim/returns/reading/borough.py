"""Whose children they are and whether they live outside the council's area, where the files tell."""

import pandas as pd

from placesim.returns.account import EXCLUDED
from placesim.returns.reading.fates import settle
from placesim.returns.reading.refusals import refused

INSIDE, OUTSIDE = {"IN", "INSIDE"}, {"OUT", "OUTSIDE"}
MOST = 0.9
"""A council whose share of the rows is at least this large is the one whose returns these are."""


def keep_one_council(tables: dict[str, pd.DataFrame]) -> list[str]:
    """Exclude, in place, rows of other councils in files with a column LA; return what was excluded.

    Raises:
        InputError: no council has nearly all rows.
    """
    if not any(rows["LA"].any() for rows in tables.values()):
        return []
    councils = pd.concat([rows.loc[rows["LA"].ne(""), ["LA", "file"]] for rows in tables.values()])
    counts = councils["LA"].value_counts()
    if len(counts) < 2:
        return []
    if counts.iloc[0] < MOST * counts.sum():
        raise refused(str(councils["file"].iloc[0]), f"rows of {len(counts):,} councils; keep those of one (column LA)")
    number = sum(
        settle(rows, rows["LA"].ne("") & rows["LA"].ne(str(counts.index[0])), EXCLUDED, "LA is another council")
        for rows in tables.values()
    )
    return [f"{number:,} rows are of another council than nearly all others (column LA): left out."]


def out_of_borough(rows: pd.DataFrame) -> pd.Series:
    """Return whether each episode's placement lies outside the council's area; missing where the files do not tell.

    PL_LOCATION says it outright; otherwise the council of the placement (PL_LA) is held against the council itself
    (LA), where they are written alike, or against that of the child's home (HOME_LA).
    """
    said = rows["PL_LOCATION"].str.upper()
    answer = pd.Series(pd.NA, index=rows.index, dtype="boolean")
    answer[said.isin(INSIDE)], answer[said.isin(OUTSIDE)] = False, True
    own = rows["LA"].where(rows["LA"].isin(set(rows["PL_LA"]) - {""}), rows["HOME_LA"])
    told = rows["PL_LA"].ne("") & own.ne("") & answer.isna()
    answer[told] = rows["PL_LA"].str.upper()[told] != own.str.upper()[told]
    return answer
