"""What options do not do: figures that do not clearly change, and what the model leaves out in any case."""

from collections.abc import Iterator
from dataclasses import dataclass

from placesim.experiment.differences import Difference
from placesim.report.comparison_study import SHARE_OUT, SPEND, ComparisonStudy
from placesim.report.once import once
from placesim.report.words.differences import Direction, difference_unit, direction, mean_words
from placesim.results.measures import MEASURES

LIMITS = (
    "Brothers and sisters are matched one by one: no option here keeps them together or parts them.",
    "Providers do not answer back: prices and others' places change only as a scenario says, not because this council "
    "buys less or more.",
    "The quality of care, children's own wishes, and what becomes of them after care are not in the figures.",
    "Spend is what placements cost. Staff, one-off costs, capital and allowances after care are not in it, so a saving "
    "here is what is left to pay for them.",
    "Whether an option can be carried out is taken from its scenario: the model does not judge it.",
)


@dataclass(frozen=True)
class NotDone:
    """What one scenario does not do."""

    name: str
    label: str
    never: tuple[str, ...]
    unclear: tuple[str, ...]
    too_few: tuple[str, ...]


@once
def not_done(options: ComparisonStudy, name: str) -> NotDone:
    """Return the figures that a scenario does not clearly change."""
    never, unclear, few = [], [], []
    for subject, measure, found in _watched(options, name):
        match direction(found):
            case Direction.NONE:
                if found.before or found.after:
                    never.append(subject)
            case Direction.UNCLEAR:
                unit = difference_unit(MEASURES[measure].unit, found.mean, found.low, found.high)
                unclear.append(f"{subject} ({mean_words(found, unit)})")
            case Direction.TOO_FEW:
                few.append(subject)
    return NotDone(name, options.label(name), tuple(never), tuple(unclear), tuple(few))


def _watched(options: ComparisonStudy, name: str) -> Iterator[tuple[str, str, Difference]]:
    """Yield the figures that a commissioner may hope an option changes."""
    last = options.last_year
    yield "placement spend", SPEND, options.difference(name, SPEND)
    yield "the share out of borough", SHARE_OUT, options.difference(name, SHARE_OUT)
    for group, words in (("residential", "children's homes"), ("fostering", "foster care")):
        yield f"the share out of borough in {words}", SHARE_OUT, options.difference(name, SHARE_OUT, group)
    yield "the number of children in care", "children_average", options.difference(name, "children_average")
    for kind in options.changing_types:
        if kind in (*options.types("fostering"), *options.types("residential")):
            found = options.difference(name, "children_average", kind, last.name)
            yield f"children in {options.labels.place(kind)} in {last.label}", "children_average", found
    yield "first choices met", "first_choice_share", options.difference(name, "first_choice_share")
    yield "moves between placements", "moves", options.difference(name, "moves")
    three = "three_or_more_placements_share"
    yield "the share with three or more placements in the last year", three, options.difference(name, three)
    yield "nights in unregistered or emergency placements", "crisis_nights", options.difference(name, "crisis_nights")


def not_done_words(found: NotDone) -> list[str]:
    """Say what an option does not do, in sentences."""
    said = []
    if found.never:
        said.append(f"It changes in no future: {'; '.join(found.never)}.")
    if found.unclear:
        said.append(f"No clear difference: {'; '.join(found.unclear)}.")
    if found.too_few:
        said.append(f"Too few events to say: {'; '.join(found.too_few)}.")
    return said or ["Every figure watched here clearly changes."]
