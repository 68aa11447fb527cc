"""Turning points in sentences: the value at which an option stops saving, or another comes first, and how sure."""

from collections.abc import Sequence
from math import floor, isinf, log10

from placesim.config.ranges.assumptions import Assumption
from placesim.config.text import listing
from placesim.experiment.sensitivity.turning import Turn
from placesim.report.sensitivity_study import SensitivityStudy
from placesim.report.words.differences import spend_says
from placesim.report.words.ranges import named, unit_of, value_words
from placesim.report.words.ranking import quoted
from placesim.report.words.sensitivity_figures import does, unit_of_figure

FINEST = 50
"""Parts of a range that a value read off a line through its ends and its middle is told by, at most."""

TOLD = 3
"""Turning points of one option, or assumptions, that a sentence names; the table has all of them."""


def turning_assumptions(study: SensitivityStudy) -> str:
    """Name the assumptions that alone would put an option's mean on the other side of nothing, widest bars first."""
    widths: dict[int, float] = {}
    for turn in study.turns:
        widest = next(ends.width for ends in study.bars[turn.option] if ends.place == turn.place)
        widths[turn.place] = max(widths.get(turn.place, 0.0), widest)
    ordered = sorted(widths, key=lambda place: -widths[place])
    told, rest = [named(study.assumptions[place]) for place in ordered[:TOLD]], len(ordered) - TOLD
    others = [f"{rest} other{'s' * (rest > 1)}"] * (rest > 0)
    each = ", each alone," if len(ordered) > 1 else ", alone and"
    return f"{listing([*told, *others])}{each} within its range."


def option_words(study: SensitivityStudy, option: str) -> str:
    """Say what an option does with all assumptions at their values, and where its mean would be on the other side."""
    widest = [ends.place for ends in study.bars[option]]
    turns = sorted((t for t in study.turns if t.option == option), key=lambda turn: widest.index(turn.place))
    places, rest = [_where(study, turn) for turn in turns[:TOLD]], len(turns) - TOLD
    more = f", or beyond {rest} further value{'s' * (rest > 1)}" if rest > 0 else ""
    now = f"{quoted(study.label(option))} {_now(study, option)} with all assumptions at their values"
    return f"{now}; on average it {_other_side(study, option)} where {_either(places)}{more}."


def _now(study: SensitivityStudy, option: str) -> str:
    """Say what an option does with all assumptions at their values, never more than is sure."""
    change = study.at_values(option)
    return spend_says(change, of=study.subject) if study.saves else does(change, unit_of_figure(study, option))


def _either(places: Sequence[str]) -> str:
    return " or ".join([", ".join(places[:-1]), places[-1]]) if len(places) > 1 else places[0]


def _other_side(study: SensitivityStudy, option: str) -> str:
    """Say what an option does where its mean is not on the side of the baseline on which it is now."""
    lower, higher = ("saves", "costs more") if study.saves else ("is below the baseline", "is above the baseline")
    return higher if study.at_values(option).mean < 0 else lower


def first_places_words(study: SensitivityStudy, other: str) -> str:
    """Say where another option than the one that is best at all values would come first."""
    places = [_where(study, turn) for turn in study.first_places if turn.other == other]
    return f"{quoted(study.label(other))} comes first where {_either(places)}."


def _where(study: SensitivityStudy, turn: Turn) -> str:
    """Say on which side of which value of an assumption the answer turns, as in `X is above about 5 (4 to 6)`."""
    what, interval = named(study.assumptions[turn.place]), span_words(study, turn)
    return f"{what} is {side_words(study, turn)}{f' ({interval})' if interval else ''}"


def side_words(study: SensitivityStudy, turn: Turn) -> str:
    """Return the value at which the answer turns, and on which side of it, as in `above about 5`."""
    assumption, value = study.assumptions[turn.place], turn.crossing.value
    side = "above" if value >= assumption.value else "below"
    return f"{side} about {read_text(assumption, value)}"


def meaning_words(study: SensitivityStudy, turn: Turn) -> str:
    """Say what happens beyond a turning point."""
    option, other = quoted(study.label(turn.option)), quoted(study.label(turn.other))
    side = side_words(study, turn).split(" ")[0]
    if turn.other in study.names:
        return f"{side} it, {other} comes first on average, not {option}"
    return f"{side} it, {option} {_other_side(study, turn.option)} on average"


def span_words(study: SensitivityStudy, turn: Turn) -> str:
    """Return the 95% interval of a turning point; its ends may lie beyond the range; nothing where both print alike."""
    assumption, crossing = study.assumptions[turn.place], turn.crossing
    low, high = (read_text(assumption, end) if not isinf(end) else "" for end in (crossing.low, crossing.high))
    low = low or f"below {value_words(assumption, assumption.low)}"
    high = high or f"above {value_words(assumption, assumption.high)}"
    return "" if low == high else f"{low} to {high}"


def read_text(assumption: Assumption, value: float) -> str:
    """Return a value read off between the ends of a range, no finer than makes sense there."""
    unit = unit_of(assumption)
    places = floor(log10((assumption.high - assumption.low) / FINEST / unit.divisor))
    rounded = round(value / unit.divisor, -places) * unit.divisor
    return unit.full(rounded, max(unit.decimals, -places))
