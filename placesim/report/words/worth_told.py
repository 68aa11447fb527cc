"""What knowing is worth to the choice between the options, in sentences, and what these futures see no use in."""

from placesim.experiment.knowledge.worth import Value
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.words.differences import percent
from placesim.report.words.knowing import TOLD, Choice, ceiling, choice, not_looked_at, pounds, unseen, values_of
from placesim.report.words.ranking import quoted

UNKNOWN = "any one of the numbers that are not known"


def _to_what(options: ComparisonStudy, decided: Choice) -> str:
    """Return what there is to decide: of one option whether to go ahead with it, of several which."""
    if len(decided.options) > 1:
        return "the choice between the options"
    return f"going ahead with {quoted(options.label(decided.options[0]))} or not"


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
    to = _to_what(options, decided)
    said = [
        f"Knowing {label} is worth {pounds(value.value)} to {to} (standard error {pounds(value.error)}): in "
        f"{percent(value.changes)} of draws that would change the choice."
        for label, value in apart[:TOLD]
    ]
    everything = _everything(ceiling(decided.worth.everything, values))
    rest = [(label, value) for label, value in values if not value.told_apart]
    return [now, *said, *everything, *_rest(decided, rest, "" if apart else to)]


def _everything(value: Value) -> list[str]:
    if not value.told_apart:
        return []
    return [
        f"Finding out everything before deciding is worth about {pounds(value.value)} (standard error "
        f"{pounds(value.error)}): no study is likely to be worth more."
    ]


def _rest(decided: Choice, rest: list[tuple[str, Value]], to: str) -> list[str]:
    """Say of the rest that no answer would change the choice, that these futures see none, or that they cannot tell.

    Where `to` says to what decision, the rest is all there is, and nothing has been told before.
    """
    if not rest:
        return []
    never, seen = all(value.never for _, value in rest), not all(unseen(value) for _, value in rest)
    return [_of_all(decided, to, never, seen) if to else _of_the_rest(rest, never, seen)]


def _of_all(decided: Choice, to: str, never: bool, seen: bool) -> str:
    if never:
        why = f"whatever it is, {decided.called(decided.worth.best)} stays the best on average"
        return f"Finding out {UNKNOWN} is worth nothing to {to}: {why}."
    if not seen:
        return f"As far as these futures can tell, finding out {UNKNOWN} would not change the choice."
    return f"Finding out {UNKNOWN} is worth too little to {to} for these futures to tell it from nothing."


def _of_the_rest(rest: list[tuple[str, Value]], never: bool, seen: bool) -> str:
    which = f"the other {len(rest)}" if len(rest) > 1 else rest[0][0]
    if never:
        return f"Knowing {which} is worth nothing to it: no answer would change the choice."
    if not seen:
        return f"As far as these futures can tell, knowing {which} would not change the choice."
    return f"Knowing {which} is worth too little to it for these futures to tell from nothing."
