"""What must hold of a rate with all its factors: events so frequent would only take time."""

from collections.abc import Iterable, Iterator
from math import prod

from placesim.config.problem import Path, Problem

MOST_PER_YEAR = 1000
"""Events of one kind to a child in a year, with every factor; more would only take time."""


def too_often(path: Path, per_year: float, factors: Iterable[Iterable[float]]) -> Iterator[Problem]:
    """Yield a problem where a rate is too high with the largest of each kind of factor; bands left out have 1."""
    most = per_year * prod(max([1.0, *each]) for each in factors)
    if most > MOST_PER_YEAR:
        message = f"with its factors comes to {most:,.6g} a year; at most {MOST_PER_YEAR:,} are allowed"
        yield Problem(path, message)
