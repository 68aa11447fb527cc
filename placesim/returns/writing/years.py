"""The years of a return: which financial years a history tells whole, and on which of its days each begins and ends."""

from dataclasses import dataclass, replace
from datetime import date

from placesim.config.faults import Fault, InputError
from placesim.model.history import History


@dataclass(frozen=True)
class ReturnYear:
    """One financial year as a return tells it; days are counted from day 0 of the history."""

    ends: int
    """The calendar year in which it ends, which names the return."""
    first: int
    """The day of 1 April."""
    last: int
    """The day of 31 March."""
    opening: bool = False
    """Whether it is the first one told, which alone tells when care began that began earlier."""

    @property
    def folder(self) -> str:
        """The name of its folder, as in `2025-26`."""
        return f"{self.ends - 1}-{self.ends % 100:02}"


def years_told(history: History) -> tuple[ReturnYear, ...]:
    """Return the financial years that a history tells from 1 April to 31 March, in order.

    Raises:
        InputError: there is none.
    """
    first = history.start.year + (history.start > date(history.start.year, 4, 1))
    years = [_year(history.start, ends) for ends in range(first + 1, first + 1 + int(history.days) // 365 + 1)]
    whole = tuple(year for year in years if year.last < history.days)
    if not whole:
        message = "holds no whole financial year, 1 April to 31 March, and a return tells whole ones; simulate longer"
        raise InputError([Fault("years", 0, "", message)])
    return (replace(whole[0], opening=True), *whole[1:])


def _year(start: date, ends: int) -> ReturnYear:
    return ReturnYear(ends, (date(ends - 1, 4, 1) - start).days, (date(ends, 3, 31) - start).days)
