"""`placesim compare`: options against a configuration, on the same luck."""

import time
from pathlib import Path
from typing import Annotated

import typer

from placesim.commands.arguments import Configuration, Debug, Engine, Replications, Seed, Workers, Years
from placesim.commands.exit_codes import with_exit_codes
from placesim.commands.warnings import show
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
LongTables = Annotated[
    bool, typer.Option("--long-tables", help="Also put every difference into report.xlsx (thousands of rows).")
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
    long_tables: LongTables = False,
    debug: Debug = False,
) -> None:
    """Compare options with a configuration, on the same luck; write tables, report.html, .xlsx and .docx."""
    from placesim.config.input_files import InputFiles
    from placesim.config.loading import evidence_folder_of, load_baseline
    from placesim.config.scenario_files import BASELINE, evidence_of, load_options, scenario_paths
    from placesim.config.warnings.told import warnings_of
    from placesim.experiment.command_lines import compare_command
    from placesim.experiment.comparison_tables import write_comparison
    from placesim.experiment.destinations import owned_folder
    from placesim.experiment.manifest import RunSettings, finished_run
    from placesim.experiment.precision import compared, precision_about
    from placesim.report.comparison_study import ComparisonStudy
    from placesim.report.paper.document_styles import MOST_BYTES, readable_template
    from placesim.report.paper.writers import write_report
    from placesim.report.scripts.compare import compare_report
    from placesim.report.terminal.progress import replication_progress
    from placesim.report.terminal.summaries import precision_lines, print_comparison

    began = time.perf_counter()
    files = InputFiles()
    baseline = load_baseline(file, years, files)
    options = load_options(scenario_paths(scenarios), baseline, evidence_folder_of(file, baseline), files)
    wanted = precision_about(of, precision, most, baseline) if precision else None
    show(warnings_of(file, baseline, options, files))
    folder = out or Path("reports") / f"{file.stem}-options"
    evidence = evidence_of(file, baseline, options, files)
    if template:
        readable_template(template)
        files.content(template, MOST_BYTES)
    asked = (file, scenarios, replications, seed)
    command = compare_command(
        *asked, years=years, precision=wanted, measures=measures, long_tables=long_tables, template=template, out=out
    )
    baselines = {BASELINE: baseline, **{option.scenario.name: option.baseline for option in options}}
    with owned_folder(folder, files.paths):
        with replication_progress(replications * len(baselines)) as progress:
            comparison = compared(baselines, replications, seed, workers, wanted, progress, progress.more, engine)
        done = len(comparison.baseline.values)
        settings = RunSettings(command, file, done, seed, baseline.years, files.read, engine or default_engine())
        study = ComparisonStudy(baseline, comparison, tuple(options), settings, evidence, wanted)
        with finished_run(folder, settings, began) as staging:
            write_comparison(staging, comparison, baselines, measures)
            write_report(staging, compare_report(study, long_tables), template)
    print_comparison(study, folder, time.perf_counter() - began)
    for line in precision_lines(study):
        print(line)
