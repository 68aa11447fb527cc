"""Sensitivity: which of the numbers that are not known exactly matter most, and which would change the answer."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from time import perf_counter

from placesim.api.assumptions import NO_RANGES
from placesim.api.council import Council, council_of, drawable_of
from placesim.api.options import Scenarios, given_scenarios, options_of
from placesim.api.plan import counts, engine_asked
from placesim.api.reports import EVERY, Reports
from placesim.api.reproduction import Reproduction, reproduction_of_sensitivity
from placesim.api.sensitivity_results import SensitivityResult
from placesim.api.studies import Folder, simulated
from placesim.api.where import Where, where_asked
from placesim.api.wrong import told_as_value_errors, whole_number, wrong
from placesim.config.baseline import Baseline
from placesim.config.ranges.drawing import Drawable
from placesim.config.scenario_files import AppliedScenario
from placesim.experiment.asked_figure import AskedFigure, figure_asked
from placesim.experiment.lasting import lasting_workers
from placesim.experiment.sensitivity.stage import Stage
from placesim.experiment.sensitivity.study import futures_to_play, tried
from placesim.experiment.sensitivity.whole import POINTS, futures_of_whole, seconds_a_future
from placesim.model import EngineName
from placesim.report.terminal.progress import replication_progress
from placesim.report.words.placeholders import placeholder_words
from placesim.results.measures import MEASURES

FEWEST_POINTS, MOST_POINTS = 16, 65_536
"""Rows of values that full indices may begin from."""


@dataclass(frozen=True)
class SensitivityPlan:
    """What is to be simulated, made sure of before anything is."""

    council: Council
    options: Sequence[AppliedScenario]
    figure: AskedFigure
    points: int
    """Rows of values that full indices begin from; 0 where they are not asked for."""
    replications: int
    seed: int
    engine: EngineName
    reproduction: Reproduction

    @cached_property
    def drawable(self) -> Drawable:
        """What makes every scenario's baseline at any values of the assumptions."""
        return drawable_of(self.council, self.options)

    @cached_property
    def stage(self) -> Stage:
        """What plays, before it is known who does."""
        return Stage(self.drawable, self.figure, self.seed, engine=self.engine)

    @property
    def futures(self) -> int:
        """How many futures are simulated, all scenarios counted."""
        return futures_to_play(self.stage, self.replications, self.points)

    def cost(self, workers: int | None = None) -> str:
        """Say how many futures are simulated, what makes them so many, and about how long they take.

        A few futures are timed for it. Assumptions that change prices alone take none, so there are fewer than a
        product of the three.
        """
        seconds = self.futures * seconds_a_future(self.stage) / (workers or os.cpu_count() or 1)
        count, scenarios = len(self.drawable.uncertainty.assumptions), len(self.drawable.scenarios)
        made = f"{_counted(count, 'assumption')} x 2 ends x {_counted(self.replications, 'future')}"
        of = f"{made} of {_counted(scenarios, 'scenario')}, and as many with all of them drawn"
        said = f"{of}: {_counted(self.futures, 'future')} to simulate, {_about(seconds)} on this machine."
        if not self.points:
            return said
        return f"{said} Full indices take {futures_of_whole(self.stage, self.points):,} of them."

    def played(self, where: Where) -> SensitivityResult:
        """Return what becomes of it."""
        began = perf_counter()
        with (
            where.executor() as cluster,
            lasting_workers(1 if cluster else where.workers) as processes,
            replication_progress(self.futures) as progress,
        ):
            stage = Stage(self.drawable, self.figure, self.seed, cluster or processes, progress, self.engine)
            found = tried(stage, self.replications, self.points)
        made = self.council, self.seed, self.reproduction, perf_counter() - began, self.engine
        return SensitivityResult(*made, None, self.drawable.uncertainty, found, self.options)


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'s' * (count != 1)}"


def _about(seconds: float) -> str:
    """Return about how long something takes, in words."""
    if seconds >= 3600:
        return f"about {seconds / 3600:,.1f} hours"
    minutes = max(round(seconds / 60), 1)
    return "about a minute" if minutes == 1 else f"about {minutes} minutes"


