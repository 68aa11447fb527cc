"""Filling: the share of approved places that are really filled, as the past shows it."""

from placesim.results.suppression import told
from placesim.returns.fitted.draft import SHARE_DECIMALS, Draft, in_one_line, rounded


def write_filling(draft: Draft) -> None:
    """Write what share of places can be filled, where the configuration has such a share, and how that varies."""
    for fit in draft.learnt.filling:
        here = ("provision", fit.provision, "capacity", "usable_share")
        draft.put(here, round(fit.usable_share, SHARE_DECIMALS))
        draft.rest_on(
            here[:2],
            f"{told(round(fit.children), 'child', 'children')} on average in places as given",
            "places and prices",
        )
        label = draft.given.baseline.provision[fit.provision].label
        draft.notes.append(
            f"“{label}”: {fit.usable_share:.0%} of the places that the configuration tells of were filled, and of the "
            "places to come as many can be filled."
        )
        ends = {"standard_error": rounded(fit.standard_error), "low": 0, "high": 1}
        paths = in_one_line([".".join(here)])
        draft.keep_range(f"{fit.provision}_filled", here[:2], {"paths": paths, **ends})
