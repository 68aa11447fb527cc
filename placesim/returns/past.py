"""A council's past as a history: the object that the simulator makes, with the needs that the data imply."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placesim.config.baseline import Baseline
from placesim.model.history import History
from placesim.returns.account import Account


@dataclass(frozen=True, eq=False)
class Past:
    """What happened to a council's children, in the names of its configuration.

    Day 0 of `history` is the first day of the first return, its horizon the midnight after the last day; children are
    numbered from 0 and carry no id of the return. Placement numbers and periods of care count what is known of the
    child, so the placements of day 0 may not be number 1 of the child's life.
    """

    baseline: Baseline
    """The configuration moved to the first day of the returns, as the names and conditions of the history."""
    history: History
    needs: NDArray[np.int64]
    """The need during each episode, as a number of `baseline.needs`, row for row with `history.episodes`."""
    account: Account
    untold: tuple[int, ...] = ()
    """Financial years that no return tells of, each by the year in which it begins: who came then is not known."""
