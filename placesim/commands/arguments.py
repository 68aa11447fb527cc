"""Arguments and options that several commands have."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from placesim.experiment import limits
from placesim.model import NOT_COMPILED, EngineName, compiled


def _installed(engine: EngineName | None) -> EngineName | None:
    if engine is EngineName.COMPILED and not compiled.available():
        raise typer.BadParameter(NOT_COMPILED)
    return engine


class AssumptionsChoice(StrEnum):
    """What becomes of numbers that carry a range."""

    DRAWN = "drawn"
    FIXED = "fixed"


class ReportChoice(StrEnum):
    """What a report can be written as."""

    PAGE = "page"
    DOCUMENT = "document"
    WORKBOOK = "workbook"
    NONE = "none"


EVERY_REPORT = [ReportChoice.PAGE, ReportChoice.DOCUMENT, ReportChoice.WORKBOOK]
"""What is written where nobody says otherwise."""


def _reports(chosen: list[ReportChoice]) -> list[ReportChoice]:
    if ReportChoice.NONE in chosen and len(chosen) > 1:
        raise typer.BadParameter("none stands alone; name the reports to write, or none")
    return [each for each in chosen if each is not ReportChoice.NONE]


def named(choice: AssumptionsChoice | None) -> str | None:
    """Return what becomes of assumptions as functions of the api are told; nothing where no one chose."""
    return choice and choice.value


Configuration = Annotated[
    Path, typer.Argument(help="A configuration file, as in configs/halton.yaml.", show_default=False)
]
PublishedFile = Annotated[
    Path, typer.Argument(help="Published figures, as in configs/halton_published.yaml.", show_default=False)
]
Replications = Annotated[
    int, typer.Option(min=limits.REPLICATIONS[0], max=limits.REPLICATIONS[1], help="How many futures to simulate.")
]
Seed = Annotated[
    int,
    typer.Option(
        min=limits.SEEDS[0], max=limits.SEEDS[1], help="The luck of the study; the same seed gives the same figures."
    ),
]
Years = Annotated[
    float | None,
    typer.Option(min=limits.YEARS[0], max=limits.YEARS[1], help="Years to simulate. [default: as configured]"),
]
Workers = Annotated[
    int | None,
    typer.Option(min=limits.WORKERS[0], max=limits.WORKERS[1], help="Processes to use. [default: one per processor]"),
]
Engine = Annotated[
    EngineName | None,
    typer.Option(
        callback=_installed,
        help="The readable engine or its compiled twin: the figures are the same. [default: compiled where installed]",
        show_default=False,
    ),
]
Debug = Annotated[bool, typer.Option("--debug", help="Show the program's own trace when something fails.")]
Cluster = Annotated[
    str | None,
    typer.Option(
        help="Simulate on a Dask cluster: its scheduler, as in tcp://10.0.0.4:8786, or local: of this machine.",
        show_default=False,
    ),
]
SendChildren = Annotated[
    bool,
    typer.Option(
        "--send-children", help="With --cluster: let children that the configuration lists go to its machines."
    ),
]
First = Annotated[
    int | None,
    typer.Option(
        min=0, help="With --count and --shard: the first future to simulate here, numbered from 0.", show_default=False
    ),
]
Count = Annotated[
    int | None,
    typer.Option(min=1, help="With --first and --shard: how many of the --replications to simulate here."),
]
ShardFile = Annotated[
    Path | None,
    typer.Option(
        "--shard", help="Write these futures to a file, as in part1.npz, for placesim merge.", show_default=False
    ),
]
Assumptions = Annotated[
    AssumptionsChoice | None,
    typer.Option(
        help="Draw every number that carries a range anew in each future, or keep each at its value. "
        "[default: drawn where any number carries a range]",
        show_default=False,
    ),
]
Ranges = Annotated[
    Path | None,
    typer.Option(
        help="A file that says how far numbers are known, as in configs/uncertain/halton.yaml, in place of the "
        "configuration's own.",
        show_default=False,
    ),
]
Reports = Annotated[
    list[ReportChoice],
    typer.Option(
        callback=_reports,
        metavar="<report>",
        help="Which reports to write: page, document, workbook, or none where tables are enough; for two of them, "
        "--reports page --reports workbook.",
    ),
]
Since = Annotated[
    Path | None,
    typer.Option(
        help="Folder of an earlier run: tell how forecasts of budget lines have moved since.", show_default=False
    ),
]
Returns = Annotated[
    Path, typer.Argument(help="The SSDA903 returns: a folder per year, one folder, or a zip.", show_default=False)
]
Mapping = Annotated[
    Path | None,
    typer.Option(help="Which codes mean which placement type. [default: as placesim has it]", show_default=False),
]
DAY = ["%Y-%m-%d"]
"""How days are written."""
