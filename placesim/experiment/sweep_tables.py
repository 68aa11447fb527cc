"""The table of a sweep: how the option differs from the baseline at each value, figure by figure."""

from pathlib import Path
from typing import TYPE_CHECKING

from placesim.config.variants import Variants
from placesim.experiment.comparison_tables import comparison_table
from placesim.experiment.sweep import Sweep
from placesim.experiment.tables import explained, write_table

if TYPE_CHECKING:
    import pandas as pd


def sweep_table(sweep: Sweep, variants: Variants) -> "pd.DataFrame":
    """Return the columns of comparison.csv, with the value in place of the scenario."""
    import pandas as pd

    tables = []
    for value, option in zip(sweep.values, variants.options, strict=True):
        table = explained(comparison_table(sweep.comparison, option.scenario.name), option.baseline)
        tables.append(table.rename(columns={"scenario": "value"}).assign(value=value))
    together: pd.DataFrame = pd.concat(tables, ignore_index=True)
    return together


def write_sweep(folder: Path, sweep: Sweep, variants: Variants) -> None:
    """Write sweep.csv."""
    write_table(folder / "sweep.csv", [sweep_table(sweep, variants)])
