"""`placesim run`: one configuration, many futures."""

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from placesim.commands.arguments import (
    EVERY_REPORT,
    Assumptions,
    Configuration,
    Count,
    Debug,
    First,
    Replications,
    Reports,
    ShardFile,
    Since,
    named,
)
from placesim.commands.exit_codes import with_exit_codes
from placesim.commands.parts import part_asked
from placesim.commands.playing import Playing, with_playing
from placesim.commands.warnings import show
from placesim.report.terminal.lines import print_line


@with_exit_codes
@with_playing
def run(
    file: Configuration,
    replications: Replications = 200,
    assumptions: Assumptions = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the results. [default: reports/ and the configuration's name]")
    ] = None,
    episodes: Annotated[
        bool, typer.Option("--episodes", help="Also write every placement and every child of every future.")
    ] = False,
    since: Since = None,
    reports: Reports = EVERY_REPORT,
    first: First = None,
    count: Count = None,
    shard: ShardFile = None,
    *,
    playing: Playing,
    debug: Debug = False,
) -> None:
    """Simulate one configuration many times; write its tables and its report."""
    from placesim import api
    from placesim.api.reproduction import default_folder
    from placesim.experiment.outputs import caution
    from placesim.report.terminal.monitoring import print_monitoring
    from placesim.report.terminal.summaries import print_summary

    part = part_asked(first, count, shard, episodes=episodes, out=out, since=since, reports=reports != EVERY_REPORT)
    began = time.perf_counter()
    council = playing.council(file)
    show(council.warnings())
    played: dict[str, Any] = {"replications": replications, **playing.by, "assumptions": named(assumptions)}
    if part:
        part.play(council, None, **played, seed=playing.seed)
        return
    folder = out or default_folder(file)
    written: dict[str, Any] = {"episodes": episodes, "out": folder, "since": since, "reports": reports}
    result = api.run(council, seed=playing.seed, **written, **played)
    print_monitoring(result.monitored, result.council.baseline.rag)
    print_summary(result.study, folder, time.perf_counter() - began)
    if episodes and (warning := caution(council.baseline)):
        print_line(warning)
