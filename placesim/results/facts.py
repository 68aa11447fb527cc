"""Facts: one history laid over periods, once, for every measure to read."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from placesim.config.baseline import Baseline
from placesim.model.history import History, Table
from placesim.results.financial_year import Periods

Floats = NDArray[np.float64]
Grouped = dict[str, Floats]
"""For each group (a placement type, a provision, a reason, `all` ...) one figure a period."""


@dataclass(frozen=True, eq=False)
class Facts:
    """A history, the baseline it belongs to, and the periods to report; tables count once what measures share."""

    baseline: Baseline
    history: History
    periods: Periods

    @cached_property
    def nights(self) -> Floats:
        """Nights in care by provision and period, shape (provisions, periods)."""
        return self.by_provision(self._episode_nights)

    @cached_property
    def _episode_nights(self) -> Floats:
        """Nights of each episode in each period, shape (episodes, periods)."""
        return overlap(self.history.episodes, "start_day", "end_day", self.periods)

    def by_provision(self, of_episodes: Floats) -> Floats:
        """Add figures of shape (episodes, periods) up by provision."""
        provisions, periods = len(self.history.names.provisions), len(self.periods.labels)
        cell = self.history.episodes["provision"][:, None] * periods + np.arange(periods)
        totals = np.bincount(cell.ravel(), weights=of_episodes.ravel(), minlength=provisions * periods)
        return totals.reshape(provisions, periods)

    def weighted_nights(self, weights: Floats) -> Floats:
        """Nights by provision and period, each episode's multiplied by its weight."""
        return self.by_provision(self._episode_nights * weights[:, None])

    @cached_property
    def at_end(self) -> Floats:
        """Children placed on the last night of each period by provision, shape (provisions, periods)."""
        episodes, periods = self.history.episodes, self.periods
        came = self._counted(episodes["provision"], np.searchsorted(periods.edges[1:], episodes["start_day"]))
        ended = ~np.isnan(episodes["end_day"])
        went = self._counted(
            episodes["provision"][ended], np.searchsorted(periods.edges[1:], episodes["end_day"][ended], side="right")
        )
        return np.cumsum(came - went, axis=1)

    def _counted(self, provision: NDArray[np.int32], period: NDArray[np.int64]) -> Floats:
        """Count rows by provision and period; those past the last period are left out."""
        provisions, periods = len(self.history.names.provisions), len(self.periods.labels)
        inside = period < periods
        cell = provision[inside] * periods + period[inside]
        return np.bincount(cell, minlength=provisions * periods).reshape(provisions, periods).astype(float)

    def by_placement(self, figures: Floats) -> Grouped:
        """Return figures of shape (provisions, periods) in all, by placement type and by provision."""
        names = self.history.names
        type_of = np.array(names.type_of)
        by_type = {name: figures[type_of == number].sum(axis=0) for number, name in enumerate(names.placement_types)}
        by_provision = {name: figures[number] for number, name in enumerate(names.provisions)}
        return {"all": figures.sum(axis=0), **by_type, **by_provision}

    def events(self, days: Floats, kinds: NDArray[np.int32], names: tuple[str, ...]) -> Grouped:
        """Count dated events by kind and period, and in all."""
        period = np.searchsorted(self.periods.edges, days, side="right") - 1
        inside = (period >= 0) & (period < len(self.periods.labels)) & (days < self.periods.edges[-1])
        width = len(self.periods.labels)
        counts = np.bincount(kinds[inside] * width + period[inside], minlength=len(names) * width)
        table = counts.reshape(len(names), width).astype(float)
        return {"all": table.sum(axis=0), **dict(zip(names, table, strict=True))}

    def place_nights(self, column: str) -> dict[str, Floats]:
        """Return nights of usable or taken places in each period, for provision with a number of places."""
        nights = {}
        for number, name in enumerate(self.history.names.provisions):
            if self.baseline.provision[name].capacity.kind != "spot":
                steps = self.steps(number)
                ends = np.append(steps["day"][1:], self.history.days)
                lasting = overlap({"start": steps["day"], "end": ends}, "start", "end", self.periods)
                nights[name] = (steps[column][:, None] * lasting).sum(axis=0)
        return nights

    def steps(self, provision: int) -> Table:
        """Return the supply steps of one provision in order of day."""
        of = self.history.places["provision"] == provision
        return {name: column[of] for name, column in self.history.places.items()}

    def group_of_type(self, group: str) -> NDArray[np.bool_]:
        """Tell which provision is of a reporting group (`fostering`, `residential`, or `all`)."""
        kinds = [self.baseline.placement_types[p.placement_type].group for p in self.baseline.provision.values()]
        return np.array([group in ("all", kind) for kind in kinds])


def overlap(table: Table, start: str, end: str, periods: Periods) -> Floats:
    """Return the nights of each row in each period; a row without an end runs on."""
    begins, ends = table[start][:, None], table[end][:, None]
    ends = np.where(np.isnan(ends), periods.edges[-1], ends)
    nights = np.minimum(ends, periods.edges[None, 1:]) - np.maximum(begins, periods.edges[None, :-1])
    return np.maximum(nights, 0.0)


def ratio(top: Floats, bottom: Floats) -> Floats:
    """Return a share, missing where there is nothing to take a share of."""
    return np.divide(top, bottom, out=np.full_like(np.asarray(top, float), np.nan), where=bottom > 0)
