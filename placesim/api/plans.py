"""Plans: what a study is asked for, made sure of before anything is simulated, and what its outcomes become."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any

from placesim.api.assumptions import drawn_study
from placesim.api.council import Council, council_of
from placesim.api.options import Scenarios, given_scenarios, options_of, paths_alone
from placesim.api.reproduction import Given, Reproduction, reproduction_of_comparison, reproduction_of_run
from placesim.api.result import Result
from placesim.api.results import ComparisonResult, RunResult
from placesim.api.wrong import named_path, number, whole_number, wrong
from placesim.config.baseline import Baseline
from placesim.config.problem import shown
from placesim.config.ranges.drawing import Drawable
from placesim.config.scenario_files import BASELINE, AppliedScenario
from placesim.experiment.budget_accruals import budget_year
from placesim.experiment.chunks import no_progress
from placesim.experiment.draws import DrawnStudy
from placesim.experiment.knowledge.played import StudyOutcomes
from placesim.experiment.limits import LEAST_PRECISION, REPLICATIONS, SEEDS
from placesim.experiment.movement import Earlier, earlier_run
from placesim.experiment.player import Player
from placesim.experiment.precision import Precision, precision_about
from placesim.model import NOT_COMPILED, EngineName, compiled, default_engine
from placesim.report.paper.document_styles import MOST_BYTES, readable_template


@dataclass(frozen=True)
class Plan(ABC):
    """What is to be simulated, how often, and what makes it again."""

    council: Council
    """With the files that this study reads."""
    replications: int
    seed: int
    engine: EngineName
    reproduction: Reproduction
    assumptions: str | None
    """Drawn or fixed, as it was asked for; None where it was not."""

    @property
    @abstractmethod
    def baselines(self) -> dict[str, Baseline]:
        """What is simulated, by scenario."""

    @property
    @abstractmethod
    def asked(self) -> dict[str, Any]:
        """What was asked for, in words and numbers, so that it can be asked again by who has the same files."""

    @property
    @abstractmethod
    def applied(self) -> Sequence[AppliedScenario]:
        """The options that it plays beside the baseline."""

    @abstractmethod
    def result(self, outcomes: StudyOutcomes, seconds: float, engine: str) -> Result:
        """Return what the outcomes of every scenario become; told how long they took, and which engine played."""

    @cached_property
    def drawable(self) -> Drawable:
        """What makes the baselines of every draw of the numbers that carry ranges."""
        return drawable_of(self.council, self.applied)

    @cached_property
    def drawn(self) -> DrawnStudy | None:
        """What is drawn from; None where every assumption is at its value."""
        return drawn_study(self.drawable, self.seed, self.assumptions)

    def work(self, first: int, count: int) -> int:
        """Return how many replications consecutive futures take, all scenarios and what is played beside counted."""
        return self.player(None, None, no_progress).work(first, count)

    def player(self, workers: int | None, executor: Executor | None, progress: Callable[[int], None]) -> Player:
        """Return what plays its futures."""
        return Player(self.baselines, self.seed, workers, progress, self.engine, executor, self.drawn)

    @property
    def styles(self) -> Path | None:
        """A Word document whose styles the report takes."""
        return None

    @property
    def in_files(self) -> bool:
        """Whether files say everything, so that who has them can make the same plan."""
        return not self.council.changes

    def _asked_of_every_study(self) -> dict[str, Any]:
        council = self.council
        counted = {"replications": self.replications, "seed": self.seed}
        return {
            "configuration": council.path.as_posix(),
            "years": council.years_asked,
            "ranges": council.ranges_file and council.ranges_file.as_posix(),
            **counted,
            "assumptions": self.assumptions,
        }


@dataclass(frozen=True)
class RunPlan(Plan):
    """A council as it is."""

    episodes: bool = False
    since: Earlier | None = None
    """What an earlier run forecast, where movement since then is asked for."""

    @property
    def baselines(self) -> dict[str, Baseline]:
        """The baseline, alone."""
        return {BASELINE: self.council.baseline}

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked for of the run."""
        return {"command": "run", **self._asked_of_every_study()}

    @property
    def applied(self) -> Sequence[AppliedScenario]:
        """No options."""
        return ()

    def player(self, workers: int | None, executor: Executor | None, progress: Callable[[int], None]) -> Player:
        """Return what plays its futures, placements kept where they are asked for."""
        return replace(super().player(workers, executor, progress), keep_histories=self.episodes)

    def result(self, outcomes: StudyOutcomes, seconds: float, engine: str) -> RunResult:
        """Return the result of the run."""
        [run] = outcomes.told
        known = outcomes.knowledge(self.council.baseline, self.drawn), self.drawable.uncertainty
        made = self.council, self.seed, self.reproduction, seconds, engine, *known
        return RunResult(*made, run, self.episodes, self.since)


