"""The table of draws: which value every assumption had in every future."""

from typing import TYPE_CHECKING

from placesim.experiment.knowledge.known import Knowledge

if TYPE_CHECKING:
    import pandas as pd

DRAWS = "draws.csv"


def draws_table(knowledge: Knowledge) -> "pd.DataFrame":
    """Return one row a future: its number, and the value of each assumption, by name, in the units of its field."""
    import pandas as pd

    names = [each.name for each in knowledge.uncertainty.assumptions]
    table = pd.DataFrame(knowledge.draws, columns=names)
    table.insert(0, "replication", range(len(table)))
    return table
