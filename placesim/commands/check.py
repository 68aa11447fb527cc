"""`placesim check`: what to mend in files, before anything is simulated."""

from pathlib import Path
from typing import Annotated

import typer

from placesim.commands.arguments import Debug
from placesim.commands.exit_codes import BAD_INPUT, fail, with_exit_codes


@with_exit_codes
def check(
    files: Annotated[
        list[Path], typer.Argument(help="Configurations, scenarios, published figures; or folders.", show_default=False)
    ],
    debug: Debug = False,
) -> None:
    """Check files and say, line by line, what to mend; scenarios against the one configuration given with them."""
    from placesim.calibration.pair import sound
    from placesim.config.faults import InputError
    from placesim.config.scenario_files import scenario_paths

    faults: list[str] = []
    files = scenario_paths(files)
    for path in files:
        try:
            print(f"{path}: good. {sound(path, files)}")
        except InputError as error:
            faults.append(str(error))
    if faults:
        fail("\n".join(faults), BAD_INPUT)
