"""Origins: on which past days forecasts are made, and up to which day they are held against what happened."""

from collections.abc import Iterator
from datetime import date, timedelta

from placesim.config.faults import Fault, InputError
from placesim.config.text import day_text

KNOWN_YEARS = 2
"""Years that must be known before a forecast, and for its naive rivals."""

SHOULD_BE = "should be a 31 March, the last day of a return"


def origins_of(
    first: date, last: date, fit_to: date, simulate_to: date | None = None, rolling: bool = False
) -> tuple[tuple[date, ...], date]:
    """Return the days on which forecasts are made, each the last day known, and the last day they are held against.

    Args:
        first: the first day that the returns tell of.
        last: the last one.
        fit_to: the day asked for.
        simulate_to: the last day asked for; left out, the last of the returns.
        rolling: whether every later 31 March for which a year is known is an origin too.

    Raises:
        InputError: a day is none that forecasts can be made on, or held against.
    """
    until = simulate_to or last
    faults = [*_of_fit_to(first, last, fit_to), *_of_simulate_to(last, fit_to, until)]
    if faults:
        raise InputError(faults)
    years = range(fit_to.year, until.year if rolling else fit_to.year + 1)
    return tuple(fit_to.replace(year=year) for year in years if fit_to.replace(year=year + 1) <= until), until


def _of_fit_to(first: date, last: date, fit_to: date) -> Iterator[Fault]:
    earliest = (first.replace(year=first.year + KNOWN_YEARS)) - timedelta(days=1)
    latest = last.replace(year=last.year - 1)
    told = f"The returns tell of {day_text(first)} to {day_text(last)}"
    if (fit_to.month, fit_to.day) != (3, 31):
        yield _fault("fit-to", fit_to, f"{SHOULD_BE}, as in {_march_before(fit_to)}")
    elif latest < earliest:
        yield _fault("fit-to", fit_to, f"no day will do. {told}: it takes {KNOWN_YEARS} years before it and one after")
    elif fit_to < earliest:
        yield _fault("fit-to", fit_to, f"{told}: with {KNOWN_YEARS} years before it, {earliest} is the earliest")
    elif fit_to > latest:
        yield _fault("fit-to", fit_to, f"{told}: with a year after it to be held against, {latest} is the latest")


def _of_simulate_to(last: date, fit_to: date, until: date) -> Iterator[Fault]:
    if until > last:
        yield _fault("simulate-to", until, f"the returns tell of nothing after {last}; give that day or an earlier one")
    elif (until.year, until.month, until.day) < (fit_to.year + 1, fit_to.month, fit_to.day):
        yield _fault("simulate-to", until, "should be a year or more after the day that the model is fitted to")


def _march_before(day: date) -> date:
    return date(day.year if (day.month, day.day) > (3, 31) else day.year - 1, 3, 31)


def _fault(option: str, day: date, message: str) -> Fault:
    return Fault(f"--{option} {day}", 0, "", message)
