"""`placesim check`: what to mend in files, before anything is simulated."""

from pathlib import Path
from typing import Annotated

import typer

from placesim.commands.arguments import Debug, Ranges
from placesim.commands.exit_codes import with_exit_codes
from placesim.commands.warnings import show
from placesim.report.terminal.lines import print_line


@with_exit_codes
def check(
    files: Annotated[
        list[Path], typer.Argument(help="Configurations, scenarios, published figures; or folders.", show_default=False)
    ],
    ranges: Ranges = None,
    debug: Debug = False,
) -> None:
    """Check files and say, line by line, what to mend; scenarios against the one configuration given with them."""
    from placesim.calibration.checking import checked
    from placesim.config.faults import InputError
    from placesim.config.scenario_files import scenario_paths

    found = checked(scenario_paths(files), ranges=ranges)
    for path, sentence in found.good.items():
        print_line(f"{path}: {_good(found.warned[path])}. {sentence}")
    show(found.warnings)
    if found.faults:
        raise InputError(found.faults)


def _good(warnings: int) -> str:
    return f"good, with {warnings} warning{'s' * (warnings != 1)}" if warnings else "good"
