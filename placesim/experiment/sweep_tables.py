"""The table of a sweep: how the option differs from the baseline at each value, figure by figure."""

from pathlib import Path

from placesim.config.variants import Variants
from placesim.experiment.comparison_tables import comparison_table
from placesim.experiment.sweep import Sweep
from placesim.experiment.tables import explained, write_table


def write_sweep(folder: Path, sweep: Sweep, variants: Variants) -> None:
    """Write sweep.csv: the columns of comparison.csv, with the value in place of the scenario."""
    tables = []
    for value, option in zip(sweep.values, variants.options, strict=True):
        table = explained(comparison_table(sweep.comparison, option.scenario.name), option.baseline)
        tables.append(table.rename(columns={"scenario": "value"}).assign(value=value))
    write_table(folder / "sweep.csv", tables)
