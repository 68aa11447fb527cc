"""What depends on a baseline and periods only: worked out once for all replications."""

from collections.abc import Callable
from typing import Generic, TypeVar

from placesim.config.baseline import Baseline
from placesim.results.financial_year import Periods

T = TypeVar("T")

MOST = 256
"""Baselines and periods remembered; more are worked out anew."""


class Cache(Generic[T]):
    """Values by baseline and periods, told apart as objects: comparing their contents would cost more than it saves."""

    def __init__(self) -> None:
        self._values: dict[tuple[int, int], tuple[Baseline, Periods, T]] = {}

    def of(self, baseline: Baseline, periods: Periods, work_out: Callable[[], T]) -> T:
        """Return the value, worked out the first time it is asked for."""
        key = id(baseline), id(periods)
        if key not in self._values:
            if len(self._values) >= MOST:
                self._values.clear()
            # both objects are kept, so that no other can come to have their place in memory
            self._values[key] = baseline, periods, work_out()
        return self._values[key][2]
