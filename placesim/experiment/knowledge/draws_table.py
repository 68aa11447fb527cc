"""The tables of what is uncertain: the range of every assumption, and which value it had in every future."""

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


def ranges_table(uncertainty: Uncertainty) -> "pd.DataFrame":
    """Return one row an assumption: its value, its ends, its unit, what it is drawn with, and what it rests on.

    Ends are those of the range given; of a range without ends, the values beyond which 2.5% of draws lie on either
    side. `only_money` tells whether it changes prices alone, and never who lives where.
    """
    import pandas as pd

    columns = ("name", "label", "value", "low", "high", "unit", "group", "only_money")
    rows = [[getattr(each, column) for column in columns] for each in uncertainty.assumptions]
    table = pd.DataFrame(rows, columns=["assumption", *columns[1:]])
    return table.assign(source=["; ".join(each.source) for each in uncertainty.assumptions])
