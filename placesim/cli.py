"""The commands: parse, call, print. No logic lives here."""

import sys
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from placesim import __version__

if TYPE_CHECKING:
    from placesim.calibration.agreement import Agreement

app = typer.Typer(
    name="placesim",
    help=(
        "Simulate children in care and scarce placements: what happens to cost and to out-of-borough rates.\n\n"
        "This version simulates one configuration. To try an option, copy the file, change it (say, `opens` of a "
        "planned home), run both with the same seed, and compare. Comparing many options in one command comes next."
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
        print(f"placesim {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Simulate children in care and scarce placements."""


@app.command(epilog="Example: placesim check configs/halton.yaml configs/example.yaml")
@told_plainly
def check(
    files: Annotated[list[Path], typer.Argument(help="Configuration files.", show_default=False)], debug: Debug = False
) -> None:
    """Check configurations and files of published figures; say, line by line, what to mend. Nothing is written."""
    from placesim.calibration.pair import sound
    from placesim.config.yaml_files import InputError

    faults: list[str] = []
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
    years: Annotated[
        float | None, typer.Option(min=0.1, max=30, help="Years to simulate. [default: as configured]")
    ] = None,
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
    from placesim.experiment.destinations import MANIFEST, finished_folder, require_folder
    from placesim.experiment.outputs import RunSettings, caution, run_command, write_manifest, write_tables
    from placesim.experiment.replications import replicate
    from placesim.report.terminal import print_summary, replication_progress

    began = time.perf_counter()
    baseline = load_baseline(file)
    if years is not None:
        baseline = baseline.replace(years=years)
    evidence, inputs = evidence_for(file, baseline), input_files(file, baseline)
    folder = out or Path("reports") / file.stem
    require_folder(folder, inputs)
    command = run_command(file, replications, seed, years=years, episodes=episodes, out=out)
    settings = RunSettings(command, file, replications, seed, baseline.years, tuple(inputs))
    with replication_progress(replications) as progress:
        [outcomes] = replicate({"baseline": baseline}, replications, seed, workers, episodes, progress)
    with finished_folder(folder) as staging:
        write_tables(staging, {"baseline": baseline}, [outcomes], episodes)
        from placesim.report.html import write_run_report

        write_run_report(staging / "report.html", baseline, outcomes, settings, evidence)
        write_manifest(staging / MANIFEST, settings, time.perf_counter() - began)
    print_summary(baseline, outcomes, folder, time.perf_counter() - began)
    if episodes and (warning := caution(baseline)):
        print(warning)


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
    from placesim.experiment.destinations import finished_file, require_file
    from placesim.experiment.outputs import agree_command
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
