"""`placesim agree`: a configuration's simulated figures beside published ones."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from placesim.commands.arguments import (
    Assumptions,
    Configuration,
    Debug,
    Engine,
    PublishedFile,
    Ranges,
    Replications,
    Seed,
    Workers,
    named,
)
from placesim.commands.exit_codes import with_exit_codes
from placesim.report.terminal.lines import print_line

if TYPE_CHECKING:
    from placesim.calibration.agreement import Agreement
    from placesim.calibration.drift import Drift
    from placesim.calibration.scatter import Scatter


@with_exit_codes
def agree(
    file: Configuration,
    published: PublishedFile,
    replications: Replications = 200,
    seed: Seed = 1,
    ranges: Ranges = None,
    assumptions: Assumptions = None,
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
    from placesim.api.assumptions import drawn_study
    from placesim.calibration.agreement import verdict
    from placesim.calibration.comparing import Comparing
    from placesim.calibration.trials import Playing
    from placesim.config.input_files import InputFiles
    from placesim.experiment.destinations import finished_file, require_file
    from placesim.report.terminal.progress import replication_progress

    comparing = Comparing(file, published, drift, InputFiles(), ranges)
    drawn = drawn_study(comparing.drawable, seed, named(assumptions))
    if out:
        require_file(out, [file, published], (".md",))
    with replication_progress(replications * (1 + (drawn is not None))) as progress:
        found = comparing.found(Playing(replications, seed, workers, engine, progress), drawn)
    if out:
        with finished_file(out) as staged:
            command = comparing.command(replications, seed, named(assumptions), out)
            staged.write_text(found.page(command), encoding="utf-8", newline="\n")
    _print_agreement(found.published.name, found.agreements)
    print_line(verdict(found.agreements))
    if found.scattered:
        _print_scatter(found.scattered)
    if drift:
        _print_drift(found.drifting)
    if out:
        print_line(f"Written: {out}")


def _print_agreement(name: str, found: "list[Agreement]") -> None:
    from placesim.calibration.agreement import BRIEF_HEADINGS, HEADINGS, brief_rows, parts, table_rows
    from placesim.report.terminal.tables import print_table

    for heading, items in parts(found):
        title = f"{name} ({heading})" if heading else name
        print_table(title, HEADINGS, table_rows(items), (BRIEF_HEADINGS, brief_rows(items)))


def _print_scatter(found: "list[Scatter]") -> None:
    from placesim.calibration.scatter import BRIEF_HEADINGS, HEADINGS, brief_rows, rows, sentences
    from placesim.report.terminal.tables import print_table

    print_table("With assumptions drawn", HEADINGS, rows(found), (BRIEF_HEADINGS, brief_rows(found)))
    for sentence in sentences(found):
        print_line(sentence)


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
