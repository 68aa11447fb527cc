"""Children as drawn: one future's children as columns for the compiled engine, and one by one for the readable one."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from placesim.model.luck import Luck
from placesim.model.rates import YEAR
from placesim.model.streams import Floats

Whole = NDArray[np.int64]


class Child(NamedTuple):
    """One child's period of care, before anything has happened: days count from the start date."""

    child_id: int
    stream: int
    luck: Luck
    row: int
    born_day: float
    care_start_day: float
    need: int
    provision: int | None
    """Where the child is placed on day 0; None for entrants."""
    placement_start_day: float
    first_period: int = 1
    """The number of the first period of care that is told: 2 for who had left before the start."""

    def age(self, day: float) -> float:
        """Age in years on a day."""
        return (day - self.born_day) / YEAR


@dataclass(frozen=True)
class Children:
    """The children in care on day 0 and everyone who enters within the horizon, by day of entry.

    Columns hold what `Child` says of one; `provision` is -1 for entrants.
    """

    luck: Luck
    child_id: Whole
    stream: Whole
    born_day: Floats
    care_start_day: Floats
    need: Whole
    provision: Whole
    placement_start_day: Floats
    first_period: Whole

    def one_by_one(self) -> list[Child]:
        """Return every child."""
        columns = (self.child_id, self.stream, self.born_day, self.care_start_day, self.need)
        listed = [column.tolist() for column in (*columns, self.provision, self.placement_start_day, self.first_period)]
        return [
            Child(number, stream, self.luck, row, born, entered, need, None if place < 0 else place, started, period)
            for row, (number, stream, born, entered, need, place, started, period) in enumerate(
                zip(*listed, strict=True)
            )
        ]


@dataclass(frozen=True)
class Cohort:
    """Children of one origin: those in care at the start, the entrants of one stream, or those who had left before.

    `drawn` is how many have luck; `row` says which of them each child is, for some never enter. The other columns
    are those of `Children`.
    """

    name: str
    drawn: int
    row: Whole
    columns: dict[str, NDArray[Any]]


def together(cohorts: list[Cohort]) -> tuple[dict[str, NDArray[Any]], Whole]:
    """Return the columns of several cohorts by day of entry, and each child's place among all drawn."""
    first = np.cumsum([0, *(cohort.drawn for cohort in cohorts)])
    place = np.concatenate([cohort.row + begins for cohort, begins in zip(cohorts, first, strict=False)])
    columns = {name: np.concatenate([cohort.columns[name] for cohort in cohorts]) for name in cohorts[0].columns}
    order = np.lexsort((columns["child_id"], np.maximum(columns["care_start_day"], 0.0)))
    return {name: column[order] for name, column in columns.items()}, place[order]
