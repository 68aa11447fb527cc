"""Going ahead with one option or not: where it stops saving, and what knowing more is worth to that decision alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from placesim.config.text import listing, plain
from placesim.experiment.knowledge.flips import Flip
from placesim.experiment.knowledge.worth import Value, Worth, worth_of_knowing
from placesim.report.comparison_study import ComparisonStudy, once
from placesim.report.paper.parts import Cell, Table
from placesim.report.words.knowing import (
    TOLD,
    assumption_words,
    at_words,
    choice,
    pounds,
    sure_flips,
    values_of,
    worth_cells,
)
from placesim.report.words.luck_and_knowledge import KNOWLEDGE
from placesim.report.words.ranges import unquoted
from placesim.report.words.ranking import packages_last, quoted

NOTHING_TOLD = "nothing that these futures can tell"


@dataclass(frozen=True, eq=False)
class GoingAhead:
    """The decision between one option and doing nothing: what knowing more is worth to it, and where it turns."""

    worth: Worth
    flips: tuple[Flip, ...]


@once
def going_ahead(options: ComparisonStudy, name: str) -> GoingAhead | None:
    """Return the decision whether to go ahead with an option; None where the choice itself cannot be told."""
    decided = choice(options)
    if decided is None or options.known is None:
        return None
    pair = [0, decided.options.index(name) + 1]
    worth = worth_of_knowing(decided.savings[:, pair], decided.again[:, pair], options.known.smooths)
    return GoingAhead(worth, sure_flips(options.known, decided.savings[:, pair]))


def _worth_most(options: ComparisonStudy, name: str) -> list[tuple[str, Value]]:
    """Return what stands out from chance as worth knowing to going ahead with an option, most first."""
    decision = going_ahead(options, name)
    values = values_of(options, decision.worth) if decision else []
    return [(label, value) for label, value in values if value.told_apart]


def ahead_words(options: ComparisonStudy, names: Sequence[str]) -> list[str]:
    """Say what knowing is worth to going ahead with each of these options or not, what is worth most first."""
    found = [(name, *pair) for name in names for pair in _worth_most(options, name)]
    found.sort(key=lambda each: -each[2].value)
    return [
        f"Knowing {label} is worth {pounds(value.value)} to going ahead with {quoted(options.label(name))} or not "
        f"(standard error {pounds(value.error)})."
        for name, label, value in found[:TOLD]
    ]


def stop_words(options: ComparisonStudy, names: Sequence[str]) -> list[str]:
    """Say on which assumptions, and at what values, options stop saving or begin to; a sentence an assumption."""
    by_assumption: dict[int, list[str]] = {}
    for name in names:
        decision = going_ahead(options, name)
        for flip in sorted(decision.flips, key=lambda flip: -flip.sure)[:1] if decision else ():
            by_assumption.setdefault(flip.assumption, []).append(_side(options, name, flip))
    return [
        f"Whether it saves at all turns on {assumption_words(options, column)}: {listing(sides)}."
        for column, sides in by_assumption.items()
    ]


def turning_values(options: ComparisonStudy, name: str) -> list[str]:
    """Return on which side of which value of which assumption an option saves on average, the surest first."""
    decision = going_ahead(options, name)
    turns = sorted(decision.flips, key=lambda flip: -flip.sure) if decision else []
    return [f"with {assumption_words(options, flip.assumption)} {_beyond(options, flip)}" for flip in turns]


def _beyond(options: ComparisonStudy, flip: Flip) -> str:
    """Return on which side of a value something holds."""
    at = at_words(options, flip, alone=True)
    if flip.between:
        return f"from {at} on" if flip.above else f"below {at}"
    return f"{'above' if flip.above else 'below'} {at}"


def _side(options: ComparisonStudy, name: str, flip: Flip) -> str:
    """Return on which side of a value an option saves on average."""
    return f"{quoted(options.label(name))} saves on average {_beyond(options, flip)}"


def ahead_table(options: ComparisonStudy) -> Table:
    """Return for each option what is worth knowing before going ahead with it, one row a thing to know."""
    rows = tuple(row for name in packages_last(options, options.choices) for row in _rows(options, name))
    columns = ("Option", "To know", "Is worth, £", "Standard error, £", "By chance alone, mean, £",
               "By chance alone, up to, £", "Changes the decision in", "Stands out from chance")  # fmt: skip
    caption = "Going ahead with one option or doing nothing: what knowing is worth to that, over all years"
    return Table(caption, columns, rows, len(rows) > 1, widths=(2.4, 3, 1, 1, 1, 1, 1, 1), sheet=KNOWLEDGE)


def _rows(options: ComparisonStudy, name: str) -> list[tuple[Cell, ...]]:
    label, found = Cell(plain(name)), _worth_most(options, name)
    if not found:
        return [(label, Cell(NOTHING_TOLD), *(Cell("") for _ in range(6)))]
    return [(label, Cell(unquoted(what)), *worth_cells(value)) for what, value in found]
