"""Where a council's numbers go if nothing changes, as tables."""

from typing import TYPE_CHECKING

import numpy as np

from placesim.calibration.drift import YEAR_END, expected_at_year_ends
from placesim.config.baseline import Baseline
from placesim.config.stock_and_flow.drift import drivers
from placesim.experiment.replications import Outcomes

if TYPE_CHECKING:
    import pandas as pd


def drift_table(baseline: Baseline, outcomes: Outcomes | None = None) -> "pd.DataFrame":
    """Return children expected by arithmetic at each year end by placement type, and the simulated mean beside."""
    import pandas as pd

    rows = [
        (name, year, children)
        for name, years in expected_at_year_ends(baseline).items()
        for year, children in years.items()
    ]
    table = pd.DataFrame(rows, columns=["placement_type", "financial_year", "arithmetic"])
    if outcomes:
        simulated = {name: outcomes.of(YEAR_END, name) for name in baseline.placement_types}
        table["simulated"] = [float(np.mean(simulated[name][year])) for name, year, _ in rows]
    return table


def drivers_table(baseline: Baseline) -> "pd.DataFrame":
    """Return, for each number of the configuration, children more at the end if it were a tenth less."""
    import pandas as pd

    rows = [
        {"placement_type": name, "number": driver.name, "if_a_tenth_less": change}
        for driver in drivers(baseline, baseline.years)
        for name, change in driver.changes.items()
    ]
    return pd.DataFrame(rows)
