"""Differences from the baseline in words: what a figure does, by how much, how sure; never more than that."""

from dataclasses import replace
from enum import StrEnum
from math import isnan

from placesim.experiment.differences import NO_DIFFERENCE, SAME_DIFFERENCE, Difference
from placesim.experiment.statistics import TOO_FEW_EVENTS
from placesim.report.figures import NOTHING, Unit, unit_for

POINTS = Unit("percentage points", 0.01, 1, "", " points")
MOST_DECIMALS = 3

SMALLEST_SHARE = 0.0005
"""Shares of spend below this would print as 0.0%."""

A_TRACE = 1e-9
"""Shares nearer than this to none or all differ from it by arithmetic alone."""


class Direction(StrEnum):
    """Which way a figure clearly differs on average, or why nobody can say."""

    LOWER = "lower"
    HIGHER = "higher"
    UNCLEAR = "no clear difference"
    NONE = NO_DIFFERENCE
    TOO_FEW = "too few to say"
    MISSING = NOTHING

    @property
    def clear(self) -> bool:
        """True when the figure surely differs."""
        return self in (Direction.LOWER, Direction.HIGHER)


def direction(difference: Difference) -> Direction:
    """Tell which way a figure differs.

    `lower` and `higher` only where the 95% interval leaves out no change, or all futures differ the same way.
    """
    if isnan(difference.mean):
        return Direction.MISSING
    if difference.nothing:
        return Direction.NONE
    if not difference.clear and not in_every_future(difference):
        return Direction.UNCLEAR if not difference.note else Direction.TOO_FEW
    return Direction.LOWER if difference.mean < 0 else Direction.HIGHER


def in_every_future(difference: Difference) -> bool:
    """Tell whether all futures differ the same way, though by amounts too alike for an interval."""
    return difference.note == TOO_FEW_EVENTS and difference.equal == 0 and difference.below in (0, 1)


def finer(unit: Unit, *values: float, most: int = MOST_DECIMALS) -> Unit:
    """Return a unit with enough decimals, up to some number, that no figure but 0 prints as 0."""
    decimals = unit.decimals
    wanted = [abs(value) / unit.divisor for value in values if value and not isnan(value)]
    while decimals < most and any(not f"{value:.{decimals}f}".strip("0.") for value in wanted):
        decimals += 1
    return Unit(unit.header, unit.divisor, decimals, unit.before, unit.after)


def money(*values: float) -> Unit:
    """Return how pounds of this size are printed in a sentence."""
    return unit_for("pounds", max((abs(value) for value in values if not isnan(value)), default=0.0))


def difference_unit(measure_unit: str, *values: float) -> Unit:
    """Return how differences of a measure are printed: those of shares in percentage points."""
    if measure_unit.startswith("share"):
        return POINTS
    return unit_for(measure_unit, max((abs(value) for value in values if not isnan(value)), default=0.0))


def interval_words(change: Difference, unit: Unit) -> str:
    """Return the 95% interval of a mean difference, or why there is none."""
    if change.note:
        return f"{direction(change)} in every future" if in_every_future(change) else str(change.note)
    lower, upper = _ends(change, unit)
    lower = Unit(lower.header, lower.divisor, lower.decimals, lower.before, lower.after if lower.before else "")
    return f"{lower.signed(change.low)} to {upper.signed(change.high)}"


def _ends(change: Difference, unit: Unit) -> tuple[Unit, Unit]:
    """Return how the ends of an interval are printed: like the mean, unless an end of a clear difference prints as 0.

    An interval of which both ends would print as 0 is told with one decimal more.
    """
    if change.clear:
        return finer(unit, change.low), finer(unit, change.high)
    if any(unit.number(end).strip("0.,") for end in (change.low, change.high)):
        return unit, unit
    one_more = finer(unit, change.low, change.high, most=unit.decimals + 1)
    return one_more, one_more


