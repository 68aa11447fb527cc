"""Paired differences: a figure before and after, future by future on the same luck, and how sure the difference is."""

from typing import NamedTuple

import numpy as np

from placesim.experiment.statistics import (
    ALIKE,
    FEWEST,
    TOO_FEW_FUTURES,
    interval_of_mean,
    range_of_futures,
    why_no_interval,
    wilson,
)
from placesim.results.facts import Floats

NO_DIFFERENCE = "no difference in any future"
SAME_DIFFERENCE = "the same difference in every future"
"""Notes that stand in place of an interval where futures do not differ: chance has had no say."""


class Difference(NamedTuple):
    """A figure in the baseline and in an option, and their difference, future by future."""

    before: float
    """Mean in the baseline."""
    after: float
    """Mean in the option."""
    mean: float
    low: float
    """Lower end of the 95% interval of the mean difference; missing where none would be honest."""
    high: float
    p10: float
    """One future in ten differs by less."""
    p50: float
    p90: float
    below: float
    """Share of futures in which the option's figure is lower than the baseline's; ties are not lower."""
    below_low: float
    """Lower end of the 95% interval of that share (Wilson)."""
    below_high: float
    equal: float
    """Share of futures in which the option changes nothing."""
    note: str
    """Why there is no interval; empty where there is one."""

    @property
    def clear(self) -> bool:
        """True when the interval leaves out that nothing changes on average."""
        return self.low > 0 or self.high < 0 or (self.note == SAME_DIFFERENCE)

    @property
    def constant(self) -> bool:
        """True when the difference is the same in every future."""
        return self.note in (NO_DIFFERENCE, SAME_DIFFERENCE)

    @property
    def few(self) -> bool:
        """True when there are too few futures to be sure of anything."""
        return self.note == TOO_FEW_FUTURES

    @property
    def nothing(self) -> bool:
        """True when the figure is the same in every future."""
        return self.equal == 1


def apart_of(before: Floats, after: Floats) -> Floats:
    """Return after less before, nothing where they are apart by no more than adding up in another order leaves."""
    apart = after - before
    alike = np.abs(apart) <= ALIKE * np.maximum(np.abs(before), np.abs(after))
    return np.where(alike, 0.0 * apart, apart)


def differences(before: Floats, after: Floats) -> list[Difference]:
    """Return the paired difference of every column, missing values left out."""
    apart = apart_of(before, after)
    mean, low, high = interval_of_mean(apart)
    p10, p50, p90 = range_of_futures(apart)
    known = (~np.isnan(apart)).sum(axis=0)
    below, equal = (apart < 0).sum(axis=0), (apart == 0).sum(axis=0)
    share, below_low, below_high = wilson(below, known)
    same = (equal == known) & (known > 0)
    most, least = np.nanmax(apart, axis=0, initial=-np.inf), np.nanmin(apart, axis=0, initial=np.inf)
    alike = most - least <= ALIKE * np.abs(most)
    alike &= ~same & (known >= FEWEST)
    low, high = np.where(same | alike, np.nan, low), np.where(same | alike, np.nan, high)
    notes = np.select([same, alike], [NO_DIFFERENCE, SAME_DIFFERENCE], why_no_interval(apart)).tolist()
    unchanged = equal / np.where(known > 0, known, np.nan)
    columns = (_means(before), _means(after), mean, low, high, p10, p50, p90, share, below_low, below_high, unchanged)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return [Difference._make((*row, note)) for row, note in zip(rows, notes, strict=True)]


def _means(values: Floats) -> Floats:
    return interval_of_mean(values)[0]


def difference_of(before: Floats | float, after: Floats) -> Difference:
    """Return the paired difference of one figure of every future; a single number for `before` was counted."""
    return differences(np.broadcast_to(before, after.shape)[:, None], after[:, None])[0]
