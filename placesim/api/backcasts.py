"""Back-casts from notebooks and commands: the model's forecasts tried on a council's own past."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from os import PathLike
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from placesim.api.backcast_plan import BackCastPlan, backcast_plan
from placesim.api.charts import charts_of
from placesim.api.reports import EVERY, Reports, reports_asked
from placesim.api.studies import Folder
from placesim.api.wrong import named_path, told_as_value_errors
from placesim.experiment.destinations import owned_folder
from placesim.experiment.lasting import lasting_workers
from placesim.experiment.manifest import RunSettings, finished_run
from placesim.experiment.tables import write_table
from placesim.report.backcast_study import BackCastStudy
from placesim.report.paper.parts import Medium, Report
from placesim.report.paper.writers import write_report
from placesim.report.scripts.backcast import backcast_report
from placesim.report.terminal.progress import replication_progress
from placesim.results.backcasts import BackCast
from placesim.returns.backcasting.backcasting import backcast as cast_back
from placesim.returns.backcasting.model import FittedModel

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

TABLE = "backcast.csv"


@dataclass(frozen=True, eq=False, repr=False)
class BackCastResult:
    """What was forecast on past days, what happened, and whether to trust the model."""

    cast: BackCast
    plan: BackCastPlan
    seconds: float
    """How long it took."""

    def __repr__(self) -> str:
        days = len(self.cast.origins)
        return f"<{self.cast.council}: {days} past day{'s' * (days != 1)}, {self.study().everything.figures:,} figures>"

    def study(self, folder: Path | None = None) -> BackCastStudy:
        """Return the result as reports ask for it."""
        return BackCastStudy(self.cast, self.settings(folder))

    def report(self, folder: Path | None = None) -> Report:
        """Return the report; it says that its files are in a folder where one is given."""
        return backcast_report(self.study(folder))

    def charts(self) -> "dict[str, Figure]":
        """Return the charts of the report as matplotlib figures, by name."""
        return charts_of(self.report())

    @cached_property
    def table(self) -> "pd.DataFrame":
        """Every forecast of every figure beside what happened, as in backcast.csv."""
        return (self.cast.suppressed() if self.plan.suppress else self.cast).frame()

    def settings(self, folder: Path | None = None) -> RunSettings:
        """Return how the result was made."""
        plan, cast = self.plan, self.cast
        horizon = max(row.horizon_months for row in cast.rows) / 12
        made = plan.replications, plan.seed, horizon, plan.files.read, plan.engine
        return RunSettings(plan.command(folder), plan.configuration, *made, real_children=plan.children_at(cast))

    @told_as_value_errors
    def write(self, folder: str | PathLike[str], reports: Reports = EVERY) -> Path:
        """Write everything that the command writes (table; report as page, document, workbook); return the folder.

        Args:
            folder: where it goes.
            reports: which reports to write: `page`, `document`, `workbook`, or an empty list for the table alone.

        Raises:
            WrongInputError: the folder holds what is not a result, or nothing can be written there.
        """
        path, media = named_path("folder", folder, "folder"), reports_asked(reports)
        with owned_folder(path, self.plan.files.paths):
            return self.written(path, media)

    def written(self, folder: Path, media: Sequence[Medium]) -> Path:
        """Write everything into a folder that is owned already."""
        with finished_run(folder, self.settings(folder), perf_counter() - self.seconds) as staging:
            write_table(staging / TABLE, [self.table])
            write_report(staging, partial(self.report, folder), media)
        return folder


@told_as_value_errors
def backcast(
    folder: str | PathLike[str],
    configuration: str | PathLike[str],
    fit_to: date | str,
    simulate_to: date | str | None = None,
    *,
    rolling: bool = False,
    mapping: str | PathLike[str] | None = None,
    replications: int = 200,
    seed: int = 1,
    workers: int | None = None,
    engine: str | None = None,
    suppress: bool = False,
    out: Folder = None,
    reports: Reports = EVERY,
) -> BackCastResult:
    """Forecast on past days from what was known then, by the model and by naive rules, and hold it against the rest.

    Args:
        folder: the returns: a folder per year, one folder, or a zip of either.
        configuration: what the return does not tell comes from here: names, provision, places by date.
        fit_to: the last day known to the model, a 31 March as in `"2021-03-31"`; two years of returns before it.
        simulate_to: the last day to hold forecasts against; left out, the last day of the returns.
        rolling: also forecast on every later 31 March for which a year is known.
        mapping: which codes mean which placement type; left out, the default.
        replications: how many futures to simulate on each day.
        seed: the luck of the forecasts.
        workers: processes to use; one per processor where not given. The figures do not depend on it.
        engine: `simpy` or `compiled`; the compiled one where it is installed.
        suppress: leave what is ever counted 1 to 4 out of the table, and what would give it away; reports always do.
        out: folder to write everything to that the command writes; owned before anything is simulated.
        reports: with out, which reports to write: `page`, `document`, `workbook`, or an empty list for the table alone.

    Raises:
        WrongInputError: the return, the mapping, the configuration or a day cannot be used.
        RunFailedError: a worker process died.
    """
    plan = backcast_plan(
        folder, configuration, fit_to, simulate_to, rolling, mapping, replications, seed, workers, engine, suppress
    )
    media = reports_asked(reports)
    if out is None:
        return _played(plan)
    path = named_path("out", out, "folder")
    with owned_folder(path, plan.files.paths):
        result = _played(plan)
        result.written(path, media)
    return result


def _played(plan: BackCastPlan) -> BackCastResult:
    """Forecast on every day, and hold it against what happened."""
    began = perf_counter()
    days = plan.origins
    total = len(days) * plan.replications
    with lasting_workers(plan.workers) as executor, replication_progress(total, "Futures") as progress:
        model = FittedModel(plan.replications, plan.seed, plan.workers, plan.engine, executor, progress)
        found = cast_back(
            *(plan.past, plan.configuration, days), replications=plan.replications, seed=plan.seed, until=plan.until,
            known_on=plan.known_on, model=model,
        )  # fmt: skip
    return BackCastResult(found, plan, perf_counter() - began)
