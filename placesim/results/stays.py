"""Stays: when each placement's child was born and came into care, and how many placements a child has had."""

from collections.abc import Iterable

import numpy as np

from placesim.model.rates import YEAR
from placesim.results.facts import Facts, Floats, ratio

MANY_PLACEMENTS = 3
"""Placements in a year that count as unstable (the DfE's stability measure)."""


def born_day(facts: Facts) -> Floats:
    """Return the day on which the child of each episode was born; missing where the child is not listed."""
    children = facts.history.children
    return _of_child(facts, children["entered_day"] - children["age_at_entry"] * YEAR)


def care_start_day(facts: Facts) -> Floats:
    """Return the day on which the period of care of each episode began.

    The table of children says it of the first period, whose earlier placements need not be known; a child who has
    come back has been in care since the first placement after that.
    """
    rows = np.arange(len(facts.first_of_period))
    first = np.maximum.accumulate(np.where(facts.first_of_period, rows, 0))
    began = facts.history.episodes["start_day"][first]
    entered = _of_child(facts, facts.history.children["entered_day"])
    return np.where(facts.first_of_child[first], np.fmin(began, entered), began)


def _of_child(facts: Facts, values: Floats) -> Floats:
    """Return for each episode what the table of children says of its child; missing where it does not list them."""
    return np.asarray(np.append(values, np.nan)[facts.listed])


def share_with_many_placements(facts: Facts, since: Iterable[float]) -> Floats:
    """Return the share of children in care at the end of each period with three or more placements since a day."""
    episodes, ends_of_periods = facts.history.episodes, facts.periods.edges[1:].tolist()
    child = np.cumsum(facts.first_of_child) - 1
    ends = np.where(np.isnan(episodes["end_day"]), np.inf, episodes["end_day"])
    many, children = np.zeros(facts.shape), np.zeros(facts.shape)
    for period, (begins, finishes) in enumerate(zip(since, ends_of_periods, strict=True)):
        touching = (episodes["start_day"] < finishes) & (ends > begins)
        placements = np.bincount(child[touching], minlength=child.max(initial=0) + 1)
        there = np.flatnonzero(touching & (ends >= finishes))
        children[..., period] = facts.by_future("episodes", there)
        many[..., period] = facts.by_future("episodes", there[placements[child[there]] >= MANY_PLACEMENTS])
    return ratio(many, children)
