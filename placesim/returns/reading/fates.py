"""The fate of a row is decided once: by the first rule that it falls under."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from placesim.returns.account import COLUMNS, KEPT

Mask = NDArray[np.bool_]


def undecided(rows: pd.DataFrame) -> Mask:
    """Return which rows no rule has decided yet."""
    return np.asarray(rows["fate"].to_numpy(dtype=object) == "", dtype=bool)


def settle(rows: pd.DataFrame, mask: "Mask | pd.Series[Any]", fate: str, reason: str) -> int:
    """Decide, in place, the fate of the rows that fall under a rule; return how many it decided."""
    decided = undecided(rows) & np.asarray(mask, dtype=bool)
    if decided.any():
        rows.loc[decided, "fate"] = fate
        rows.loc[decided, "reason"] = reason
    return int(decided.sum())


def keep_the_rest(rows: pd.DataFrame) -> None:
    """Keep, in place, the rows that no rule has decided."""
    settle(rows, np.ones(len(rows), dtype=bool), KEPT, "")


def told_rows(*frames: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of frames as an account tells them."""
    return pd.concat([frame[list(COLUMNS)] for frame in frames], ignore_index=True)
