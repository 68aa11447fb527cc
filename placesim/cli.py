"""The commands: parse, call, print. No logic lives here."""

import sys
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from placesim import __version__

app = typer.Typer(
    name="placesim",
    help="Simulate children in care and scarce placements: what happens if nothing changes, and what options would do.",
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
    """Check configurations and files of published figures; say, line by line, what to mend. Nothing is simulated."""
    from placesim.calibration.published import sound
    from placesim.config.yaml_files import InputError

    faults: list[str] = []
    for path in files:
        try:
            print(f"{path}: good. {sound(path)}")
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
    from placesim.experiment.outputs import RunSettings, finished_folder, write_manifest, write_tables
    from placesim.experiment.replications import replicate
    from placesim.report.terminal import print_summary, replication_progress

    began = time.perf_counter()
    baseline = load_baseline(file)
    if years is not None:
        baseline = baseline.replace(years=years)
    evidence = evidence_for(file, baseline)
    folder = out or Path("reports") / file.stem
    command = f"placesim run {file.as_posix()} --replications {replications} --seed {seed}" + (
        f" --years {years:g}" if years is not None else ""
    )
    settings = RunSettings(command, file, replications, seed, baseline.years, tuple(input_files(file, baseline)))
    with replication_progress(replications) as progress:
        [outcomes] = replicate({"baseline": baseline}, replications, seed, workers, episodes, progress)
    with finished_folder(folder) as staging:
        write_tables(staging, [outcomes], episodes)
        from placesim.report.html import write_run_report

        write_run_report(staging / "report.html", baseline, outcomes, settings, evidence)
        write_manifest(staging / "manifest.json", settings, time.perf_counter() - began)
    print_summary(baseline, outcomes, folder, time.perf_counter() - began)


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
    from placesim.calibration.agreement import HEADINGS, agreements, page, table_rows, verdict
    from placesim.calibration.published import load_published, only_years_needed
    from placesim.config.loading import load_baseline
    from placesim.experiment.replications import replicate
    from placesim.report.terminal import print_table, replication_progress

    figures = load_published(published)
    baseline = only_years_needed(load_baseline(file), figures)
    with replication_progress(replications) as progress:
        [outcomes] = replicate({"baseline": baseline}, replications, seed, workers, progress=progress)
    found = agreements(figures, outcomes, str(published))
    print_table(figures.name, HEADINGS, table_rows(found), text_columns=2)
    print(verdict(found))
    if out:
        command = f"placesim agree {file.as_posix()} {published.as_posix()} --replications {replications} --seed {seed}"
        out.write_text(page(figures, found, command), encoding="utf-8", newline="\n")
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
    from placesim.calibration.aggregates import write_scaled
    from placesim.calibration.agreement import HEADINGS, table_rows, verdict
    from placesim.calibration.published import load_published
    from placesim.report.terminal import print_table, replication_progress

    figures = load_published(published)
    with replication_progress(rounds, "Rounds") as progress:
        result = calibrated_to(file, figures, str(published), replications, seed, rounds, workers, progress)
    write_scaled(file, out, figures, result.factors)
    print_table(figures.name, HEADINGS, table_rows(result.found), text_columns=2)
    factors = [(figure, f"{factor:.3f}") for figure, factor in result.factors.items()]
    print_table(f"After {result.rounds} rounds", ("To reach", "numbers were multiplied by"), factors)
    print(verdict(result.found))
    print(f"Written: {out}. Run `placesim check {out}`, then look at what changed before you use it.")


if __name__ == "__main__":
    main()
