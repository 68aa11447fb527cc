"""The tables of sweeps: how the option differs from the baseline at each value, or pair of them, figure by figure."""

from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from placesim.config.scenario_files import AppliedScenario
from placesim.config.variant_pairs import VariantPairs
from placesim.config.variants import Variants
from placesim.experiment.comparison import Comparison
from placesim.experiment.comparison_tables import comparison_table
from placesim.experiment.sweep import Sweep
from placesim.experiment.sweep_map import SweepMap
from placesim.experiment.tables import explained, write_table

if TYPE_CHECKING:
    import pandas as pd


def sweep_table(sweep: Sweep, variants: Variants, drawn: bool = False) -> "pd.DataFrame":
    """Return the columns of comparison.csv, with the value in place of the scenario; noted where it is of draws."""
    return _table(sweep.comparison, variants.options, [{"value": value} for value in sweep.values], drawn)


def map_table(swept: SweepMap, pairs: VariantPairs, drawn: bool = False) -> "pd.DataFrame":
    """Return the columns of comparison.csv, with the two values in place of the scenario."""
    every = product(pairs.first.values, pairs.second.values)
    return _table(swept.comparison, pairs.options, [{"value": one, "and_value": other} for one, other in every], drawn)


def _table(
    comparison: Comparison, options: Sequence[AppliedScenario], values: Sequence[Mapping[str, float]], drawn: bool
) -> "pd.DataFrame":
    import pandas as pd

    tables = []
    for place, option in zip(values, options, strict=True):
        figures = comparison_table(comparison, option.scenario.name)
        table = explained(figures, option.baseline, drawn).drop(columns="scenario")
        for column, name in enumerate(place):
            table.insert(column, name, place[name])
        tables.append(table)
    together: pd.DataFrame = pd.concat(tables, ignore_index=True)
    return together


def write_sweep(folder: Path, table: "pd.DataFrame") -> None:
    """Write sweep.csv."""
    write_table(folder / "sweep.csv", [table])
