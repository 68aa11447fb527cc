"""What every result offers: tables for pandas, charts for matplotlib, and everything that a command writes."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from os import PathLike
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from placesim.api.charts import charts_of
from placesim.api.council import Council
from placesim.api.reports import EVERY, Reports, reports_asked
from placesim.api.reproduction import Reproduction
from placesim.api.wrong import named_path, told_as_value_errors, wrong
from placesim.config.baseline import Baseline
from placesim.config.ranges.assumptions import Uncertainty
from placesim.config.scenario_files import AppliedScenario
from placesim.experiment.destinations import owned_folder
from placesim.experiment.knowledge.draws_table import DRAWS, draws_table
from placesim.experiment.knowledge.headlines import LuckAndKnowledge
from placesim.experiment.knowledge.known import Knowledge
from placesim.experiment.knowledge.uncertainty_table import UNCERTAINTY, uncertainty_table
from placesim.experiment.manifest import RunSettings, finished_run
from placesim.experiment.replications import Outcomes
from placesim.experiment.tables import explained, measures_table, monthly_table, summary_table, write_table
from placesim.report.paper.document_styles import MOST_BYTES
from placesim.report.paper.parts import Medium, Report
from placesim.report.paper.writers import write_report

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True, eq=False, repr=False)
class Result(ABC):
    """What became of a council, and of options for it, in every simulated future."""

    council: Council
    """As it was simulated, with the files that the study read."""
    seed: int
    reproduction: Reproduction
    """What makes the result again."""
    seconds: float
    """How long simulating took."""
    engine: str
    """Which engine played, or which two; the figures are the same."""
    knowledge: Knowledge | None
    """What was drawn, and what tells luck from knowledge; None where every assumption was at its value."""
    ranges: Uncertainty
    """The assumptions that carry ranges, whether they were drawn or not."""

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
    def drawn(self) -> bool:
        """Whether every future drew its assumptions."""
        return self.knowledge is not None

    @property
    def replications(self) -> int:
        """How many futures were simulated of each scenario."""
        return len(self.outcomes[0].values)

    def measures(self) -> "pd.DataFrame":
        """Return every figure of every future: scenario, replication, financial_year, measure, group, value."""
        return below_each_other([measures_table(each) for each in self.outcomes])

    def summary(self) -> "pd.DataFrame":
        """Return what futures have in common: mean, its 95% interval, p10, p50 and p90, one row a year and measure."""
        return self._explained(summary_table)

    def monthly(self) -> "pd.DataFrame":
        """Return mean, p10, p50 and p90 of the futures, one row a month, measure and group."""
        return self._explained(monthly_table)

    def draws(self) -> "pd.DataFrame":
        """Return the value of every assumption in every future, for a study whose assumptions were drawn."""
        if self.knowledge is None:
            raise wrong("draws", "there are none: every assumption was at its value")
        return draws_table(self.knowledge.uncertainty, self.knowledge.draws)

    @property
    def known(self) -> LuckAndKnowledge | None:
        """How sure the headlines of a run or a comparison are, where assumptions were drawn."""
        return None

    def uncertainty(self) -> "pd.DataFrame":
        """Return how sure headlines are: under luck alone, with assumptions drawn, and what their variance rests on."""
        if self.known is None:
            raise wrong("uncertainty", "is told of a run or a comparison whose assumptions were drawn")
        return uncertainty_table(self.known)

    def charts(self) -> "dict[str, Figure]":
        """Return the charts of the report as matplotlib figures, by name."""
        return charts_of(self.report())

    @told_as_value_errors
    def write(self, folder: str | PathLike[str], reports: Reports = EVERY) -> Path:
        """Write everything that the command writes (tables; report as page, document, workbook); return the folder.

        Args:
            folder: where it goes.
            reports: which reports to write: `page`, `document`, `workbook`, or an empty list for tables alone.

        Raises:
            WrongInputError: the folder holds what is not a result, or nothing can be written there.
        """
        path, media = named_path("folder", folder, "folder"), reports_asked(reports)
        with owned_folder(path, self.council.files.paths):
            return self.written(path, media)

    def written(self, folder: Path, media: Sequence[Medium], template: Path | None = None) -> Path:
        """Write everything into a folder that is owned already, in the styles a template had when it was read."""
        styles = self.council.files.content(template, MOST_BYTES) if template else None
        with finished_run(folder, self.settings(folder), perf_counter() - self.seconds) as staging:
            self._write_tables(staging)
            if self.knowledge:
                write_table(staging / DRAWS, [self.draws()])
            if self.known:
                write_table(staging / UNCERTAINTY, [self.uncertainty()])
            write_report(staging, partial(self.report, folder), media, styles)
        return folder

    def settings(self, folder: Path | None = None) -> RunSettings:
        """Return how the result was made."""
        council = self.council
        made = self.replications, self.seed, council.baseline.years, council.files.read
        real = council.baseline.children_in_care.real_children
        return RunSettings(self.reproduction(folder), council.path, *made, self.engine, self._warnings, real)

    @cached_property
    def _warnings(self) -> tuple[str, ...]:
        """What is probably not meant in its files, found once for all that tells it."""
        return tuple(map(str, self.council.warnings(self.applied)))

    def _explained(self, table: "Callable[[Outcomes], pd.DataFrame]") -> "pd.DataFrame":
        told = [explained(table(each), self.baselines[each.scenario], self.drawn) for each in self.outcomes]
        return below_each_other(told)


def below_each_other(tables: "list[pd.DataFrame]") -> "pd.DataFrame":
    """Return tables as one, below each other."""
    import pandas as pd

    return pd.concat(tables, ignore_index=True)
