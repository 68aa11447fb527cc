"""`placesim agree` and `placesim calibrate`: a configuration and published figures."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from placesim.commands.arguments import Configuration, Debug, Engine, PublishedFile, Replications, Seed, Workers
from placesim.commands.exit_codes import RUN_FAILED, fail, with_exit_codes
from placesim.report.terminal.lines import print_line

if TYPE_CHECKING:
    from placesim.calibration.aggregates import Calibrated
    from placesim.calibration.agreement import Agreement
    from placesim.calibration.drift import Drift


@with_exit_codes
def agree(
    file: Configuration,
    published: PublishedFile,
    replications: Replications = 200,
    seed: Seed = 1,
    drift: Annotated[
        bool,
        typer.Option(
            "--drift",
            help="Also tell where the number in each placement type goes if nothing changes, and what drives it.",
        ),
    ] = False,
    workers: Workers = None,
    engine: Engine = None,
    out: Annotated[Path | None, typer.Option(help="Also write the table to this Markdown file.")] = None,
    debug: Debug = False,
) -> None:
    """Compare a configuration's simulated figures with published ones, in one table."""
    from placesim.calibration.agreement import agreements, page, verdict
    from placesim.calibration.drift import drift_of, section
    from placesim.calibration.kinds import asked_for
    from placesim.calibration.pair import load_pair
    from placesim.calibration.published import only_years_needed
    from placesim.config.input_files import InputFiles
    from placesim.config.yaml_files import read_yaml
    from placesim.experiment.command_lines import agree_command
    from placesim.experiment.destinations import finished_file, require_file
    from placesim.experiment.replications import replicate
    from placesim.report.terminal.progress import replication_progress

    files = InputFiles()
    whole, figures = load_pair(file, published, files)
    baseline = whole if drift else only_years_needed(whole, figures)
    if out:
        require_file(out, [file, published], (".md",))
    with replication_progress(replications) as progress:
        [outcomes] = replicate(
            {"baseline": baseline},
            replications,
            seed,
            workers,
            progress=progress,
            engine=engine,
            also=asked_for(figures),
        )
    found = agreements(figures, outcomes, str(published))
    drifting = drift_of(whole, outcomes, figures, read_yaml(file, files)) if drift else []
    if out:
        command = agree_command(file, published, replications, seed, drift=drift, out=out)
        with finished_file(out) as staged:
            text = page(figures, found, command) + (section(drifting) if drift else "")
            staged.write_text(text, encoding="utf-8", newline="\n")
    _print_agreement(figures.name, found)
    print_line(verdict(found))
    if drift:
        _print_drift(drifting)
    if out:
        print_line(f"Written: {out}")


@with_exit_codes
def calibrate(
    file: Configuration,
    published: PublishedFile,
    out: Annotated[Path, typer.Option(help="Where to write the calibrated configuration.", show_default=False)],
    replications: Replications = 200,
    seed: Seed = 1,
    rounds: Annotated[int, typer.Option(min=1, max=100, help="Steps tried at most.")] = 20,
    workers: Workers = None,
    engine: Engine = None,
    debug: Debug = False,
) -> None:
    """Scale the numbers that published figures name until the simulation agrees; needs no child-level data.

    Ends with code 1 where a figure was not reached; the nearest that was found is written all the same.
    """
    from placesim.calibration.aggregates import calibrate as calibrated_to
    from placesim.calibration.outcome import remarks
    from placesim.calibration.scaling import write_scaled
    from placesim.calibration.trials import Playing
    from placesim.config.input_files import InputFiles
    from placesim.experiment.destinations import require_file
    from placesim.report.terminal.progress import replication_progress

    require_file(out, [file, published], (".yaml", ".yml"))
    files = InputFiles()
    with replication_progress(0) as progress:
        playing = Playing(replications, seed, workers, engine, progress, progress.more)
        result = calibrated_to(file, published, playing, rounds, files)
    write_scaled(file, published, result.factors, out, files, remarks(result))
    _print_calibration(result)
    print_line(f"Written: {out}. Run `placesim check {out}`, then look at what changed before you use it.")
    if missed := len(result.not_reached):
        fail(
            f"Not every figure was reached: {missed} of {len(result.published.fitted)} fitted do not agree.", RUN_FAILED
        )


def _print_agreement(name: str, found: "list[Agreement]") -> None:
    from placesim.calibration.agreement import BRIEF_HEADINGS, HEADINGS, brief_rows, parts, table_rows
    from placesim.report.terminal.tables import print_table

    for heading, items in parts(found):
        title = f"{name} ({heading})" if heading else name
        print_table(title, HEADINGS, table_rows(items), (BRIEF_HEADINGS, brief_rows(items)))


def _print_calibration(result: "Calibrated") -> None:
    from placesim.calibration.agreement import verdict
    from placesim.calibration.outcome import FACTOR_HEADINGS, HEADINGS, factor_rows, rows
    from placesim.report.terminal.tables import print_table

    for heading, found in rows(result):
        print_table(f"{result.published.name} ({heading})", HEADINGS, found)
    print_table(f"After {result.rounds} round{'s' * (result.rounds != 1)}", FACTOR_HEADINGS, factor_rows(result))
    print_line(verdict(result.found))
    for missed in result.not_reached:
        print_line(missed.sentence)
    for warning in result.warnings:
        print_line(f"Warning: {warning}")


def _print_drift(found: "list[Drift]") -> None:
    from placesim.calibration.drift import (
        BRIEF_HEADINGS,
        HANGS_ON_HEADINGS,
        brief_rows,
        hangs_on_rows,
        headings,
        rows,
        sentences,
    )
    from placesim.report.terminal.tables import print_table

    title = "Where the numbers go if nothing changes: by arithmetic (simulated mean)"
    print_table(title, headings(found), rows(found), (BRIEF_HEADINGS, brief_rows(found)))
    if any(one.hangs_on for one in found):
        print_table("What those that drift hang on most", HANGS_ON_HEADINGS, hangs_on_rows(found))
    for sentence in sentences(found):
        print_line(sentence)
