"""`placesim compare`: options against a configuration, on the same luck."""

import time
from pathlib import Path
from typing import Annotated

import typer

from placesim.commands.arguments import Configuration, Debug, Engine, Replications, Seed, Workers, Years
from placesim.commands.exit_codes import with_exit_codes
from placesim.model import default_engine

Scenarios = Annotated[list[Path], typer.Argument(help="Scenario files, or folders of them.", show_default=False)]
Within = Annotated[
    float | None,
    typer.Option(
        min=0.001,
        help="Add replications until half the 95% interval of each difference is within this: below 1 a share of "
        "the difference (0.1), from 1 on in its own unit (50000 pounds).",
    ),
]
Figure = Annotated[
    str, typer.Option(help="With --precision: the figure meant, as measure, measure/group or measure/group/year.")
]
Most = Annotated[int, typer.Option(min=2, max=100_000, help="With --precision: replications at most.")]
Out = Annotated[
    Path | None,
    typer.Option(help="Folder for the results. [default: reports/ and the configuration's name, with -options]"),
]
Template = Annotated[
    Path | None, typer.Option(help="A Word document whose styles report.docx takes.", show_default=False)
]
Measures = Annotated[
    bool, typer.Option("--measures", help="Also write measures.csv, every figure of every future (large).")
]


@with_exit_codes
def compare(
    file: Configuration,
    scenarios: Scenarios,
    replications: Replications = 300,
    seed: Seed = 1,
    years: Years = None,
    precision: Within = None,
    of: Figure = "spend",
    most: Most = 1000,
    workers: Workers = None,
    engine: Engine = None,
    out: Out = None,
    template: Template = None,
    measures: Measures = False,
    debug: Debug = False,
) -> None:
    """Compare options with a configuration, on the same luck; write tables, report.html, .xlsx and .docx."""
    from placesim.config.loading import evidence_folder_of, load_baseline
    from placesim.config.scenario_files import BASELINE, drawn_on, load_options, scenario_paths
    from placesim.experiment.command_lines import compare_command
    from placesim.experiment.comparison_tables import write_comparison
    from placesim.experiment.destinations import require_folder
    from placesim.experiment.manifest import RunSettings, finished_run
    from placesim.experiment.precision import compared, precision_about
    from placesim.report.comparison.comparing import Comparing
    from placesim.report.comparison.reports import require_template, write_reports
    from placesim.report.comparison.terminal import precision_lines, print_comparison
    from placesim.report.terminal import replication_progress

    began = time.perf_counter()
    baseline = load_baseline(file, years)
    options = load_options(scenario_paths(scenarios), baseline, evidence_folder_of(file, baseline))
    wanted = precision_about(of, precision, most, baseline) if precision else None
    folder = out or Path("reports") / f"{file.stem}-options"
    inputs, evidence = drawn_on(file, baseline, options)
    inputs += (require_template(template),) if template else ()
    require_folder(folder, inputs)
    asked = (file, scenarios, replications, seed)
    command = compare_command(*asked, years=years, precision=wanted, measures=measures, template=template, out=out)
    baselines = {BASELINE: baseline, **{option.scenario.name: option.baseline for option in options}}
    with replication_progress(replications * len(baselines)) as progress:
        comparison = compared(baselines, replications, seed, workers, wanted, progress, progress.more, engine)
    done = len(comparison.baseline.values)
    settings = RunSettings(command, file, done, seed, baseline.years, inputs, engine or default_engine())
    with finished_run(folder, settings, began) as staging:
        write_comparison(staging, comparison, baselines, measures)
        write_reports(staging, Comparing(baseline, comparison, tuple(options), settings, evidence, wanted), template)
    print_comparison(comparison, folder, time.perf_counter() - began)
    for line in precision_lines(comparison, wanted) if wanted else []:
        print(line)
