"""Studies: a council simulated as it is, against options, or with one number of an option varied."""

from collections.abc import Callable, Sequence
from os import PathLike
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from placesim.api.council import Council, council_of
from placesim.api.options import OneScenario, Scenarios, given_scenarios, options_of
from placesim.api.plan import counts, engine_asked
from placesim.api.plans import comparison_plan, run_plan
from placesim.api.reproduction import reproduction_of_sweep
from placesim.api.result import Result
from placesim.api.results import ComparisonResult, RunResult, SweepResult
from placesim.api.where import where_asked
from placesim.api.wrong import named_path, number, told_as_value_errors, wrong
from placesim.config.problem import shown
from placesim.config.variants import values_of, variants
from placesim.experiment.destinations import owned_folder
from placesim.experiment.knowledge.played import beside, played
from placesim.experiment.precision import known_well_enough
from placesim.experiment.sweep import swept
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

    return simulated(simulate, plan.council, out)


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

    return simulated(simulate, plan.council, out, plan.template)


@told_as_value_errors
def sweep(
    baseline: Council,
    scenario: OneScenario,
    vary: str,
    values: str | Sequence[float],
    only: int | None = None,
    replications: int = 200,
    seed: int = 1,
    workers: int | None = None,
    *,
    out: Folder = None,
    engine: str | None = None,
    cluster: str | None = None,
    send_children: bool = False,
) -> SweepResult:
    """Vary one number of an option on the same luck.

    Args:
        baseline: the council, as `load` returns it.
        scenario: a scenario file, or a scenario as `scenario` returns it.
        vary: the number, as the scenario's interventions call it: beds, weekly_fee, months.
        values: what to set it to: numbers, or `0:12:2` (from, to, step).
        only: number of the one intervention to vary, from 1.
        replications: how many futures to simulate at each value.
        seed: the luck of the study.
        workers: processes to use.
        out: folder to write everything to that the command writes; owned before anything is simulated.
        engine: `simpy` or `compiled`; the compiled one where it is installed. The figures do not depend on it.
        cluster: a Dask scheduler's address, as in `tcp://10.0.0.4:8786`, or `local`, to simulate there.
        send_children: let children that the configuration lists one by one go to a cluster's machines.

    Raises:
        WrongInputError: an argument or a file cannot be used.
        RunFailedError: a worker process died, or the cluster failed.
    """
    council, (replications, seed) = council_of(baseline).in_a_study(), counts(replications, seed)
    given = given_scenarios(scenario)
    option, *others = options_of(council, given)
    if others:
        raise wrong("scenario", f"should be one scenario; found {len(others) + 1}")
    text = values if isinstance(values, str) else _listed(values)
    varied = variants(option, council.baseline, vary, values_of(text), only)

    again = reproduction_of_sweep(council, given, vary, text, only, replications, seed, engine)
    plays, where = engine_asked(engine), where_asked(council, workers, cluster, send_children)

    def simulate() -> SweepResult:
        began = perf_counter()
        with where.executor() as executor, replication_progress(replications * (len(varied.values) + 1)) as progress:
            result = swept(varied, council.baseline, replications, seed, where.workers, progress, plays, executor)
        return SweepResult(
            council, seed, again, perf_counter() - began, plays, None, council.uncertainty, result, varied
        )

    return simulated(simulate, council, out)


def simulated(simulate: Callable[[], Found], council: Council, out: Folder, template: Path | None = None) -> Found:
    """Return a result, written to a folder where one is named, which is owned from before anything is simulated."""
    if out is None:
        return simulate()
    folder = named_path("out", out, "folder")
    with owned_folder(folder, council.files.paths):
        result = simulate()
        result.written(folder, template)
    return result


def _listed(values: Sequence[float]) -> str:
    if not isinstance(values, Sequence) or isinstance(values, bytes):
        raise wrong("values", f"should be numbers, as in [0, 3, 6]; found {shown(values)}")
    return ",".join(f"{number('values', value, float('-inf')):.15g}" for value in values)
