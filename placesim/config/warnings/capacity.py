"""Warnings about places: too few on the start date, never used, or never in the borough."""

from collections.abc import Iterator

from placesim.config.problem import Problem
from placesim.config.provision import Home, Places
from placesim.config.provision_checks import children_at_start
from placesim.config.warnings.warning import Council, of_configuration

FEW = 2
"""Provisions from which on it is noteworthy that all are out of borough."""


@of_configuration
def more_children_than_places(council: Council) -> Iterator[Problem]:
    """Find provision with more children on the start date than places: they stay, and nobody new comes."""
    start = council.baseline.start
    for name, children in children_at_start(council.baseline).items():
        capacity, places = council.baseline.provision[name].capacity, children
        if isinstance(capacity, Places):
            places = capacity.usable_on(start)
        elif isinstance(capacity, Home) and capacity.usable_beds is not None:
            places = capacity.usable_beds
        if children > places:
            yield Problem(
                ("provision", name, "capacity"),
                f"{children} children are here on the start date, and only {places} places: all stay, and nobody "
                f"new comes until fewer than {places} are left; correct the places or the children",
            )


@of_configuration
def provision_nobody_searches(council: Council) -> Iterator[Problem]:
    """Find provision that no search, move or transfer leads to."""
    baseline = council.baseline
    tiers = [tier for need in baseline.needs.values() for tier in need.search]
    tiers += [tier for move in baseline.moves.values() for tier in move.to]
    reached = {option.provision for tier in tiers for option in tier}
    reached |= {transfer.to for need in baseline.needs.values() for transfer in need.transfers}
    for name in baseline.provision:
        if name not in reached:
            message = (
                "no search, move or transfer leads here, so no child ever comes; add it to a search, or take it out"
            )
            yield Problem(("provision", name), message)


@of_configuration
def everything_out_of_borough(council: Council) -> Iterator[Problem]:
    """Find a configuration all of whose provision is out of borough."""
    provision = council.baseline.provision
    if len(provision) >= FEW and all(each.out_of_borough for each in provision.values()):
        message = (
            "all of it is out of borough, so every rate out of borough is 100%; set out_of_borough where it is true"
        )
        yield Problem(("provision",), message)
