"""`placesim run`: one configuration, many futures."""

import time
from pathlib import Path
from typing import Annotated

import typer

from placesim.commands.arguments import Configuration, Debug, Engine, Replications, Seed, Workers, Years
from placesim.commands.exit_codes import with_exit_codes
from placesim.model import default_engine


@with_exit_codes
def run(
    file: Configuration,
    replications: Replications = 200,
    seed: Seed = 1,
    years: Years = None,
    workers: Workers = None,
    engine: Engine = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the results. [default: reports/ and the configuration's name]")
    ] = None,
    episodes: Annotated[
        bool, typer.Option("--episodes", help="Also write every placement and every child of every future.")
    ] = False,
    debug: Debug = False,
) -> None:
    """Simulate one configuration many times; write its tables and its report."""
    from placesim.config.loading import load_baseline
    from placesim.config.scenario_files import drawn_on
    from placesim.experiment.command_lines import run_command
    from placesim.experiment.destinations import require_folder
    from placesim.experiment.manifest import RunSettings, finished_run
    from placesim.experiment.outputs import caution, write_tables
    from placesim.experiment.replications import replicate
    from placesim.report.terminal import print_summary, replication_progress

    began = time.perf_counter()
    baseline = load_baseline(file, years)
    inputs, evidence = drawn_on(file, baseline)
    folder = out or Path("reports") / file.stem
    require_folder(folder, inputs)
    command = run_command(file, replications, seed, years=years, episodes=episodes, out=out)
    settings = RunSettings(command, file, replications, seed, baseline.years, inputs, engine or default_engine())
    with replication_progress(replications) as progress:
        [outcomes] = replicate({"baseline": baseline}, replications, seed, workers, episodes, progress, engine=engine)
    with finished_run(folder, settings, began) as staging:
        write_tables(staging, {"baseline": baseline}, [outcomes], episodes)
        from placesim.report.run.html import write_run_report

        write_run_report(staging / "report.html", baseline, outcomes, settings, evidence)
    print_summary(baseline, outcomes, folder, time.perf_counter() - began)
    if episodes and (warning := caution(baseline)):
        print(warning)
