"""`placesim run`: one configuration, many futures."""

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from placesim.commands.arguments import (
    Assumptions,
    Cluster,
    Configuration,
    Count,
    Debug,
    Engine,
    First,
    Ranges,
    Replications,
    Seed,
    SendChildren,
    ShardFile,
    Since,
    Workers,
    Years,
)
from placesim.commands.exit_codes import with_exit_codes
from placesim.commands.parts import part_asked
from placesim.commands.warnings import show
from placesim.report.terminal.lines import print_line


@with_exit_codes
def run(
    file: Configuration,
    replications: Replications = 200,
    seed: Seed = 1,
    years: Years = None,
    ranges: Ranges = None,
    assumptions: Assumptions = None,
    workers: Workers = None,
    engine: Engine = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the results. [default: reports/ and the configuration's name]")
    ] = None,
    episodes: Annotated[
        bool, typer.Option("--episodes", help="Also write every placement and every child of every future.")
    ] = False,
    since: Since = None,
    cluster: Cluster = None,
    send_children: SendChildren = False,
    first: First = None,
    count: Count = None,
    shard: ShardFile = None,
    debug: Debug = False,
) -> None:
    """Simulate one configuration many times; write its tables and its report."""
    from placesim import api
    from placesim.api.reproduction import default_folder
    from placesim.experiment.outputs import caution
    from placesim.report.terminal.monitoring import print_monitoring
    from placesim.report.terminal.summaries import print_summary

    part = part_asked(first, count, shard, episodes=episodes, out=out, since=since)
    began = time.perf_counter()
    council = api.load(file, years, ranges)
    show(council.warnings())
    played_by: dict[str, Any] = {
        "workers": workers,
        "engine": engine,
        "cluster": cluster,
        "send_children": send_children,
        "assumptions": assumptions and str(assumptions),
    }
    if part:
        asked: dict[str, Any] = {"first": part.first, "count": part.count, "replications": replications, "seed": seed}
        api.shard(part.file, council, **asked, **played_by)
        print_line(part.told(replications))
        return
    folder = out or default_folder(file)
    result = api.run(council, replications, seed, episodes=episodes, out=folder, since=since, **played_by)
    print_monitoring(result.monitored, result.council.baseline.rag)
    print_summary(result.study, folder, time.perf_counter() - began)
    if episodes and (warning := caution(council.baseline)):
        print_line(warning)
