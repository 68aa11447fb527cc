"""The projection: how many children live in each placement type as time goes by, by arithmetic alone.

What is simplified: children are counted in parts, in cells of a quarter of a year. Luck of searches (whether a relative
exists, whether a home suits) is drawn anew each time, so complexity acts with its average only; three factors stand
for all frailty. Time in the placement is not counted: its factors are averaged (`time_in_placement.py`).
Provision with a number of places turns away the share of children that chance would (`turned_away.py`), whichever
carers had them before. Children who wait for a better place have its free places first, however long they have been
where they are; turnaround days and days kept for searches play no part.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

import numpy as np

from placesim.config.blocks import Blocks
from placesim.config.stock_and_flow.cells import STEP, STEPS_A_YEAR, Floats
from placesim.config.stock_and_flow.children import AS_WRITTEN, Start
from placesim.config.stock_and_flow.course import YEAR, Course


@dataclass(frozen=True)
class Projection:
    """How many children are expected in each placement type, on the start date and after each step."""

    start: date
    children: dict[str, Floats]

    def after(self, years: float) -> dict[str, float]:
        """Return the children expected some years after the start, by placement type."""
        times = np.arange(len(next(iter(self.children.values())))) * STEP
        return {name: float(np.interp(years, times, numbers)) for name, numbers in self.children.items()}


def projected(baseline: Blocks, years: float, start: Start = AS_WRITTEN) -> Projection:
    """Return where children are expected to live for some years from the start, to the next whole step."""
    course = Course(baseline, start)
    numbers = [course.by_type()]
    for step in range(ceil(years * STEPS_A_YEAR - 1e-6)):
        course.go_on(baseline.start + timedelta(days=round((step + 0.5) * STEP * YEAR)))
        numbers.append(course.by_type())
    return Projection(baseline.start, {name: np.array([each[name] for each in numbers]) for name in numbers[0]})
