"""The commands: parse, call, print. No logic lives here."""

import sys
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from placesim import __version__
from placesim.model import build

if TYPE_CHECKING:
    from placesim.calibration.agreement import Agreement

app = typer.Typer(
    name="placesim",
    help=(
        "Simulate children in care and scarce placements: what happens to cost and to out-of-borough rates.\n\n"
        "`run` simulates a configuration as it is, `compare` sets options against it on the same luck, and `sweep` "
        "varies one number of an option. `check` tells what to mend in any file before anything is simulated."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

BAD_INPUT = 2
RUN_FAILED = 1

Configuration = Annotated[
    Path, typer.Argument(help="A configuration file, as in configs/halton.yaml.", show_default=False)
]
PublishedFile = Annotated[
    Path, typer.Argument(help="Published figures, as in configs/halton_published.yaml.", show_default=False)
]
Replications = Annotated[int, typer.Option(min=2, max=100_000, help="How many futures to simulate.")]
Seed = Annotated[
    int, typer.Option(min=0, max=2**31 - 1, help="The luck of the study; the same seed gives the same figures.")
]
Years = Annotated[float | None, typer.Option(min=0.1, max=30, help="Years to simulate. [default: as configured]")]
Workers = Annotated[int | None, typer.Option(min=1, max=256, help="Processes to use. [default: one per processor]")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the program's own trace when something fails.")]


def main() -> None:
    """Run the command line."""
    app()


def told_plainly(command: Callable[..., None]) -> Callable[..., None]:
    """Turn a command's failures into messages and exit codes: 2 for bad input, 1 for a run that failed."""

    @wraps(command)
    def wrapped(*args: Any, debug: bool = False, **options: Any) -> None:
        from placesim.config.yaml_files import InputError

        try:
            command(*args, debug=debug, **options)
        except InputError as error:
            if debug:
                raise
            _fail(str(error), BAD_INPUT)
        except KeyboardInterrupt:
            _fail("Stopped before the end; nothing was written.", RUN_FAILED)
        except Exception as error:
            if debug:
                raise
            _fail(_reason(error), RUN_FAILED)

    return wrapped


def _reason(error: Exception) -> str:
    from placesim.experiment.replications import RunFailedError

    if isinstance(error, RunFailedError):
        return f"The run failed: {error}"
    if isinstance(error, OSError):
        return f"The run failed: {error.strerror or error}: {error.filename or ''}".rstrip(": ")
    return f"The run failed ({type(error).__name__}: {error}). Run again with --debug and report what it shows."


def _fail(message: str, code: int) -> None:
    print(message, file=sys.stderr)
    sys.exit(code)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"placesim {__version__} (model: {build()})")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Simulate children in care and scarce placements."""


@app.command(epilog="Example: placesim check configs/halton.yaml configs/scenarios/halton")
@told_plainly
def check(
    files: Annotated[
        list[Path], typer.Argument(help="Configurations, scenarios, published figures; or folders.", show_default=False)
    ],
    debug: Debug = False,
) -> None:
    """Check files and say, line by line, what to mend; scenarios against the one configuration given with them."""
    from placesim.calibration.pair import sound
    from placesim.config.scenario_files import scenario_paths
    from placesim.config.yaml_files import InputError

    faults: list[str] = []
    files = scenario_paths(files)
    for path in files:
        try:
            print(f"{path}: good. {sound(path, files)}")
        except InputError as error:
            faults.append(str(error))
    if faults:
        _fail("\n".join(faults), BAD_INPUT)


@app.command(epilog="Example: placesim run configs/example.yaml --replications 50 --years 3 --out reports/trial")
@told_plainly
def run(
    file: Configuration,
    replications: Replications = 200,
    seed: Seed = 1,
    years: Years = None,
    workers: Workers = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the results. [default: reports/ and the configuration's name]")
    ] = None,
    episodes: Annotated[
        bool, typer.Option("--episodes", help="Also write every placement and every child of every future.")
    ] = False,
    debug: Debug = False,
) -> None:
    """Simulate one configuration many times; write its tables and its report."""
    from placesim.config.loading import evidence_for, input_files, load_baseline
    from placesim.experiment.again import RunSettings, run_command, write_manifest
    from placesim.experiment.destinations import MANIFEST, finished_folder, require_folder
    from placesim.experiment.outputs import caution, write_tables
    from placesim.experiment.replications import replicate
    from placesim.report.terminal import print_summary, replication_progress

    began = time.perf_counter()
    baseline = load_baseline(file, years)
    evidence, inputs = evidence_for(file, baseline), input_files(file, baseline)
    folder = out or Path("reports") / file.stem
    require_folder(folder, inputs)
    command = run_command(file, replications, seed, years=years, episodes=episodes, out=out)
    settings = RunSettings(command, file, replications, seed, baseline.years, tuple(inputs))
    with replication_progress(replications) as progress:
        [outcomes] = replicate({"baseline": baseline}, replications, seed, workers, episodes, progress)
    with finished_folder(folder) as staging:
        write_tables(staging, {"baseline": baseline}, [outcomes], episodes)
        from placesim.report.run.html import write_run_report

        write_run_report(staging / "report.html", baseline, outcomes, settings, evidence)
        write_manifest(staging / MANIFEST, settings, time.perf_counter() - began)
    print_summary(baseline, outcomes, folder, time.perf_counter() - began)
    if episodes and (warning := caution(baseline)):
        print(warning)


@app.command(epilog="Example: placesim compare configs/halton.yaml configs/scenarios/halton")
@told_plainly
def compare(
    file: Configuration,
    scenarios: Annotated[list[Path], typer.Argument(help="Scenario files, or folders of them.", show_default=False)],
    replications: Replications = 300,
    seed: Seed = 1,
    years: Years = None,
    precision: Annotated[
        float | None,
        typer.Option(
            min=0.001,
            help="Add replications until half the 95% interval of each difference is within this: below 1 a share of "
            "the difference (0.1), from 1 on in its own unit (50000 pounds).",
        ),
    ] = None,
    of: Annotated[
        str, typer.Option(help="With --precision: the figure meant, as measure, measure/group or measure/group/year.")
    ] = "spend",
    most: Annotated[int, typer.Option(min=2, max=100_000, help="With --precision: replications at most.")] = 1000,
    workers: Workers = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for the results. [default: reports/ and the configuration's name, with -options]"),
    ] = None,
    template: Annotated[
        Path | None, typer.Option(help="A Word document whose styles report.docx takes.", show_default=False)
    ] = None,
    measures: Annotated[
        bool, typer.Option("--measures", help="Also write measures.csv, every figure of every future (large).")
    ] = False,
    debug: Debug = False,
) -> None:
    """Compare options with a configuration, on the same luck; write tables, report.html, .xlsx and .docx."""
    from placesim.config.loading import evidence_folder_of, evidence_for, input_files, load_baseline
    from placesim.config.scenario_files import BASELINE, load_options, scenario_paths
    from placesim.experiment.again import RunSettings, compare_command, write_manifest
    from placesim.experiment.comparison_tables import write_comparison
    from placesim.experiment.destinations import MANIFEST, finished_folder, require_folder
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
    styled = [require_template(template)] if template else []
    files = [*input_files(file, baseline), *(path for option in options for path in option.inputs), *styled]
    inputs = tuple(dict.fromkeys(files))
    require_folder(folder, inputs)
    command = compare_command(
        file,
        scenarios,
        replications,
        seed,
        years=years,
        precision=wanted,
        measures=measures,
        template=template,
        out=out,
    )
    baselines = {BASELINE: baseline, **{option.scenario.name: option.baseline for option in options}}
    with replication_progress(replications * len(baselines)) as progress:
        comparison = compared(baselines, replications, seed, workers, wanted, progress, progress.more)
    done = len(comparison.baseline.values)
    settings = RunSettings(command, file, done, seed, baseline.years, inputs)
    evidence = {**evidence_for(file, baseline), **{k: v for option in options for k, v in option.evidence.items()}}
    with finished_folder(folder) as staging:
        write_comparison(staging, comparison, baselines, measures)
        write_reports(staging, Comparing(baseline, comparison, tuple(options), settings, evidence, wanted), template)
        write_manifest(staging / MANIFEST, settings, time.perf_counter() - began)
    print_comparison(comparison, folder, time.perf_counter() - began)
    for line in precision_lines(comparison, wanted) if wanted else []:
        print(line)


@app.command(
    epilog=(
        "Example: placesim sweep configs/halton.yaml configs/scenarios/halton/c_two_homes_only.yaml "
        "--vary beds --values 0:12:2"
    )
)
@told_plainly
def sweep(
    file: Configuration,
    scenario: Annotated[Path, typer.Argument(help="A scenario file.", show_default=False)],
    vary: Annotated[
        str,
        typer.Option(help="The number to vary, as the scenario's interventions call it: beds, weekly_fee, months ..."),
    ],
    values: Annotated[str, typer.Option(help="What to set it to: 0:12:2 (from, to, step) or 0,3,6.")],
    only: Annotated[
        int | None,
        typer.Option(help="Vary one intervention only, by its number from 1. [default: all that have the number]"),
    ] = None,
    replications: Replications = 200,
    seed: Seed = 1,
    years: Years = None,
    workers: Workers = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for the results. [default: reports/, the names of both files, and what is varied]"),
    ] = None,
    debug: Debug = False,
) -> None:
    """Vary one number of an option on the same luck: where it breaks even, and where more adds nothing."""
    from placesim.config.loading import evidence_folder_of, evidence_for, input_files, load_baseline
    from placesim.config.scenario_files import load_option
    from placesim.config.variants import values_of, variants
    from placesim.experiment.again import RunSettings, sweep_command, write_manifest
    from placesim.experiment.destinations import MANIFEST, finished_folder, require_folder
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
    inputs = tuple(dict.fromkeys([*input_files(file, baseline), *option.inputs]))
    require_folder(folder, inputs)
    command = sweep_command(file, scenario, vary, values, only, replications, seed, years=years, out=out)
    settings = RunSettings(command, file, replications, seed, baseline.years, inputs)
    with replication_progress(replications * (len(made.values) + 1)) as progress:
        found = swept(made, baseline, replications, seed, workers, progress)
    sweeping = Sweeping(baseline, made, found, settings, {**evidence_for(file, baseline), **option.evidence})
    with finished_folder(folder) as staging:
        write_sweep(staging, found, made)
        write_sweep_html(staging / "report.html", sweeping)
        write_manifest(staging / MANIFEST, settings, time.perf_counter() - began)
    print_sweep(sweeping, folder, time.perf_counter() - began)


@app.command(
    epilog="Example: placesim agree configs/halton.yaml configs/halton_published.yaml --out docs/halton_agreement.md"
)
@told_plainly
def agree(
    file: Configuration,
    published: PublishedFile,
    replications: Replications = 200,
    seed: Seed = 1,
    workers: Workers = None,
    out: Annotated[Path | None, typer.Option(help="Also write the table to this Markdown file.")] = None,
    debug: Debug = False,
) -> None:
    """Compare a configuration's simulated figures with published ones, in one table."""
    from placesim.calibration.agreement import agreements, page, verdict
    from placesim.calibration.pair import load_pair
    from placesim.calibration.published import only_years_needed
    from placesim.experiment.again import agree_command
    from placesim.experiment.destinations import finished_file, require_file
    from placesim.experiment.replications import replicate
    from placesim.report.terminal import replication_progress

    whole, figures = load_pair(file, published)
    baseline = only_years_needed(whole, figures)
    if out:
        require_file(out, [file, published], (".md",))
    with replication_progress(replications) as progress:
        [outcomes] = replicate({"baseline": baseline}, replications, seed, workers, progress=progress)
    found = agreements(figures, outcomes, str(published))
    if out:
        command = agree_command(file, published, replications, seed, out)
        with finished_file(out) as staged:
            staged.write_text(page(figures, found, command), encoding="utf-8", newline="\n")
    _print_agreement(figures.name, found)
    print(verdict(found))
    if out:
        print(f"Written: {out}")


@app.command(
    epilog="Example: placesim calibrate configs/halton.yaml configs/halton_published.yaml --out calibrated.yaml"
)
@told_plainly
def calibrate(
    file: Configuration,
    published: PublishedFile,
    out: Annotated[Path, typer.Option(help="Where to write the calibrated configuration.", show_default=False)],
    replications: Replications = 200,
    seed: Seed = 1,
    rounds: Annotated[int, typer.Option(min=1, max=100, help="Rounds of adjustment at most.")] = 12,
    workers: Workers = None,
    debug: Debug = False,
) -> None:
    """Scale the numbers that published figures name until the simulation agrees; needs no child-level data."""
    from placesim.calibration.aggregates import calibrate as calibrated_to
    from placesim.calibration.agreement import verdict
    from placesim.calibration.scaling import write_scaled
    from placesim.experiment.destinations import require_file
    from placesim.report.terminal import print_table, replication_progress

    require_file(out, [file, published], (".yaml", ".yml"))
    with replication_progress(rounds, "Rounds") as progress:
        result = calibrated_to(file, published, replications, seed, rounds, workers, progress)
    write_scaled(file, published, result.published, result.factors, out)
    _print_agreement(result.published.name, result.found)
    factors = [(figure, f"{factor:.3f}") for figure, factor in result.factors.items()]
    print_table(
        f"After {result.rounds} round{'s' * (result.rounds != 1)}", ("To reach", "numbers were multiplied by"), factors
    )
    print(verdict(result.found))
    for warning in result.warnings:
        print(f"Warning: {warning}")
    print(f"Written: {out}. Run `placesim check {out}`, then look at what changed before you use it.")


def _print_agreement(name: str, found: "list[Agreement]") -> None:
    from placesim.calibration.agreement import BRIEF_HEADINGS, HEADINGS, brief_rows, table_rows
    from placesim.report.terminal import print_table

    print_table(name, HEADINGS, table_rows(found), (BRIEF_HEADINGS, brief_rows(found)))


if __name__ == "__main__":
    main()
