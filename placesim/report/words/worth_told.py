"""What knowing is worth to the choice between the options, in sentences, and what these futures see no use in."""

from placesim.experiment.knowledge.worth import Value
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.words.differences import percent
from placesim.report.words.knowing import TOLD, Choice, ceiling, choice, not_looked_at, pounds, unseen, values_of

CHOICE = "the choice between the options"


def worth_words(options: ComparisonStudy) -> list[str]:
    """Say what knowing is worth to the choice, in pounds, and in knowing what these futures see no use."""
    decided = choice(options)
    if decided is None:
        return []
    if decided.worth.reason:
        return [f"What knowing more is worth cannot be told: {decided.worth.reason}."]
    values = values_of(options, decided.worth)
    apart = [(label, value) for label, value in values if value.told_apart]
    now = f"Choosing now, with nothing more known, {decided.called(decided.worth.best)} saves most on average."
    if few := not_looked_at(options):
        return [now, few]
    said = [
        f"Knowing {label} is worth {pounds(value.value)} to {CHOICE} (standard error {pounds(value.error)}): in "
        f"{percent(value.changes)} of draws the answer would change the choice."
        for label, value in apart[:TOLD]
    ]
    everything = _everything(ceiling(decided.worth.everything, values))
    rest = [(label, value) for label, value in values if not value.told_apart]
    return [now, *said, *everything, *_rest(decided, rest, bool(apart))]


def _everything(value: Value) -> list[str]:
    if not value.told_apart:
        return []
    return [
        f"Knowing everything at once is worth about {pounds(value.value)} (standard error {pounds(value.error)}): more "
        "than that no study is likely to be worth."
    ]


def _rest(decided: Choice, rest: list[tuple[str, Value]], apart: bool) -> list[str]:
    """Say of the rest that no answer would change the choice, that these futures see none, or that they cannot tell."""
    if not rest:
        return []
    never, seen = all(value.never for _, value in rest), not all(unseen(value) for _, value in rest)
    return [_of_the_rest(rest, never, seen) if apart else _of_all(decided, never, seen)]


def _of_all(decided: Choice, never: bool, seen: bool) -> str:
    if never:
        why = f"whatever it is, {decided.called(decided.worth.best)} stays the best on average"
        return f"Knowing any one of them is worth nothing to {CHOICE}: no answer would change it, as {why}."
    if not seen:
        return f"These futures see no answer to any one of them that would change {CHOICE}."
    return f"Nothing is worth an amount to {CHOICE} that these futures can tell from nothing."


def _of_the_rest(rest: list[tuple[str, Value]], never: bool, seen: bool) -> str:
    which = f"the other {len(rest)}" if len(rest) > 1 else rest[0][0]
    if never:
        return f"Knowing {which} is worth nothing to it, because no answer would change the choice."
    if not seen:
        return f"These futures see no answer to {which} that would change the choice."
    return f"What knowing {which} is worth to it, these futures cannot tell from nothing."
