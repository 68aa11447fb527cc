"""Demand: who is in care, who enters and when, with what needs and luck, before any place is sought."""

from placesim.config.baseline import Baseline
from placesim.config.horizon import horizon_days
from placesim.model.at_start import AtStart
from placesim.model.children import Children, together
from placesim.model.dispositions import Dispositions
from placesim.model.entrants import Entrants
from placesim.model.left_before import LeftBefore, lists_leavers
from placesim.model.luck import Luck
from placesim.model.streams import Streams


class Demand:
    """Who may come into the care of a council: compiled once, drawn for every future."""

    def __init__(self, baseline: Baseline, at_start: AtStart | None = None):
        """Compile the children in care on day 0, where they are not compiled already, and who may enter later."""
        self._at_start = at_start or AtStart(baseline)
        self._entrants = [
            Entrants(baseline, horizon_days(baseline), place, name) for place, name in enumerate(baseline.entrants)
        ]
        self._left_before = LeftBefore(baseline) if lists_leavers(baseline) else None
        self._dispositions = Dispositions.of(baseline)

    def draw(self, streams: Streams) -> Children:
        """Return the children in care on day 0 and everyone who enters or comes back within the horizon, by day."""
        cohorts = [self._at_start.draw(streams), *(each.draw(streams) for each in self._entrants)]
        if self._left_before:
            cohorts.append(self._left_before.draw(streams))
        columns, order = together(cohorts)
        drawn = {cohort.name: cohort.drawn for cohort in cohorts}
        return Children(luck=Luck(streams, drawn, order, columns["stream"], self._dispositions), **columns)


def demand_of(baseline: Baseline) -> tuple[object, ...]:
    """Return all that `Demand` reads of a council."""
    bands = ("age_bands", "time_in_care_bands", "time_in_placement_bands")
    fields = ("start", "years", *bands, "entrants", "children_in_care")
    named = ("provision", "needs")
    return (
        *(getattr(baseline, field) for field in fields),
        *(list(getattr(baseline, field)) for field in named),
        baseline.re_entry if lists_leavers(baseline) else None,
        Dispositions.of(baseline),
    )


def same_demand(one: Baseline, other: Baseline) -> bool:
    """Tell whether the same luck gives two councils the same children: all that `Demand` reads is alike."""
    return demand_of(one) == demand_of(other)
