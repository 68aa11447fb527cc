"""Numbers and claims in plain words: units, ranges, and findings that never say more than their interval allows."""

from dataclasses import dataclass
from datetime import date
from math import isnan

import numpy as np

from placesim.experiment.statistics import FEWEST, interval_of_mean, range_of_futures
from placesim.results.facts import Floats

TOO_FEW_TO_SAY = "too few to say"
TOO_FEW_FUTURES = "too few futures"
THE_SAME = "same in every future"
NOTHING = "none"
MINUS = "\N{MINUS SIGN}"

TIGHT = 0.05
"""Half-width of an interval, as a share of the start, within which no change may be called level."""


@dataclass(frozen=True)
class Unit:
    """How figures of one kind are printed: what one of them is, decimals, and what stands before and after."""

    header: str
    divisor: float = 1.0
    decimals: int = 0
    before: str = ""
    after: str = ""

    def number(self, value: float, decimals: int | None = None) -> str:
        """Return the bare number, for a table or an axis whose header names the unit."""
        if isnan(value):
            return NOTHING
        return _signed(value / self.divisor, self.decimals if decimals is None else decimals)

    def full(self, value: float, decimals: int | None = None) -> str:
        """Return the number with its unit, as a sentence needs it."""
        number = self.number(value, decimals)
        if number == NOTHING:
            return number
        sign, digits = (MINUS, number[1:]) if number.startswith(MINUS) else ("", number)
        return f"{sign}{self.before}{digits}{self.after}"

    def brief(self, value: float) -> str:
        """Return the number with its unit and at most one decimal, a whole count with none: for titles and charts."""
        whole = not (self.before or self.after) and value % 1 == 0
        return self.full(value, 0 if whole else min(self.decimals, 1))

    def signed(self, value: float) -> str:
        """Return a difference with its unit, and a plus where it is above nothing."""
        text = self.full(value)
        return text if text == NOTHING or value < 0 or not self.number(value).strip("0.,") else f"+{text}"

    def alike(self, one: float, other: float) -> bool:
        """Tell whether two figures print the same in a title."""
        decimals = min(self.decimals, 1)
        return self.number(one, decimals) == self.number(other, decimals)


def _signed(value: float, decimals: int) -> str:
    text = f"{value:,.{decimals}f}"
    if text.startswith("-"):
        return f"{MINUS}{text[1:]}" if text.strip("-0.,") else text[1:]
    return text


def unit_for(unit: str, largest: float) -> Unit:
    """Choose how to print figures of a measure's unit, given the largest of them."""
    if unit == "pounds":
        if largest >= 1e6:
            return Unit("£ million", 1e6, 2, "£", "m")
        return Unit("£ thousand", 1e3, 0, "£", "k") if largest >= 1e4 else Unit("£", before="£")
    if unit.startswith("share"):
        return Unit(unit.replace("share", "%", 1), 0.01, 1, "", "%")
    return Unit(unit, decimals=0 if largest >= 20 or unit == "nights" else 1)


def short_day(day: date) -> str:
    """Return a date as in 1 Apr 2025."""
    return f"{day.day} {day:%b %Y}"


def between(low: float, high: float, unit: Unit) -> str:
    """Return two figures as a range."""
    return f"{unit.number(low)} to {unit.number(high)}"


@dataclass(frozen=True)
class Change:
    """What a figure was, what it becomes, and how sure the difference is, over the same futures."""

    before: float
    after: float
    difference: float
    low: float
    high: float
    p10: float
    p90: float
    constant: bool
    """True when the difference is the same in every future."""
    known_start: bool
    """True when the first figure was counted, not simulated."""
    few: bool = False
    """True when there are too few futures to be sure of anything."""

    @property
    def clear(self) -> bool:
        """True when there surely is a difference: the same in every future, or with an interval that leaves out 0."""
        return not self.few and (self.difference != 0 if self.constant else self.low > 0 or self.high < 0)


def change(before: Floats | float, after: Floats) -> Change:
    """Compare a figure with what it becomes, future by future; a single number for `before` was counted."""
    column = np.asarray(after - before, float)[:, None]
    column = column[~np.isnan(column[:, 0])] if not np.isnan(column).all() else column
    mean, low, high = (float(part[0]) for part in interval_of_mean(column))
    p10, _, p90 = (float(part[0]) for part in range_of_futures(column))
    known = isinstance(before, float | int)
    start = float(before) if isinstance(before, float | int) else _mean(before)
    few = len(column) < FEWEST
    low, high = (float("nan"), float("nan")) if few else (low, high)
    return Change(start, _mean(after), mean, low, high, p10, p90, bool(np.ptp(column) == 0), known, few)


def _mean(values: Floats) -> float:
    return float("nan") if np.isnan(values).all() else float(np.nanmean(values))


def sure(found: Change, unit: Unit) -> str:
    """Return a difference with its interval, or why there is none."""
    if found.few:
        interval = f"{TOO_FEW_FUTURES} for an interval"
    elif found.constant:
        interval = THE_SAME
    elif isnan(found.low):
        interval = f"{TOO_FEW_TO_SAY} how sure"
    else:
        interval = f"95% interval {between(found.low, found.high, unit)}"
    amount = unit.full if unit.before else unit.signed
    return f"{amount(found.difference)} ({interval})"


def claim(subject: str, found: Change, unit: Unit, when: tuple[str, str] = ("", "")) -> str:
    """State a change as a title: growth or fall only where the interval of the difference excludes none.

    Args:
        subject: what changes.
        found: how it changes.
        unit: how its figures are printed.
        when: when it is the first figure, and when the second, as in `on 1 April 2025`.
    """
    start = unit.brief(found.before) if found.known_start else f"about {unit.brief(found.before)}"
    return f"{subject}: {_became(found, unit, start, when)}"


def _became(found: Change, unit: Unit, start: str, when: tuple[str, str]) -> str:
    if isnan(found.after) or isnan(found.before):
        text = "nothing to report"
    elif found.few:
        text = f"{start}, then about {unit.brief(found.after)}; {TOO_FEW_FUTURES} to say whether it changes"
    elif found.constant and found.difference == 0:
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


def _moved(found: Change, unit: Unit, start: str) -> str:
    rises = found.difference > 0
    split = found.p10 < 0 if rises else found.p90 > 0
    hedge = " on average, but not in every future" if split else ""
    return f"{'up' if rises else 'down'} from {start} to about {unit.brief(found.after)}{hedge}"


def _tight(found: Change) -> bool:
    """Tell whether the difference is known to be small."""
    small = TIGHT * abs(found.before)
    return (found.high - found.low) / 2 <= small and abs(found.difference) <= small


def _level(found: Change, unit: Unit, start: str, when: tuple[str, str]) -> str:
    first, last = (f" {moment}" if moment else "" for moment in when)
    return f"about level on average, {start}{first} and about {unit.brief(found.after)}{last}"
