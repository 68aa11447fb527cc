"""What `sensitivity` returns: each option with every assumption at both of its ends, as an analyst holds it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from placesim.api.result import Result
from placesim.config.baseline import Baseline
from placesim.config.scenario_files import BASELINE, AppliedScenario
from placesim.experiment.replications import Outcomes
from placesim.experiment.sensitivity.study import Sensitivity
from placesim.experiment.sensitivity.tables import ends_table, shares_table, turning_table, write_sensitivity
from placesim.report.paper.parts import Report
from placesim.report.scripts.sensitivity import sensitivity_report
from placesim.report.sensitivity_study import SensitivityStudy

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False, repr=False)
class SensitivityResult(Result):
    """What became of a council and its options with each assumption at either end of its range, on the same luck."""

    sensitivity: Sensitivity
    options: Sequence[AppliedScenario]

    @property
    def outcomes(self) -> tuple[Outcomes, ...]:
        """What became of every scenario with every assumption at its value."""
        return self.sensitivity.central.baseline, *self.sensitivity.central.options

    @property
    def applied(self) -> Sequence[AppliedScenario]:
        """The options."""
        return self.options

    @property
    def baselines(self) -> dict[str, Baseline]:
        """The baseline, then each option, by name, with every assumption at its value."""
        return {BASELINE: self.council.baseline, **{each.scenario.name: each.baseline for each in self.options}}

    def study(self, folder: Path | None = None) -> SensitivityStudy:
        """Return the result as reports ask for it."""
        evidence = self.council.evidence_with(self.options)
        made = tuple(self.options), self.settings(folder), evidence
        return SensitivityStudy(self.council.baseline, self.sensitivity, *made)

    def report(self, folder: Path | None = None) -> Report:
        """Return the report of the study."""
        return sensitivity_report(self.study(folder))

    def ends(self) -> "pd.DataFrame":
        """Return what each assumption changes at its low and its high end, one row a scenario, assumption and end."""
        return ends_table(self.sensitivity)

    def turning_points(self) -> "pd.DataFrame":
        """Return the values at which an option stops saving on average, or another comes first."""
        return turning_table(self.sensitivity, self.study().every_turn)

    def shares(self) -> "pd.DataFrame":
        """Return what share of the variance each assumption explains by itself; full indices where asked for."""
        return shares_table(self.sensitivity)

    def _write_tables(self, staging: Path) -> None:
        write_sensitivity(staging, self.sensitivity, self.study().every_turn)
