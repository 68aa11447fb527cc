"""`placesim fit`: a configuration's numbers learnt from a council's own return."""

import time
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from placesim.commands.arguments import DAY, EVERY_REPORT, Configuration, Debug, Mapping, Reports, Returns
from placesim.commands.exit_codes import with_exit_codes


@with_exit_codes
def fit(
    folder: Returns,
    file: Configuration,
    mapping: Mapping = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Where to write. [default: fitted.yaml beside the configuration]", show_default=False),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(formats=DAY, help="Use only what was known by this day, as in 2024-03-31.", show_default=False),
    ] = None,
    start: Annotated[
        datetime | None,
        typer.Option(formats=DAY, help="Its first day. [default: the day after the last returned]", show_default=False),
    ] = None,
    reports: Reports = EVERY_REPORT,
    debug: Debug = False,
) -> None:
    """Learn a configuration's numbers from a council's own return; write it anew, with its ranges and its report.

    Everything that a return cannot tell (prices, places, households, budgets) stays as the configuration gives it.
    """
    from placesim import api
    from placesim.report.terminal.fits import print_fit
    from placesim.report.terminal.progress import steps_told

    began = time.perf_counter()
    days = {name: day and day.date() for name, day in (("until", until), ("start", start))}
    with steps_told() as told:
        result = api.fit(folder, file, mapping, out, progress=told, **days)
        told("Writing")
        written = result.write(reports)
    print_fit(result.facts, written, time.perf_counter() - began)