@dataclass(frozen=True)
class ComparisonPlan(Plan):
    """Options against a council."""

    given: Given
    """Scenarios as they were given."""
    options: Sequence[AppliedScenario]
    precision: Precision | None
    measures: bool
    long_tables: bool
    template: Path | None

    @property
    def baselines(self) -> dict[str, Baseline]:
        """The baseline, then each option, by name."""
        return {BASELINE: self.council.baseline, **{each.scenario.name: each.baseline for each in self.options}}

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked for of the comparison."""
        return {
            "command": "compare",
            **self._asked_of_every_study(),
            "scenarios": [path.as_posix() for path in paths_alone(self.given) or ()],
            "measures": self.measures,
            "long_tables": self.long_tables,
            "template": self.template and self.template.as_posix(),
        }

    @property
    def styles(self) -> Path | None:
        """The template."""
        return self.template

    @property
    def in_files(self) -> bool:
        """Whether files say everything."""
        return super().in_files and paths_alone(self.given) is not None

    @property
    def applied(self) -> Sequence[AppliedScenario]:
        """The options."""
        return self.options

    def result(self, outcomes: StudyOutcomes, seconds: float, engine: str) -> ComparisonResult:
        """Return the result of the comparison."""
        comparison = outcomes.comparison(self.council.baseline)
        known = outcomes.knowledge(self.council.baseline, self.drawn), self.drawable.uncertainty
        made = self.council, self.seed, self.reproduction, seconds, engine, *known
        return ComparisonResult(*made, comparison, self.options, self.precision, self.measures, self.long_tables)


def run_plan(
    baseline: Council,
    replications: int,
    seed: int,
    engine: str | None,
    episodes: bool = False,
    since: str | PathLike[str] | None = None,
    assumptions: str | None = None,
) -> RunPlan:
    """Return the plan of a run, and what it is set against: the folder of an earlier one.

    Raises:
        WrongInputError: an argument cannot be used.
    """
    council, (replications, seed) = council_of(baseline).in_a_study(), counts(replications, seed)
    folder = None if since is None else named_path("since", since, "folder")
    earlier = None if folder is None else earlier_run(folder, _budget_year(council), council.files)
    again = reproduction_of_run(council, replications, seed, episodes, engine, folder, assumptions)
    return RunPlan(council, replications, seed, engine_asked(engine), again, assumptions, episodes, earlier)


def _budget_year(council: Council) -> str:
    """Return the year whose budget lines are forecast.

    Raises:
        WrongInputError: the configuration gives no budget, so nothing is forecast that could have moved.
    """
    year = budget_year(council.baseline)
    if year is None:
        raise wrong("since", "needs budgets; give some under `budget_lines`, `years`, for a whole year simulated")
    return year


def comparison_plan(
    baseline: Council,
    scenarios: Scenarios,
    replications: int,
    seed: int,
    engine: str | None,
    *,
    precision: tuple[float | None, str, int] = (None, "", 0),
    measures: bool = False,
    long_tables: bool = False,
    template: str | PathLike[str] | None = None,
    assumptions: str | None = None,
) -> ComparisonPlan:
    """Return the plan of a comparison; a precision is its target, the figure meant, and futures at most.

    Raises:
        InputError: an argument or a file cannot be used.
    """
    council, (replications, seed) = council_of(baseline).in_a_study(), counts(replications, seed)
    given = given_scenarios(scenarios)
    options = options_of(council, given)
    wanted = _precision(council, *precision)
    printed = wanted, measures, long_tables, _template(template, council)
    again = reproduction_of_comparison(council, given, replications, seed, *printed, engine, assumptions)
    made = council, replications, seed, engine_asked(engine), again, assumptions
    return ComparisonPlan(*made, given, options, *printed)


def engine_asked(name: str | None) -> EngineName:
    """Return the engine asked for, or the compiled one where it is installed."""
    if name is None:
        return default_engine()
    if name not in list(EngineName):
        raise wrong("engine", f"should be {' or '.join(EngineName)}; found {shown(name)}")
    if name == EngineName.COMPILED and not compiled.available():
        raise wrong("engine", NOT_COMPILED)
    return EngineName(name)


def counts(replications: int, seed: int) -> tuple[int, int]:
    """Return how many futures, and the seed, where both can be used."""
    return whole_number("replications", replications, REPLICATIONS), whole_number("seed", seed, SEEDS)


def _precision(council: Council, target: float | None, of: str, most: int) -> Precision | None:
    if target is None:
        return None
    whole_number("most", most, REPLICATIONS)
    return precision_about(of, number("precision", target, LEAST_PRECISION), most, council.baseline)


def _template(template: str | PathLike[str] | None, council: Council) -> Path | None:
    """Return a template that can be read, its bytes kept among what was read."""
    if template is None:
        return None
    path = readable_template(named_path("template", template))
    council.files.content(path, MOST_BYTES)
    return path
