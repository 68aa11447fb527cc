"""Tidy tables of outcomes: every figure of every future, what futures have in common, and months."""

from calendar import monthrange
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.horizon import horizon_days
from placesim.experiment.comparison import ALL_YEARS
from placesim.experiment.kept_figures import let_go
from placesim.experiment.replications import Outcomes
from placesim.experiment.statistics import blocks, interval_of_mean, range_of_futures, why_no_interval
from placesim.results.facts import Floats
from placesim.results.financial_year import Periods, financial_years, months
from placesim.results.groupings import grouping
from placesim.results.look_back import years_not_given
from placesim.results.measures import MEASURES, Key

if TYPE_CHECKING:
    import pandas as pd

DECIMALS = 6

FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What spreadsheets take for the beginning of a formula."""


def measures_table(outcomes: Outcomes) -> "pd.DataFrame":
    """Return one row a figure: scenario, replication, financial_year, measure, group, value."""
    import pandas as pd

    replications, keys = outcomes.values.shape
    years, measures, groups = (np.array(part, dtype=object) for part in zip(*outcomes.keys, strict=True))
    return pd.DataFrame(
        {
            "scenario": outcomes.scenario,
            "replication": np.repeat(np.arange(replications), keys),
            "financial_year": np.tile(years, replications),
            "measure": np.tile(measures, replications),
            "group": np.tile(groups, replications),
            "value": np.round(outcomes.values, DECIMALS).ravel(),
        }
    )


def summary_table(outcomes: Outcomes) -> "pd.DataFrame":
    """Return mean, 95% interval of the mean, and p10, p50, p90 of the futures, one row a year, measure and group."""
    columns = ("mean", "low", "high", "p10", "p50", "p90")
    table = _keyed(outcomes.scenario, "financial_year", outcomes.keys, _in_common(outcomes.values, columns))
    table["note"] = np.concatenate([why_no_interval(values) for values in _few_columns(outcomes.values)])
    return table


def monthly_table(outcomes: Outcomes) -> "pd.DataFrame":
    """Return mean and p10, p50, p90 of the futures, one row a month, measure and group."""
    columns = _in_common(outcomes.monthly, ("mean", "p10", "p50", "p90"))
    return _keyed(outcomes.scenario, "month", outcomes.monthly_keys, columns)


def _in_common(values: Floats, wanted: tuple[str, ...]) -> dict[str, Floats]:
    """Return what futures have in common, column by column."""
    found = [np.vstack([*interval_of_mean(few), *range_of_futures(few)]) for few in _few_columns(values)]
    let_go(values)
    rows = zip(("mean", "low", "high", "p10", "p50", "p90"), np.concatenate(found, axis=1), strict=True)
    return {name: row for name, row in rows if name in wanted}


def _few_columns(values: Floats) -> list[Floats]:
    return [values[:, block] for block in blocks(values.shape[1])]


def _keyed(scenario: str, period: str, keys: tuple[Key, ...], columns: dict[str, Floats]) -> "pd.DataFrame":
    import pandas as pd

    table = pd.DataFrame(list(keys), columns=[period, "measure", "group"])
    table.insert(0, "scenario", scenario)
    return table.assign(**{name: np.round(figures, DECIMALS) for name, figures in columns.items()})


DRAWN = "assumptions drawn"
"""Notes that a figure holds luck and what is not known; without it, luck alone."""


def explained(table: "pd.DataFrame", baseline: Baseline, drawn: bool = False) -> "pd.DataFrame":
    """Return a table by period with the kind of each group, its unit, and a note on part periods and drawn figures."""
    period = str(table.columns[1])
    partly = part_months(baseline) if period == "month" else part_years(baseline)
    parts = table[period].map({label: partly.get(label, "") for label in table[period].unique()})
    whole = table[period] == ALL_YEARS
    parts = parts.where(~whole, table["measure"].map(horizon_words))
    notes = table["note"] if "note" in table else parts.where(parts == "", "")
    missing = np.array(_not_given(table, baseline), object)
    notes = notes.where(missing == "", missing)
    between = np.where((parts != "") & (notes != ""), "; ", "")
    table = table.assign(note=_with_draws(parts + between + notes) if drawn else parts + between + notes)
    measures = table["measure"].tolist()
    pairs = list(zip(measures, table["group"].tolist(), strict=True))
    kinds = {pair: grouping(baseline, *pair) for pair in dict.fromkeys(pairs)}
    table.insert(4, "grouping", [kinds[pair] for pair in pairs])
    table.insert(5, "unit", [MEASURES[measure].unit for measure in measures])
    return table


def _with_draws(notes: "pd.Series[str]") -> "pd.Series[str]":
    return notes.where(notes == "", notes + "; ") + DRAWN


def _not_given(table: "pd.DataFrame", baseline: Baseline) -> "list[str]":
    """Return why each row is missing whose measure looks back to before the start; nothing of other rows."""
    notes = {
        (year, name): kind.looks_back.note
        for name, kind in MEASURES.items()
        if kind.looks_back
        for year in years_not_given(kind.looks_back, baseline)
    }
    years, measures = (table[column].tolist() for column in (table.columns[1], "measure"))
    return [notes.get(pair, "") for pair in zip(years, measures, strict=True)]


def horizon_words(measure: str) -> str:
    """Return how a measure's years make one figure of all years."""
    return {"total": "total", "average": "average of the years", "end": "end of the last year"}.get(
        str(MEASURES[measure].horizon), ""
    )


def part_years(baseline: Baseline) -> dict[str, str]:
    """Return what to note of each financial year that the horizon holds only in part."""
    periods = financial_years(baseline.start, horizon_days(baseline))
    years = [int(label[:4]) for label in periods.labels]
    return _parts(periods, "year", [(date(year + 1, 4, 1) - date(year, 4, 1)).days for year in years])


def part_months(baseline: Baseline) -> dict[str, str]:
    """Return what to note of each month that the horizon holds only in part."""
    periods = months(baseline.start, horizon_days(baseline))
    return _parts(periods, "month", [monthrange(int(label[:4]), int(label[5:]))[1] for label in periods.labels])


def _parts(periods: Periods, kind: str, whole: list[int]) -> dict[str, str]:
    return {
        label: f"part {kind}: {nights:.0f} night{'s' * (nights != 1)}"
        for label, nights, full in zip(periods.labels, periods.lengths.tolist(), whole, strict=True)
        if nights < full
    }


def write_table(path: Path, tables: "list[pd.DataFrame]") -> None:
    """Write tables, one below the other, as one CSV file in UTF-8 with the mark by which Excel knows it.

    A scenario's name that a spreadsheet would take for a formula gets an apostrophe in front: no
    name may come to life where people open these files.
    """
    import pandas as pd

    table = pd.concat(tables, ignore_index=True)
    if "scenario" in table:
        table = table.assign(scenario=table["scenario"].map({n: harmless(n) for n in table["scenario"].unique()}))
    table.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")


def harmless(name: str) -> str:
    """Return a name that no spreadsheet takes for a formula."""
    return f"'{name}" if name.startswith(FORMULAS) else name