@told_as_value_errors
def sensitivity(
    baseline: Council,
    scenarios: Scenarios = (),
    replications: int = 300,
    seed: int = 1,
    workers: int | None = None,
    *,
    of: str | None = None,
    full: bool = False,
    points: int = POINTS,
    out: Folder = None,
    engine: str | None = None,
    cluster: str | None = None,
    send_children: bool = False,
    reports: Reports = EVERY,
) -> SensitivityResult:
    """Set every number that carries a range to its low and to its high end, one at a time, on the same luck.

    Args:
        baseline: the council, as `load` returns it; its configuration or the scenarios give ranges.
        scenarios: scenario files or folders of them, scenarios as `scenario` returns them, or lists of changes by name;
            without any, what is told is the baseline's own figure.
        replications: how many futures to simulate at each end.
        seed: the luck of the study.
        workers: processes to use.
        of: the figure, as measure, measure/group or measure/group/year; net cost where it is more than placement
            spend, else spend, where not given.
        full: also work out full Sobol indices, first-order and total; hours where futures take long.
        points: with full, the rows of values that indices begin from, a power of two.
        out: folder to write everything to that the command writes; owned before anything is simulated.
        engine: `simpy` or `compiled`; the compiled one where it is installed.
        cluster: a Dask scheduler's address, as in `tcp://10.0.0.4:8786`, or `local`, to simulate there.
        send_children: let children that the configuration lists one by one go to a cluster's machines.
        reports: with out, which reports to write: `page`, `document`, `workbook`, or an empty list for tables alone.

    Raises:
        WrongInputError: an argument or a file cannot be used, or no number carries a range.
        RunFailedError: a worker process died, or the cluster failed.
    """
    plan = sensitivity_plan(baseline, scenarios, replications, seed, engine, of, full, points)
    where = where_asked(plan.council, workers, cluster, send_children)
    return simulated(lambda: plan.played(where), plan.council, out, reports)


def sensitivity_plan(
    baseline: Council,
    scenarios: Scenarios,
    replications: int,
    seed: int,
    engine: str | None = None,
    of: str | None = None,
    full: bool = False,
    points: int = POINTS,
) -> SensitivityPlan:
    """Return the plan of a sensitivity study.

    Raises:
        InputError: an argument or a file cannot be used, or no number carries a range.
    """
    council, (replications, seed) = council_of(baseline).in_a_study(), counts(replications, seed)
    given = given_scenarios(scenarios)
    options = options_of(council, given) if given else []
    figure = _figure(council.baseline, [council.baseline, *(option.baseline for option in options)], of)
    begins = power_of_two(points) if full else 0
    again = reproduction_of_sensitivity(council, given, of, begins, replications, seed, engine)
    plan = SensitivityPlan(council, options, figure, begins, replications, seed, engine_asked(engine), again)
    if not plan.drawable.uncertainty.assumptions:
        raise wrong("sensitivity", NO_RANGES)
    return plan


def power_of_two(points: int) -> int:
    """Return a number of rows that full indices can begin from.

    Raises:
        WrongInputError: it is no power of two.
    """
    asked = whole_number("points", points, (FEWEST_POINTS, MOST_POINTS))
    if asked & (asked - 1):
        raise wrong("points", f"should be a power of two, as in 256 or 512; found {asked:,}")
    return asked


def _figure(council: Baseline, every: Sequence[Baseline], of: str | None) -> AskedFigure:
    """Return the figure asked for; where none is, net cost if it can differ from placement spend, else spend.

    Raises:
        InputError: there is no such figure, or a price that it needs is not known.
    """
    more = any(each.costs or each.after_care or each.income for each in every)
    figure = figure_asked(of or ("net_cost" if more else "spend"), council)
    unknown = [words for words in map(placeholder_words, every) if words]
    if unknown and MEASURES[figure.measure].unit == "pounds":
        raise wrong("of", f"{unknown[0]} Name a figure that is no money, as in out_of_borough_share")
    return figure
