"""`placesim export-903`: a simulated future written as SSDA903 returns."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from placesim.commands.arguments import DAY, Debug, Mapping
from placesim.commands.exit_codes import with_exit_codes


@with_exit_codes
def export_903(
    run: Annotated[Path, typer.Argument(help="The folder that run or compare wrote.", show_default=False)],
    out: Annotated[
        Path, typer.Option(help="Folder for the returns; it must not hold anything yet.", show_default=False)
    ],
    future: Annotated[int, typer.Option(min=0, help="Which future, numbered from 0 as in measures.csv.")] = 0,
    scenario: Annotated[
        str | None, typer.Option(help="Of a comparison: the option's name. [default: the baseline]", show_default=False)
    ] = None,
    start: Annotated[
        datetime | None,
        typer.Option(
            formats=DAY,
            help="Date the future as if it had begun on this day; leap days may cost the last "
            "year. [default: as configured]",
            show_default=False,
        ),
    ] = None,
    mapping: Mapping = None,
    with_listed_children: Annotated[
        bool,
        typer.Option("--with-listed-children", help="Allow it where the configuration lists children one by one."),
    ] = False,
    debug: Debug = False,
) -> None:
    """Write a simulated future as SSDA903 returns, for training and tests: invented children, valid codes."""
    from placesim import api
    from placesim.report.terminal.lines import print_line

    begins = start and start.date()
    api.export_903(
        run,
        future,
        out=out,
        scenario=scenario,
        start=begins,
        mapping=mapping,
        with_listed_children=with_listed_children,
    )
    years = sorted(path.name for path in out.iterdir() if path.is_dir())
    told = " to ".join(dict.fromkeys([years[0], years[-1]]))
    print_line(f"{out}: returns of {told}, simulated; README.txt says what in them is invented")
