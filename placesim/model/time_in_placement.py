"""Time in placement on the start date: any time since the child came into care, or by shares of placement types."""

from collections.abc import Sequence

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.children import YearsInPlacement
from placesim.model.children import Whole
from placesim.model.rates import YEAR
from placesim.model.streams import Floats

ANY_TIME = -1
"""Of children whom no shares tell of: any time since they came into care is as likely as any other."""


class TimeInPlacement:
    """How long counted children have been where they are, drawn with one number of luck each."""

    def __init__(self, baseline: Baseline, provision: Sequence[str]):
        """Look up which shares tell of each row of counted children, by time in care.

        Args:
            baseline: the council.
            provision: where the children of each row live.
        """
        every, times = baseline.children_in_care.years_in_placement, list(baseline.time_in_care_bands)
        types = [baseline.provision[place].placement_type for place in provision]
        numbers = [[_which(every, kind, time) for time in times] for kind in types]
        self._which = np.array(numbers, np.int64).reshape(-1, len(times))
        self._ends = np.array([high for _, high in baseline.time_in_care_bands.values()])
        self._shares = [_reached(each, baseline) for each in every]

    def draw(self, rows: Whole, care: Floats, luck: Floats) -> Floats:
        """Return days in the placement so far.

        Args:
            rows: each child's row.
            care: years in care so far.
            luck: uniform.
        """
        days = care * YEAR * luck
        band = np.minimum(np.searchsorted(self._ends, care, side="right"), len(self._ends) - 1)
        which = self._which[rows, band]
        for number, (reached, years) in enumerate(self._shares):
            of = which == number
            days[of] = np.minimum(np.interp(luck[of], reached, years), care[of]) * YEAR
        return days


def _which(every: tuple[YearsInPlacement, ...], kind: str, time: str) -> int:
    """Return the number of the shares that tell of a placement type and a time in care."""
    told = (kind in each.placement_types and (not each.time_in_care or time in each.time_in_care) for each in every)
    return next((number for number, fits in enumerate(told) if fits), ANY_TIME)


def _reached(each: YearsInPlacement, baseline: Baseline) -> tuple[Floats, Floats]:
    """Return the share of children who have been there for less than a number of years, and those numbers."""
    bands = baseline.time_in_placement_bands
    reached = np.cumsum([0.0, *(each.bands.get(band, 0.0) for band in bands)])
    return reached / reached[-1], np.array([0.0, *(high for _, high in bands.values())])
