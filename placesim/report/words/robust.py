"""The first thing a comparison with drawn assumptions says: what is robust, what flips, and on what."""

from math import isnan, sqrt
from statistics import NormalDist

from placesim.config.text import listing
from placesim.experiment.knowledge.headlines import Headline
from placesim.experiment.knowledge.shares import NORMAL
from placesim.report.comparison_study import NET, ComparisonStudy, once
from placesim.report.paper.parts import Item
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

FLIPS, WORTH = 2, 2
"""Values named at which a choice turns, and sentences of what knowing is worth to it: the first page has two pages."""


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
    turning, costly = ([name for name in rest if dearer(options, name) is high] for high in (False, True))
    points = {
        "Robust": _joined(*_shares(options, sure), *_by_draws(options, sure)),
        "Not robust": _joined(*_shares(options, turning)),
        "Costs more": _joined(*_shares(options, costly)),
        "Flips": _turns(options, decided, rest),
        "Knowing": _joined(*worth_words(options)[1:][:WORTH], *ahead_words(options, rest)[:1]),
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


def _joined(*said: str) -> list[str]:
    """Return sentences as one point; no point where there is none."""
    return [" ".join(said)] if said else []


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


def _shares(options: ComparisonStudy, names: list[str]) -> list[str]:
    """Say of options in what share of futures they save, both ways, in one sentence; nothing where there is none."""
    if not names:
        return []
    said = [_share(options, name) for name in names[:NAMED]]
    more = [f"{len(names) - NAMED} others"] if names[NAMED:] else []
    opening = f"Saves {_what(options)} with assumptions drawn (in brackets under luck alone)"
    return [f"{opening}: {listing([*said, *more])} of futures."]


def _share(options: ComparisonStudy, name: str) -> str:
    measure, luck = counted_by(options), options.luck_alone or options
    drawn, alone = (percent(each.difference(name, measure).below) for each in (options, luck))
    return f"{quoted(options.label(name))}{in_brackets(options, name)} in {drawn} ({alone})"


def _by_draws(options: ComparisonStudy, names: list[str]) -> list[str]:
    """Say of options that are robust though luck keeps them from saving more often under how many draws they save."""
    kept = [name for name in names if options.difference(name, counted_by(options)).below < ROBUST]
    return [
        f"{quoted(options.label(name))} saves on average under at least {percent(draws_that_save(options, name))} of "
        "draws, and the rest is luck."
        for name in kept[:1]
    ]


def _turns(options: ComparisonStudy, decided: Choice, rest: list[str]) -> list[str]:
    """Say on which assumption, and at what value, the choice turns or an option that is not robust stops saving."""
    said = turning_words(options, decided)
    said += stop_words(options, rest[:NAMED])
    if said:
        return said[:FLIPS]
    worth = decided.worth
    if any(value.told_apart for value in (*worth.assumptions, *worth.groups.values())):
        return ["The choice does flip, but at no value that these futures can name with confidence."]
    return ["No single assumption flips the choice within its range, all else drawn."]
