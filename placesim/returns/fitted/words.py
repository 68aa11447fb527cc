"""Words: what was fitted to what, as sources and reports say it; few children are never counted out."""

from datetime import date, timedelta

import numpy as np

from placesim.config.text import day_text
from placesim.returns.past import Past

FEWEST = 5
"""Counts from 1 to one less than this are not told."""


def counted(count: int, what: str, many: str = "") -> str:
    """Return a count as it may be told, as in `45 events` or `fewer than 5 events`."""
    if 0 < count < FEWEST:
        return f"fewer than {FEWEST} {many or what + 's'}"
    return f"{count:,} {what if count == 1 else many or what + 's'}"


def told_of(past: Past) -> str:
    """Return which years and how many children a past is made of, as in `2019-20 to 2023-24, 812 children`."""
    children = len(np.unique(past.history.episodes["child_id"]))
    return f"{years_of(past)}, {counted(children, 'child', 'children')}"


def years_of(past: Past) -> str:
    """Return which years a past tells of, as in `2019-20 to 2023-24`."""
    first, last = past.history.start, last_day_of(past)
    if (first.month, first.day) != (4, 1) or (last.month, last.day) != (3, 31):
        return f"{day_text(first)} to {day_text(last)}"
    years = [f"{year}-{(year + 1) % 100:02d}" for year in (first.year, last.year - 1)]
    return " to ".join(dict.fromkeys(years))


def last_day_of(past: Past) -> date:
    """Return the last day that a past tells of."""
    return past.history.start + timedelta(days=round(past.history.days) - 1)
