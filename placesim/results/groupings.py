"""Groupings: what kind of thing a group of a measure is. Groups of one kind add up; groups of two kinds overlap."""

from collections.abc import Mapping

from placesim.config.after_care import AfterCare
from placesim.config.baseline import Baseline
from placesim.config.cost_checks import CAPITAL
from placesim.config.income import Income
from placesim.results.counting import Grouped
from placesim.results.measures import MEASURES

EVERYTHING = "all"


def grouping(baseline: Baseline, measure: str, group: str) -> str:
    """Return the kind of a group: all, placement type, provision, budget line, capital, reason, stream and the like."""
    if group == EVERYTHING:
        return EVERYTHING
    if MEASURES[measure].groups:
        return MEASURES[measure].groups
    if group in baseline.budget_lines:
        return "budget line"
    if group == CAPITAL:
        return CAPITAL
    return "provision" if group in baseline.provision else "placement type"


def by_line(figures: Grouped, items: Mapping[str, AfterCare | Income]) -> Grouped:
    """Return figures of items of money by the budget line of each, and in all."""
    found = {EVERYTHING: figures[EVERYTHING]}
    for name, item in items.items():
        found[item.budget_line] = found.get(item.budget_line, 0.0) + figures[name]
    return found
