"""Re-entry: on which day a child who has left care comes back to it, from the child's luck and the council's rates."""

from bisect import bisect_right
from collections.abc import Iterator
from math import inf

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.values import value_on
from placesim.model.rates import YEAR
from placesim.model.streams import Floats

LAST_MOMENT = 1e-6
"""Days before the 18th birthday in which nobody comes back any more: there would be no age left to place them at."""


class ReEntryRates:
    """How soon children come back: `per_year[reason] x by_age x by_time_since_leaving x by_date`, in steps.

    Each child carries a unit-exponential budget for each period of care, which these rates spend from the day they
    leave on; when it is spent, they come back (as `RateTable` has it; the factor by stream is in the budget).
    """

    def __init__(self, baseline: Baseline):
        """Compile the rates of a baseline; without the block, nobody comes back."""
        block = baseline.re_entry
        self.ages = [high * YEAR for _, high in baseline.age_bands.values()]
        bands = block.time_since_leaving_bands if block else {"any": (0.0, 18.0)}
        self.since = [high * YEAR for _, high in bands.values()]
        steps = block.by_date if block else ()
        dates = [baseline.start, *(step.from_ for step in steps if step.from_ > baseline.start)]
        self.dates = [float((day - baseline.start).days) for day in dates[1:]] + [inf]
        reasons = (*baseline.leaving, *baseline.at_18.reasons)
        self.per_day: Floats = np.zeros((len(dates), len(reasons), len(self.ages), len(self.since)))
        if block:
            per_year = np.array([block.per_year.get(reason, 0.0) for reason in reasons])
            by_age = np.array([block.by_age.get(band, 1.0) for band in baseline.age_bands])
            by_since = np.array([block.by_time_since_leaving.get(band, 1.0) for band in bands])
            by_date = np.array([value_on(block.by_date, day) for day in dates])
            rates = per_year[:, None, None] * by_age[:, None] * by_since
            self.per_day = np.asarray(rates * by_date[:, None, None, None] / YEAR)
        self._table: list[list[list[list[float]]]] = self.per_day.tolist()
        self.after: list[bool] = (self.per_day.max(axis=(0, 2, 3)) > 0).tolist()
        """Whether anybody ever comes back after each reason."""

    def day(self, born: float, left: float, reason: int, budget: float) -> float:
        """Return the day on which a child comes back; infinity where not before the 18th birthday.

        Args:
            born: the child's day of birth, from the start of the simulation.
            left: the day on which the child left care, likewise.
            reason: the number of the reason why.
            budget: how much of the rate the child outlasts.
        """
        for day, ends, rate in self.stretches(born, left, reason, left):
            length = ends - day
            if budget < rate * length:
                back = day + budget / rate
                return back if back < self.too_late(born) else inf
            budget -= rate * length
        return inf

    def too_late(self, born: float) -> float:
        """Return the day from which on a child does not come back, for the 18th birthday has come."""
        return born + self.ages[-1] - LAST_MOMENT

    def stretches(self, born: float, left: float, reason: int, since: float) -> Iterator[tuple[float, float, float]]:
        """Yield the stretches of a child's life in which the rate does not change: from, to, and events per day.

        Args:
            born: the child's day of birth, from the start of the simulation.
            left: the day on which the child left care, likewise.
            reason: the number of the reason why.
            since: the day on which the first stretch begins; the last ends on the 18th birthday.
        """
        ages, sinces, dates, day = self.ages, self.since, self.dates, since
        age, gone, dated = bisect_right(ages, day - born), bisect_right(sinces, day - left), bisect_right(dates, day)
        while age < len(ages):
            age_end, gone_end, date_end = born + ages[age], left + sinces[gone], dates[dated]
            ends = min(age_end, gone_end, date_end)
            if day < ends:
                yield day, ends, self._table[dated][reason][age][gone]
                day = ends
            age += ends == age_end
            gone += ends == gone_end
            dated += ends == date_end
