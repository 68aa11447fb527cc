"""Tables of a past: its figures in the form that simulated futures have, and what became of the returns' rows."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from placesim.experiment.replications import Outcomes
from placesim.experiment.tables import DECIMALS, write_table
from placesim.results.groupings import grouping
from placesim.results.measures import MEASURES, Key
from placesim.results.past_facts import Figures, PastFacts
from placesim.results.suppression import FEW, few

if TYPE_CHECKING:
    import pandas as pd

PAST = "past"
"""What stands for a scenario's name where something happened."""

NOT_TOLD = "not told: fewer than 5, or it would give such a count away"


def outcomes_of(facts: PastFacts) -> Outcomes:
    """Return a past as the outcomes of one future, for what reads those; what is not told is missing."""
    years, months = (_laid_out(figures) for figures in (facts.by_year, facts.by_month))
    return Outcomes(PAST, *years, *months)


def _laid_out(figures: Figures) -> "tuple[tuple[Key, ...], np.ndarray[tuple[int, int], np.dtype[np.float64]]]":
    keys = tuple((period, *pair) for pair in figures.values for period in figures.periods)
    return keys, np.concatenate([figures.told(*pair) for pair in figures.values])[None, :]


def measures_of(facts: PastFacts) -> "pd.DataFrame":
    """Return one row a figure: scenario, replication, financial_year, measure, group, value; and a note on gaps."""
    table = _figures(facts.by_year, "financial_year")
    table.insert(1, "replication", 0)
    return table if facts.suppressed else table.drop(columns="note")


def monthly_of(facts: PastFacts) -> "pd.DataFrame":
    """Return one row a month, measure and group, with the kind of group and the unit."""
    table = _figures(facts.by_month, "month")
    pairs = list(zip(table["measure"], table["group"], strict=True))
    table.insert(4, "grouping", [grouping(facts.baseline, *pair) for pair in pairs])
    table.insert(5, "unit", [MEASURES[measure].unit for measure, _ in pairs])
    return table if facts.suppressed else table.drop(columns="note")


def _figures(figures: Figures, period: str) -> "pd.DataFrame":
    import pandas as pd

    several = len(figures.periods)
    pairs = list(figures.values)
    return pd.DataFrame(
        {
            "scenario": PAST,
            period: np.tile(np.array(figures.periods, object), len(pairs)),
            "measure": np.repeat(np.array([measure for measure, _ in pairs], object), several),
            "group": np.repeat(np.array([group for _, group in pairs], object), several),
            "value": np.round(np.concatenate([figures.told(*pair) for pair in pairs]), DECIMALS),
            "note": np.where(np.concatenate([figures.hidden[pair] for pair in pairs]), NOT_TOLD, ""),
        }
    )


def data_quality_of(facts: PastFacts) -> "pd.DataFrame":
    """Return how many rows of each file and table were read and what became of them, by reason."""
    import pandas as pd

    table = pd.DataFrame(list(facts.rows), columns=["file", "table", "fate", "reason", "rows"])
    if facts.suppressed:
        table["rows"] = [FEW if few(rows) else str(rows) for rows in table["rows"]]
    return table


def rejected_of(facts: PastFacts) -> "pd.DataFrame":
    """Return every row that was rejected: file, line, reason; never whose it is."""
    import pandas as pd

    return pd.DataFrame(list(facts.rejected), columns=["file", "line", "reason"])


def write_past_tables(folder: Path, facts: PastFacts) -> None:
    """Write measures.csv, monthly.csv and data_quality.csv; rejected.csv too, unless small counts are left out."""
    write_table(folder / "measures.csv", [measures_of(facts)])
    write_table(folder / "monthly.csv", [monthly_of(facts)])
    write_table(folder / "data_quality.csv", [data_quality_of(facts)])
    if not facts.suppressed:
        write_table(folder / "rejected.csv", [rejected_of(facts)])
