"""What every report of a comparison is made from: the council, its options, and what became of each."""

from collections.abc import Mapping
from dataclasses import dataclass

from placesim.config.baseline import Baseline
from placesim.config.evidence import Figure
from placesim.config.scenario_files import AppliedScenario
from placesim.experiment.comparison import Comparison
from placesim.experiment.manifest import RunSettings
from placesim.experiment.precision import Precision


@dataclass(frozen=True, eq=False)
class Comparing:
    """A comparison with all that its reports print beside the figures."""

    council: Baseline
    comparison: Comparison
    options: tuple[AppliedScenario, ...]
    """Scenarios as they were made, in the order of the comparison's options."""
    settings: RunSettings
    evidence: Mapping[str, Figure]
    """Figures that the baseline and the scenarios may cite, by id."""
    precision: Precision | None = None
    """How well differences were to be known, where that was asked for."""
