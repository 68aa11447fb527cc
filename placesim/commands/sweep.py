"""`placesim sweep`: one number of an option over a range."""

import time
from pathlib import Path
from typing import Annotated

import typer

from placesim.commands.arguments import Configuration, Debug, Engine, Replications, Seed, Workers, Years
from placesim.commands.exit_codes import with_exit_codes
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
    from placesim.config.loading import evidence_folder_of, load_baseline
    from placesim.config.scenario_files import drawn_on, load_option
    from placesim.config.variants import values_of, variants
    from placesim.experiment.command_lines import sweep_command
    from placesim.experiment.destinations import require_folder
    from placesim.experiment.manifest import RunSettings, finished_run
    from placesim.experiment.sweep import swept
    from placesim.experiment.sweep_tables import write_sweep
    from placesim.report.sweep.html import write_sweep_html
    from placesim.report.sweep.sweeping import Sweeping
    from placesim.report.sweep.terminal import print_sweep
    from placesim.report.terminal import replication_progress

    began = time.perf_counter()
    baseline = load_baseline(file, years)
    option = load_option(scenario, baseline, evidence_folder_of(file, baseline))
    made = variants(option, baseline, vary, values_of(values), only)
    folder = out or Path("reports") / f"{file.stem}-{scenario.stem}-{vary}"
    inputs, evidence = drawn_on(file, baseline, [option])
    require_folder(folder, inputs)
    command = sweep_command(file, scenario, vary, values, only, replications, seed, years=years, out=out)
    settings = RunSettings(command, file, replications, seed, baseline.years, inputs, engine or default_engine())
    with replication_progress(replications * (len(made.values) + 1)) as progress:
        found = swept(made, baseline, replications, seed, workers, progress, engine)
    sweeping = Sweeping(baseline, made, found, settings, evidence)
    with finished_run(folder, settings, began) as staging:
        write_sweep(staging, found, made)
        write_sweep_html(staging / "report.html", sweeping)
    print_sweep(sweeping, folder, time.perf_counter() - began)
