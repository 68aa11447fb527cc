"""Legal status, which the simulation does not know: invented so that it fits the placements, as a return needs it.

Unaccompanied children are accommodated (V2). Of other children a share is accommodated, the rest enters under an
interim care order (C1), with a full one (C2) some months later: a row of its own where the placement goes on, but in
supported accommodation, whose code and number change over the years. Who goes to live with parents has a full care
order from then on (nobody lives there accommodated), and who is placed for adoption has a placement order (E1).
"""

import numpy as np
import pandas as pd

from placesim.model.streams import Floats
from placesim.returns.writing.placements import PERIOD

ACCOMMODATED, INTERIM, FULL, PLACEMENT_ORDER = "V2", "C1", "C2", "E1"

ACCOMMODATED_SHARE = 0.25
"""Share of other than unaccompanied children who enter accommodated; invented."""

SOONEST, LATEST = 180, 300
"""Days from entry to a full care order, evenly between; the law's aim is 26 weeks."""

WITH_PARENTS, SUPPORTED = ("P1",), ("H5", "K3")
FOR_ADOPTION = ("A3", "A4", "A5", "A6")


def with_legal_status(rows: pd.DataFrame, unaccompanied: "pd.Series[bool]", luck: Floats, first: int) -> pd.DataFrame:
    """Return rows with their `status`, two in place of one where a full care order comes while a placement goes on.

    Args:
        rows: placements in whole days, by child and first day, with the code `place` of each.
        unaccompanied: whether each row's child is.
        luck: two uniforms a row, the same in all of a child's.
        first: the first day told; of a placement that began before it, the status is that of this day.
    """
    accommodated = unaccompanied | (luck[:, 0] < ACCOMMODATED_SHARE)
    order = np.floor(rows["entered"] + SOONEST + luck[:, 1] * (LATEST - SOONEST)).mask(accommodated, np.inf)
    full, adopted = np.minimum(order, _from(rows, WITH_PARENTS)), _from(rows, FOR_ADOPTION)
    told = rows["begins"].clip(lower=first)
    before = accommodated.map({True: ACCOMMODATED, False: INTERIM})
    status = before.mask(full <= told, FULL).mask(adopted <= rows["begins"], PLACEMENT_ORDER)
    within = (full > told) & ~(full >= rows["ends"]) & np.isfinite(full)
    changes = within & (adopted > rows["begins"]) & ~rows["place"].isin(SUPPORTED)
    return _split(rows.assign(status=status), changes, full)


def _from(rows: pd.DataFrame, places: tuple[str, ...]) -> "pd.Series[float]":
    """Return, for each row, the day from which its period of care was in such a placement; infinity is never."""
    there = rows["begins"].where(rows["place"].isin(places), np.inf)
    return there.groupby([rows[name] for name in PERIOD]).transform("min")


def _split(rows: pd.DataFrame, changes: "pd.Series[bool]", day: "pd.Series[float]") -> pd.DataFrame:
    """Return rows in which those that change are cut on a day, the second part under a full care order."""
    after = rows[changes].assign(begins=day[changes], status=FULL, goes_on=True)
    before = rows.assign(ends=rows["ends"].mask(changes, day), goes_on=False)
    return pd.concat([before, after]).sort_values([*PERIOD, "begins"], kind="stable", ignore_index=True)
