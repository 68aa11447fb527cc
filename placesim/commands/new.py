"""`placesim new`: a council's folder to start from."""

from pathlib import Path
from typing import Annotated

import typer

from placesim.commands.arguments import Debug
from placesim.commands.exit_codes import with_exit_codes


@with_exit_codes
def new(
    folder: Annotated[Path, typer.Argument(help="Where to; made if it is not there.", show_default=False)],
    debug: Debug = False,
) -> None:
    """Lay out a council's folder to begin with: everything in it runs, and says what to fill in."""
    from placesim.config.starting_folder import lay_out, next_steps

    lay_out(folder)
    print("\n".join(next_steps(folder)))
