"""What a saving depends on: circumstances, how well it is carried out, how full homes are, what nobody has measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan, nan

import numpy as np

from placesim.config.contracts import BlockContract, Contract
from placesim.config.price_questions import ordered_by_fee
from placesim.config.provision import Home
from placesim.config.text import listing
from placesim.experiment.differences import Difference
from placesim.report.comparison_study import SPEND, ComparisonStudy, once
from placesim.report.words.assumed import at_values, drawn
from placesim.report.words.assumptions import Largest, blocks_of, by_size
from placesim.report.words.costs import any_given
from placesim.report.words.differences import Direction, amount_words, direction, money, spend_says
from placesim.report.words.moved_most import moved_most_words
from placesim.report.words.placeholders import priced
from placesim.report.words.ranking import listed, packages, quoted, variants
from placesim.report.words.sources import interventions_in_words
from placesim.results.appraisal import break_even_price, break_even_use

SCARCELY_ANY = 0.01
"""Share of nights slept in new homes up to which nights left empty elsewhere are the shuffling of a few children."""


@dataclass(frozen=True)
class FullBeds:
    """Shares of the nights paid for, over all years: slept in, and needed to break even.

    Every night slept in a home saves what its place elsewhere would have cost, on average the same.
    So with saving S, contract K and nights slept U, a night slept is worth (K + S) / U, and the
    contract is paid for by K / (K + S) x U nights. At the use there is, a bed may cost 1 + S / K times as much:
    p + 7 S / N, where N are the nights paid for, each times the level of its price.
    """

    used: float
    needed: float
    """Occupancy at which the option saves nothing; above 1 where even full homes would cost more."""
    needed_low: float
    """Ends of the interval that the 95% interval of the saving gives; missing where that has none."""
    needed_high: float
    price: float
    """Mean weekly price of a bed, at prices of the first year, at which the option saves nothing."""
    price_low: float
    price_high: float
    by_fee: bool
    """True when freed beds are offered by fee, so that another price moves other children."""
    same_day: bool
    """True when a freed bed is offered on the day it is left."""


def full_beds(options: ComparisonStudy, name: str) -> FullBeds | None:
    """Return how full a scenario's block-contracted homes are and have to be, every assumption at its value.

    Fees that are drawn differ from future to future, so that no one price would answer to them.
    """
    return _full_beds_of(options.luck_alone or options, name)


@once
def _full_beds_of(options: ComparisonStudy, name: str) -> FullBeds | None:
    scenario, council = options.scenario(name), options.council_of(name)
    homes, has = options.homes_opened(name), options.comparison.has
    if not priced(options.council):
        return None
    if not homes or not all(_paid_in_full(council.provision[h].contract) and has("void_nights", h) for h in homes):
        return None
    if not all(each.homes() and each.homes() <= set(homes) for each in scenario.interventions):
        return None
    voids_elsewhere = options.difference(name, "void_nights").mean - sum(
        options.difference(name, "void_nights", home).mean for home in homes
    )
    slept = sum(options.difference(name, "nights", home).after for home in homes)
    if abs(voids_elsewhere) > SCARCELY_ANY * slept:  # children come from places paid for: a night there saved no money
        return None
    void = sum(options.difference(name, "void_nights", home).after for home in homes)
    contract = sum(options.difference(name, SPEND, home).after for home in homes)
    saved = options.difference(name, SPEND)
    if not slept or contract <= saved.mean:
        return None
    used = slept / (slept + void)
    cost, saves = np.full(3, contract), -np.array([saved.mean, saved.low, saved.high])
    needed, low, high = break_even_use(used, cost, saves).tolist()
    if isnan(high):  # no occupancy answers to the upper end
        low = nan
    fees = [council.provision[home].contracted_weekly_fee() for home in homes]
    price, dearest, cheapest = break_even_price(sum(fees) / len(fees), cost, saves).tolist()
    capacities = [council.provision[home].capacity for home in homes]
    same_day = all(isinstance(each, Home) and each.turnaround_days == 0 for each in capacities)
    return FullBeds(used, needed, low, high, price, cheapest, dearest, ordered_by_fee(council), same_day)


def _paid_in_full(contract: Contract) -> bool:
    """Tell whether every bed costs the same whoever sleeps in it, or nobody."""
    return isinstance(contract, BlockContract) and contract.void_share == contract.before_first_admission == 1


def full_beds_words(options: ComparisonStudy, name: str) -> list[str]:
    """Say how full homes are, how full they have to be, and what the model makes too easy."""
    beds = full_beds(options, name)
    if beds is None or options.few:
        return []
    label = quoted(options.label(name))
    paid = f"pays for every bed, used or not; {_whole_percent(beds.used)} of these nights are slept in."
    said = [f"{at_values(options)}{label} {paid}"]
    interval = "" if isnan(beds.needed_low) else f" ({_between(beds.needed_low, beds.needed_high)})"
    if beds.needed > 1:
        said.append(f"At these prices it would not save even if every bed were always full{interval}.")
    else:
        used = f"{_whole_percent(beds.needed)} of bed nights are used{interval}"
        opening = "In placement spend alone it" if any_given(options) else "It"
        said.append(f"{opening} breaks even when about {used}; emptier than that, it costs more.")
    said.append(_bed_price(beds, "no placement spend" if any_given(options) else "nothing"))
    if beds.same_day and beds.used > beds.needed:
        said.append("Here a freed bed is offered on the same day, to children who wait; in life matching takes time.")
        said.append("`turnaround_days` of a home says how long, and a sweep over it shows what that costs.")
    return said


def _bed_price(beds: FullBeds, saved: str) -> str:
    """Say at which price of a bed an option breaks even, and whether that is exact."""
    pounds = money(1.0).full
    interval = "" if isnan(beds.price_low) else f" ({pounds(beds.price_low)} to {pounds(beds.price_high)})"
    said = f"Used as here, it would save {saved} at a mean bed price of {pounds(beds.price)} a week{interval}"
    if beds.by_fee:
        return f"{said}, if nobody moved otherwise: freed beds are offered by fee here, so simulate another price."
    return f"{said}, at prices of the first year."


def _whole_percent(share: float) -> str:
    return f"{share:.0%}"


def _between(low: float, high: float) -> str:
    ends = sorted((low, high))
    return f"{_whole_percent(ends[0])} to {_whole_percent(ends[1])}"


CIRCUMSTANCES = 4
"""How many circumstances the first page names."""

PAIRS = 3
"""How many pairs of options that act on the same places it compares, the farthest apart first."""


def depends(options: ComparisonStudy, leaders: Sequence[str]) -> list[str]:
    """Return what the result depends on; the first sentence is the summary."""
    said = [*_circumstances(options), *_full_beds(options), *_carried_out(options, leaders)]
    told = leaders[:1] if _by_assumption_alone(options, leaders) else ()  # the summary says it of this one
    assumed = [words for name in leaders if name not in told and (words := _assumed(options, name))]
    said += [f"On assumption, wholly or in part: {' and '.join(assumed)}."] if assumed else []
    if (money_first := largest_assumptions(options).money) and not drawn(options):  # by size alone, and not by effect
        said.append(f"The largest assumptions of the baseline, by money: {'; '.join(money_first)}.")
    return [_summary(options, leaders), *said]


def _by_assumption_alone(options: ComparisonStudy, leaders: Sequence[str]) -> bool:
    return not (options.circumstances or drawn(options) or _carried_out(options, leaders))


def _summary(options: ComparisonStudy, leaders: Sequence[str]) -> str:
    if drawn(options):
        on = [moved_most_words(options, leaders), "on what has no range"]
    elif _by_assumption_alone(options, leaders):
        return _not_varied(options, leaders)
    else:
        on = ["on assumptions that were not varied here"]
    if _carried_out(options, leaders):
        on.insert(0, "on how well it is carried out")
    if options.circumstances:
        on.insert(0, "on circumstances that the council does not choose")
    return f"{(said := listing(on))[0].upper()}{said[1:]}."


def _not_varied(options: ComparisonStudy, leaders: Sequence[str]) -> str:
    """Say how many changes of the leading option rest on assumptions, where nothing was simulated to test them."""
    said = interventions_in_words(options, leaders[0]) if leaders else ()
    count, label = sum(each.assumed for each in said), quoted(options.label(leaders[0])) if leaders else ""
    if not count:
        return "It depends on the assumptions of the baseline and of each option, none of which was varied here."
    if len(said) == 1:
        return f"The one change of {label} rests wholly or in part on an assumption, which was not varied here."
    some = f"{_all(count)} changes" if count == len(said) else f"{count} of the {len(said)} changes"
    none = "neither" if count == 2 else "none"
    rest, which = (
        ("rest", f"assumptions, {none} of which was") if count > 1 else ("rests", "an assumption that was not")
    )
    return f"{some} of {label} {rest} wholly or in part on {which} varied here."


def _all(count: int) -> str:
    return "Both" if count == 2 else f"All {count}"


def _circumstances(options: ComparisonStudy) -> list[str]:
    """Say what each circumstance does to spend by itself, the largest first."""
    changes = {name: options.difference(name, SPEND) for name in options.circumstances}
    ordered = sorted(changes, key=lambda name: -abs(changes[name].mean))
    each = [f"{quoted(options.label(name))} {spend_says(changes[name])}" for name in ordered[:CIRCUMSTANCES]]
    rest = f"; beside these: {listed(options, ordered[CIRCUMSTANCES:])}" if ordered[CIRCUMSTANCES:] else ""
    return [f"Over all years, with no option at all: {'; '.join(each)}{rest}."] if each else []


def _full_beds(options: ComparisonStudy) -> list[str]:
    """Say how full homes have to be, for the choice of homes alone that saves most."""
    by_saving = sorted(options.choices, key=lambda name: options.difference(name, SPEND).mean)
    said = [words for name in by_saving if (words := full_beds_words(options, name))]
    most = 2 if drawn(options) else 3  # what is robust has named the price at which net cost turns
    return [" ".join(said[0][:most])] if said else []


def _carried_out(options: ComparisonStudy, leaders: Sequence[str]) -> list[str]:
    """Compare leading options, and those that they hold, with others that act on the same places and children."""
    parts = dict.fromkeys(part for name in leaders for part in (name, *packages(options).get(name, ())))
    pairs = {frozenset((part, other)): (part, other) for part in parts for other in variants(options, part)}
    changes = {pair: options.apart(pair[1], pair[0]) for pair in pairs.values()}
    ordered = sorted(changes, key=lambda pair: -abs(changes[pair].mean))[:PAIRS]
    return [_against(options, *pair, changes[pair]) for pair in ordered]


def _against(options: ComparisonStudy, name: str, other: str, difference: Difference) -> str:
    first, second = quoted(options.label(other)), quoted(options.label(name))
    unit = money(difference.mean, difference.low, difference.high)
    match direction(difference):
        case Direction.HIGHER:
            return f"{first} spends {amount_words(difference, unit)} more than {second}."
        case Direction.LOWER:
            return f"{first} spends {amount_words(difference, unit)} less than {second}."
        case _:
            return f"{first} and {second} cannot be told apart in spend."


def _assumed(options: ComparisonStudy, name: str) -> str:
    said = interventions_in_words(options, name)
    count = sum(each.assumed for each in said)
    if not count:
        return ""
    if len(said) == 1:
        return f"the one change of {quoted(options.label(name))}"
    some = _all(count).lower() if count == len(said) else f"{count} of the {len(said)}"
    return f"{some} changes of {quoted(options.label(name))}"


@once
def largest_assumptions(options: ComparisonStudy) -> Largest:
    """Return the baseline's largest assumptions, by money and by children: a ranking of size, not of sensitivity."""
    return by_size(options.baseline, blocks_of(options.council, options.evidence))[1]
