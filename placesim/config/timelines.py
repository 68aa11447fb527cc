"""Timelines changed from a date on: at once, or in equal steps over a ramp."""

from collections.abc import Callable
from datetime import date, timedelta
from math import ceil

from placesim.config.values import Step, value_on

RAMP_STEP_DAYS = 365.25 / 12
"""A ramp climbs in equal steps, a month apart."""


def ramp(from_: date, ramp_days: float) -> list[tuple[date, float]]:
    """Return the days on which a change takes a step, with the share of it reached from then on.

    A ramp of n months takes n equal steps, the first on its first day and the last a month
    before it ends; without a ramp the whole change comes at once.
    """
    steps = max(ceil(ramp_days / RAMP_STEP_DAYS - 1e-9), 1)
    return [(from_ + timedelta(days=round(n * ramp_days / steps)), (n + 1) / steps) for n in range(steps)]


def changed(
    timeline: tuple[Step, ...], from_: date, ramp_days: float, change: Callable[[float, float], float]
) -> tuple[Step, ...]:
    """Return a timeline with a change applied from a date on.

    Args:
        timeline: what holds without the change; later steps of it stay, changed. Steps that the change leaves
            alone all stay: one less would cut rates into other pieces, and move days by their rounding.
        from_: first day of the change.
        ramp_days: days over which it grows to its full size.
        change: takes a value and the share of the change reached, 0 to 1; gives the changed value.
    """
    climbs = ramp(from_, ramp_days)
    own = {step.from_ for step in timeline[1:]}
    dates = sorted({day for day, _ in climbs} | own)
    steps = [Step(value=_at(timeline, climbs, date.min, change))]
    for day in dates:
        value = _at(timeline, climbs, day, change)
        untouched = day in own and value == value_on(timeline, day)
        if untouched or value != steps[-1].value:  # a step to the same value would only cut rates into more pieces
            steps.append(Step(from_=day, value=value))
    return tuple(steps)


def _at(
    timeline: tuple[Step, ...], climbs: list[tuple[date, float]], day: date, change: Callable[[float, float], float]
) -> float:
    reached = max((share for begins, share in climbs if begins <= day), default=0.0)
    before = value_on(timeline, day)
    return change(before, reached) if reached else before


def stopped(timeline: tuple[Step, ...], day: date) -> tuple[Step, ...]:
    """Return a timeline that is nothing from a day on."""
    kept = tuple(step for step in timeline if step.from_ < day)
    return (*kept, Step(from_=day, value=0)) if kept[-1].value else kept


def summed(one: tuple[Step, ...], other: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return the sum of two timelines."""
    dates = sorted({step.from_ for step in (*one[1:], *other[1:])})
    return (
        Step(value=one[0].value + other[0].value),
        *(Step(from_=day, value=value_on(one, day) + value_on(other, day)) for day in dates),
    )


def multiplied(factor: float) -> Callable[[float, float], float]:
    """Return the change that multiplies a value, in the end by `factor`."""
    return lambda value, reached: value * (1 + (factor - 1) * reached)


def added(amount: float) -> Callable[[float, float], float]:
    """Return the change that adds to a value, in the end `amount`."""
    return lambda value, reached: value + amount * reached


def whole_added(amount: int) -> Callable[[float, float], float]:
    """Return the change that adds to a whole number, in the end `amount`; on the way it is rounded."""
    return lambda value, reached: value + round(amount * reached)


def becomes(target: float) -> Callable[[float, float], float]:
    """Return the change that turns a value, step by step, into another."""
    return lambda value, reached: value + (target - value) * reached if reached < 1 else target


def whole_becomes(target: int) -> Callable[[float, float], float]:
    """Return the change that turns a whole number into another; on the way it is rounded."""
    return lambda value, reached: float(round(value + (target - value) * reached))


def years_later(day: date, years: int) -> date:
    """Return the anniversary of a day; of 29 February, 28 February where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
