"""Where no cost of a what-if's own is given: net cost that comes to the same as placement spend is told once."""

from collections.abc import Sequence

from placesim.report.comparison_study import NET, SPEND, ComparisonStudy
from placesim.report.words.assumed import saves_in
from placesim.report.words.costs import given, net_differs, net_is
from placesim.report.words.differences import spend_says

WHERE_TO_TYPE = "type it under “What it costs beside placements”"


def as_spend(options: ComparisonStudy, name: str) -> bool:
    """Tell whether net cost of a what-if without a cost prints like placement spend, so that one of them is enough."""
    if given(options, name).any:
        return False
    spend, net = (
        (spend_says(options.difference(name, measure)), saves_in(options, name, measure)) for measure in (SPEND, NET)
    )
    return spend == net


def all_as_spend(options: ComparisonStudy, names: Sequence[str]) -> bool:
    """Tell whether that is so of every what-if."""
    return all(as_spend(options, name) for name in names)


def cost_words(options: ComparisonStudy, name: str) -> list[str]:
    """Say that what-ifs cost nothing of their own so far, and where to type it; nothing where all of it is given."""
    without = given(options, name)
    if not without.without:
        return []
    if without.any:
        return [f"No cost of its own is given for {without.without} of its {without.changes} changes: {WHERE_TO_TYPE}."]
    return [f"No cost of its own is given: {WHERE_TO_TYPE}."]


def net_line(options: ComparisonStudy, names: Sequence[str]) -> str:
    """Say what net cost is beside spend, or why it is left out; nothing where it cannot differ."""
    if not all_as_spend(options, names):
        return net_is(options)
    return f"{net_is(options)} Here that comes to the same as placement spend." if net_differs(options) else ""
