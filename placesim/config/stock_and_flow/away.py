"""Away: children who have left care before 18 and may come back, counted by time since then and by age."""

from __future__ import annotations

from datetime import date

import numpy as np

from placesim.config.blocks import Blocks
from placesim.config.re_entry import ReEntry
from placesim.config.stock_and_flow.cells import AGES, STEP, Cells, Floats, cell_of
from placesim.config.stock_and_flow.children import Likeness, add, likenesses
from placesim.config.values import value_on

DAYS_A_YEAR = 365.25

Left = dict[tuple[str, str, Likeness], Floats]
"""Children who have left care, by reason, need and likeness."""

Back = dict[tuple[str, Likeness], Floats]
"""Children who come back to care within a step, by need and likeness, each by age."""


def reasons_to_come_back_from(baseline: Blocks) -> tuple[str, ...]:
    """Return the reasons for leaving after which children may come back."""
    return tuple(reason for reason, rate in baseline.re_entry.per_year.items() if rate) if baseline.re_entry else ()


class Away:
    """The children of a council who have left care and may come back."""

    def __init__(self, baseline: Blocks, block: ReEntry):
        """Begin with the children who had left before the start date, as they are listed."""
        self._block, self._left = block, Left()
        cells = Cells(baseline.age_bands, block.time_since_leaving_bands)
        self._shape = cells.shape
        self._factors = cells.by_time(block.by_time_since_leaving)[:, None] * cells.by_age(block.by_age)
        for child in block.left_before:
            one = np.zeros(self._shape)
            one[1 + cell_of(child.days_since_leaving / DAYS_A_YEAR, cells.times), cell_of(child.age_years, AGES)] = 1
            for likeness, part in likenesses(baseline, child.stream):
                add(self._left, (child.reason, child.need, likeness), part * one)

    def leave(self, left: Left) -> None:
        """Add children, by age, who leave care within the step."""
        for kind, children in left.items():
            just_left = np.zeros(self._shape)
            just_left[0] = children
            add(self._left, kind, just_left)

    def come_back(self, day: date) -> Back:
        """Take out, and return, those who come back in the step around a day."""
        found = Back()
        for (reason, need, likeness), children in self._left.items():
            back = children * self._share_back(reason, likeness, day)
            self._left[reason, need, likeness] = children - back
            add(found, (need, likeness), back.sum(axis=0))
        return found

    def _share_back(self, reason: str, likeness: Likeness, day: date) -> Floats:
        """Return the share who come back within a step; those who leave while it goes by meet half of it on average."""
        of_stream = self._block.by_stream.get(likeness.stream, 1.0)
        rate = self._block.per_year.get(reason, 0.0) * of_stream * value_on(self._block.by_date, day)
        met = rate * self._factors * STEP
        share = 1 - np.exp(-met)
        share[0] = np.where(met[0] > 0, 1 - share[0] / np.where(met[0] > 0, met[0], 1), 0)
        return share

    def grow_older(self) -> None:
        """Let a step go by: everybody is older and longer away, and who turns 18 does not come back."""
        self._left = {kind: a_step_older(children) for kind, children in self._left.items()}


def a_step_older(children: Floats) -> Floats:
    """Return children a step older and longer in care, or away from it; those who turn 18 are counted no more."""
    older = np.zeros_like(children)
    older[1:, 1:] = children[:-1, :-1]
    older[-1, 1:] += children[-1, :-1]
    return older
