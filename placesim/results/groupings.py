"""Groupings: what kind of thing a group of a measure is. Groups of one kind add up; groups of two kinds overlap."""

from placesim.config.baseline import Baseline
from placesim.config.cost_checks import CAPITAL
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
