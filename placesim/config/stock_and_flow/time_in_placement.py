"""Time in the placement: rates that depend on it, averaged over how long placements have lasted."""

from __future__ import annotations

import numpy as np

from placesim.config.blocks import Blocks
from placesim.config.stock_and_flow.cells import STEP, Floats


class TimeInPlacement:
    """Factors by time in the placement, which is not counted: taken as at these rates all the time in care.

    Of children with one time in care, those whom nothing has moved are in their first placement; the others have been
    in theirs for as long as placements last at these rates, as many begun at one time as at another. Leaving care
    takes children from both alike. Each risk then has its average factor over them.
    """

    def __init__(self, baseline: Blocks, rows: int):
        """Take the bands, and the factors of every risk that has any."""
        self._bands = tuple(baseline.time_in_placement_bands.items())
        self._factors = {
            name: [risk.by_time_in_placement.get(band, 1.0) for band, _ in self._bands]
            for risks in (baseline.leaving, baseline.moves)
            for name, risk in risks.items()
            if risk.by_time_in_placement
        }
        self._leaving = set(baseline.leaving) - set(self._factors)
        self._longest = (np.maximum(np.arange(rows), 0.5) * STEP)[:, None]

    def averaged(self, per_year: dict[str, Floats]) -> dict[str, Floats]:
        """Return rates a year, by time in care (rows) and age, with the average factor of the time in the placement."""
        named = [name for name in per_year if name in self._factors]
        if not named:
            return per_year
        there = self._shares(per_year)
        met = {
            name: sum((f * each for f, each in zip(self._factors[name], there, strict=True)), np.zeros_like(there[0]))
            for name in named
        }
        return {name: rate * met[name] if name in met else rate for name, rate in per_year.items()}

    def _shares(self, per_year: dict[str, Floats]) -> list[Floats]:
        """Return the share of children who have been in their placement for each band, by time in care and age."""
        lasts = np.ones_like(next(iter(per_year.values())))
        found: list[Floats] = []
        for place, (_, (low, high)) in enumerate(self._bands):
            ends = sum(
                (
                    rate * self._factors[name][place] if name in self._factors else rate
                    for name, rate in per_year.items()
                    if name not in self._leaving
                ),
                np.zeros_like(lasts),
            )
            length = np.clip(np.minimum(high, self._longest) - low, 0, None)
            over = np.exp(-ends * length)
            found.append(lasts * np.where(ends > 0, (1 - over) / np.where(ends > 0, ends, 1), length))
            lasts = lasts * over
        later = (1 - lasts) / sum(found, np.zeros_like(lasts))
        return [
            each * later + lasts * ((low < self._longest) & (self._longest <= high))
            for each, (_, (low, high)) in zip(found, self._bands, strict=True)
        ]
