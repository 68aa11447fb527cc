"""Results as an analyst holds them: tables for pandas, charts for matplotlib, and everything that a command writes."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from placesim.api.again import Again
from placesim.api.charts import charts_of
from placesim.api.council import Council
from placesim.api.wrong import told_as_value_errors, wrong
from placesim.config.baseline import Baseline
from placesim.config.problem import shown
from placesim.config.scenario_files import BASELINE, AppliedScenario
from placesim.config.variants import Variants
from placesim.experiment.comparison import Comparison
from placesim.experiment.comparison_tables import comparison_table, write_comparison
from placesim.experiment.destinations import owned_folder
from placesim.experiment.manifest import RunSettings, finished_run
from placesim.experiment.outputs import children_table, episodes_table, lists_children, write_tables
from placesim.experiment.precision import Precision
from placesim.experiment.replications import Outcomes
from placesim.experiment.sweep import Sweep
from placesim.experiment.sweep_tables import sweep_table, write_sweep
from placesim.experiment.tables import explained, measures_table, monthly_table, summary_table
from placesim.model import EngineName
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.paper.document_styles import MOST_BYTES
from placesim.report.paper.parts import Report
from placesim.report.paper.writers import write_report
from placesim.report.scripts.compare import compare_report
from placesim.report.scripts.run import run_report
from placesim.report.scripts.sweep import sweep_report
from placesim.report.study import Study
from placesim.report.sweep_study import SweepStudy

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True, eq=False, repr=False)
class Result(ABC):
    """What became of a council, and of options for it, in every simulated future."""

    council: Council
    seed: int
    again: Again
    """What makes the result again."""
    seconds: float
    """How long simulating took."""
    engine: EngineName
    """Which engine played; the figures are the same."""

    @property
    @abstractmethod
    def outcomes(self) -> tuple[Outcomes, ...]:
        """What became of every scenario, the baseline first."""

    @property
    def applied(self) -> Sequence[AppliedScenario]:
        """Scenarios that files may say something odd in; none where only the baseline was simulated."""
        return ()

    @property
    @abstractmethod
    def baselines(self) -> dict[str, Baseline]:
        """What was simulated, by scenario."""

    @abstractmethod
    def report(self, folder: Path | None = None) -> Report:
        """Return the report; it says that its files are in a folder where one is given."""

    @abstractmethod
    def _write_tables(self, staging: Path) -> None:
        """Write the tables that the command writes."""

    def __repr__(self) -> str:
        names = ", ".join(each.scenario for each in self.outcomes)
        return f"<{self.council.name}: {names}; {self.replications:,} futures each>"

    @property
    def replications(self) -> int:
        """How many futures were simulated of each scenario."""
        return len(self.outcomes[0].values)

    def measures(self) -> "pd.DataFrame":
        """Return every figure of every future: scenario, replication, financial_year, measure, group, value."""
        return _below_each_other([measures_table(each) for each in self.outcomes])

    def summary(self) -> "pd.DataFrame":
        """Return what futures have in common: mean, its 95% interval, p10, p50 and p90, one row a year and measure."""
        return self._explained(summary_table)

    def monthly(self) -> "pd.DataFrame":
        """Return mean, p10, p50 and p90 of the futures, one row a month, measure and group."""
        return self._explained(monthly_table)

    def charts(self) -> "dict[str, Figure]":
        """Return the charts of the report as matplotlib figures, by name."""
        return charts_of(self.report())

    @told_as_value_errors
    def write(self, folder: str | PathLike[str]) -> Path:
        """Write everything that the command writes (tables; report as page, document, workbook); return the folder.

        Raises:
            WrongInputError: the folder holds what is not a result, or nothing can be written there.
        """
        if not isinstance(folder, str | PathLike) or not str(folder):
            raise wrong("folder", f"should be a folder's name; found {shown(folder)}")
        with owned_folder(Path(folder), self.council.files.paths):
            return self.written(Path(folder))

    def written(self, folder: Path, template: Path | None = None) -> Path:
        """Write everything into a folder that is owned already, in the styles a template had when it was read."""
        styles = self.council.files.content(template, MOST_BYTES) if template else None
        with finished_run(folder, self.settings(folder), perf_counter() - self.seconds) as staging:
            self._write_tables(staging)
            write_report(staging, self.report(folder), styles)
        return folder

    def settings(self, folder: Path | None = None) -> RunSettings:
        """Return how the result was made."""
        council = self.council
        made = self.replications, self.seed, council.baseline.years, council.files.read
        warnings = tuple(map(str, council.warnings(self.applied)))
        return RunSettings(self.again(folder), council.path, *made, self.engine, warnings)

    def _explained(self, table: "Callable[[Outcomes], pd.DataFrame]") -> "pd.DataFrame":
        return _below_each_other([explained(table(each), self.baselines[each.scenario]) for each in self.outcomes])


@dataclass(frozen=True, eq=False, repr=False)
class RunResult(Result):
    """What became of a council in every simulated future."""

    run: Outcomes
    keeps_episodes: bool = False

    @property
    def outcomes(self) -> tuple[Outcomes, ...]:
        """What became of the baseline, alone."""
        return (self.run,)

    @property
    def baselines(self) -> dict[str, Baseline]:
        """The baseline, alone."""
        return {BASELINE: self.council.baseline}

    @property
    def study(self) -> Study:
        """The result as reports ask for it."""
        return Study(self.council.baseline, self.run)

    def report(self, folder: Path | None = None) -> Report:
        """Return the report of the run."""
        return run_report(self.study, self.settings(folder), self.council.evidence)

    def episodes(self) -> "pd.DataFrame":
        """Return every placement of every future, for a run that was asked to keep them."""
        return episodes_table(self._kept(), lists_children(self.council.baseline))

    def children(self) -> "pd.DataFrame":
        """Return every child of every future, for a run that was asked to keep them."""
        return children_table(self._kept(), lists_children(self.council.baseline))

    def _kept(self) -> Outcomes:
        if not self.keeps_episodes:
            raise wrong("episodes", "were not kept; run again with episodes=True")
        return self.run

    def _write_tables(self, staging: Path) -> None:
        write_tables(staging, self.baselines, list(self.outcomes), self.keeps_episodes)


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
        told = self.settings(folder), evidence, self.precision
        return ComparisonStudy(self.council.baseline, self.comparison, tuple(self.options), *told)

    def report(self, folder: Path | None = None) -> Report:
        """Return the report of the comparison."""
        return compare_report(self.study(folder), self.long_tables)

    def differences(self) -> "pd.DataFrame":
        """Return how each option differs from the baseline, future by future: mean, 95% interval, p10, p50, p90."""
        tables = {name: comparison_table(self.comparison, name) for name in self.comparison.names}
        return _below_each_other([explained(table, self.baselines[name]) for name, table in tables.items()])

    def _write_tables(self, staging: Path) -> None:
        write_comparison(staging, self.comparison, self.baselines, self.with_measures)


@dataclass(frozen=True, eq=False, repr=False)
class SweepResult(Result):
    """What became of a council, and of an option at each value of one of its numbers, on the same luck."""

    sweep: Sweep
    variants: Variants

    @property
    def outcomes(self) -> tuple[Outcomes, ...]:
        """What became of the baseline, then of the option at each value."""
        return self.sweep.comparison.baseline, *self.sweep.comparison.options

    @property
    def applied(self) -> Sequence[AppliedScenario]:
        """The option as its file says it."""
        return (self.variants.option,)

    @property
    def baselines(self) -> dict[str, Baseline]:
        """The baseline, then the option at each value."""
        varied = {each.scenario.name: each.baseline for each in self.variants.options}
        return {BASELINE: self.council.baseline, **varied}

    def study(self, folder: Path | None = None) -> SweepStudy:
        """Return the result as reports ask for it."""
        evidence = self.council.evidence_with([self.variants.option])
        return SweepStudy(self.council.baseline, self.variants, self.sweep, self.settings(folder), evidence)

    def report(self, folder: Path | None = None) -> Report:
        """Return the report of the sweep."""
        return sweep_report(self.study(folder))

    def differences(self) -> "pd.DataFrame":
        """Return how the option differs from the baseline at each value, future by future."""
        return sweep_table(self.sweep, self.variants)

    def _write_tables(self, staging: Path) -> None:
        write_sweep(staging, self.sweep, self.variants)


def _below_each_other(tables: "list[pd.DataFrame]") -> "pd.DataFrame":
    import pandas as pd

    return pd.concat(tables, ignore_index=True)
