"""The first thing a comparison with drawn assumptions says: what is robust, what flips, and on what."""

from math import isnan, sqrt
from statistics import NormalDist

from placesim.experiment.knowledge.headlines import Headline
from placesim.experiment.knowledge.shares import NORMAL
from placesim.report.comparison_study import NET, ComparisonStudy, once
from placesim.report.paper.parts import Item
from placesim.report.words.assumed import saves_in
from placesim.report.words.costs import counted_by, in_brackets
from placesim.report.words.differences import Direction, direction, percent
from placesim.report.words.going_ahead import ahead_words, stop_words
from placesim.report.words.knowing import Choice, choice, turning_words, worth_words
from placesim.report.words.placeholders import placeholder_words, priced
from placesim.report.words.ranking import NAMED, listed, quoted

ROBUST = 0.9
"""Share of drawn futures in which a robust option saves."""

NEARLY_EVERY_DRAW = 0.95
"""Share of draws under which, luck averaged out, an option saves that luck alone keeps from saving more often."""

FLIPS = 3
"""Values that the first page names at which a choice turns."""


def robust_and_flips(options: ComparisonStudy) -> tuple[str, tuple[Item, ...]]:
    """Return which options save whatever the assumptions, and the points behind it; empty where none is drawn."""
    if options.known is None:
        return "", ()
    if not priced(options.council):
        return placeholder_words(options.council), ()
    decided = choice(options)
    if decided is None:
        none = "None of these scenarios is for the council alone to decide, so there is no choice that could flip."
        return (f"Too few futures ({options.futures}) to say." if options.few else none), ()
    ordered = sorted(options.choices, key=lambda name: options.difference(name, counted_by(options)).mean)
    sure = [name for name in ordered if robust(options, name)]
    rest = [name for name in ordered if name not in sure]
    points = {
        "Robust": _each(options, sure, sure=True),
        "Not robust": _each(options, [name for name in rest if not dearer(options, name)], sure=False),
        "Costs more": _each(options, [name for name in rest if dearer(options, name)], sure=False),
        "Flips": _turns(options, decided, rest),
        "Knowing": [*worth_words(options)[1:], *ahead_words(options, rest)],
    }
    items = tuple(Item(text, tag) for tag, texts in points.items() for text in texts)
    return _summary(options, sure, rest), items


def robust(options: ComparisonStudy, name: str) -> bool:
    """Tell whether an option saves in nine of ten drawn futures, or on average under nearly every draw."""
    difference = options.difference(name, counted_by(options))
    if direction(difference) != Direction.LOWER:
        return False
    return difference.below >= ROBUST or draws_that_save(options, name) >= NEARLY_EVERY_DRAW


@once
def draws_that_save(options: ComparisonStudy, name: str) -> float:
    """Return under what share of draws an option saves at least, luck averaged out.

    P(N(mean, variance that is not luck) < 0): what many assumptions add up to is near to normal, whatever each is.
    Luck is taken at the low end of its 95% interval, so that few pairs of futures promise nothing.
    """
    known, measure = options.known, counted_by(options)
    if known is None:
        return float("nan")
    [headline] = [each for each in known.headlines if each[:2] == (measure, "all")]
    split, mean = known.told[name, Headline(*headline)].split, options.difference(name, measure).mean
    if isnan(split.luck.value):
        return float("nan")
    luck = split.luck.value - NORMAL * split.luck.error
    spread = sqrt(min(max(1 - luck, 0.0), 1.0) * split.variance)
    return NormalDist(mean, spread).cdf(0) if spread else float(mean < 0)


def dearer(options: ComparisonStudy, name: str) -> bool:
    """Tell whether an option does not save on average."""
    return options.difference(name, counted_by(options)).mean >= 0


def _what(options: ComparisonStudy) -> str:
    return "net cost" if counted_by(options) == NET else "placement spend"


def _summary(options: ComparisonStudy, sure: list[str], rest: list[str]) -> str:
    """Name the options that are robust, and those whose saving is not."""
    robust_ones = f"Robust: {listed(options, sure)}." if sure else "No option is robust: none saves in nine of ten."
    turning = [name for name in rest if not dearer(options, name)]
    costly = [name for name in rest if dearer(options, name)]
    told = {"Not robust": turning, "Costs more on average": costly}
    said = [f"{words}: {listed(options, names)}." for words, names in told.items() if names]
    return " ".join([robust_ones, *said])


def _each(options: ComparisonStudy, names: list[str], sure: bool) -> list[str]:
    """Say of options in what share of futures they save, both ways."""
    said = [_sure(options, name) if sure else _unsure(options, name) for name in names[:NAMED]]
    return [*said, *([f"So do {listed(options, names[NAMED:])}."] if sure and names[NAMED:] else [])]


def _saves(options: ComparisonStudy, name: str) -> str:
    label, marked = quoted(options.label(name)), in_brackets(options, name)
    return f"{label} saves {_what(options)}{marked} in {saves_in(options, name, counted_by(options))}"


def _sure(options: ComparisonStudy, name: str) -> str:
    if options.difference(name, counted_by(options)).below >= ROBUST:
        return f"{_saves(options, name)}."
    draws = percent(draws_that_save(options, name))
    return f"{_saves(options, name)}: on average it saves under at least {draws} of draws, and the rest is luck."


def _unsure(options: ComparisonStudy, name: str) -> str:
    return f"{_saves(options, name)}{': on average it costs more' * dearer(options, name)}."


def _turns(options: ComparisonStudy, decided: Choice, rest: list[str]) -> list[str]:
    """Say on which assumption, and at what value, the choice turns or an option that is not robust stops saving."""
    said = turning_words(options, decided)
    said += [words for name in rest[:NAMED] for words in stop_words(options, name)[:1]]
    if said:
        return said[:FLIPS]
    worth = decided.worth
    if any(value.told_apart for value in (*worth.assumptions, *worth.groups.values())):
        return ["The choice does flip, but at no value that these futures can name with confidence."]
    return ["No single assumption flips the choice within its range, all else drawn."]
