"""`placesim measures`: which measures and groups there are."""

from pathlib import Path
from typing import Annotated

import typer

from placesim.commands.arguments import Debug
from placesim.commands.exit_codes import with_exit_codes


@with_exit_codes
def measures(
    configuration: Annotated[
        Path | None, typer.Argument(help="Whose groups to name; without it, kinds of groups only.", show_default=False)
    ] = None,
    csv: Annotated[bool, typer.Option("--csv", help="Print a CSV table, one row a measure and group.")] = False,
    debug: Debug = False,
) -> None:
    """List every measure: its name, unit, definition and groups, and how years make a whole."""
    from placesim import api
    from placesim.experiment.listing import listed_measures, measures_of_any_council
    from placesim.report.terminal.measures import print_measures

    council = api.load(configuration) if configuration else None
    if csv:
        print(api.measures(council).to_csv(index=False, lineterminator="\n"), end="")
    else:
        print_measures(listed_measures(council.baseline) if council else measures_of_any_council())
