"""A council's past from its own returns, for notebooks and commands: figures, a report, every row accounted for."""

from dataclasses import dataclass
from functools import partial
from os import PathLike
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from placesim.api.charts import charts_of
from placesim.api.reports import EVERY, Reports, reports_asked
from placesim.api.wrong import named_path, told_as_value_errors
from placesim.config.baseline import Baseline
from placesim.config.input_files import InputFiles
from placesim.config.loading import load_baseline
from placesim.config.starting_folder import its_configuration
from placesim.experiment.command_lines import history_command
from placesim.experiment.destinations import owned_folder
from placesim.experiment.manifest import RunSettings, finished_run
from placesim.experiment.past_tables import data_quality_of, measures_of, monthly_of, rejected_of, write_past_tables
from placesim.report.paper.parts import Report
from placesim.report.paper.writers import write_report
from placesim.report.scripts.history import history_report
from placesim.results.past_facts import PastFacts
from placesim.returns.mapping import load_mapping
from placesim.returns.past import Past
from placesim.returns.pasts import past_of
from placesim.returns.reading import read_returns
from placesim.returns.telling.facts import past_facts

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True, eq=False, repr=False)
class HistoryResult:
    """What a council's own returns tell of its past."""

    past: Past
    """The history itself, child by child and without ids."""
    facts: PastFacts
    """What is told of it."""
    folder: Path
    """Where the returns are."""
    configuration: Path | None
    mapping: Path | None
    files: InputFiles
    seconds: float
    """How long it took."""

    def __repr__(self) -> str:
        return f"<{self.facts.baseline.name}: {self.facts.span}, {self.facts.children:,} children>"

    def measures(self) -> "pd.DataFrame":
        """Return one row a figure by year: scenario (`past`), replication, financial_year, measure, group, value."""
        return measures_of(self.facts)

    def monthly(self) -> "pd.DataFrame":
        """Return one row a figure by month: scenario (`past`), month, measure, group, grouping, unit, value."""
        return monthly_of(self.facts)

    def data_quality(self) -> "pd.DataFrame":
        """Return how many rows of each file were read and what became of them, by reason."""
        return data_quality_of(self.facts)

    def rejected(self) -> "pd.DataFrame":
        """Return the file and line of each row that cannot be used, and why."""
        return rejected_of(self.facts)

    def report(self, folder: Path | None = None) -> Report:
        """Return the report; it says that its files are in a folder where one is given."""
        return history_report(self.facts, self.settings(folder))

    def charts(self) -> "dict[str, Figure]":
        """Return the charts of the report as matplotlib figures, by name."""
        return charts_of(self.report())

    def settings(self, folder: Path | None = None) -> RunSettings:
        """Return how it was made; a past has one course and no luck."""
        command = history_command(self.folder, self.configuration, self.mapping, self.facts.suppressed, folder)
        made_with = self.configuration or Path("council.yaml")
        return RunSettings(command, made_with, 1, 0, self.facts.baseline.years, self.files.read)

    @told_as_value_errors
    def write(self, folder: str | PathLike[str], reports: Reports = EVERY) -> Path:
        """Write the tables, and the report as page, document and workbook; return the folder.

        Args:
            folder: where it goes.
            reports: which reports to write: `page`, `document`, `workbook`, or an empty list for tables alone.

        Raises:
            WrongInputError: the folder holds what is not a result, or nothing can be written there.
        """
        path, media = named_path("folder", folder, "folder"), reports_asked(reports)
        with (
            owned_folder(path, self.files.paths),
            finished_run(path, self.settings(path), perf_counter() - self.seconds) as staging,
        ):
            write_past_tables(staging, self.facts)
            write_report(staging, partial(self.report, path), media)
        return path


@told_as_value_errors
def history(
    folder: str | PathLike[str],
    configuration: str | PathLike[str] | None = None,
    mapping: str | PathLike[str] | None = None,
    suppress: bool = False,
) -> HistoryResult:
    """Return a council's past as its own SSDA903 returns tell it, by the measures of simulated futures.

    Args:
        folder: the returns: a folder per year, one folder, or a zip of either.
        configuration: whose placement types and reasons to tell it in; left out, those of `placesim new`.
        mapping: which codes mean which placement type; left out, the default.
        suppress: leave out counts of 1 to 4, and what would give one away.

    Raises:
        WrongInputError: the returns, the mapping or the configuration cannot be used.
    """
    began, files = perf_counter(), InputFiles()
    place = named_path("folder", folder, "folder")
    council = None if configuration is None else named_path("configuration", configuration)
    baseline = _baseline(council, files)
    own = None if mapping is None else named_path("mapping", mapping)
    means = load_mapping(own, baseline, files)
    given = read_returns(place)
    past = past_of(given, means, baseline)
    facts = past_facts(given, past, means, suppress)
    return HistoryResult(past, facts, place, council, own, files, perf_counter() - began)


def _baseline(configuration: Path | None, files: InputFiles) -> Baseline:
    if configuration is not None:
        return load_baseline(configuration, None, files)
    with its_configuration() as path:
        return load_baseline(path)
