"""Small returns written by hand: rows of one council, as the reader would hand them on."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from placesim.config.baseline import Baseline
from placesim.config.loading import load_baseline
from placesim.results.facts import Facts
from placesim.results.financial_year import financial_years
from placesim.returns.account import COLUMNS, KEPT, Account
from placesim.returns.council_return import CHILD_COLUMNS, EPISODE_COLUMNS, CouncilReturn
from placesim.returns.mapping import load_mapping
from placesim.returns.past import Past
from placesim.returns.pasts import past_of
from tests.conftest import CONFIGS

FIRST, LAST = date(2020, 4, 1), date(2024, 3, 31)

USUAL: dict[str, Any] = {
    "child": "A", "begins": "2021-05-01", "ends": None, "rne": "S", "ls": "C2", "cin": "N1", "place": "U6",
    "provider": "PR1", "rec": "", "why": "", "urn": "", "out_of_borough": None, "year": 2024, "file": "episodes.csv",
}  # fmt: skip


def returned(*rows: Mapping[str, Any], born: Mapping[str, str] | None = None, alone: str = "") -> CouncilReturn:
    """A return of these rows; children are born on 1 June 2012 where nothing else is said."""
    told = [{**USUAL, "line": place, **row} for place, row in enumerate(rows, start=2)]
    episodes = pd.DataFrame(told, columns=list(EPISODE_COLUMNS))
    for day in ("begins", "ends"):
        episodes[day] = pd.to_datetime(episodes[day])
    episodes["out_of_borough"] = episodes["out_of_borough"].astype("boolean")
    who = list(dict.fromkeys(episodes["child"]))
    children = pd.DataFrame(
        [(child, "F", (born or {}).get(child, "2012-06-01"), child in alone) for child in who],
        columns=list(CHILD_COLUMNS),
    )
    children["born"] = pd.to_datetime(children["born"])
    rows_told = pd.DataFrame(
        [("episodes.csv", "episodes", row["line"], KEPT, "") for row in told], columns=list(COLUMNS)
    )
    return CouncilReturn(episodes, children, (2021, 2022, 2023, 2024), FIRST, LAST, Account(rows_told))


@cache
def council(name: str = "example.yaml") -> Baseline:
    """A configuration that comes with the program."""
    return load_baseline(CONFIGS / name)


def past(
    *rows: Mapping[str, Any],
    born: Mapping[str, str] | None = None,
    alone: str = "",
    name: str = "example.yaml",
    mapping: Path | None = None,
) -> Past:
    """The past that a return of these rows is."""
    baseline = council(name)
    return past_of(returned(*rows, born=born, alone=alone), load_mapping(mapping, baseline), baseline)


def told(of: Past) -> list[tuple[Any, ...]]:
    """Each placement: type, first day, day of its end, why it ended, period of care."""
    frame = of.history.episodes_frame()
    days = [[_date(of, day) for day in frame[name]] for name in ("start_day", "end_day")]
    return list(zip(frame["placement_type"], *days, frame["end_reason"], frame["period_of_care"], strict=True))


def _date(of: Past, day: float) -> str | None:
    return None if pd.isna(day) else str((pd.Timestamp(of.history.start) + pd.Timedelta(days=day)).date())


def facts_of(of: Past) -> Facts:
    """Its facts by financial year."""
    return Facts(of.baseline, of.history, financial_years(of.history.start, of.history.days))


def fates(of: Past) -> list[str]:
    """What became of each row, in order."""
    return of.account.rows["fate"].tolist()
