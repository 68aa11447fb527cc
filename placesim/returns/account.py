"""What became of every row of a return: kept, merged, superseded, excluded or rejected, and why."""

from dataclasses import dataclass

import pandas as pd

KEPT, MERGED, SUPERSEDED, EXCLUDED, REJECTED = FATES = ("kept", "merged", "superseded", "excluded", "rejected")
"""What may become of a row; every row that was read has one of these."""

COLUMNS = ("file", "table", "line", "fate", "reason")
"""Which file and table of the return (`episodes`, `header`, ...), on which line, what became of it, and why."""


@dataclass(frozen=True, eq=False)
class Account:
    """Every row that was read and what became of it; it holds no child's id.

    `rows` has `COLUMNS`, one row a row of the files. `notes` are sentences for the reader about what no single row
    tells: children gone without an end, years that are missing, codes that are new.
    """

    rows: pd.DataFrame
    notes: tuple[str, ...] = ()

    def totals(self) -> pd.DataFrame:
        """Return how many rows of each file and table were read, and what became of them, by reason."""
        counted = self.rows.groupby(["file", "table", "fate", "reason"], sort=True, observed=True).size()
        return counted.rename("rows").reset_index()

    def by_reason(self) -> tuple[tuple[str, str, str, int], ...]:
        """Return the rows of each table, what became of them, why, and how many, all files together."""
        keys = ["table", "fate", "reason"]
        totals = self.totals().groupby(keys, observed=True)["rows"].sum().reset_index()
        table, fate, reason = (totals[key].astype(str).tolist() for key in keys)
        return tuple(zip(table, fate, reason, totals["rows"].tolist(), strict=True))
