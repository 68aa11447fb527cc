"""Movement: how forecasts of budget lines have moved since an earlier run, which left its own in `outturn.csv`."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot, isfinite
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.faults import Fault, InputError
from placesim.config.input_files import InputFiles
from placesim.config.tables import Table
from placesim.experiment.manifest import versions_of_figures
from placesim.experiment.monitoring import Forecast, Monitoring
from placesim.experiment.statistics import interval_of_mean
from placesim.model.demand import demand_of
from placesim.results.facts import Floats

if TYPE_CHECKING:
    import pandas as pd

OUTTURN = "outturn.csv"
"""The file that holds the outturn of every budget line in every future."""

COLUMNS = ("financial_year", "period", "luck", "budget_line", "replication", "outturn")


class Movement(NamedTuple):
    """How a mean outturn has moved; above nothing where it has become dearer."""

    mean: float
    low: float
    """Lower end of its 95% interval; missing where nothing moves by chance, or too few futures are known."""
    high: float


@dataclass(frozen=True)
class Earlier:
    """The forecasts that an earlier run left."""

    folder: str
    """The name of its folder."""
    year: str
    period: str
    """The last period that its actuals held; empty where they held none."""
    luck: str
    """What its luck was; the same text where futures of the same number had the same luck."""
    outturns: Mapping[str, Floats]
    """By budget line: the outturn in every future, one figure where it was given."""


@dataclass(frozen=True)
class Monitored:
    """The budget lines of a year as this run forecasts them, and how far they have moved since an earlier one."""

    now: Monitoring
    luck: str
    """What the luck of this run is."""
    since: Earlier | None = None

    def movement(self, *lines: Forecast) -> Movement | None:
        """Return how lines have moved together since; nothing where nothing earlier is known of one of them.

        Futures are set against each other only where number n had the same luck in both runs.
        """
        if self.since is None or not lines or any(line.name not in self.since.outturns for line in lines):
            return None
        earlier = [self.since.outturns[line.name] for line in lines]
        before = np.sum([np.broadcast_to(each, max(map(len, earlier))) for each in earlier], axis=0)
        return moved(before, np.sum([line.outturn for line in lines], axis=0), self.since.luck == self.luck)


def moved(before: Floats, now: Floats, same_luck: bool) -> Movement:
    """Return how a mean has moved between two runs, future by future where these had the same luck."""
    apart = float(now.mean() - before.mean())
    if same_luck and len(before) == len(now):
        _, low, high = interval_of_mean((now - before)[:, None])
        return Movement(apart, float(low[0]), float(high[0]))
    halves = [float(each[1][0] - each[0][0]) for each in (_mean_and_high(before), _mean_and_high(now))]
    half = hypot(*halves)
    return Movement(apart, apart - half, apart + half)


def _mean_and_high(futures: Floats) -> tuple[Floats, Floats]:
    """Return the mean and the upper end of its interval; what is the same in every future is known."""
    mean, _, high = interval_of_mean(futures[:, None])
    return mean, mean if np.ptp(futures) == 0 else high


def luck_of(council: Baseline, seed: int) -> str:
    """Return a text that two runs share where the same number of future has the same luck in both."""
    told = repr((seed, sorted(versions_of_figures().items()), demand_of(council)))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def outturn_table(found: Monitored) -> "pd.DataFrame":
    """Return the outturn of every budget line, one row a future; one row without a number where it is given."""
    import pandas as pd

    parts = []
    for line in found.now.every:
        outturns = line.outturn if line.simulated else line.outturn[:1]
        numbers = [str(number) for number in range(len(outturns))] if line.simulated else [""]
        head = {"financial_year": found.now.year, "period": str(found.now.period or ""), "luck": found.luck}
        parts.append(pd.DataFrame({**head, "budget_line": line.name, "replication": numbers, "outturn": outturns}))
    return pd.concat(parts, ignore_index=True).round({"outturn": 2})


def earlier_run(folder: Path, year: str, files: InputFiles) -> Earlier:
    """Return what an earlier run left in its folder.

    Raises:
        InputError: there is no such file, it is not as a run writes it, or it is of another financial year.
    """
    path = folder / OUTTURN
    if not path.exists():
        message = f"holds no {OUTTURN}; name the folder of an earlier run whose configuration gives budgets"
        raise InputError([Fault(str(folder), 0, "", message)])
    table = Table(path, files)
    if table.headings != COLUMNS:
        raise InputError(
            [Fault(str(path), 1, "", f"not as a run writes it: its columns should be {', '.join(COLUMNS)}")]
        )
    outturns: dict[str, list[float]] = {}
    rows = table.rows()
    for line, row in rows:
        outturns.setdefault(row["budget_line"], []).append(_number(path, line, row["outturn"]))
    heads = {tuple(row[name] for name in COLUMNS[:3]) for _, row in rows}
    if len(heads) != 1:
        raise InputError([Fault(str(path), 2, "", "should hold one run, of one financial year")])
    [(of, period, luck)] = heads
    if of != year:
        raise InputError([Fault(str(path), 2, "financial_year", f"is {of}, but this run forecasts {year}")])
    return Earlier(folder.name, of, period, luck, {name: np.array(values) for name, values in outturns.items()})


def _number(path: Path, line: int, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise InputError([Fault(str(path), line, "outturn", f"should be a number; found {text!r}")])
    return value
