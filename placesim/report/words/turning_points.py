"""Turning points in sentences: the value at which an option stops saving, or another comes first, and how sure."""

from collections.abc import Sequence
from math import floor, isinf, log10

from placesim.config.ranges.assumptions import Assumption
from placesim.experiment.sensitivity.turning import Turn
from placesim.report.sensitivity_study import SensitivityStudy
from placesim.report.words.ranges import named, unit_of, value_words
from placesim.report.words.ranking import quoted

FINEST = 50
"""Parts of a range that a value read off a line through its ends and its middle is told by, at most."""

TOLD = 4
"""Turning points of one option that a sentence names; the table has all of them."""


def option_words(study: SensitivityStudy, option: str) -> str:
    """Say whether an option saves on average with all assumptions at their values, and where it would not."""
    turns = [turn for turn in study.turns if turn.option == option]
    now, then = _sides(study, option)
    places = [_where(study, turn) for turn in turns[:TOLD]]
    more = f", or at {len(turns) - TOLD} more turning points" if len(turns) > TOLD else ""
    return f"{quoted(study.label(option))} {now} on average at these values; it {then} where {_either(places)}{more}."


def _either(places: Sequence[str]) -> str:
    return " or ".join([", ".join(places[:-1]), places[-1]]) if len(places) > 1 else places[0]


def _sides(study: SensitivityStudy, option: str) -> tuple[str, str]:
    """Say on which side of the baseline an option lies on average at all values, and what the other side is."""
    mean = study.at_values(option).mean
    sides = ("saves", "costs more") if study.saves else ("is below the baseline", "is above the baseline")
    return sides if mean < 0 else ("makes no difference" if mean == 0 else sides[1], sides[0])


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
    return f"{side} it, {option} {_sides(study, turn.option)[1]} on average"


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
