"""Which measures and groups there are, as a table."""

from typing import TYPE_CHECKING

from placesim.api.council import Council, council_of
from placesim.api.wrong import told_as_value_errors
from placesim.experiment.listing import listed_measures, measures_of_any_council

if TYPE_CHECKING:
    import pandas as pd


@told_as_value_errors
def measures(council: Council | None = None) -> "pd.DataFrame":
    """Return one row for each measure and group that results have.

    Args:
        council: whose groups to name; without it there is one row for each measure and kind of group.

    Raises:
        WrongInputError: it is no council.
    """
    import pandas as pd

    listed = measures_of_any_council() if council is None else listed_measures(council_of(council).baseline)
    rows = [
        (each.measure, group, kind, each.unit, each.by_month, each.all_years, each.definition)
        for each in listed
        for kind, groups in each.groups.items()
        for group in groups or [""]
    ]
    columns = ["measure", "group", "grouping", "unit", "by_month", "all_years", "definition"]
    return pd.DataFrame(rows, columns=columns)
