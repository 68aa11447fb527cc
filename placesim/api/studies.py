"""Studies: a council simulated as it is, or against options; sweeps stand in a module of their own."""

from collections.abc import Callable
from os import PathLike
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from placesim.api.council import Council
from placesim.api.options import Scenarios
from placesim.api.plans import comparison_plan, run_plan
from placesim.api.reports import EVERY, Reports, reports_asked
from placesim.api.result import Result
from placesim.api.results import ComparisonResult, RunResult
from placesim.api.where import where_asked
from placesim.api.wrong import named_path, told_as_value_errors
from placesim.experiment.destinations import owned_folder
from placesim.experiment.knowledge.played import beside, played
from placesim.experiment.precision import known_well_enough
from placesim.report.terminal.progress import replication_progress

Found = TypeVar("Found", bound=Result)

Folder = str | PathLike[str] | None


@told_as_value_errors
def run(
    baseline: Council,
    replications: int = 200,
    seed: int = 1,
    workers: int | None = None,
    *,
    episodes: bool = False,
    out: Folder = None,
    engine: str | None = None,
    cluster: str | None = None,
    send_children: bool = False,
    since: Folder = None,
    assumptions: str | None = None,
    reports: Reports = EVERY,
) -> RunResult:
    """Simulate a council many times.

    Args:
        baseline: the council, as `load` returns it.
        replications: how many futures to simulate.
        seed: the luck of the study; the same seed gives the same figures.
        workers: processes to use; one per processor where not given. The figures do not depend on it.
        episodes: keep every placement and every child of every future.
        out: folder to write everything to that the command writes; owned before anything is simulated.
        engine: `simpy` or `compiled`; the compiled one where it is installed. The figures do not depend on it.
        cluster: a Dask scheduler's address, as in `tcp://10.0.0.4:8786`, or `local`, to simulate there.
        send_children: let children that the configuration lists one by one go to a cluster's machines.
        assumptions: `drawn` or `fixed`; where not given, drawn where any number carries a range.
        since: the folder of an earlier run; reports then tell how forecasts of budget lines have moved since.
        reports: with out, which reports to write: `page`, `document`, `workbook`, or an empty list for tables alone.

    Raises:
        WrongInputError: an argument cannot be used.
        RunFailedError: a worker process died, or the cluster failed.
    """
    plan = run_plan(baseline, replications, seed, engine, episodes, since, assumptions)
    where = where_asked(plan.council, workers, cluster, send_children)

    def simulate() -> RunResult:
        began = perf_counter()
        with where.executor() as executor, replication_progress(plan.work(0, replications)) as progress:
            outcomes = played(plan.player(where.workers, executor, progress), 0, replications)
        return plan.result(outcomes, perf_counter() - began, plan.engine)

    return simulated(simulate, plan.council, out, reports)


@told_as_value_errors
def compare(
    baseline: Council,
    scenarios: Scenarios,
    replications: int = 300,
    seed: int = 1,
    workers: int | None = None,
    *,
    precision: float | None = None,
    of: str = "spend",
    most: int = 1000,
    out: Folder = None,
    measures: bool = False,
    long_tables: bool = False,
    template: str | PathLike[str] | None = None,
    engine: str | None = None,
    cluster: str | None = None,
    send_children: bool = False,
    assumptions: str | None = None,
    reports: Reports = EVERY,
) -> ComparisonResult:
    """Compare options with a council, on the same luck.

    Args:
        baseline: the council, as `load` returns it.
        scenarios: scenario files or folders of them, scenarios as `scenario` returns them, or lists of changes by name.
        replications: how many futures to simulate of each scenario.
        seed: the luck of the study.
        workers: processes to use.
        precision: add futures until half the 95% interval of each difference is within this; below 1 a share of the
            difference, from 1 on in its own unit.
        of: with precision, the figure meant, as measure, measure/group or measure/group/year.
        most: with precision, futures at most.
        out: folder to write everything to that the command writes; owned before anything is simulated.
        measures: with out, also write every figure of every future.
        long_tables: also put every difference into the workbook.
        template: with out, a Word document whose styles the document takes.
        engine: `simpy` or `compiled`; the compiled one where it is installed.
        cluster: a Dask scheduler's address, as in `tcp://10.0.0.4:8786`, or `local`, to simulate there.
        send_children: let children that the configuration lists one by one go to a cluster's machines.
        assumptions: `drawn` or `fixed`; where not given, drawn where any number carries a range.
        reports: with out, which reports to write: `page`, `document`, `workbook`, or an empty list for tables alone.

    Raises:
        WrongInputError: an argument or a file cannot be used.
        RunFailedError: a worker process died, or the cluster failed.
    """
    plan = comparison_plan(
        *(baseline, scenarios, replications, seed, engine), precision=(precision, of, most), measures=measures,
        long_tables=long_tables, template=template, assumptions=assumptions,
    )  # fmt: skip
    where = where_asked(plan.council, workers, cluster, send_children)

    def simulate() -> ComparisonResult:
        began = perf_counter()
        with where.executor() as executor, replication_progress(plan.work(0, replications)) as progress:
            player = plan.player(where.workers, executor, progress)
            found = known_well_enough(player, replications, plan.precision, progress.more)
            outcomes = beside(player, 0, len(found.baseline.values), (found.baseline, *found.options))
        return plan.result(outcomes, perf_counter() - began, plan.engine)

    return simulated(simulate, plan.council, out, reports, plan.template)


def simulated(
    simulate: Callable[[], Found], council: Council, out: Folder, reports: Reports, template: Path | None = None
) -> Found:
    """Return a result, written to a folder where one is named, which is owned from before anything is simulated."""
    media = reports_asked(reports)
    if out is None:
        return simulate()
    folder = named_path("out", out, "folder")
    with owned_folder(folder, council.files.paths):
        result = simulate()
        result.written(folder, media, template)
    return result
