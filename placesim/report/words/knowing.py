"""What knowing is worth, in words and pounds: to the choice between the options at hand, for each thing not known."""

from dataclasses import dataclass
from math import isnan, nan

import numpy as np

from placesim.config.ranges.assumptions import Assumption
from placesim.config.text import plain
from placesim.experiment.comparison import Comparison
from placesim.experiment.knowledge.flips import Flip, flips
from placesim.experiment.knowledge.headlines import LuckAndKnowledge
from placesim.experiment.knowledge.smooths import FEWEST_FUTURES
from placesim.experiment.knowledge.worth import Value, Worth, worth_of_knowing
from placesim.report.comparison_study import ComparisonStudy, once
from placesim.report.figures import NOTHING, Unit, unit_for
from placesim.report.paper.parts import Cell, Table
from placesim.report.words.costs import counted_by
from placesim.report.words.differences import money, percent
from placesim.report.words.luck_and_knowledge import KNOWLEDGE
from placesim.report.words.placeholders import priced
from placesim.report.words.ranges import between_words, in_words, named, unit_of, unquoted, value_words
from placesim.report.words.ranking import quoted
from placesim.results.facts import Floats

POUNDS, SHARE = Unit("£", before="£"), unit_for("share of futures", 1.0)

AS_TODAY = "doing none of these"
"""The baseline among the options to choose from."""

WITHOUT_IT = "doing without it"
"""The baseline beside one option."""

TOLD = 3
"""What is worth knowing that sentences name."""

SURE_FLIP = 0.8
"""Share of resamples in which a choice has to turn on an assumption before a report says that it does."""


NO_CEILING = "cannot be told: too few futures were played again"

DRAWS_BEYOND = 0.05
"""Share of draws that must lie on either side: of a curve's ends too little is known."""


@dataclass(frozen=True, eq=False)
class Choice:
    """The choice between the options at hand, the baseline the first, and what knowing more is worth to it."""

    options: tuple[str, ...]
    """Scenarios in the order of the columns, after the baseline."""
    savings: Floats
    """Pounds saved, one row a future and one column an option, the baseline's all nothing."""
    again: Floats
    """The same of the futures played again with another luck."""
    worth: Worth
    flips: tuple[Flip, ...]
    """Where another option becomes the best on average."""

    def called(self, column: int) -> str:
        """Return what a sentence calls an option."""
        if column:
            return quoted(plain(self.options[column - 1]))
        return AS_TODAY if len(self.options) > 1 else WITHOUT_IT

    def best(self, column: int) -> str:
        """Return in a clause that an option is the best on average."""
        return f"{self.called(column)} saves most" if column else "none of these saves on average"


@once
def choice(options: ComparisonStudy) -> Choice | None:
    """Return the choice between what the council can decide; None where nothing is drawn, priced or to choose."""
    known = options.known
    if known is None or options.few or not options.choices or not priced(options.council):
        return None
    savings, again = (_savings(options, played) for played in (known.comparison, known.knowledge.again))
    worth = worth_of_knowing(savings, again, known.smooths)
    return Choice(options.choices, savings, again, worth, sure_flips(known, savings))


def sure_flips(known: LuckAndKnowledge, savings: Floats) -> tuple[Flip, ...]:
    """Return where another option becomes the best, where resampled studies agree and draws lie on both sides."""
    found = flips(savings, known.smooths)
    return tuple(each for each in found if each.sure >= SURE_FLIP and _draws_beyond(known, each) >= DRAWS_BEYOND)


def _draws_beyond(known: LuckAndKnowledge, flip: Flip) -> float:
    """Return the share of draws on that side of a value on which fewer lie."""
    below = float((known.knowledge.draws[:, flip.assumption] < flip.value).mean())
    return min(below, 1 - below)


def _savings(options: ComparisonStudy, played: Comparison) -> Floats:
    """Return what every choice saves, by future, of the measure by which scenarios break even; the baseline first."""
    before = played.before(counted_by(options))
    saved = [before - played.after(name, counted_by(options)) for name in options.choices]
    return np.column_stack([np.zeros_like(before), *saved])


def values_of(options: ComparisonStudy, worth: Worth) -> list[tuple[str, Value]]:
    """Return what each assumption, or those drawn together, is worth knowing, most first."""
    if options.known is None:
        return []
    found = in_words(options.known.knowledge.uncertainty, worth.assumptions, worth.groups)
    return sorted(found, key=lambda pair: -float(np.nan_to_num(pair[1].value)))


def worth_table(options: ComparisonStudy, decided: Choice) -> Table:
    """Return what knowing each assumption would be worth to the choice, with what chance alone would make of it."""
    values = values_of(options, decided.worth)
    told = [pair for pair in values if not unseen(pair[1])]
    everything = ("Everything at once", ceiling(decided.worth.everything, values))
    rows = tuple((Cell(unquoted(label)), *worth_cells(value)) for label, value in (*told, everything))
    rows += _unseen_row(len(values) - len(told), "All" if not told else "Other")
    columns = ("To know", "Is worth, £", "Standard error, £", "By chance alone, mean, £", "By chance alone, up to, £",
               "Changes the choice in", "Stands out from chance")  # fmt: skip
    caption = (
        "Choosing one of all these options, or none: what knowing is worth to that (expected value of perfect "
        "information, over all years), as by how much more would be saved on average if it were known before deciding"
    )
    return Table(caption, columns, rows, True, widths=(4, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2), sheet=KNOWLEDGE)


