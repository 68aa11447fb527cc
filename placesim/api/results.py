"""What `run` and `compare` return: results as an analyst holds them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placesim.api.drift import drift_table
from placesim.api.result import Result, below_each_other
from placesim.api.wrong import wrong
from placesim.config.baseline import Baseline
from placesim.config.scenario_files import BASELINE, AppliedScenario
from placesim.experiment.comparison import Comparison
from placesim.experiment.comparison_tables import comparison_table, write_comparison
from placesim.experiment.knowledge.headlines import LuckAndKnowledge
from placesim.experiment.knowledge.knowing_table import BETWEEN, KNOWING, Decision, flips_table, knowing_table
from placesim.experiment.monitoring import monitoring
from placesim.experiment.movement import OUTTURN, Earlier, Monitored, luck_of, outturn_table
from placesim.experiment.outputs import children_table, episodes_table, lists_children, write_tables
from placesim.experiment.precision import Precision
from placesim.experiment.replications import Outcomes
from placesim.experiment.tables import explained, write_table
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.paper.parts import Report
from placesim.report.scripts.compare import compare_report
from placesim.report.scripts.run import run_report
from placesim.report.study import Study
from placesim.report.words.going_ahead import going_ahead
from placesim.report.words.knowing import choice
from placesim.report.words.placeholders import priced

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False, repr=False)
class RunResult(Result):
    """What became of a council in every simulated future."""

    run: Outcomes
    keeps_episodes: bool = False
    since: Earlier | None = None
    """What an earlier run forecast, where movement since then is asked for."""

    @property
    def outcomes(self) -> tuple[Outcomes, ...]:
        """What became of the baseline, alone."""
        return (self.run,)

    @property
    def baselines(self) -> dict[str, Baseline]:
        """The baseline, alone."""
        return {BASELINE: self.council.baseline}

    @cached_property
    def study(self) -> Study:
        """The result as reports ask for it."""
        return Study(self.council.baseline, self.run, self.ranges, self.knowledge)

    @property
    def known(self) -> LuckAndKnowledge | None:
        """How sure its headlines are."""
        return self.study.known

    @cached_property
    def monitored(self) -> Monitored | None:
        """The budget lines of the year, with their movement; nothing without budgets, or where a price is not known."""
        found = monitoring(self.council.baseline, self.run) if priced(self.council.baseline) else None
        return None if found is None else Monitored(found, luck_of(self.council.baseline, self.seed), self.since)

    def outturn(self) -> "pd.DataFrame":
        """Return the outturn of every budget line in every future, for a council whose file gives budgets."""
        if self.monitored is None:
            raise wrong("outturn", "needs budgets; give some under `budget_lines`, `years`, for a whole year simulated")
        return outturn_table(self.monitored)

    def report(self, folder: Path | None = None) -> Report:
        """Return the report of the run."""
        return run_report(self.study, self.settings(folder), self.council.evidence, self.monitored)

    def episodes(self) -> "pd.DataFrame":
        """Return every placement of every future, for a run that was asked to keep them."""
        return episodes_table(self._kept(), lists_children(self.council.baseline))

    def children(self) -> "pd.DataFrame":
        """Return every child of every future, for a run that was asked to keep them."""
        return children_table(self._kept(), lists_children(self.council.baseline))

    def drift(self) -> "pd.DataFrame":
        """Return where each placement type's number goes if nothing changes: by arithmetic, and the simulated mean."""
        return drift_table(self.council.baseline, self.run)

    def _kept(self) -> Outcomes:
        if not self.keeps_episodes:
            raise wrong("episodes", "were not kept; run again with episodes=True")
        return self.run

    def _write_tables(self, staging: Path) -> None:
        write_tables(staging, self.baselines, list(self.outcomes), self.keeps_episodes, self.drawn)
        if self.monitored:
            write_table(staging / OUTTURN, [outturn_table(self.monitored)])


@dataclass(frozen=True, eq=False, repr=False)
class ComparisonResult(Result):
    """What became of a council and of options for it, on the same luck."""

    comparison: Comparison
    options: Sequence[AppliedScenario]
    precision: Precision | None = None
    with_measures: bool = False
    long_tables: bool = False

    @property
    def outcomes(self) -> tuple[Outcomes, ...]:
        """What became of the baseline, then of each option."""
        return self.comparison.baseline, *self.comparison.options

    @property
    def applied(self) -> Sequence[AppliedScenario]:
        """The options."""
        return self.options

    @property
    def baselines(self) -> dict[str, Baseline]:
        """The baseline, then each option, by name."""
        return {BASELINE: self.council.baseline, **{each.scenario.name: each.baseline for each in self.options}}

    def study(self, folder: Path | None = None) -> ComparisonStudy:
        """Return the result as reports ask for it."""
        evidence = self.council.evidence_with(self.options)
        told = self.settings(folder), evidence, self.precision, self.ranges, self.knowledge, self._answers
        return ComparisonStudy(self.council.baseline, self.comparison, tuple(self.options), *told)

    @cached_property
    def _answers(self) -> dict[tuple[Any, ...], Any]:
        """What reports have worked out so far: nothing of it depends on where they go."""
        return {}

    @property
    def known(self) -> LuckAndKnowledge | None:
        """How sure its headlines are."""
        return self.study().known

    def report(self, folder: Path | None = None) -> Report:
        """Return the report of the comparison."""
        return compare_report(self.study(folder), self.long_tables)

    def differences(self) -> "pd.DataFrame":
        """Return how each option differs from the baseline, future by future: mean, 95% interval, p10, p50, p90."""
        tables = {name: comparison_table(self.comparison, name) for name in self.comparison.names}
        return below_each_other([explained(table, self.baselines[name], self.drawn) for name, table in tables.items()])

    def worth_of_knowing(self) -> "pd.DataFrame":
        """Return what knowing each assumption is worth in pounds, to the choice and to going ahead with each option."""
        return knowing_table(self.ranges, self._decided())

    def turning_points(self) -> "pd.DataFrame":
        """Return the values of assumptions at which another option becomes the best on average, all others drawn."""
        return flips_table(self.ranges, self._decided())

    def _decided(self) -> list[Decision]:
        if not self._decisions:
            raise wrong("worth_of_knowing", "needs drawn assumptions, known prices and an option to choose")
        return self._decisions

    @cached_property
    def _decisions(self) -> list[Decision]:
        """The choice between all options, then whether to go ahead with each; none where nothing is drawn."""
        study = self.study()
        between = choice(study)
        if between is None:
            return []
        told = [Decision(BETWEEN, (BASELINE, *between.options), between.worth, between.flips)]
        alone = [(name, going_ahead(study, name)) for name in between.options]
        return told + [
            Decision(f"going ahead with {name}", (BASELINE, name), each.worth, each.flips)
            for name, each in alone
            if each
        ]

    def _write_tables(self, staging: Path) -> None:
        if self._decisions:
            write_table(staging / KNOWING, [self.worth_of_knowing()])
        write_comparison(staging, self.comparison, self.baselines, self.with_measures, self.drawn)
