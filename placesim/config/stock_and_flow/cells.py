"""Cells: children counted by age and by time in care, in cells as long as a step, so that each step moves all on."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

import numpy as np
from numpy.typing import NDArray

from placesim.config.values import ADULT_AGE

Floats = NDArray[np.float64]

STEPS_A_YEAR = 4
"""Steps a year; a power of two, so that cells end exactly where whole years do."""

STEP = 1 / STEPS_A_YEAR
"""The length of a step and of a cell, in years."""

AGES = round(ADULT_AGE * STEPS_A_YEAR)
"""Cells of age, from birth to the 18th birthday."""

Bands = Mapping[str, tuple[float, float]]


def cell_of(years: float, cells: int) -> int:
    """Return the cell of an age or a time in care."""
    return min(int(years * STEPS_A_YEAR), cells - 1)


def spread(low: Floats, high: Floats, cells: int) -> Floats:
    """Return the share of each interval of years (columns) that lies in each cell (rows); the last cell has no end."""
    first = (np.arange(cells) * STEP)[:, None]
    last = np.append(first[1:, 0], np.inf)[:, None]
    return np.asarray(np.clip(np.minimum(last, high) - np.maximum(first, low), 0, None) / (high - low))


def ages_of(band: tuple[float, float]) -> Floats:
    """Return the share of an age band in each cell of age."""
    low, high = band
    return spread(np.array([low]), np.array([high]), AGES)[:, 0]


def ages_within(low: float, high: float) -> Floats:
    """Return what share of each cell of age lies between two ages in the middle of a step."""
    return _as_a_step_goes_by(_means({"": (low, high)}, {}, AGES))


class Cells:
    """The cells of one configuration: those of age, and those of time in care up to where its last band begins."""

    def __init__(self, age_bands: Bands, time_bands: Bands):
        """Take the bands by which rates differ."""
        self._age_bands, self._time_bands = age_bands, time_bands
        self.times = ceil(max(low for low, _ in time_bands.values()) * STEPS_A_YEAR - 1e-9) + 1
        self.shape = self.times + 1, AGES
        """Rows of time in care, of which the first are those who enter within the step; columns of age."""

    def by_age(self, factors: Mapping[str, float]) -> Floats:
        """Return a factor by age as children of each cell meet it while a step goes by."""
        return _as_a_step_goes_by(_means(self._age_bands, factors, AGES))

    def by_time(self, factors: Mapping[str, float]) -> Floats:
        """Return a factor by time in care: first as those meet it who enter within the step, then of each cell."""
        means = _means(self._time_bands, factors, self.times)
        return np.concatenate([means[:1], _as_a_step_goes_by(means)])

    def times_in_care(self, shares: Mapping[str, float], times: float = 1.0) -> Floats:
        """Return the share of children by time in care (rows) of those of an age (columns), on the start date.

        Nobody has been in care longer than they have lived: bands end at the child's age, and children too young
        for a band are spread over their life, as the simulation draws them.
        """
        age = (np.arange(AGES) + 0.5) * STEP
        found = np.zeros(self.shape)
        for band, share in shares.items():
            low, high = (edge * times for edge in self._time_bands[band])
            fits = low < age
            found[1:] += share * spread(
                np.where(fits, low, 0.0), np.where(fits, np.minimum(high, age), age), self.times
            )
        return found


def _means(bands: Bands, factors: Mapping[str, float], cells: int) -> Floats:
    """Return the mean factor in each cell; bands that are not named have 1, and what no band covers has none."""
    first = np.arange(cells) * STEP
    found = np.zeros(cells)
    for band, (low, high) in bands.items():
        covered = np.clip(np.minimum(first + STEP, high) - np.maximum(first, low), 0, None) / STEP
        found += factors.get(band, 1.0) * covered
    return found


def _as_a_step_goes_by(means: Floats) -> Floats:
    """Return what children meet who move, within the step, from their cell to the next."""
    return np.asarray((means + np.append(means[1:], means[-1])) / 2)
