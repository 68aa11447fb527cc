"""A history written as the returns that a council would have sent, a folder a year."""

from pathlib import Path

import pandas as pd

from placesim.model.history import History
from placesim.model.streams import Streams
from placesim.returns.writing.codes import EXPECTED, Codes
from placesim.returns.writing.people import invented_children
from placesim.returns.writing.placements import whole_placements
from placesim.returns.writing.readme import README, URNS, Made, readme
from placesim.returns.writing.rows import episode_rows
from placesim.returns.writing.tables import tables_of, urns
from placesim.returns.writing.years import years_told

ReturnTables = dict[str, dict[str, pd.DataFrame]]
"""The tables of every year, by the names of its folder and of the files."""


def returns_of(history: History, seed: int = 1, future: int = 0, codes: Codes = EXPECTED) -> ReturnTables:
    """Return what a history would have been told as, year by year.

    Args:
        history: what happened, simulated.
        seed: the luck of what the simulation does not know: sexes and legal status.
        future: the number of the future, whose luck that is.
        codes: what a return says for the names of the configuration.

    Raises:
        InputError: the history tells no whole financial year, or the codes lack a name of its.
    """
    years, placements, streams = years_told(history), whole_placements(history), Streams(seed, future)
    children = invented_children(history, placements, streams, codes.unaccompanied)
    luck = streams.uniforms("return: legal status", len(children), 2)
    rows = episode_rows(placements, children["unaccompanied"], history.names, codes, luck, years[0].first)
    return {year.folder: tables_of(year, rows, children, history, codes) for year in years}


def write_returns(history: History, folder: Path, made: Made, seed: int = 1, codes: Codes = EXPECTED) -> None:
    """Write a simulated history as returns into a folder that is there, with what says how they were made.

    Args:
        history: what happened, simulated.
        folder: where to.
        made: how the history was made.
        seed: the luck of what the simulation does not know.
        codes: what a return says for the names of the configuration.

    Raises:
        InputError: the history tells no whole financial year, or the codes lack a name of its.
    """
    returns = returns_of(history, seed, made.future, codes)
    for year, tables in returns.items():
        (folder / year).mkdir()
        for name, table in tables.items():
            _write(table, folder / year / f"{name}.csv")
    _write(pd.DataFrame(urns(history.names).items(), columns=["provision", "URN"]), folder / URNS)
    (folder / README).write_text(readme(made, list(returns)), encoding="utf-8", newline="\r\n")


def _write(table: pd.DataFrame, path: Path) -> None:
    """Write a table as councils' systems do, its lines ending as Windows ends them."""
    table.to_csv(path, index=False, lineterminator="\r\n", encoding="utf-8")
