"""Turning points in sentences: the value at which an option stops saving, or another comes first, and how sure."""

from math import isinf

from placesim.experiment.sensitivity.turning import Turn
from placesim.report.sensitivity_study import SensitivityStudy
from placesim.report.words.assumption_values import value_text
from placesim.report.words.ranking import quoted

SAVING = ("saves", "costs more")
LOWER = ("is below the baseline", "is above it")
HIGHER = ("is above the baseline", "is below it")


def turn_words(study: SensitivityStudy, turn: Turn) -> str:
    """Say on which side of a value an option saves, or is below the baseline, on average."""
    rising = turn.crossing.rising
    below, above = (SAVING if rising else SAVING[::-1]) if study.saves else (LOWER if rising else HIGHER)
    where = f"where {_what(study, turn)} is below {_value(study, turn)}"
    return f"{quoted(study.label(turn.option))} {below} on average {where}; above that it {above}."


def first_place_words(study: SensitivityStudy, turn: Turn) -> str:
    """Say from which value on another option comes first."""
    side = "above" if turn.crossing.value >= study.assumptions[turn.place].value else "below"
    where = f"where {_what(study, turn)} is {side} {_value(study, turn)}"
    return f"{quoted(study.label(turn.other))} comes first on average {where}."


def _what(study: SensitivityStudy, turn: Turn) -> str:
    return quoted(study.assumptions[turn.place].label)


def _value(study: SensitivityStudy, turn: Turn) -> str:
    """Return the value at which means pass each other, with how sure it is."""
    about = f"about {value_text(study.assumptions[turn.place], turn.crossing.value)}"
    interval = span_words(study, turn)
    return f"{about} ({interval})" if interval else about


def span_words(study: SensitivityStudy, turn: Turn) -> str:
    """Return the 95% interval of a turning point; its ends may lie beyond the range; nothing where both print alike."""
    assumption, crossing = study.assumptions[turn.place], turn.crossing
    low, high = (value_text(assumption, end) if not isinf(end) else "" for end in (crossing.low, crossing.high))
    low = low or f"below {value_text(assumption, assumption.low)}"
    high = high or f"above {value_text(assumption, assumption.high)}"
    return "" if low == high else f"{low} to {high}"
