"""`placesim search`: the cheapest mix of choices that meets targets."""

import time
from pathlib import Path
from typing import Annotated

import typer

from placesim.commands.arguments import EVERY_REPORT, Assumptions, Configuration, Debug, Reports, named
from placesim.commands.exit_codes import with_exit_codes
from placesim.commands.playing import Playing, with_playing
from placesim.commands.warnings import show
from placesim.experiment import limits

SearchFile = Annotated[
    Path, typer.Argument(help="A search, as in configs/searches/halton/cheapest_mix.yaml.", show_default=False)
]
Most = Annotated[
    int,
    typer.Option(min=limits.REPLICATIONS[0], max=limits.REPLICATIONS[1], help="Futures of one mix at most."),
]
Again = Annotated[
    int,
    typer.Option(
        min=limits.REPLICATIONS[0],
        max=limits.REPLICATIONS[1],
        help="Further futures, which the search has not seen, in which its answer is played again.",
    ),
]
Out = Annotated[
    Path | None, typer.Option(help="Folder for the results. [default: reports/ and the names of both files]")
]


@with_exit_codes
@with_playing
def search(
    file: Configuration,
    search_file: SearchFile,
    most: Most = 1000,
    again: Again = 200,
    assumptions: Assumptions = None,
    out: Out = None,
    reports: Reports = EVERY_REPORT,
    *,
    playing: Playing,
    debug: Debug = False,
) -> None:
    """Find the cheapest mix of choices that meets targets, and say how sure that is."""
    from placesim import api
    from placesim.api.reproduction import default_folder
    from placesim.report.terminal.searches import print_search

    began = time.perf_counter()
    council = playing.council(file)
    folder = out or default_folder(file, search_file.stem)
    result = api.search(
        *(council, search_file, most, playing.seed),
        again=again,
        out=folder,
        reports=reports,
        assumptions=named(assumptions),
        **playing.by,
    )
    show(result.council.warnings(result.applied))
    print_search(result.study(folder), folder, time.perf_counter() - began)
