"""`placesim run`: one configuration, many futures."""

import time
from pathlib import Path
from typing import Annotated

import typer

from placesim.commands.arguments import Configuration, Debug, Engine, Replications, Seed, Workers, Years
from placesim.commands.exit_codes import with_exit_codes
from placesim.commands.warnings import show
from placesim.report.terminal.lines import print_line


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
    from placesim import api
    from placesim.api.reproduction import default_folder
    from placesim.experiment.outputs import caution
    from placesim.report.terminal.summaries import print_summary

    began = time.perf_counter()
    council = api.load(file, years)
    show(council.warnings())
    folder = out or default_folder(file)
    result = api.run(council, replications, seed, workers, episodes=episodes, out=folder, engine=engine)
    print_summary(result.study, folder, time.perf_counter() - began)
    if episodes and (warning := caution(council.baseline)):
        print_line(warning)
