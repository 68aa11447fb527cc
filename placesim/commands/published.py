"""`placesim agree` and `placesim calibrate`: a configuration and published figures."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from placesim.commands.arguments import Configuration, Debug, Engine, PublishedFile, Replications, Seed, Workers
from placesim.commands.exit_codes import with_exit_codes

if TYPE_CHECKING:
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
        [outcomes] = replicate({"baseline": baseline}, replications, seed, workers, progress=progress, engine=engine)
    found = agreements(figures, outcomes, str(published))
    drifting = drift_of(whole, outcomes, figures, read_yaml(file, files)) if drift else []
    if out:
        command = agree_command(file, published, replications, seed, drift=drift, out=out)
        with finished_file(out) as staged:
            text = page(figures, found, command) + (section(drifting) if drift else "")
            staged.write_text(text, encoding="utf-8", newline="\n")
    _print_agreement(figures.name, found)
    print(verdict(found))
    if drift:
        _print_drift(drifting)
    if out:
        print(f"Written: {out}")


@with_exit_codes
def calibrate(
    file: Configuration,
    published: PublishedFile,
    out: Annotated[Path, typer.Option(help="Where to write the calibrated configuration.", show_default=False)],
    replications: Replications = 200,
    seed: Seed = 1,
    rounds: Annotated[int, typer.Option(min=1, max=100, help="Rounds of adjustment at most.")] = 12,
    workers: Workers = None,
    engine: Engine = None,
    debug: Debug = False,
) -> None:
    """Scale the numbers that published figures name until the simulation agrees; needs no child-level data."""
    from placesim.calibration.aggregates import calibrate as calibrated_to
    from placesim.calibration.agreement import verdict
    from placesim.calibration.scaling import write_scaled
    from placesim.config.input_files import InputFiles
    from placesim.experiment.destinations import require_file
    from placesim.report.terminal.progress import replication_progress
    from placesim.report.terminal.tables import print_table

    require_file(out, [file, published], (".yaml", ".yml"))
    files = InputFiles()
    with replication_progress(rounds, "Rounds") as progress:
        result = calibrated_to(file, published, replications, seed, rounds, workers, progress, engine, files)
    write_scaled(file, published, result.published, result.factors, out, files)
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
    from placesim.report.terminal.tables import print_table

    print_table(name, HEADINGS, table_rows(found), (BRIEF_HEADINGS, brief_rows(found)))


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
        print(sentence)
