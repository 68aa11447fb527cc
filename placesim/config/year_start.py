"""Where in a financial year the simulation starts, and of which budget lines nobody knows what was spent by then."""

from datetime import date

from placesim.config.baseline import Baseline
from placesim.config.budget_lines import PERIODS
from placesim.config.charges import children_lines
from placesim.config.horizon import last_day


def periods_before(council: Baseline, year: str) -> int | None:
    """Return how many periods of a year lie before the first day; nothing where a later part of it is not simulated."""
    start, april = council.start, date(int(year[:4]), 4, 1)
    end = april.replace(year=april.year + 1)
    if start >= end or (last_day(council) - end).days < -1:
        return None
    if start <= april:
        return 0
    return (start.month - april.month) % PERIODS if start.day == 1 else None


def not_known_by_start(council: Baseline, year: str) -> list[str]:
    """Return budget lines of a year that starts before the simulation, of which nobody knows what was spent by then.

    They pay for children, and their actual does not end on the day before the first. What is simulated is a part of
    their year, and says nothing of the whole.
    """
    before = periods_before(council, year)
    if not before:
        return []
    lines = {name: council.budget_lines[name].years.get(year) for name in children_lines(council)}
    known = [name for name, of in lines.items() if of and of.to_date and of.to_date.period == before]
    return [name for name, of in lines.items() if of and name not in known]
