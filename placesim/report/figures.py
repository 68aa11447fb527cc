"""Numbers and claims in plain words: units, ranges, and findings that never say more than their interval allows."""

from dataclasses import dataclass
from datetime import date
from math import isnan

from placesim.experiment.differences import Difference

TOO_FEW_TO_SAY = "too few to say"
TOO_FEW_FUTURES = "too few futures"
THE_SAME = "same in every future"
NOTHING = "none"
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Unit:
    """How figures of one kind are printed: what one of them is, decimals, and what stands before and after."""

    header: str
    divisor: float = 1.0
    decimals: int = 0
    before: str = ""
    after: str = ""
    brackets: bool = False
    """Whether figures below nothing stand in brackets, as councils write an overspend."""

    @property
    def bare(self) -> "Unit":
        """The same without what stands before and after, for a table or an axis whose heading names the unit."""
        return Unit(self.header, self.divisor, self.decimals)

    def number(self, value: float, decimals: int | None = None) -> str:
        """Return the bare number, for a table or an axis whose header names the unit."""
        if isnan(value):
            return NOTHING
        text = _signed(value / self.divisor, self.decimals if decimals is None else decimals)
        return f"({text.removeprefix(MINUS)})" if self.brackets and text.startswith(MINUS) else text

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


SHARE = unit_for("share of children", 1.0)
"""How shares of children are printed: percent with one decimal."""


def short_day(day: date) -> str:
    """Return a date as in 1 Apr 2025."""
    return f"{day.day} {day:%b %Y}"


def between(low: float, high: float, unit: Unit) -> str:
    """Return two figures as a range."""
    return f"{unit.number(low)} to {unit.number(high)}"


TIGHT = 0.05
"""Half-width of an interval, as a share of the start, within which no change may be called level."""


def sure(change: Difference, unit: Unit) -> str:
    """Return a difference with its 95% interval in brackets, or why there is none."""
    if change.few:
        interval = f"{TOO_FEW_FUTURES} for an interval"
    elif change.constant:
        interval = THE_SAME
    elif isnan(change.low):
        interval = f"{TOO_FEW_TO_SAY} how sure"
    else:
        interval = between(change.low, change.high, unit)
    amount = unit.full if unit.before else unit.signed
    return f"{amount(change.mean)} ({interval})"


def claim(
    subject: str, difference: Difference, unit: Unit, when: tuple[str, str] = ("", ""), counted: bool = False
) -> str:
    """State a change as a title: growth or fall only where the interval of the difference excludes none.

    Args:
        subject: what changes.
        difference: how it changes.
        unit: how its figures are printed.
        when: when it is the first figure, and when the second, as in `on 1 April 2025`.
        counted: whether the first figure was counted, not simulated.
    """
    none_in_any_future = difference.before == 0  # a mean of counts
    start = unit.brief(difference.before)
    start = start if counted or none_in_any_future else f"about {start}"
    return f"{subject}: {_became(difference, unit, start, when)}"


def _became(difference: Difference, unit: Unit, start: str, when: tuple[str, str]) -> str:
    if isnan(difference.after) or isnan(difference.before):
        text = "nothing to report"
    elif difference.few:
        text = f"{start}, then about {unit.brief(difference.after)}; {TOO_FEW_FUTURES} to say whether it changes"
    elif difference.constant and difference.mean == 0:
        text = f"unchanged at {start}"
    elif isnan(difference.low) and not difference.constant:
        text = f"too few events to say whether it changes from {start}"
    elif not difference.clear and not _tight(difference):
        text = f"no clear change from {start}"
    elif unit.alike(difference.before, difference.after):
        text = f"about level at {start}"
    else:
        text = _moved(difference, unit, start) if difference.clear else _level(difference, unit, start, when)
    return text


def _moved(difference: Difference, unit: Unit, start: str) -> str:
    rises = difference.mean > 0
    split = difference.p10 < 0 if rises else difference.p90 > 0
    hedge = " on average, but not in every future" if split else ""
    return f"{'up' if rises else 'down'} from {start} to about {unit.brief(difference.after)}{hedge}"


def _tight(change: Difference) -> bool:
    """Tell whether the difference is known to be small."""
    small = TIGHT * abs(change.before)
    return (change.high - change.low) / 2 <= small and abs(change.mean) <= small


def _level(difference: Difference, unit: Unit, start: str, when: tuple[str, str]) -> str:
    first, last = (f" {moment}" if moment else "" for moment in when)
    return f"about level on average, {start}{first} and about {unit.brief(difference.after)}{last}"
