"""`placesim history`: a council's past as its own returns tell it."""

import time
from pathlib import Path
from typing import Annotated

import typer

from placesim.commands.arguments import EVERY_REPORT, Debug, Mapping, Reports, Returns
from placesim.commands.exit_codes import with_exit_codes


@with_exit_codes
def history(
    folder: Returns,
    configuration: Annotated[
        Path | None,
        typer.Argument(
            help="Whose placement types and reasons to tell it in. [default: those of placesim new]",
            show_default=False,
        ),
    ] = None,
    mapping: Mapping = None,
    suppress: Annotated[
        bool, typer.Option("--suppress", help="Leave out counts of 1 to 4, and what would give one away.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for the results. [default: reports/ and the name of the returns, -history]"),
    ] = None,
    reports: Reports = EVERY_REPORT,
    debug: Debug = False,
) -> None:
    """Tell a council's past from its own returns: who lived where, came, left and moved; and account for every row."""
    from placesim import api
    from placesim.api.reproduction import default_folder
    from placesim.report.terminal.histories import print_history

    began = time.perf_counter()
    result = api.history(folder, configuration, mapping, suppress)
    written = result.write(out or default_folder(folder, "history"), reports)
    print_history(result.facts, written, time.perf_counter() - began)
