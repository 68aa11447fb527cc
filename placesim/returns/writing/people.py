"""Invented children: ids, sexes, dates of birth and pupil numbers, of nobody who lives."""

import numpy as np
import pandas as pd

from placesim.model.history import History
from placesim.model.rates import YEAR
from placesim.model.streams import Streams

ADULT_DAYS = 18 * YEAR
MALE = {True: 0.95, False: 0.57}
"""Share of boys, of unaccompanied and of other children, about as in England's statistics; invented child by child."""

SCHOOL_AGE = 4
"""Age on 31 August from which the return wants a pupil number."""

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""What a pupil number may begin with: the letter checks the digits."""


def invented_children(history: History, placements: pd.DataFrame, streams: Streams, unaccompanied: str) -> pd.DataFrame:
    """Return one row a child who has a placement in whole days, by the child's number.

    Columns: `id` (as in SIM00042), `born` (datetime64), `male`, `unaccompanied`, `upn`.

    Args:
        history: what happened.
        placements: the same in whole days.
        streams: the luck by which children are boys or girls.
        unaccompanied: the stream of unaccompanied children.
    """
    columns = history.children
    alone = np.array(history.names.streams)[columns["stream"]] == unaccompanied
    luck = streams.uniforms("return: sex", len(alone)).ravel()
    numbers = range(1, len(alone) + 1)
    table = {
        "id": [f"SIM{number:05}" for number in numbers],
        "born": _births(history, placements),
        "male": luck < np.where(alone, MALE[True], MALE[False]),
        "unaccompanied": alone,
        "upn": [_pupil_number(number) for number in numbers],
    }
    return pd.DataFrame(table, index=columns["child_id"]).loc[np.unique(placements["child"])]


def _births(history: History, placements: pd.DataFrame) -> "pd.Series[pd.Timestamp]":
    """Return each child's day of birth: 18 years before the simulation's own 18th birthday, in whole days.

    So whoever leaves on that birthday is 18 that day, and nobody is in care later; a birthday on 29 February, which the
    year of birth has not, becomes 1 March, so that no night is lost. Where a child born on the day of entry would enter
    a day before birth, the day of entry is the day of birth.
    """
    columns, start = history.children, pd.Timestamp(history.start)
    adult_day = np.floor(columns["entered_day"] - columns["age_at_entry"] * YEAR + ADULT_DAYS)
    adult = pd.Series(start + pd.to_timedelta(adult_day, unit="D"), index=columns["child_id"])
    earlier = adult - pd.DateOffset(years=18)
    born = earlier.mask(earlier + pd.DateOffset(years=18) < adult, earlier + pd.Timedelta(days=1))
    entered = placements.groupby("child")["entered"].min()
    first = start + pd.to_timedelta(entered.reindex(born.index, fill_value=np.inf).clip(upper=history.days), unit="D")
    return born.where(born <= first, first)


def _pupil_number(number: int) -> str:
    """Return a well-formed pupil number of a local authority that does not exist, 000.

    The letter is that of the digits times 2 to 13, modulo 23 (the department's check).
    """
    digits = f"{number:012}"
    total = sum(int(digit) * weight for weight, digit in enumerate(digits, 2))
    return LETTERS[total % len(LETTERS)] + digits


def pupil_numbers(children: pd.DataFrame, ends: int) -> pd.Series:
    """Return the pupil number that the return of a year gives each child: UN1 until school age."""
    school = pd.Timestamp(ends - 2, 8, 31) >= children["born"] + pd.DateOffset(years=SCHOOL_AGE)
    return children["upn"].where(school, "UN1")
