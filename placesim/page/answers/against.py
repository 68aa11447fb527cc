"""What-ifs against each other, future by future on the same luck: money, and the share out of borough."""

from itertools import combinations

from placesim.experiment.differences import Difference
from placesim.report.comparison_study import SHARE_OUT, ComparisonStudy
from placesim.report.figures import NOTHING, Unit
from placesim.report.paper.parts import Answer
from placesim.report.words.costs import counted_by, what_saved
from placesim.report.words.differences import POINTS, Direction, amount_words, direction, mean_words, money
from placesim.report.words.placeholders import priced
from placesim.report.words.ranking import quoted

MONEY = {Direction.LOWER: "comes to {} less than", Direction.HIGHER: "comes to {} more than"}
SHARE = {Direction.LOWER: "is {} below", Direction.HIGHER: "is {} above"}


def against(options: ComparisonStudy) -> Answer | None:
    """Return how each what-if differs from each other one; nothing of one alone, nor of too few futures."""
    pairs = list(combinations(options.comparison.names, 2))
    if not pairs or options.few:
        return None
    first, *others = [words for pair in pairs for words in _pair(options, *pair)]
    return Answer("How do they differ from each other?", first, tuple(others))


def _pair(options: ComparisonStudy, one: str, other: str) -> list[str]:
    """Say how much less or more the first of two comes to than the second, and how their shares out of borough lie."""
    both = quoted(options.label(one)), quoted(options.label(other))
    cost, share = options.apart(one, other, counted_by(options)), options.apart(one, other, SHARE_OUT)
    in_money = f"in {what_saved(options)} by {options.end}"
    away = f"in the share out of borough on {options.end}"
    unit = money(cost.mean, cost.low, cost.high)
    told = [_said(both, cost, unit, MONEY, in_money)] if priced(options.council) else []
    return [*told, _said(both, share, POINTS, SHARE, away)]


def _said(both: tuple[str, str], change: Difference, unit: Unit, words: dict[Direction, str], of: str) -> str:
    first, second = both
    match direction(change):
        case Direction.LOWER | Direction.HIGHER as way:
            return f"{first} {words[way].format(amount_words(change, unit))} {second}, {of}."
        case Direction.UNCLEAR:
            return f"{first} and {second} cannot be told apart {of} ({mean_words(change, unit)})."
        case Direction.NONE:
            return f"{first} and {second} are the same in every future {of}."
        case _:
            return f"{first} and {second}: {change.note or NOTHING}, {of}."
