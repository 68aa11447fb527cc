"""Return files and back: a simulated future written as a council's returns, read, and set beside what it was."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from placesim.config.baseline import Baseline
from placesim.model.history import History
from placesim.model.rates import YEAR
from placesim.returns.fitting.estimates import Floats
from placesim.returns.fitting.stays import rows_of
from placesim.returns.mapping.schema import Mapping
from placesim.returns.past import Past
from placesim.returns.pasts import past_of
from placesim.returns.reading.reader import read_returns
from placesim.returns.writing.readme import Made
from placesim.returns.writing.written import write_returns

SHORTEST_CHILDHOOD = 6574
"""Days in 18 years with four leap days."""


@dataclass(frozen=True)
class Alike:
    """Whether a past that was written and read is the future that it was."""

    children: int
    """In care on day 0."""
    children_alike: int
    """Of these, alike in placement type, place, stream, age, and the days on which care and the placement began."""
    stocks: int
    """Numbers of children by placement type on the last day of each month."""
    stocks_alike: int


def past_as_read(history: History, mapping: Mapping, baseline: Baseline) -> Past:
    """Return a future as a past, by way of the return files that would tell it."""
    with TemporaryDirectory() as folder:
        write_returns(history, baseline, Path(folder), Made(baseline.name), mapping=mapping)
        return past_of(read_returns(Path(folder)), mapping, baseline)


def compared(simulated: History, read: History) -> Alike:
    """Return how many children of day 0, and how many numbers of children, are as they were simulated."""
    was, told = _on_day_0(simulated), _on_day_0(read)
    same = was.merge(told, how="inner", on=list(was.columns))
    stocks, stocks_told = _by_month(simulated), _by_month(read)
    return Alike(len(was), len(same), stocks.size, int(np.sum(stocks == stocks_told)))


def _on_day_0(history: History) -> pd.DataFrame:
    """Return the children in care before day 0 and at the midnight after it, alike ones numbered and so counted once.

    A return tells who was there at midnight: who left on day 0 itself stands in the return of the year before.
    """
    episodes, children, names = history.episodes, history.children, history.names
    everyone = rows_of(children["child_id"], episodes["child_id"])
    there = (episodes["start_day"] < 1) & ~(episodes["end_day"] < 1) & (children["entered_day"][everyone] < 0)
    child, provision = everyone[there], episodes["provision"][there]
    entered = children["entered_day"][child]
    table = pd.DataFrame(
        {
            "kind": np.array(names.type_of)[provision],
            "elsewhere": np.array(names.out_of_borough)[provision],
            "stream": children["stream"][child],
            "turns_18": _birthday(history, entered, entered + (18 - children["age_at_entry"][child]) * YEAR),
            "entered": np.floor(entered),
            "placed": np.floor(episodes["start_day"][there]),
        }
    ).astype(int)
    return table.assign(number=table.groupby(list(table.columns)).cumcount())


def _birthday(history: History, entered: Floats, day: Floats) -> Floats:
    """Return an 18th birthday as a whole day of the calendar.

    18 years are 6,574 or 6,575 days, those of the simulation half a day more or less: whoever comes into care on the
    day of birth has the sooner, and a birthday on 29 February is the day after, as 18 years earlier there was none.
    """
    whole = np.floor(day + 1e-6)  # a whole day told in years may come back a little short of itself
    whole = np.minimum(whole, np.floor(entered) + SHORTEST_CHILDHOOD)
    dates = pd.Timestamp(history.start) + pd.to_timedelta(whole, unit="D")
    return np.asarray(whole + ((dates.month == 2) & (dates.day == 29)), float)


def _by_month(history: History) -> "np.ndarray[tuple[int, int], np.dtype[np.int64]]":
    """Return the children in care at the midnight after each month, by month and placement type."""
    last = history.start + timedelta(days=history.days - 1)
    days = pd.date_range(history.start, last, freq="ME") - pd.Timestamp(history.start)
    midnights = days.days.to_numpy() + 1.0
    episodes = history.episodes
    kind = np.array(history.names.type_of)[episodes["provision"]]
    ends = np.where(np.isnan(episodes["end_day"]), np.inf, episodes["end_day"])
    there = (episodes["start_day"] < midnights[:, None]) & (ends >= midnights[:, None])
    return np.stack([there[:, kind == each].sum(axis=1) for each in range(len(history.names.placement_types))], axis=1)
