"""Groupings: what kind of thing a group of a measure is. Groups of one kind add up; groups of two kinds overlap."""

from placesim.config.baseline import Baseline

EVERYTHING = "all"

BY_MEASURE = {
    "entries": "stream",
    "leavers": "reason",
    "moves": "reason",
    "out_of_borough_share": "reporting group",
    "arrivals": "home and origin",
    "transfers": "provision and origin",
}
"""Measures whose groups are neither placement types, provision nor budget lines."""


def grouping(baseline: Baseline, measure: str, group: str) -> str:
    """Return the kind of a group: all, placement type, provision, budget line, reason, stream or reporting group."""
    if group == EVERYTHING:
        return EVERYTHING
    if measure in BY_MEASURE:
        return BY_MEASURE[measure]
    if measure == "spend" and group in baseline.budget_lines:
        return "budget line"
    return "provision" if group in baseline.provision else "placement type"
