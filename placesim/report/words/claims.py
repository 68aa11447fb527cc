"""Claims: how a figure changes, as a title that never says more than the interval of the difference allows."""

from math import isnan

from placesim.experiment.differences import Difference
from placesim.report.words.figures import THE_SAME, TOO_FEW_FUTURES, TOO_FEW_TO_SAY, Unit, between

TIGHT = 0.05
"""Half-width of an interval, as a share of the start, within which no change may be called level."""


def sure(found: Difference, unit: Unit) -> str:
    """Return a difference with its 95% interval in brackets, or why there is none."""
    if found.few:
        interval = f"{TOO_FEW_FUTURES} for an interval"
    elif found.constant:
        interval = THE_SAME
    elif isnan(found.low):
        interval = f"{TOO_FEW_TO_SAY} how sure"
    else:
        interval = between(found.low, found.high, unit)
    amount = unit.full if unit.before else unit.signed
    return f"{amount(found.mean)} ({interval})"


def claim(subject: str, found: Difference, unit: Unit, when: tuple[str, str] = ("", ""), counted: bool = False) -> str:
    """State a change as a title: growth or fall only where the interval of the difference excludes none.

    Args:
        subject: what changes.
        found: how it changes.
        unit: how its figures are printed.
        when: when it is the first figure, and when the second, as in `on 1 April 2025`.
        counted: whether the first figure was counted, not simulated.
    """
    start = unit.brief(found.before) if counted else f"about {unit.brief(found.before)}"
    return f"{subject}: {_became(found, unit, start, when)}"


def _became(found: Difference, unit: Unit, start: str, when: tuple[str, str]) -> str:
    if isnan(found.after) or isnan(found.before):
        text = "nothing to report"
    elif found.few:
        text = f"{start}, then about {unit.brief(found.after)}; {TOO_FEW_FUTURES} to say whether it changes"
    elif found.constant and found.mean == 0:
        text = f"unchanged at {start}"
    elif isnan(found.low) and not found.constant:
        text = f"too few events to say whether it changes from {start}"
    elif not found.clear and not _tight(found):
        text = f"no clear change from {start}"
    elif unit.alike(found.before, found.after):
        text = f"about level at {start}"
    else:
        text = _moved(found, unit, start) if found.clear else _level(found, unit, start, when)
    return text


def _moved(found: Difference, unit: Unit, start: str) -> str:
    rises = found.mean > 0
    split = found.p10 < 0 if rises else found.p90 > 0
    hedge = " on average, but not in every future" if split else ""
    return f"{'up' if rises else 'down'} from {start} to about {unit.brief(found.after)}{hedge}"


def _tight(found: Difference) -> bool:
    """Tell whether the difference is known to be small."""
    small = TIGHT * abs(found.before)
    return (found.high - found.low) / 2 <= small and abs(found.mean) <= small


def _level(found: Difference, unit: Unit, start: str, when: tuple[str, str]) -> str:
    first, last = (f" {moment}" if moment else "" for moment in when)
    return f"about level on average, {start}{first} and about {unit.brief(found.after)}{last}"
