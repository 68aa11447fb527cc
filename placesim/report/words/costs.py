"""What options cost, in words: whether anybody has said, what it comes to, and what it does to savings and ranks."""

from collections.abc import Sequence
from dataclasses import dataclass

from placesim.config.baseline import Baseline
from placesim.config.interventions.intervention import Intervention
from placesim.config.text import listing
from placesim.report.comparison_study import FIXED, NET, SPEND, ComparisonStudy, once
from placesim.report.words.differences import Direction, direction, money, spend_says
from placesim.report.words.ranking import NextStep, listed, quoted, singles

NO_COST = "no cost given"
NOT_COUNTED = (
    "Spend here is what placements cost. What options cost beside that (staff, works and capital, campaigns, "
    "allowances after care) is not in these figures and has to be set against them."
)
A_POUND = 1.0
"""Amounts below this are the arithmetic of floating numbers, or nothing to speak of."""


@dataclass(frozen=True)
class CostGiven:
    """For how many of the changes that a council decides a scenario says what they cost."""

    changes: int
    without: int

    @property
    def mark(self) -> str:
        """What stands beside a saving that costs have still to be set against; empty where all costs are given."""
        if not self.without:
            return ""
        return NO_COST if self.without == self.changes else f"{NO_COST} for {self.without} of {self.changes} changes"

    @property
    def any(self) -> bool:
        """True where some cost is given, be it nothing."""
        return self.without < self.changes


def cost_given(changes: Sequence[Intervention], council: Baseline) -> CostGiven:
    """Count the changes that are chosen, and those without a cost: none of the same home, rate or children has one."""
    costed = [change.acts_on() for change in changes if change.cost]
    chosen = [change for change in changes if change.chosen(council)]
    return CostGiven(len(chosen), sum(change.acts_on() not in costed for change in chosen))


@once
def given(options: ComparisonStudy, name: str) -> CostGiven:
    """Return for how much of a scenario costs are given."""
    return cost_given(options.scenario(name).interventions, options.council)


@once
def any_given(options: ComparisonStudy) -> bool:
    """Tell whether any scenario gives a cost."""
    return any(change.cost for name in options.names for change in options.scenario(name).interventions)


def in_brackets(options: ComparisonStudy, name: str) -> str:
    """Return the mark of an option as a sentence has it after its saving; empty where all costs are given."""
    mark = given(options, name).mark
    return f" ({mark})" if mark else ""


def marked_words(options: ComparisonStudy, names: Sequence[str]) -> str:
    """Say for which options no cost is given, or only in part; empty where all costs are given."""
    without = [name for name in names if given(options, name).without]
    if not without:
        return ""
    every = "any of these" if len(without) == len(names) > 1 else listed(options, without, most=len(without))
    return f"N{NO_COST[1:]}, or not for all of it: {every}."


def others_counted(options: ComparisonStudy) -> list[str]:
    """Return what net cost holds besides placements and what options cost, as a sentence lists it."""
    council = options.council
    return ["allowances after care"] * bool(council.after_care) + ["income by the night"] * bool(council.income)


def net_differs(options: ComparisonStudy) -> bool:
    """Tell whether net cost can differ from placement spend: a cost is given, or there is after care or income."""
    return any_given(options) or bool(others_counted(options))


def counted_by(options: ComparisonStudy) -> str:
    """Return the measure by which scenarios break even: net cost where it can differ from placement spend."""
    return NET if net_differs(options) else SPEND


def what_saved(options: ComparisonStudy) -> str:
    """Return what is saved where scenarios break even, in words."""
    return "net cost" if counted_by(options) == NET else "placement spend"


def in_spend(options: ComparisonStudy, opening: str = "In placement spend, ") -> str:
    """Return what a sentence about spend begins with where net cost can differ from it; nothing where it cannot."""
    if not net_differs(options):
        return ""
    return opening or "in placement spend "


def also_net(options: ComparisonStudy, name: str) -> str:
    """Say beside an option's saving in spend what it does to net cost; nothing where that cannot differ."""
    if not net_differs(options):
        return ""
    return (
        f" In net cost, its own cost counted as far as given, it {spend_says(options.difference(name, NET), of='it')}."
    )


