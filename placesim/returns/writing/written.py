"""A history written as the returns that a council would have sent, a folder a year."""

from pathlib import Path

import pandas as pd

from placesim.config.baseline import Baseline
from placesim.model.history import History
from placesim.model.streams import Streams
from placesim.returns.mapping import Mapping, load_mapping
from placesim.returns.writing.codes import Codes
from placesim.returns.writing.people import invented_children
from placesim.returns.writing.placements import whole_placements
from placesim.returns.writing.readme import MAPPING, README, Made, provisions_by_urn, readme
from placesim.returns.writing.rows import episode_rows
from placesim.returns.writing.tables import tables_of, urns
from placesim.returns.writing.years import years_told

ReturnTables = dict[str, dict[str, pd.DataFrame]]
"""The tables of every year, by the names of its folder and of the files."""


def returns_of(
    history: History, baseline: Baseline, seed: int = 1, future: int = 0, mapping: Mapping | None = None
) -> ReturnTables:
    """Return what a history would have been told as, year by year.

    Args:
        history: what happened, simulated.
        baseline: the configuration whose names it uses.
        seed: the luck of what the simulation does not know: sexes and legal status.
        future: the number of the future, whose luck that is.
        mapping: what codes of a return mean; the default where not given.

    Raises:
        InputError: the history tells no whole financial year, or the mapping lacks a name of its.
    """
    mapping = mapping or load_mapping(None, baseline)
    codes, numbers = Codes(mapping, baseline), urns(history.names, mapping)
    years, placements, streams = years_told(history), whole_placements(history), Streams(seed, future)
    children = invented_children(history, placements, streams, codes.unaccompanied)
    luck = streams.uniforms("return: legal status", len(children), 2)
    rows = episode_rows(placements, children["unaccompanied"], history.names, codes, luck, years[0].first)
    return {year.folder: tables_of(year, rows, children, history, codes, numbers) for year in years}


def write_returns(
    history: History, baseline: Baseline, folder: Path, made: Made, seed: int = 1, mapping: Mapping | None = None
) -> None:
    """Write a simulated history as returns into a folder that is there, with what says how they were made.

    Args:
        history: what happened, simulated.
        baseline: the configuration whose names it uses.
        folder: where to.
        made: how the history was made.
        seed: the luck of what the simulation does not know.
        mapping: what codes of a return mean; the default where not given.

    Raises:
        InputError: the history tells no whole financial year, or the mapping lacks a name of its.
    """
    mapping = mapping or load_mapping(None, baseline)
    returns = returns_of(history, baseline, seed, made.future, mapping)
    for year, tables in returns.items():
        (folder / year).mkdir()
        for name, table in tables.items():
            table.to_csv(folder / year / f"{name}.csv", index=False, lineterminator="\r\n", encoding="utf-8")
    texts = {README: readme(made, list(returns)), MAPPING: provisions_by_urn(urns(history.names, mapping))}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\r\n")