def unseen(value: Value) -> bool:
    """Tell whether these futures see no answer that would change the choice."""
    return value.changes == 0


def _unseen_row(count: int, which: str) -> tuple[tuple[Cell, ...], ...]:
    """Return one row for all that these futures see no use in knowing; none where there is no such thing."""
    if not count:
        return ()
    label = f"{which} {count}: these futures see no answer that changes the choice"
    return ((Cell(label), *worth_cells(Value(0.0, 0.0))),)


def ceiling(everything: Value, values: list[tuple[str, Value]]) -> Value:
    """Return what knowing everything is worth, unless chance puts it below what a part of it is."""
    most = max((value.value for _, value in values), default=0.0)
    return Value(nan, reason=NO_CEILING) if everything.value < most else everything


def worth_cells(value: Value) -> tuple[Cell, ...]:
    """Return what knowing something is worth, with its error, what chance makes of it, and how often it decides."""
    if isnan(value.value):
        return (Cell(value.reason or NOTHING), *(Cell("") for _ in range(5)))
    figures = (value.value, value.error, value.null, value.by_chance)
    shown = (Cell(POUNDS.number(figure), None if isnan(figure) else figure, POUNDS) for figure in figures)
    return *shown, Cell(percent(value.changes), value.changes, SHARE), Cell("yes" if value.told_apart else "no")


def not_looked_at(options: ComparisonStudy) -> str:
    """Say that futures are too few to ask what moves the choice; empty where they are enough."""
    if options.futures >= FEWEST_FUTURES:
        return ""
    return f"Not looked at: {options.futures} futures, {FEWEST_FUTURES} are needed."


def pounds(amount: float) -> str:
    """Return an amount as a sentence has it."""
    return money(amount).full(amount)


def turning_words(options: ComparisonStudy, decided: Choice) -> list[str]:
    """Say on which assumptions the choice turns, and which option is best between the values at which it does."""
    by_assumption: dict[int, list[Flip]] = {}
    for flip in decided.flips:
        by_assumption.setdefault(flip.assumption, []).append(flip)
    ordered = sorted(by_assumption.values(), key=lambda flips: -max(flip.sure for flip in flips))
    return [f"Which saves most turns on {_along(options, decided, each)}." for each in ordered]


def _along(options: ComparisonStudy, decided: Choice, turns: list[Flip]) -> str:
    """Return which option is best along the values of an assumption, from low to high."""
    first, *others = sorted(turns, key=lambda flip: flip.value)
    below, above = decided.best(first.below), decided.best(first.above)
    parts = [f"{at_words(options, first)}: below that {below}, above that {above}"]
    parts += [f"and from {at_words(options, flip, alone=True)} on {decided.best(flip.above)}" for flip in others]
    return ", ".join(parts)


def assumption_words(options: ComparisonStudy, column: int) -> str:
    """Return what a sentence calls an assumption, by its column."""
    return named(options.known.knowledge.uncertainty.assumptions[column]) if options.known else ""


def at_words(options: ComparisonStudy, flip: Flip, alone: bool = False) -> str:
    """Return on which assumption something turns, and at what value with its interval; the value alone where asked.

    An assumption of few values turns between two of them: from the upper one on.
    """
    if options.known is None:
        return ""
    assumption = options.known.knowledge.uncertainty.assumptions[flip.assumption]
    if flip.between:
        low, high = (value_words(assumption, value) for value in flip.between)
        return high if alone else f"{named(assumption)} between {low} and {high}"
    unit = unit_of(assumption)
    interval = f" ({unit.number(min(flip.low, flip.high))} to {unit.number(max(flip.low, flip.high))})"
    at = f"{value_words(assumption, flip.value)}{interval}"
    return at if alone else f"{named(assumption)} at {at}"


def flips_table(options: ComparisonStudy, decided: Choice) -> Table:
    """Return every value of an assumption at which another option becomes the best, all else drawn."""
    known = options.known
    assumptions = known.knowledge.uncertainty.assumptions if known else ()
    rows = tuple(_flip(decided, assumptions[each.assumption], each) for each in decided.flips)
    columns = ("Assumption", "Turns at", "Range", "Best below it", "Best above it", "So in, of resampled studies")
    caption = "Where the choice turns, all else drawn; each value with its 95% interval"
    return Table(caption, columns, rows, len(rows) > 1, widths=(3, 1.2, 1.6, 2.4, 2.4, 1.2), sheet=KNOWLEDGE)


def _flip(decided: Choice, assumption: Assumption, flip: Flip) -> tuple[Cell, ...]:
    unit = unit_of(assumption)
    at = Cell(
        unit.full(flip.value), flip.value, unit, between_words(assumption, flip.low, flip.high), (flip.low, flip.high)
    )
    if flip.between:
        at = Cell(f"between {between_words(assumption, *flip.between).replace(' to ', ' and ')}")
    ends = between_words(assumption, assumption.low, assumption.high)
    best = (unquoted(decided.called(column)) for column in (flip.below, flip.above))
    return Cell(plain(assumption.label)), at, Cell(ends), *map(Cell, best), Cell(percent(flip.sure), flip.sure, SHARE)
