"""`placesim sweep`: one number of an option over a range."""

import time
from pathlib import Path
from typing import Annotated

import typer

from placesim.commands.arguments import Configuration, Debug, Engine, Replications, Seed, Workers, Years
from placesim.commands.exit_codes import with_exit_codes
from placesim.commands.warnings import show
from placesim.model import default_engine

Vary = Annotated[
    str, typer.Option(help="The number to vary, as the scenario's interventions call it: beds, weekly_fee, months ...")
]
Values = Annotated[str, typer.Option(help="What to set it to: 0:12:2 (from, to, step) or 0,3,6.")]
Only = Annotated[
    int | None,
    typer.Option(help="Vary one intervention only, by its number from 1. [default: all that have the number]"),
]
Out = Annotated[
    Path | None,
    typer.Option(help="Folder for the results. [default: reports/, the names of both files, and what is varied]"),
]


@with_exit_codes
def sweep(
    file: Configuration,
    scenario: Annotated[Path, typer.Argument(help="A scenario file.", show_default=False)],
    vary: Vary,
    values: Values,
    only: Only = None,
    replications: Replications = 200,
    seed: Seed = 1,
    years: Years = None,
    workers: Workers = None,
    engine: Engine = None,
    out: Out = None,
    debug: Debug = False,
) -> None:
    """Vary one number of an option on the same luck: where it breaks even, and where more adds nothing."""
    from placesim.config.input_files import InputFiles
    from placesim.config.loading import evidence_folder_of, load_baseline
    from placesim.config.scenario_files import evidence_of, load_option
    from placesim.config.variants import values_of, variants
    from placesim.config.warnings.told import warnings_of
    from placesim.experiment.command_lines import sweep_command
    from placesim.experiment.destinations import owned_folder
    from placesim.experiment.manifest import RunSettings, finished_run
    from placesim.experiment.sweep import swept
    from placesim.experiment.sweep_tables import write_sweep
    from placesim.report.paper.writers import write_report
    from placesim.report.scripts.sweep import sweep_report
    from placesim.report.sweep_study import SweepStudy
    from placesim.report.terminal.progress import replication_progress
    from placesim.report.terminal.summaries import print_sweep

    began = time.perf_counter()
    files = InputFiles()
    baseline = load_baseline(file, years, files)
    option = load_option(scenario, baseline, evidence_folder_of(file, baseline), files)
    varied = variants(option, baseline, vary, values_of(values), only)
    show(warnings_of(file, baseline, [option], files))
    folder = out or Path("reports") / f"{file.stem}-{scenario.stem}-{vary}"
    evidence = evidence_of(file, baseline, [option], files)
    command = sweep_command(file, scenario, vary, values, only, replications, seed, years=years, out=out)
    settings = RunSettings(command, file, replications, seed, baseline.years, files.read, engine or default_engine())
    with owned_folder(folder, files.paths):
        with replication_progress(replications * (len(varied.values) + 1)) as progress:
            result = swept(varied, baseline, replications, seed, workers, progress, engine)
        study = SweepStudy(baseline, varied, result, settings, evidence)
        with finished_run(folder, settings, began) as staging:
            write_sweep(staging, result, varied)
            write_report(staging, sweep_report(study))
    print_sweep(study, folder, time.perf_counter() - began)
