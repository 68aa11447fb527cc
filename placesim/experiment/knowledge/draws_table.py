"""The table of draws: which value every assumption had in every future."""

from typing import TYPE_CHECKING

from placesim.config.ranges.assumptions import Uncertainty
from placesim.results.facts import Floats

if TYPE_CHECKING:
    import pandas as pd

DRAWS = "draws.csv"


def draws_table(uncertainty: Uncertainty, draws: Floats) -> "pd.DataFrame":
    """Return one row a future: its number, and the value of each assumption, by name, in the units of its field."""
    import pandas as pd

    table = pd.DataFrame(draws, columns=list(uncertainty.names))
    table.insert(0, "replication", range(len(table)))
    return table
