"""A history written as the returns that a council would have sent, a folder a year."""

from pathlib import Path

import pandas as pd

from placesim.model.history import History
from placesim.model.streams import Streams
from placesim.returns.writing.codes import EXPECTED, Codes
from placesim.returns.writing.people import invented_children
from placesim.returns.writing.placements import whole_placements
from placesim.returns.writing.rows import episode_rows
from placesim.returns.writing.tables import tables_of, urns
from placesim.returns.writing.years import years_told

ReturnTables = dict[str, dict[str, pd.DataFrame]]
"""The tables of every year, by the names of its folder and of the files."""


def returns_of(
    history: History, codes: Codes = EXPECTED, seed: int = 1, unaccompanied: str = "unaccompanied"
) -> ReturnTables:
    """Return what a history would have been told as, year by year.

    Args:
        history: what happened, simulated.
        codes: what a return says for the names of the configuration.
        seed: the luck of what the simulation does not know: sexes and legal status.
        unaccompanied: the stream of unaccompanied children.

    Raises:
        InputError: the history tells no whole financial year, or the codes lack a name of its.
    """
    years, placements, streams = years_told(history), whole_placements(history), Streams(seed, 0)
    children = invented_children(history, placements, streams, unaccompanied)
    luck = streams.uniforms("return: legal status", len(children), 2)
    rows = episode_rows(placements, children["unaccompanied"], history.names, codes, luck, years[0].first)
    return {year.folder: tables_of(year, rows, children, history, codes) for year in years}


def write_returns(history: History, folder: Path, codes: Codes = EXPECTED, seed: int = 1) -> None:
    """Write a simulated history as returns into a folder that is there."""
    for year, tables in returns_of(history, codes, seed).items():
        (folder / year).mkdir()
        for name, table in tables.items():
            table.to_csv(folder / year / f"{name}.csv", index=False, lineterminator="\r\n", encoding="utf-8")
    numbered = pd.DataFrame(urns(history.names).items(), columns=["provision", "URN"])
    numbered.to_csv(folder / "urns.csv", index=False, lineterminator="\r\n", encoding="utf-8")
