"""`placesim backcast`: the model's forecasts tried on a council's own past."""

import time
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from placesim.commands.arguments import (
    DAY,
    EVERY_REPORT,
    Configuration,
    Debug,
    Engine,
    Mapping,
    Replications,
    Reports,
    Returns,
    Seed,
    Workers,
)
from placesim.commands.exit_codes import with_exit_codes

FitTo = Annotated[
    datetime,
    typer.Option(
        formats=DAY, help="The last day known to the model, a 31 March, as in 2021-03-31.", show_default=False
    ),
]
SimulateTo = Annotated[
    datetime | None,
    typer.Option(formats=DAY, help="The last day to hold it against. [default: the last returned]", show_default=False),
]
Rolling = Annotated[bool, typer.Option("--rolling", help="Also from every later 31 March for which a year is known.")]
Suppress = Annotated[
    bool, typer.Option("--suppress", help="Leave what is ever counted 1 to 4 out of backcast.csv, as reports do.")
]
Out = Annotated[
    Path | None,
    typer.Option(
        help="Folder for the results. [default: reports/ and the configuration's name, with -backcast]",
        show_default=False,
    ),
]


@with_exit_codes
def backcast(
    folder: Returns,
    file: Configuration,
    fit_to: FitTo,
    simulate_to: SimulateTo = None,
    rolling: Rolling = False,
    mapping: Mapping = None,
    replications: Replications = 200,
    seed: Seed = 1,
    workers: Workers = None,
    engine: Engine = None,
    suppress: Suppress = False,
    out: Out = None,
    reports: Reports = EVERY_REPORT,
    debug: Debug = False,
) -> None:
    """Forecast from past days what has happened since, and say whether to trust the model, and for what.

    Beside the model stand naive forecasts of what was known then: a model is worth its trouble where it beats them.
    """
    from placesim import api
    from placesim.api.backcast_plan import PART
    from placesim.api.reproduction import default_folder
    from placesim.report.terminal.backcasts import print_backcast

    began = time.perf_counter()
    where = out or default_folder(file, PART)
    begins, ends = fit_to.date(), simulate_to and simulate_to.date()
    result = api.backcast(
        *(folder, file, begins, ends), rolling=rolling, mapping=mapping, replications=replications, seed=seed,
        workers=workers, engine=engine, suppress=suppress, out=where, reports=reports,
    )  # fmt: skip
    print_backcast(result.study(where), where, time.perf_counter() - began)
