"""`placesim merge`: parts of a study, put together into what one run would have written."""

import time
from pathlib import Path
from typing import Annotated

import typer

from placesim.commands.arguments import EVERY_REPORT, Debug, Reports
from placesim.commands.exit_codes import with_exit_codes
from placesim.commands.warnings import show

Shards = Annotated[
    list[Path], typer.Argument(help="What --shard wrote: files, or folders of them.", show_default=False)
]
Out = Annotated[Path, typer.Option(help="Folder for the results.", show_default=False)]


@with_exit_codes
def merge(shards: Shards, out: Out, reports: Reports = EVERY_REPORT, debug: Debug = False) -> None:
    """Put the parts of a study together, and write what one run would have written."""
    from placesim import api
    from placesim.report.terminal.summaries import print_comparison, print_summary

    began = time.perf_counter()
    result = api.merge(shards, out=out, reports=reports)
    show(result.council.warnings(result.applied))
    if isinstance(result, api.RunResult):
        print_summary(result.study, out, time.perf_counter() - began)
    else:
        print_comparison(result.study(out), out, time.perf_counter() - began)
