"""Codes that stand in no list, or not in that of their year: told with where they stand, and kept as they are."""

import re

import pandas as pd

from placesim.returns.codes.code_lists import code_lists
from placesim.returns.reading.names import shown
from placesim.returns.reading.years import label

CODES = re.compile(r"[A-Z]{1,3}\d{1,2}[A-Z]?")
"""Letters and a number, as nearly all codes are; anything else might be somebody's name, which is never shown."""


def stray_codes(rows: pd.DataFrame) -> list[str]:
    """Return a sentence for each code of the rows that are kept that does not stand in the list of its year."""
    lists, children, notes = code_lists(), set(rows["CHILD"]), []
    for column in lists.codes:
        pairs = sorted(set(zip(rows[column], rows["year"].tolist(), strict=True)))
        for said, year in pairs:
            if said and not lists.stood(column, said, year):
                here = rows[(rows[column] == said) & (rows["year"] == year)]
                known = lists.known(column, said)
                what = said if known or (CODES.fullmatch(said) and said not in children) else "a code"
                how = f"does not stand in the list of {label(year)}" if known else "is in no code list"
                first = f"{shown(here['file'].iloc[0])}:{here['line'].iloc[0]}"
                notes.append(f"{column} {what} {how}: {len(here):,} rows, the first {first}; kept as they are.")
    return notes
