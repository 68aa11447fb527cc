"""Plans of runs and comparisons: what they play, and what their outcomes become."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import Any

from placesim.api.council import Council, council_of
from placesim.api.options import Scenarios, given_scenarios, options_of, paths_alone
from placesim.api.plan import Plan, counts, engine_asked
from placesim.api.reproduction import Given, Reproduction, reproduction_of_comparison, reproduction_of_run
from placesim.api.results import ComparisonResult, RunResult
from placesim.api.wrong import named_path, number, whole_number, wrong
from placesim.config.baseline import Baseline
from placesim.config.scenario_files import BASELINE, AppliedScenario
from placesim.experiment.budget_accruals import budget_year
from placesim.experiment.knowledge.played import StudyOutcomes
from placesim.experiment.limits import LEAST_PRECISION, REPLICATIONS
from placesim.experiment.movement import Earlier, earlier_run
from placesim.experiment.player import Player
from placesim.experiment.precision import Precision, precision_about
from placesim.report.paper.document_styles import MOST_BYTES, readable_template


@dataclass(frozen=True)
class RunPlan(Plan):
    """A council as it is."""

    episodes: bool = False
    since: Earlier | None = None
    """What an earlier run forecast, where movement since then is asked for."""
    since_folder: Path | None = None
    """Where that run stands."""

    @property
    def reproduction(self) -> Reproduction:
        """What makes the run again."""
        asked = self.replications, self.seed, self.episodes, self.engine_asked, self.since_folder, self.assumptions
        return reproduction_of_run(self.council, *asked)

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
    def reproduction(self) -> Reproduction:
        """What makes the comparison again."""
        printed = self.precision, self.measures, self.long_tables, self.template
        asked = self.replications, self.seed, *printed, self.engine_asked, self.assumptions
        return reproduction_of_comparison(self.council, self.given, *asked)

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
    made = council, replications, seed, engine_asked(engine), engine, assumptions
    return RunPlan(*made, episodes, earlier, folder)


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
    made = council, replications, seed, engine_asked(engine), engine, assumptions
    return ComparisonPlan(*made, given, options, *printed)


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
