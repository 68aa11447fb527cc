"""Studies: a council simulated as it is, against options, or with one number of an option varied."""

from collections.abc import Callable, Sequence
from os import PathLike
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from placesim.api.council import Council, council_of
from placesim.api.options import OneScenario, Scenarios, given_scenarios, options_of
from placesim.api.reproduction import reproduction_of_comparison, reproduction_of_run, reproduction_of_sweep
from placesim.api.result import Result
from placesim.api.results import ComparisonResult, RunResult, SweepResult
from placesim.api.wrong import named_path, number, told_as_value_errors, whole_number, wrong
from placesim.config.problem import shown
from placesim.config.scenario_files import BASELINE
from placesim.config.variants import values_of, variants
from placesim.experiment.destinations import owned_folder
from placesim.experiment.limits import LEAST_PRECISION, REPLICATIONS, SEEDS, WORKERS
from placesim.experiment.precision import Precision, compared, precision_about
from placesim.experiment.replications import replicate
from placesim.experiment.sweep import swept
from placesim.model import NOT_COMPILED, EngineName, compiled, default_engine
from placesim.report.paper.document_styles import MOST_BYTES, readable_template
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

    Raises:
        WrongInputError: an argument cannot be used.
        RunFailedError: a worker process died.
    """
    council, (replications, seed, workers) = council_of(baseline).in_a_study(), _counts(replications, seed, workers)

    again, plays = reproduction_of_run(council, replications, seed, episodes, engine), _engine(engine)

    def simulate() -> RunResult:
        began = perf_counter()
        with replication_progress(replications) as progress:
            asked = replications, seed, workers, episodes, progress
            [outcomes] = replicate({BASELINE: council.baseline}, *asked, engine=plays)
        return RunResult(council, seed, again, perf_counter() - began, plays, outcomes, episodes)

    return _simulated(simulate, council, out)


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

    Raises:
        WrongInputError: an argument or a file cannot be used.
        RunFailedError: a worker process died.
    """
    council, (replications, seed, workers) = council_of(baseline).in_a_study(), _counts(replications, seed, workers)
    given = given_scenarios(scenarios)
    options = options_of(council, given)
    wanted = None if precision is None else _precision(precision, of, most, council)
    styles = _template(template, council)

    printed = wanted, measures, long_tables, styles
    again = reproduction_of_comparison(council, given, replications, seed, *printed, engine)
    plays = _engine(engine)

    def simulate() -> ComparisonResult:
        began = perf_counter()
        baselines = {BASELINE: council.baseline, **{each.scenario.name: each.baseline for each in options}}
        with replication_progress(replications * len(baselines)) as progress:
            comparison = compared(baselines, replications, seed, workers, wanted, progress, progress.more, plays)
        made = council, seed, again, perf_counter() - began, plays
        return ComparisonResult(*made, comparison, options, wanted, measures, long_tables)

    return _simulated(simulate, council, out, styles)


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

    Raises:
        WrongInputError: an argument or a file cannot be used.
        RunFailedError: a worker process died.
    """
    council, (replications, seed, workers) = council_of(baseline).in_a_study(), _counts(replications, seed, workers)
    given = given_scenarios(scenario)
    option, *others = options_of(council, given)
    if others:
        raise wrong("scenario", f"should be one scenario; found {len(others) + 1}")
    text = values if isinstance(values, str) else _listed(values)
    varied = variants(option, council.baseline, vary, values_of(text), only)

    again = reproduction_of_sweep(council, given, vary, text, only, replications, seed, engine)
    plays = _engine(engine)

    def simulate() -> SweepResult:
        began = perf_counter()
        with replication_progress(replications * (len(varied.values) + 1)) as progress:
            result = swept(varied, council.baseline, replications, seed, workers, progress, plays)
        return SweepResult(council, seed, again, perf_counter() - began, plays, result, varied)

    return _simulated(simulate, council, out)


def _engine(name: str | None) -> EngineName:
    """Return the engine asked for, or the compiled one where it is installed."""
    if name is None:
        return default_engine()
    if name not in list(EngineName):
        raise wrong("engine", f"should be {' or '.join(EngineName)}; found {shown(name)}")
    if name == EngineName.COMPILED and not compiled.available():
        raise wrong("engine", NOT_COMPILED)
    return EngineName(name)


def _counts(replications: int, seed: int, workers: int | None) -> tuple[int, int, int | None]:
    return (
        whole_number("replications", replications, REPLICATIONS),
        whole_number("seed", seed, SEEDS),
        None if workers is None else whole_number("workers", workers, WORKERS),
    )


def _simulated(simulate: Callable[[], Found], council: Council, out: Folder, template: Path | None = None) -> Found:
    """Return a result, written to a folder where one is named, which is owned from before anything is simulated."""
    if out is None:
        return simulate()
    folder = named_path("out", out, "folder")
    with owned_folder(folder, council.files.paths):
        result = simulate()
        result.written(folder, template)
    return result


def _precision(target: float, of: str, most: int, council: Council) -> Precision:
    whole_number("most", most, REPLICATIONS)
    return precision_about(of, number("precision", target, LEAST_PRECISION), most, council.baseline)


def _template(template: str | PathLike[str] | None, council: Council) -> Path | None:
    """Return a template that can be read, its bytes kept among what was read."""
    if template is None:
        return None
    path = readable_template(named_path("template", template))
    council.files.content(path, MOST_BYTES)
    return path


def _listed(values: Sequence[float]) -> str:
    if not isinstance(values, Sequence) or isinstance(values, bytes):
        raise wrong("values", f"should be numbers, as in [0, 3, 6]; found {shown(values)}")
    return ",".join(f"{number('values', value, float('-inf')):.15g}" for value in values)