def range_words(change: Difference, unit: Unit) -> str:
    """Return the range that holds 8 in 10 futures of a difference."""
    if isnan(change.p10):
        return "too few futures" if change.note else NOTHING
    return f"{unit.signed(change.p10)} to {unit.signed(change.p90)}"


def amount_words(change: Difference, unit: Unit) -> str:
    """Return how large a sure difference is, without its sign, with its interval."""
    size = finer(unit, change.mean).full(abs(change.mean))
    if change.note == SAME_DIFFERENCE:
        return f"{size} (the same in every future)"
    if change.note:
        return f"{size} (so in every future simulated)"
    low, high = _sizes(change, unit)
    if low == high:
        unit = replace(unit, decimals=unit.decimals + 1)
        size, (low, high) = unit.full(abs(change.mean)), _sizes(change, unit)
    return f"{size} (known to the last digit)" if low == high else f"{size} ({low} to {high})"


def _sizes(change: Difference, unit: Unit) -> tuple[str, str]:
    """Return the ends of a sure difference's interval without their sign, the smaller first."""
    low, high = (finer(unit, end).number(end) for end in sorted((abs(change.low), abs(change.high))))
    return low, high


def mean_words(change: Difference, unit: Unit) -> str:
    """Return a mean difference that is not sure, with its interval."""
    return f"mean {unit.signed(change.mean)}, {interval_words(change, unit)}"


def spend_says(change: Difference, over: str = "", share: bool = False, of: str = "spend") -> str:
    """Say what a scenario does to spend: it saves, or costs more, only where the interval allows no other.

    Args:
        change: the difference in spend.
        over: when, as in `by 31 March 2030`; nothing where the sentence says it elsewhere.
        share: whether to say what share of the baseline's placement spend that is.
        of: what differs, where it is not placement spend.
    """
    unit, when = money(change.mean, change.low, change.high), f" {over}" if over else ""
    match direction(change):
        case Direction.LOWER:
            amount, part = amount_words(change, unit), _of_spend(change) if share else ""
            return f"saves {amount.replace(' (', f' ({part}; ', 1) if part else amount}{when}"
        case Direction.HIGHER:
            return f"costs {amount_words(change, unit).replace(' (', ' more (', 1)}{when}"
        case Direction.UNCLEAR:
            return f"makes no clear difference to {of}{when} ({mean_words(change, unit)})"
        case Direction.NONE:
            return f"changes {of} in no future{when}"
        case _:
            return f"has {change.note or NOTHING} to say what it does to {of}{when}".replace(" for an interval", "")


def _of_spend(change: Difference) -> str:
    """Return what share of the baseline's spend a difference is, as in `5.4% of placement spend`."""
    if not change.before > 0:
        return ""
    share = abs(change.mean) / change.before
    return f"{'under 0.1%' if share < SMALLEST_SHARE else f'{share:.1%}'} of placement spend"


def says(subject: str, difference: Difference, unit: Unit, plural: bool = False) -> str:
    """Say what happens to a figure in one clause, with its interval."""
    s = "" if plural else "s"
    match direction(difference):
        case Direction.LOWER:
            return f"{subject} fall{s} by {amount_words(difference, unit)}"
        case Direction.HIGHER:
            return f"{subject} rise{s} by {amount_words(difference, unit)}"
        case Direction.UNCLEAR:
            return f"{subject}: no clear difference ({mean_words(difference, unit)})"
        case Direction.NONE:
            return f"{subject}: no difference in any future"
        case Direction.MISSING:
            return f"{subject}: nothing to report"
        case _:
            return f"{subject}: {difference.note}"


def percent(share: float) -> str:
    """Return a share as a whole percentage; what is nearly all or nearly nothing is not rounded to it."""
    if isnan(share):
        return NOTHING
    if A_TRACE < share < 0.005:
        return "under 1%"
    return "over 99%" if 0.995 < share < 1 - A_TRACE else f"{share:.0%}"
