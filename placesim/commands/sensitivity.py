"""`placesim sensitivity`: which of the numbers that are not known exactly matter most, and would change the answer."""

import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from placesim.commands.arguments import EVERY_REPORT, Configuration, Debug, Replications, Reports
from placesim.commands.exit_codes import with_exit_codes
from placesim.commands.playing import Playing, with_playing
from placesim.commands.warnings import show
from placesim.report.terminal.lines import print_line

Scenarios = Annotated[
    list[Path] | None,
    typer.Argument(
        help="Scenario files, or folders of them; without any, the baseline's own figure is told.", show_default=False
    ),
]
Figure = Annotated[
    str | None,
    typer.Option(
        help="The figure meant, as measure, measure/group or measure/group/year. [default: net_cost where it is more "
        "than placement spend, else spend]",
        show_default=False,
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(help="Folder for the results. [default: reports/ and the configuration's name, with -sensitivity]"),
]


Full = Annotated[
    bool,
    typer.Option(
        "--full", help="Also full Sobol indices, first-order and total: many more futures; their cost is told first."
    ),
]
Points = Annotated[int, typer.Option(help="With --full: rows of values that the indices begin from, a power of two.")]


@with_exit_codes
@with_playing
def sensitivity(
    file: Configuration,
    scenarios: Scenarios = None,
    of: Figure = None,
    full: Full = False,
    points: Points = 256,
    replications: Replications = 300,
    out: Out = None,
    reports: Reports = EVERY_REPORT,
    *,
    playing: Playing,
    debug: Debug = False,
) -> None:
    """Set each number that has a range to both of its ends: which matter most, and which would change the answer."""
    from placesim import api
    from placesim.api.options import options_of
    from placesim.api.reproduction import default_folder
    from placesim.api.sensitivities import sensitivity_plan
    from placesim.report.terminal.sensitivity import print_sensitivity

    began = time.perf_counter()
    council = playing.council(file)
    show(council.warnings(options_of(council, scenarios) if scenarios else []))
    figure: dict[str, Any] = {"of": of, "full": full, "points": points}
    asked: dict[str, Any] = {"replications": replications, "seed": playing.seed, **figure}
    # said before anything is simulated, in a pipe or a log too
    print_line(sensitivity_plan(council, scenarios or [], **asked, engine=playing.engine).cost(playing.workers))
    sys.stdout.flush()
    folder = out or default_folder(file, "sensitivity")
    result = api.sensitivity(council, scenarios or [], **asked, out=folder, reports=reports, **playing.by)
    print_sensitivity(result.study(folder), folder, time.perf_counter() - began)
