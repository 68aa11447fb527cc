"""The tables of a comparison: what each scenario gives, and how it differs from the baseline, figure by figure."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from placesim.config.baseline import Baseline
from placesim.experiment.comparison import Comparison
from placesim.experiment.tables import DECIMALS, explained, measures_table, monthly_table, summary_table, write_table

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = {
    "before": "baseline",
    "after": "option",
    "below": "below_zero",
    "below_low": "below_zero_low",
    "below_high": "below_zero_high",
    "equal": "no_difference",
}
"""What comparison.csv calls the parts of a difference that have a shorter name in code."""


def comparison_table(comparison: Comparison, option: str) -> "pd.DataFrame":
    """Return an option's paired differences from the baseline, one row a year, measure and group.

    `baseline` and `option` are means; `mean` to `p90` are of the difference, future by future;
    `below_zero` is the share of futures in which the option's figure is lower, with the 95%
    interval of that share, and `no_difference` the share in which it is the same.
    """
    import pandas as pd

    keys, found = zip(*comparison.rows(option), strict=True)
    table = pd.DataFrame(list(keys), columns=["financial_year", "measure", "group"])
    table.insert(0, "scenario", option)
    figures = pd.DataFrame(list(found)).rename(columns=COLUMNS)
    notes = figures.pop("note")
    return table.join(figures.astype(float).round(DECIMALS)).assign(note=notes)


def write_comparison(
    folder: Path,
    comparison: Comparison,
    baselines: Mapping[str, Baseline],
    with_measures: bool = False,
    drawn: bool = False,
) -> None:
    """Write summary.csv, monthly.csv and comparison.csv, and on request every figure of every future.

    Args:
        folder: where to.
        comparison: the baseline's outcomes and the options'.
        baselines: what was simulated, by scenario.
        with_measures: whether to write measures.csv (some 8 MB a scenario and hundred replications).
        drawn: whether figures hold drawn assumptions, which their notes then say.
    """
    outcomes = [comparison.baseline, *comparison.options]
    if with_measures:
        write_table(folder / "measures.csv", [measures_table(each) for each in outcomes])
    for name, table in (("summary.csv", summary_table), ("monthly.csv", monthly_table)):
        write_table(folder / name, [explained(table(each), baselines[each.scenario], drawn) for each in outcomes])
    differences = [explained(comparison_table(comparison, name), baselines[name], drawn) for name in comparison.names]
    write_table(folder / "comparison.csv", differences)
