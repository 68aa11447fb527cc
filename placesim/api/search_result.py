"""What `search` returns: which mix is cheapest of those that meet the targets, as an analyst holds it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from placesim.api.result import Result
from placesim.config.baseline import Baseline
from placesim.config.scenario_files import BASELINE, AppliedScenario
from placesim.experiment.replications import Outcomes
from placesim.experiment.search.searching import Search
from placesim.experiment.search.tables import search_table, write_search
from placesim.report.paper.parts import Report
from placesim.report.scripts.search import search_report
from placesim.report.search_study import SearchStudy
from placesim.report.words.search import answers

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False, repr=False)
class SearchResult(Result):
    """What a search found, and what became of its finalists in futures that it had not seen."""

    search: Search

    def __repr__(self) -> str:
        return f"<{self.council.name}: {answers(self.study())[0].finding}>"

    @property
    def outcomes(self) -> tuple[Outcomes, ...]:
        """What became of the baseline, then of each finalist, in futures that the search had not seen."""
        return self.search.again.baseline, *self.search.again.options

    @property
    def applied(self) -> Sequence[AppliedScenario]:
        """The scenario files that the search names."""
        return self.search.grid.files

    @property
    def baselines(self) -> dict[str, Baseline]:
        """The baseline, then each finalist, by name."""
        mixes = (self.search.mixes[place] for place in self.search.finalists)
        return {BASELINE: self.council.baseline, **{mix.name: mix.option.baseline for mix in mixes}}

    def study(self, folder: Path | None = None) -> SearchStudy:
        """Return the result as reports ask for it."""
        evidence = self.council.evidence_with(self.search.grid.options)
        return SearchStudy(self.council.baseline, self.search, self.settings(folder), evidence, self.ranges)

    def report(self, folder: Path | None = None) -> Report:
        """Return the report of the search."""
        return search_report(self.study(folder))

    def mixes(self) -> "pd.DataFrame":
        """Return every mix: its choices, futures, figures, whether it meets the targets, and what became of it."""
        return search_table(self.search)

    def _write_tables(self, staging: Path) -> None:
        write_search(staging, self.search)
