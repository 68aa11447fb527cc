"""What `sweep` returns: results as an analyst holds them, of one number varied or of two."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from placesim.api.result import Result
from placesim.config.baseline import Baseline
from placesim.config.scenario_files import BASELINE, AppliedScenario
from placesim.config.variant_pairs import VariantPairs
from placesim.config.variants import Variants
from placesim.experiment.replications import Outcomes
from placesim.experiment.sweep import Sweep
from placesim.experiment.sweep_map import SweepMap
from placesim.experiment.sweep_tables import map_table, sweep_table, write_sweep
from placesim.report.paper.parts import Report
from placesim.report.scripts.sweep import sweep_report
from placesim.report.scripts.sweep_map import sweep_map_report
from placesim.report.sweep_map_study import SweepMapStudy
from placesim.report.sweep_study import SweepStudy

if TYPE_CHECKING:
    import pandas as pd


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
        told = self.council.baseline, self.variants, self.sweep, self.settings(folder), evidence
        return SweepStudy(*told, self.ranges, self.knowledge)

    def report(self, folder: Path | None = None) -> Report:
        """Return the report of the sweep."""
        return sweep_report(self.study(folder))

    def differences(self) -> "pd.DataFrame":
        """Return how the option differs from the baseline at each value, future by future."""
        return sweep_table(self.sweep, self.variants, self.drawn)

    def _write_tables(self, staging: Path) -> None:
        write_sweep(staging, self.differences())


@dataclass(frozen=True, eq=False, repr=False)
class SweepMapResult(Result):
    """What became of a council, and of an option at each pair of values of two of its numbers, on the same luck."""

    sweep: SweepMap
    pairs: VariantPairs

    @property
    def outcomes(self) -> tuple[Outcomes, ...]:
        """What became of the baseline, then of the option at each pair."""
        return self.sweep.comparison.baseline, *self.sweep.comparison.options

    @property
    def applied(self) -> Sequence[AppliedScenario]:
        """The option as its file says it."""
        return (self.pairs.option,)

    @property
    def baselines(self) -> dict[str, Baseline]:
        """The baseline, then the option at each pair."""
        varied = {each.scenario.name: each.baseline for each in self.pairs.options}
        return {BASELINE: self.council.baseline, **varied}

    def study(self, folder: Path | None = None) -> SweepMapStudy:
        """Return the result as reports ask for it."""
        evidence = self.council.evidence_with([self.pairs.option])
        told = self.council.baseline, self.pairs, self.sweep, self.settings(folder), evidence
        return SweepMapStudy(*told, self.ranges, self.knowledge)

    def report(self, folder: Path | None = None) -> Report:
        """Return the report of the map."""
        return sweep_map_report(self.study(folder))

    def differences(self) -> "pd.DataFrame":
        """Return how the option differs from the baseline at each pair, future by future."""
        return map_table(self.sweep, self.pairs, self.drawn)

    def _write_tables(self, staging: Path) -> None:
        write_sweep(staging, self.differences())
