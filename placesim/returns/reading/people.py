"""The children of the returns: when they were born, their sex, and whether they came alone."""

from typing import Any

import numpy as np
import pandas as pd

from placesim.returns.account import EXCLUDED, REJECTED, SUPERSEDED
from placesim.returns.reading.endings import birthdays_18
from placesim.returns.reading.fates import keep_the_rest, settle, undecided

ALONE = {"1", "1.0", "Y", "YES", "TRUE", "UASC"}
"""What UASC_STATUS says of a child who came alone."""


def latest_of_each(rows: pd.DataFrame) -> list[str]:
    """Decide, in place, all rows of a child but that of the latest return; return what they contradict."""
    usable = rows[undecided(rows)].sort_values("year", kind="stable")
    latest = usable.drop_duplicates("CHILD", keep="last")
    settle(rows, ~rows.index.isin(latest.index), SUPERSEDED, "a later row tells of this child again")
    if "born" not in rows:
        return []
    differing = int((usable.groupby("CHILD", sort=False)["born"].nunique() > 1).sum())
    return [f"{differing:,} children have more than one DOB: that of the latest return counts."] if differing else []


def who_came_alone(header: pd.DataFrame, uasc: pd.DataFrame) -> set[str]:
    """Return the children that the table of unaccompanied children, or the header of any year, says came alone."""
    marked = header[header["UASC_STATUS"].str.upper().isin(ALONE)]
    return set(uasc.loc[undecided(uasc), "CHILD"]) | set(marked["CHILD"])


def give_birthdays(episodes: pd.DataFrame, header: pd.DataFrame) -> list[str]:
    """Give, in place, each episode its child's `born` and `birthday_18`; refuse those of children in no header."""
    born = header.loc[undecided(header)].set_index("CHILD")["born"]
    episodes["born"] = born.reindex(episodes["CHILD"]).to_numpy()
    episodes["birthday_18"] = birthdays_18(episodes["born"])
    alike = alike_but_for_zeros(
        episodes.loc[undecided(episodes) & np.asarray(episodes["born"].isna()), "CHILD"], born.index
    )
    settle(episodes, episodes["born"].isna(), REJECTED, "the child is in no header that could be read")
    settle(episodes, episodes["begins"] < episodes["born"], REJECTED, "DECOM is before the child's DOB")
    settle(
        episodes, episodes["begins"] >= episodes["birthday_18"], EXCLUDED, "it begins after the child's 18th birthday"
    )
    return alike


def alike_but_for_zeros(lost: "pd.Series[Any]", known: "pd.Index[Any]") -> list[str]:
    """Return a hint where children that no header tells would be found but for zeros that a spreadsheet took away."""
    bare = {child.lstrip("0").removesuffix(".0") for child in known}
    number = sum(child.lstrip("0").removesuffix(".0") in bare for child in set(lost))
    words = "children of the episodes would be in the header but for zeros at the start of CHILD; save it as text."
    return [f"{number:,} {words}"] if number else []


def keep_those_in_care(rows: pd.DataFrame, children: set[str]) -> None:
    """Keep, in place, what tells of children with an episode that is kept; exclude what tells of others."""
    settle(rows, ~rows["CHILD"].isin(children), EXCLUDED, "no episode of this child is kept")
    keep_the_rest(rows)
