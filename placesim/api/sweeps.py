"""Sweeps: one number of an option varied on the same luck, or two of them against each other."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from time import perf_counter

from placesim.api.assumptions import drawn_study
from placesim.api.council import Council, council_of, drawable_of
from placesim.api.options import OneScenario, given_scenarios, options_of
from placesim.api.plan import counts, engine_asked
from placesim.api.reports import EVERY, Reports
from placesim.api.reproduction import Reproduction, reproduction_of_sweep
from placesim.api.studies import Folder, simulated
from placesim.api.sweep_results import SweepMapResult, SweepResult
from placesim.api.where import where_asked
from placesim.api.wrong import number, told_as_value_errors, wrong
from placesim.config.problem import shown
from placesim.config.ranges.drawing import Drawable
from placesim.config.scenario_files import BASELINE, AppliedScenario
from placesim.config.variant_pairs import SECOND, VariantPairs, pairs
from placesim.config.variants import Variants, values_of, variants
from placesim.config.varied_numbers import varied_number
from placesim.experiment.chunks import no_progress
from placesim.experiment.command_lines import Varied
from placesim.experiment.draws import DrawnStudy
from placesim.experiment.knowledge.played import StudyOutcomes, played
from placesim.experiment.player import Player
from placesim.experiment.sweep import Sweep
from placesim.experiment.sweep_map import SweepMap
from placesim.model import EngineName
from placesim.report.terminal.progress import replication_progress

Values = str | Sequence[float]
"""What a number is set to: numbers, or `0:12:2` (from, to, step)."""


@told_as_value_errors
def sweep(
    baseline: Council,
    scenario: OneScenario,
    vary: str,
    values: Values,
    only: int | None = None,
    replications: int = 200,
    seed: int = 1,
    workers: int | None = None,
    *,
    and_vary: str | None = None,
    and_values: Values | None = None,
    and_only: int | None = None,
    out: Folder = None,
    engine: str | None = None,
    cluster: str | None = None,
    send_children: bool = False,
    assumptions: str | None = None,
    reports: Reports = EVERY,
) -> SweepResult | SweepMapResult:
    """Vary one number of an option on the same luck; or two, each value of one with each of the other.

    Args:
        baseline: the council, as `load` returns it.
        scenario: a scenario file, or a scenario as `scenario` returns it.
        vary: the number, as the scenario's interventions call it: beds, weekly_fee, months.
        values: what to set it to: numbers, or `0:12:2` (from, to, step).
        only: number of the one intervention to vary, from 1.
        replications: how many futures to simulate at each value.
        seed: the luck of the study.
        workers: processes to use.
        and_vary: a second number, for a map of both.
        and_values: what to set it to.
        and_only: number of the one intervention to vary it in, from 1.
        out: folder to write everything to that the command writes; owned before anything is simulated.
        engine: `simpy` or `compiled`; the compiled one where it is installed. The figures do not depend on it.
        cluster: a Dask scheduler's address, as in `tcp://10.0.0.4:8786`, or `local`, to simulate there.
        send_children: let children that the configuration lists one by one go to a cluster's machines.
        assumptions: `drawn` or `fixed`; where not given, drawn where any number carries a range.
        reports: with out, which reports to write: `page`, `document`, `workbook`, or an empty list for tables alone.

    Raises:
        WrongInputError: an argument or a file cannot be used.
        RunFailedError: a worker process died, or the cluster failed.
    """
    council, (replications, seed) = council_of(baseline).in_a_study(), counts(replications, seed)
    given = given_scenarios(scenario)
    option = _one_of(options_of(council, given))
    first, second = Varied(vary, _text("values", values), only), _second(and_vary, and_values, and_only)
    made = _variants(option, council, first) if second is None else _pairs(option, council, first, second)
    again = reproduction_of_sweep(council, given, first, second, replications, seed, engine, assumptions)
    drawable = drawable_of(council, made.options)
    plan = SweepPlan(
        council, seed, engine_asked(engine), again, made, drawable, drawn_study(drawable, seed, assumptions)
    )
    where = where_asked(council, workers, cluster, send_children)

    def simulate() -> SweepResult | SweepMapResult:
        began = perf_counter()
        with where.executor() as executor, replication_progress(plan.work(replications)) as progress:
            outcomes = played(plan.player(where.workers, executor, progress), 0, replications)
        return plan.result(outcomes, perf_counter() - began)

    return simulated(simulate, council, out, reports)


@dataclass(frozen=True)
class SweepPlan:
    """What a sweep simulates: the baseline, and the option at each value or pair of values."""

    council: Council
    seed: int
    engine: EngineName
    reproduction: Reproduction
    made: Variants | VariantPairs
    drawable: Drawable
    drawn: DrawnStudy | None
    """What is drawn from; None where every assumption is at its value."""

    def player(self, workers: int | None, executor: Executor | None, progress: Callable[[int], None]) -> Player:
        """Return what plays its futures."""
        options = {option.scenario.name: option.baseline for option in self.made.options}
        baselines = {BASELINE: self.council.baseline, **options}
        return Player(baselines, self.seed, workers, progress, self.engine, executor, self.drawn)

    def work(self, replications: int) -> int:
        """Return how many replications it takes, what is played beside them counted."""
        return self.player(None, None, no_progress).work(0, replications)

    def result(self, outcomes: StudyOutcomes, seconds: float) -> SweepResult | SweepMapResult:
        """Return what the outcomes become."""
        made, comparison = self.made, outcomes.comparison(self.council.baseline)
        known = outcomes.knowledge(self.council.baseline, self.drawn), self.drawable.uncertainty
        told = self.council, self.seed, self.reproduction, seconds, self.engine, *known
        if isinstance(made, Variants):
            return SweepResult(*told, Sweep(made.field, made.values, comparison, made.provision), made)
        return SweepMapResult(*told, SweepMap(made.first, made.second, comparison), made)


def _one_of(options: Sequence[AppliedScenario]) -> AppliedScenario:
    if len(options) != 1:
        raise wrong("scenario", f"should be one scenario; found {len(options)}")
    return options[0]


def _variants(option: AppliedScenario, council: Council, first: Varied) -> Variants:
    return variants(option, council.baseline, first.field, values_of(first.values), first.only)


def _pairs(option: AppliedScenario, council: Council, first: Varied, second: Varied) -> VariantPairs:
    down = varied_number(option, first.field, values_of(first.values), first.only)
    across = varied_number(option, second.field, values_of(second.values, SECOND), second.only, SECOND)
    return pairs(down, across, council.baseline)


def _second(field: str | None, values: Values | None, only: int | None) -> Varied | None:
    """Return the second number that is to be varied, where one is named.

    Raises:
        WrongInputError: it has no values, or values without a number.
    """
    if field is None and (values is not None or only is not None):
        raise wrong(SECOND.vary, f"should name the second number to vary, as {SECOND.values} or {SECOND.only} is given")
    if field is None:
        return None
    if values is None:
        raise wrong(SECOND.values, f"should say what to set {field!r} to, as in 0:12:3")
    return Varied(field, _text("and_values", values), only)


def _text(argument: str, values: Values) -> str:
    """Return values as the command line has them."""
    if isinstance(values, str):
        return values
    if not isinstance(values, Sequence) or isinstance(values, bytes):
        raise wrong(argument, f"should be numbers, as in [0, 3, 6]; found {shown(values)}")
    return ",".join(f"{number(argument, value, float('-inf')):.15g}" for value in values)
