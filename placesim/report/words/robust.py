"""The first thing a comparison with drawn assumptions says: what is robust, what flips, and on what."""

from math import isnan, sqrt
from statistics import NormalDist

from placesim.config.text import listing
from placesim.experiment.knowledge.headlines import Headline
from placesim.experiment.knowledge.shares import NORMAL
from placesim.report.comparison_study import NET, ComparisonStudy, once
from placesim.report.paper.parts import Item
from placesim.report.words.costs import counted_by, in_brackets, what_saved
from placesim.report.words.differences import Direction, direction, percent
from placesim.report.words.going_ahead import ahead_words, stop_words
from placesim.report.words.knowing import Choice, choice, not_looked_at, turning_words
from placesim.report.words.placeholders import placeholder_words, priced
from placesim.report.words.ranking import NAMED, listed, quoted
from placesim.report.words.worth_told import worth_words

ROBUST = 0.9
"""Share of drawn futures in which a robust option saves."""

NEARLY_EVERY_DRAW = 0.95
"""Share of draws under which, luck averaged out, an option saves that luck alone keeps from saving more often."""

MEANING = (
    f"Robust is what saves in {ROBUST:.0%} of futures or, with luck averaged out, under {NEARLY_EVERY_DRAW:.0%} of the "
    "values that the numbers not known may have."
)

NO_NUMBER = "no single number that is not known would change the choice, within its range."

TOLD, FLIPS, WORTH = 6, 2, 2
"""Options whose shares are told, values named at which a choice turns, and sentences of what knowing is worth to it:
the first pages are two."""


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
        **_classes(options, rest),
        "How often": _joined(*_shares(options, [*sure[:NAMED], *rest]), *_by_draws(options, sure)),
        "What would change that": _turns(options, decided, ordered),
        "Finding out more": _joined(*_worth(options, decided, rest)),
    }
    items = tuple(Item(text, tag) for tag, texts in points.items() for text in texts)
    return _robust_ones(options, sure), items


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


def _robust_ones(options: ComparisonStudy, sure: list[str]) -> str:
    """Name the options that are robust, and in what."""
    what = what_saved(options)
    if sure:
        none_counted = "" if counted_by(options) == NET else ", no cost counted"
        return f"Robust in {what}{none_counted}: {_marked(options, sure)}. {MEANING}"
    if len(options.choices) > 1:
        return f"No option is robust in {what}. {MEANING}"
    [only] = options.choices
    if direction(options.difference(only, counted_by(options))) != Direction.LOWER:
        return f"{quoted(options.label(only))} is not robust: it does not clearly save {what} on average. {MEANING}"
    often = _share(options, only)[1]
    return f"{quoted(options.label(only))} is not robust: it saves {what} in {often} of 100 futures. {MEANING}"


CLASSES = {
    "Saves, not surely": (Direction.LOWER,),
    "Not clear": (Direction.UNCLEAR, Direction.TOO_FEW, Direction.NONE, Direction.MISSING),
    "Costs more": (Direction.HIGHER,),
}
"""What an option that is not robust does on average, by what the interval of its mean allows."""


def _classes(options: ComparisonStudy, rest: list[str]) -> dict[str, list[str]]:
    """Name the options that are not robust, apart by whether they clearly save or cost more on average."""
    by = {name: direction(options.difference(name, counted_by(options))) for name in rest}
    named = {words: [name for name in rest if by[name] in allowed] for words, allowed in CLASSES.items()}
    return {words: [f"{_marked(options, names)}."] for words, names in named.items() if names}


def _marked(options: ComparisonStudy, names: list[str]) -> str:
    """Return options as a sentence lists them, in net cost each marked where its own cost is not counted."""
    if counted_by(options) != NET:
        return listed(options, names)
    said = [f"{quoted(options.label(name))}{in_brackets(options, name)}" for name in names[:NAMED]]
    more = len(names) - NAMED
    return listing([*said, *([f"{more} other{'s' * (more > 1)}"] if more > 0 else [])])


def _shares(options: ComparisonStudy, names: list[str]) -> list[str]:
    """Say of options in how many of 100 futures they save, both ways, in one sentence; nothing where there is none."""
    if not names:
        return []
    first, *others = [_share(options, name) for name in names[:TOLD]]
    more = "" if len(names) <= TOLD else f"; the table below has {len(names) - TOLD} more"
    (label, drawn, alone), rest = first, "".join(f"; {name} in {often}, and in {luck}" for name, often, luck in others)
    often = f"in {drawn} of 100 futures if the numbers may be off, and in {alone} if each is exactly right"
    return [f"{label} saves {what_saved(options)} {often}{rest}{more}."]


def _share(options: ComparisonStudy, name: str) -> tuple[str, str, str]:
    """Return an option, and in how many of 100 futures it saves with assumptions drawn, and under luck alone."""
    measure, luck = counted_by(options), options.luck_alone or options
    drawn, alone = (percent(each.difference(name, measure).below).removesuffix("%") for each in (options, luck))
    return f"{quoted(options.label(name))}{in_brackets(options, name)}", drawn, alone


def _worth(options: ComparisonStudy, decided: Choice, rest: list[str]) -> list[str]:
    """Say what knowing is worth to the choice, and to going ahead with an option alone; the choice where it turns."""
    if few := not_looked_at(options):
        return [few]
    to_choice, to_one = worth_words(options)[1:][:WORTH], ahead_words(options, rest)[:1]
    if len(decided.options) == 1:  # going ahead with it is the choice
        return to_choice
    worth = decided.worth
    turns = any(value.told_apart for value in (*worth.assumptions, *worth.groups.values()))
    return [*to_choice, *to_one] if turns or not to_one else to_one


def _by_draws(options: ComparisonStudy, names: list[str]) -> list[str]:
    """Say of options that are robust though luck keeps them from saving more often under how many draws they save."""
    kept = [name for name in names if options.difference(name, counted_by(options)).below < ROBUST]
    return [
        f"{quoted(options.label(name))} is robust all the same: with luck averaged out it saves under "
        f"{_at_least(draws_that_save(options, name))} of the values that the numbers not known may have."
        for name in kept[:1]
    ]


def _at_least(share: float) -> str:
    """Return a share that may be more, as in `at least 96%`."""
    said = percent(share)
    return said if said.startswith("over") else f"at least {said}"


def _turns(options: ComparisonStudy, decided: Choice, ordered: list[str]) -> list[str]:
    """Say on which assumption, and at what value, the choice turns or an option stops saving."""
    if few := not_looked_at(options):
        return [few]
    choices = turning_words(options, decided)[:FLIPS] if len(ordered) > 1 else []
    said = [*choices, *stop_words(options, ordered[:TOLD])[:FLIPS]]
    if said:
        return said
    values = (*decided.worth.assumptions, *decided.worth.groups.values())
    if any(value.told_apart for value in values):
        return ["What is not known does matter to the choice, but these futures can name no value at which it turns."]
    if all(value.never for value in values):
        return [f"{NO_NUMBER[0].upper()}{NO_NUMBER[1:]}"]
    return [f"As far as these futures can tell, {NO_NUMBER}"]
