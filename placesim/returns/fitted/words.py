"""Words: which past a fit rests on, as sources and reports say it."""

from datetime import date, timedelta

import numpy as np

from placesim.config.text import day_text
from placesim.results.suppression import told
from placesim.returns.past import Past


def told_of(past: Past) -> str:
    """Return which years and how many children a past is made of, as in `2019-20 to 2023-24, 812 children`."""
    children = len(np.unique(past.history.episodes["child_id"]))
    return f"{years_of(past)}, {told(children, 'child', 'children')}"


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
