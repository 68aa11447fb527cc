"""`placesim sweep`: one number of an option over a range, or two of them against each other."""

import time
from pathlib import Path
from typing import Annotated

import typer

from placesim.commands.arguments import EVERY_REPORT, Assumptions, Configuration, Debug, Replications, Reports, named
from placesim.commands.exit_codes import with_exit_codes
from placesim.commands.playing import Playing, with_playing
from placesim.commands.warnings import show

Vary = Annotated[
    str, typer.Option(help="The number to vary, as the scenario's interventions call it: beds, weekly_fee, months ...")
]
Values = Annotated[str, typer.Option(help="What to set it to: 0:12:2 (from, to, step) or 0,3,6.")]
Only = Annotated[
    int | None,
    typer.Option(help="Vary one intervention only, by its number from 1. [default: all that have the number]"),
]
And = Annotated[str | None, typer.Option("--and", help="A second number to vary, for a map of both.")]
AndValues = Annotated[str | None, typer.Option(help="What to set the second number to: 0:12:3 or 0,6,12.")]
AndOnly = Annotated[int | None, typer.Option(help="Vary the second number in one intervention only, as --only.")]
Out = Annotated[
    Path | None,
    typer.Option(help="Folder for the results. [default: reports/, the names of both files, and what is varied]"),
]


@with_exit_codes
@with_playing
def sweep(
    file: Configuration,
    scenario: Annotated[Path, typer.Argument(help="A scenario file.", show_default=False)],
    vary: Vary,
    values: Values,
    only: Only = None,
    and_vary: And = None,
    and_values: AndValues = None,
    and_only: AndOnly = None,
    replications: Replications = 200,
    assumptions: Assumptions = None,
    out: Out = None,
    reports: Reports = EVERY_REPORT,
    *,
    playing: Playing,
    debug: Debug = False,
) -> None:
    """Vary one number of an option on the same luck, or two: where it breaks even, and where more adds nothing."""
    from placesim import api
    from placesim.api.options import options_of
    from placesim.api.reproduction import default_folder
    from placesim.report.terminal.sweeps import print_sweep

    began = time.perf_counter()
    council = playing.council(file)
    show(council.warnings(options_of(council, [scenario])))
    folder = out or default_folder(file, scenario.stem, vary, *([and_vary] if and_vary else []))
    result = api.sweep(
        *(council, scenario, vary, values, only, replications, playing.seed),
        and_vary=and_vary,
        and_values=and_values,
        and_only=and_only,
        out=folder,
        reports=reports,
        assumptions=named(assumptions),
        **playing.by,
    )
    print_sweep(result.study(folder), folder, time.perf_counter() - began)
