"""The files of a run: its tables and, on request, every placement and every child of every future."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from placesim.config.baseline import Baseline
from placesim.experiment.replications import Outcomes
from placesim.experiment.tables import explained, measures_table, monthly_table, summary_table, write_table
from placesim.model.history import History

if TYPE_CHECKING:
    import pandas as pd

COARSE_DAYS = 30
"""Days of listed children are written in steps of so many, so that nobody's birth date can be worked out."""

DAYS = ("start_day", "end_day", "entered_day", "left_day")

CAUTION = (
    "Caution: episodes.csv and children.csv follow each child of your list through simulated futures, with ages in "
    f"whole years and days in steps of {COARSE_DAYS}. Keep these files as you keep the list."
)


def write_tables(
    folder: Path,
    baselines: Mapping[str, Baseline],
    outcomes: list[Outcomes],
    with_episodes: bool = False,
    drawn: bool = False,
) -> None:
    """Write measures.csv, summary.csv and monthly.csv, and on request episodes.csv and children.csv."""
    write_table(folder / "measures.csv", [measures_table(each) for each in outcomes])
    for name, table in (("summary.csv", summary_table), ("monthly.csv", monthly_table)):
        write_table(folder / name, [explained(table(each), baselines[each.scenario], drawn) for each in outcomes])
    if with_episodes:
        for name, listed in (("episodes.csv", episodes_table), ("children.csv", children_table)):
            write_table(folder / name, [listed(each, lists_children(baselines[each.scenario])) for each in outcomes])


def caution(baseline: Baseline) -> str:
    """Return what to mind with episodes.csv and children.csv; nothing where no real children were listed."""
    return CAUTION if lists_children(baseline) else ""


def lists_children(baseline: Baseline) -> bool:
    """Tell whether children in care at the start, or who had left before it, are real ones, listed one by one."""
    return bool(baseline.children_in_care.children or (baseline.re_entry and baseline.re_entry.left_before))


def episodes_table(outcomes: Outcomes, coarse: bool = False) -> "pd.DataFrame":
    """Return every placement of every future; where `coarse`, the days of children who may be listed are blurred."""
    return _of_every_future(outcomes, "episodes_frame", coarse)


def children_table(outcomes: Outcomes, coarse: bool = False) -> "pd.DataFrame":
    """Return every child of every future; where `coarse`, ages and days of those who may be listed are blurred."""
    return _of_every_future(outcomes, "children_frame", coarse)


def _of_every_future(outcomes: Outcomes, frame: str, coarse: bool) -> "pd.DataFrame":
    import pandas as pd

    tables = []
    for replication, history in enumerate(outcomes.histories):
        table = getattr(history, frame)()
        if coarse:
            table = _blurred(table, table["child_id"].isin(_known_at_start(history)))
        table.insert(0, "replication", replication)
        tables.append(table)
    together: pd.DataFrame = pd.concat(tables, ignore_index=True)
    together.insert(0, "scenario", outcomes.scenario)
    rounded: pd.DataFrame = together.round({**dict.fromkeys(DAYS, 3), "age_at_entry": 4, "fee_luck": 6})
    return rounded


def _known_at_start(history: History) -> NDArray[np.int64]:
    """Return the children in care at the start, and those who had left before it and come back."""
    children, episodes = history.children, history.episodes
    back = (episodes["placement_number"] == 1) & (episodes["period_of_care"] > 1)
    return np.concatenate([children["child_id"][children["in_care_at_start"]], episodes["child_id"][back]])


def _blurred(table: "pd.DataFrame", rows: "pd.Series[bool]") -> "pd.DataFrame":
    """Return a table with ages in whole years and days in whole steps; all rounded down, so that order is kept."""
    steps = {**dict.fromkeys(DAYS, COARSE_DAYS), "age_at_entry": 1}
    for column, step in steps.items():
        if column in table:
            table[column] = table[column].where(~rows, np.floor(table[column] / step) * step)
    return table
