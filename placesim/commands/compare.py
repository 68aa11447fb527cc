"""`placesim compare`: options against a configuration, on the same luck."""

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from placesim.commands.arguments import (
    EVERY_REPORT,
    Assumptions,
    Configuration,
    Count,
    Debug,
    First,
    Replications,
    Reports,
    ShardFile,
    named,
)
from placesim.commands.exit_codes import with_exit_codes
from placesim.commands.parts import part_asked
from placesim.commands.playing import Playing, with_playing
from placesim.commands.warnings import show
from placesim.experiment import limits
from placesim.report.terminal.lines import print_line

Scenarios = Annotated[list[Path], typer.Argument(help="Scenario files, or folders of them.", show_default=False)]
Within = Annotated[
    float | None,
    typer.Option(
        min=limits.LEAST_PRECISION,
        help="Add replications until half the 95% interval of each difference is within this: below 1 a share of "
        "the difference (0.1), from 1 on in its own unit (50000 pounds).",
    ),
]
Figure = Annotated[
    str, typer.Option(help="With --precision: the figure meant, as measure, measure/group or measure/group/year.")
]
Most = Annotated[
    int,
    typer.Option(
        min=limits.REPLICATIONS[0], max=limits.REPLICATIONS[1], help="With --precision: replications at most."
    ),
]
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
@with_playing
def compare(
    file: Configuration,
    scenarios: Scenarios,
    replications: Replications = 300,
    precision: Within = None,
    of: Figure = "spend",
    most: Most = 1000,
    assumptions: Assumptions = None,
    out: Out = None,
    reports: Reports = EVERY_REPORT,
    template: Template = None,
    measures: Measures = False,
    long_tables: LongTables = False,
    first: First = None,
    count: Count = None,
    shard: ShardFile = None,
    *,
    playing: Playing,
    debug: Debug = False,
) -> None:
    """Compare options with a configuration, on the same luck; write tables, report.html, .xlsx and .docx."""
    from placesim import api
    from placesim.api.options import options_of
    from placesim.api.reproduction import default_folder
    from placesim.report.terminal.summaries import precision_lines, print_comparison

    part = part_asked(first, count, shard, precision=precision, out=out, reports=reports != EVERY_REPORT)
    began = time.perf_counter()
    council = playing.council(file)
    show(council.warnings(options_of(council, scenarios)))
    printed: dict[str, Any] = {"measures": measures, "long_tables": long_tables, "template": template}
    played: dict[str, Any] = {"replications": replications, **playing.by, "assumptions": named(assumptions)}
    if part:
        part.play(council, scenarios, **printed, **played, seed=playing.seed)
        return
    folder = out or default_folder(file, "options")
    wanted: dict[str, Any] = {"precision": precision, "of": of, "most": most, "reports": reports}
    result = api.compare(council, scenarios, seed=playing.seed, out=folder, **wanted, **printed, **played)
    study = result.study(folder)
    print_comparison(study, folder, time.perf_counter() - began)
    for line in precision_lines(study):
        print_line(line)
