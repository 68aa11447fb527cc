"""What the study of forecasts found: scores beside those of naive forecasts, and intervals clustered by council."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from placesim.results.backcasts import FLAT, MODEL, STOCK_AND_FLOW, TREND
from placesim.results.facts import Floats

if TYPE_CHECKING:
    import pandas as pd

FIRST_SEED = 1001
"""Councils from here on were never looked at while the method was made; those it was tuned on have seeds below 100."""

NAIVE = (FLAT, TREND, STOCK_AND_FLOW)
"""Naive forecasts of every number of children."""

CHILDREN, EVERYBODY = "children_year_end", "all"
SCORE = "weighted_interval_score"
RESAMPLES = 4000


class Estimate(NamedTuple):
    """A figure over all councils, with its 95% interval, councils drawn again and again (bootstrap)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Found:
    """Every forecast beside what happened, a row a council, figure and forecaster."""

    rows: "pd.DataFrame"
    councils: int
    begun: int
    """In how many councils the fall of places had begun on the day of the forecast."""
    smallest: int
    largest: int
    counts: Mapping[str, float]
    """How the councils look, added up."""

    def children(self, group: str | None = None) -> "pd.DataFrame":
        """Return the forecasts of numbers of children in one placement type or in all; left out, in every type."""
        rows = self.rows[self.rows["measure"] == CHILDREN]
        return rows[rows["group"] != EVERYBODY] if group is None else rows[rows["group"] == group]

    @property
    def types(self) -> list[str]:
        """The placement types foretold."""
        return list(dict.fromkeys(self.children()["group"]))

    @property
    def unseen(self) -> bool:
        """Whether the method was made without a look at any of these councils."""
        return bool(self.rows["council"].min() >= FIRST_SEED)

    @property
    def best(self) -> str:
        """The naive forecast of the numbers in placement types that is best over all councils."""
        return min(NAIVE, key=lambda name: mean_score(self.children(), name))


def found_of(councils: Sequence[Mapping[str, Any]]) -> Found:
    """Return what was found of councils, each as it was kept."""
    import pandas as pd

    rows = pd.DataFrame([{"council": each["seed"], **row} for each in councils for row in each["rows"]])
    counts: Counter[str] = Counter()
    for each in councils:
        counts.update(each["counts"])
    sizes = [each["size"] for each in councils]
    return Found(rows, len(councils), sum(each["begun"] for each in councils), min(sizes), max(sizes), counts)


def mean_score(rows: "pd.DataFrame", forecaster: str) -> float:
    """Return the mean weighted interval score of one forecaster, in children."""
    return float(rows.loc[rows["forecaster"] == forecaster, SCORE].mean())


def ratio(rows: "pd.DataFrame", to: str) -> Estimate:
    """Return the model's score as a share of a naive forecast's, over the figures that both foretold."""
    ours, theirs = (_by_council(rows[rows["forecaster"] == name], SCORE) for name in (MODEL, to))
    return _over(ours, theirs)


def held(rows: "pd.DataFrame", low: str, high: str, forecaster: str = MODEL) -> Estimate:
    """Return how often intervals held what happened.

    Args:
        rows: forecasts.
        low: the column of the lower end.
        high: that of the upper end.
        forecaster: whose.
    """
    ours = rows[rows["forecaster"] == forecaster]
    inside = (ours[low] <= ours["observed"]) & (ours["observed"] <= ours[high])
    ours = ours.assign(inside=inside.astype(float), one=1.0)
    return _over(_by_council(ours, "inside"), _by_council(ours, "one"))


def _by_council(rows: "pd.DataFrame", column: str) -> Floats:
    return rows.groupby("council")[column].sum().sort_index().to_numpy(float)


def _over(above: Floats, below: Floats) -> Estimate:
    """Return the ratio of two sums over councils, with its interval."""
    drawn = np.random.default_rng(1).integers(0, len(above), (RESAMPLES, len(above)))
    low, high = np.quantile(above[drawn].sum(axis=1) / below[drawn].sum(axis=1), [0.025, 0.975])
    return Estimate(float(above.sum() / below.sum()), float(low), float(high))
