"""How full homes under a block contract have to be: the occupancy below which an option costs more than it saves."""

from dataclasses import dataclass
from math import isnan

from placesim.config.provision import Home
from placesim.report.comparison_study import SPEND, ComparisonStudy
from placesim.report.once import once
from placesim.report.words.ranking import quoted


@dataclass(frozen=True)
class FullBeds:
    """Shares of the nights paid for, over all years: slept in, and needed to break even.

    Every night slept in a home saves what its place elsewhere would have cost, on average the same.
    So with saving S, contract K and nights slept U, a night slept is worth (K + S) / U, and the
    contract is paid for by K / (K + S) x U nights.
    """

    used: float
    needed: float
    """Occupancy at which the option saves nothing; above 1 where even full homes would cost more."""
    needed_low: float
    """Ends of the interval that the 95% interval of the saving gives; missing where that has none."""
    needed_high: float
    same_day: bool
    """True when a freed bed is offered on the day it is left."""


@once
def full_beds(options: ComparisonStudy, name: str) -> FullBeds | None:
    """Return how full a scenario's block-contracted homes are and have to be."""
    scenario, council = options.scenario(name), options.council_of(name)
    homes, has = options.homes_opened(name), options.comparison.has
    if not homes or not all(council.provision[h].contract.kind == "block" and has("void_nights", h) for h in homes):
        return None
    if not all(each.homes() and each.homes() <= set(homes) for each in scenario.interventions):
        return None
    voids_elsewhere = options.difference(name, "void_nights").mean - sum(
        options.difference(name, "void_nights", home).mean for home in homes
    )
    if abs(voids_elsewhere) >= 1:  # children come from places already paid for: a night there saved no money
        return None
    slept = sum(options.difference(name, "nights", home).after for home in homes)
    void = sum(options.difference(name, "void_nights", home).after for home in homes)
    contract = sum(options.difference(name, SPEND, home).after for home in homes)
    saved = options.difference(name, SPEND)
    if not slept or contract <= saved.mean:
        return None
    used = slept / (slept + void)
    needed, low, high = (used * contract / (contract - each) for each in (saved.mean, saved.low, saved.high))
    capacities = [council.provision[home].capacity for home in homes]
    same_day = all(isinstance(each, Home) and each.turnaround_days == 0 for each in capacities)
    return FullBeds(used, needed, low, high, same_day)


def full_beds_words(options: ComparisonStudy, name: str) -> list[str]:
    """Say how full homes are, how full they have to be, and what the model makes too easy."""
    found = full_beds(options, name)
    if found is None or options.few:
        return []
    label = quoted(options.label(name))
    said = [f"{label} pays for every bed from opening; {_percent(found.used)} of these nights are slept in."]
    interval = "" if isnan(found.needed_low) else f" ({_between(found.needed_low, found.needed_high)})"
    if found.needed > 1:
        said.append(f"At these prices it would not save even if every bed were always full{interval}.")
    else:
        used = f"{_percent(found.needed)} of bed nights are used{interval}"
        said.append(f"It breaks even when about {used}; emptier than that, it costs more.")
    if found.same_day and found.used > found.needed:
        said.append(
            "Here a freed bed is offered on the same day, because children wait for it. In life matching takes time: "
            "`turnaround_days` of a home says how long, and a sweep over it shows what that costs."
        )
    return said


def _percent(share: float) -> str:
    return f"{share:.0%}"


def _between(low: float, high: float) -> str:
    ends = sorted((low, high))
    return f"{_percent(ends[0])} to {_percent(ends[1])}"
