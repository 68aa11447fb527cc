"""A council's returns as read: one row an episode, one row a child, joined over the years."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from placesim.returns.account import Account

EPISODE_COLUMNS = (
    "child", "begins", "ends", "rne", "ls", "cin", "place", "provider", "rec", "why", "urn", "out_of_borough",
    "year", "file", "line",
)  # fmt: skip
"""Columns of `CouncilReturn.episodes`."""

CHILD_COLUMNS = ("child", "sex", "born", "unaccompanied")
"""Columns of `CouncilReturn.children`."""


@dataclass(frozen=True, eq=False)
class CouncilReturn:
    """What a council's returns say, cleaned and joined: the latest return wins. Real ids never leave this object.

    `episodes`: one row an episode row of the return, by child and first day: `child` (text), `begins` and `ends`
    (datetime64; NaT while open), codes `rne`, `ls`, `cin`, `place`, `provider`, `rec`, `why` (REASON_PLACE_CHANGE) and
    `urn` as text ('' where missing), `out_of_borough` (nullable boolean; missing unless the files tell), `year` (of the
    return that told it last: 2025 for 1 April 2024 to 31 March 2025), `file` and `line` (where it stands).
    `children`: one row a child: `child`, `sex` (M, F or U), `born` (datetime64), `unaccompanied` (bool).
    """

    episodes: pd.DataFrame
    children: pd.DataFrame
    years: tuple[int, ...]
    """The returns read, each by the year in which it ends."""
    first_day: date
    """1 April of the first return: before it only who stayed is known."""
    last_day: date
    """The last day told of, 31 March of the last return."""
    account: Account
