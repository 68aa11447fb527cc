"""Birthdays: on which day of a history a child reaches an age, by the calendar."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from placesim.model.rates import YEAR
from placesim.results.facts import Facts
from placesim.results.stretches import Whole

MONTHS = 12

PART_OF_A_DAY = 1e-6
"""What a day of birth may fall short of a whole day by arithmetic alone, in days."""


def days_of_birth(facts: Facts) -> Whole:
    """Return the day on which each child of the table of children was born, from day 0; negative before it."""
    children = facts.history.children
    born = children["entered_day"] - children["age_at_entry"] * YEAR
    return np.asarray(np.floor(born + PART_OF_A_DAY).astype(np.int64))


def birthdays(born: Whole, ages: NDArray[np.int64], start: date) -> Whole:
    """Return the day on which children reach an age, as days from the start.

    Who was born on 29 February has birthdays on 1 March in years without one.

    Args:
        born: days of birth, from the start.
        ages: completed years; its shape is broadcast against that of `born`.
        start: day 0.
    """
    first = np.datetime64(start, "D")
    dates = first + born
    months = dates.astype("datetime64[M]")
    day_of_month = (dates - months.astype("datetime64[D]")).astype(np.int64)
    reached = (months + np.multiply(ages, MONTHS)).astype("datetime64[D]") + day_of_month
    return np.asarray((reached - first).astype(np.int64))
