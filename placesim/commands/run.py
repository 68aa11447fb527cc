"""`placesim run`: one configuration, many futures."""

import time
from pathlib import Path
from typing import Annotated

import typer

from placesim.commands.arguments import Configuration, Debug, Engine, Replications, Seed, Workers, Years
from placesim.commands.exit_codes import with_exit_codes
from placesim.commands.warnings import show
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
    from placesim.config.input_files import InputFiles
    from placesim.config.loading import evidence_for, load_baseline
    from placesim.config.warnings.told import warnings_of
    from placesim.experiment.command_lines import run_command
    from placesim.experiment.destinations import owned_folder
    from placesim.experiment.manifest import RunSettings, finished_run
    from placesim.experiment.outputs import caution, write_tables
    from placesim.experiment.replications import replicate
    from placesim.report.paper.writers import write_report
    from placesim.report.scripts.run import run_report
    from placesim.report.study import Study
    from placesim.report.terminal.progress import replication_progress
    from placesim.report.terminal.summaries import print_summary

    began = time.perf_counter()
    files = InputFiles()
    baseline = load_baseline(file, years, files)
    evidence = evidence_for(file, baseline, files)
    show(warnings_of(file, baseline, files=files))
    folder = out or Path("reports") / file.stem
    command = run_command(file, replications, seed, years=years, episodes=episodes, out=out)
    settings = RunSettings(command, file, replications, seed, baseline.years, files.read, engine or default_engine())
    with owned_folder(folder, files.paths):
        with replication_progress(replications) as progress:
            asked = (replications, seed, workers, episodes, progress)
            [outcomes] = replicate({"baseline": baseline}, *asked, engine=engine)
        study = Study(baseline, outcomes)
        with finished_run(folder, settings, began) as staging:
            write_tables(staging, {"baseline": baseline}, [outcomes], episodes)
            write_report(staging, run_report(study, settings, evidence))
    print_summary(study, folder, time.perf_counter() - began)
    if episodes and (warning := caution(baseline)):
        print(warning)