def what_is_counted(options: ComparisonStudy) -> str:
    """Say what the figures of a comparison count."""
    return f"Spend is what placements cost. {net_is(options)}" if any_given(options) else NOT_COUNTED


def net_is(options: ComparisonStudy) -> str:
    """Say what net cost is beside spend."""
    after = ", and allowances after care" if options.council.after_care else ""
    less = ", less income by the night" if options.council.income else ""
    return f"Net cost adds what the option itself costs, as far as a cost is given{after}{less}."


def net_words(options: ComparisonStudy, name: str) -> list[str]:
    """Say what an option costs beside placements, and what it saves with that counted."""
    label, cost, net = quoted(options.label(name)), options.difference(name, FIXED), options.difference(name, NET)
    if not any_given(options):
        return []
    if not given(options, name).any:
        return [f"No cost is given for {label}: what it costs beside placements has to be set against its saving."]
    if abs(cost.mean) < A_POUND:
        costs = f"{label} is said to cost nothing beside placements"
    else:
        more = "costs" if cost.mean > 0 else "costs less: its own costs come to"
        costs = f"Beside placements {label} {more} {money(cost.mean).full(cost.mean)} by {options.end}"
    counted = listing(["that", *others_counted(options)])
    said = f"{costs}; with {counted} counted it {spend_says(net, of='net cost')}"
    return [f"{said}{in_brackets(options, name)}."]


@once
def reranked(options: ComparisonStudy) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the options that are no packages by mean saving in placement spend, and by mean saving in net cost."""
    names = singles(options)
    orders = (sorted(names, key=lambda name: options.difference(name, of).mean) for of in (SPEND, NET))
    gross, net = orders
    return tuple(gross), tuple(net)


def rank_words(options: ComparisonStudy) -> list[str]:
    """Say how options change places once all is counted; nothing where none does, or placements are all there is."""
    gross, net = reranked(options)
    if options.few or gross == net or not net_differs(options):
        return []
    moves = {name: net.index(name) - place for place, name in enumerate(gross)}
    most = max(gross, key=lambda name: abs(moves[name]))
    before, after = (ordinal(each.index(most) + 1, len(net)) for each in (gross, net))
    counted, of = _all_counted(options, "they cost"), len(net)
    said = f"With {counted} counted, {quoted(options.label(most))} moves from {before} to {after} of {of}"
    first = f", and {quoted(options.label(net[0]))} comes first" if net[0] not in (gross[0], most) else ""
    said += f" options by what they save on average{first}."
    told = [said, *_turned_words(options, gross)]
    unknown = [name for name in net if given(options, name).without]
    if not unknown:
        return told
    they = "its place holds only if it costs" if len(unknown) == 1 else "their places hold only if they cost"
    return [*told, f"No cost is given for {listed(options, unknown)}: {they} nothing more."]


def _turned_words(options: ComparisonStudy, names: Sequence[str]) -> list[str]:
    """Name the options that clearly save placement spend and, all counted, clearly cost more than they save."""
    turned = [name for name in names if direction(options.difference(name, SPEND)) == Direction.LOWER]
    net = {name: options.difference(name, NET) for name in turned}
    named = [
        f"{quoted(options.label(name))} ({money(cost.mean).signed(cost.mean)})"
        for name, cost in net.items()
        if direction(cost) == Direction.HIGHER
    ]
    if not named:
        return []
    what = "One saves placement spend and costs" if len(named) == 1 else "Some save placement spend and cost"
    return [f"{what} more than that in all: {listing(named)}."]


def step_words(options: ComparisonStudy, step: NextStep) -> list[str]:
    """Say what a further step adds with all counted; nothing where placements are all there is."""
    if not net_differs(options):
        return []
    net = options.apart(step.whole, step.part, NET)
    return [f"With {_all_counted(options, 'it costs')} counted the step {spend_says(net, of='net cost')}."]


def _all_counted(options: ComparisonStudy, cost: str) -> str:
    return listing([*([f"what {cost}"] if any_given(options) else []), *others_counted(options)])


ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def ordinal(number: int, of: int) -> str:
    """Return a place in a row of so many, as in `third`; in a long row, as in `3rd`."""
    if of <= len(ORDINALS):
        return ORDINALS[number - 1]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
