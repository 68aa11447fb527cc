"""A sensitivity study as its reports ask for it: the figure in words, the options in order, bars and turning points."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from placesim.config.baseline import Baseline
from placesim.config.evidence import Figure
from placesim.config.ranges.assumptions import Assumption
from placesim.config.scenario_files import BASELINE, AppliedScenario
from placesim.config.text import plain
from placesim.experiment.comparison import ALL_YEARS
from placesim.experiment.differences import Difference
from placesim.experiment.knowledge.shares import Share
from placesim.experiment.manifest import RunSettings
from placesim.experiment.sensitivity.study import Ends, Sensitivity
from placesim.experiment.sensitivity.turning import Turn, changes_first, changes_sides
from placesim.report.comparison_study import NET, SPEND, ComparisonStudy
from placesim.results.measures import MEASURES

FIGURES = {SPEND: "placement spend", NET: "net cost"}
"""What sentences call a measure, where that is not its name."""


@dataclass(frozen=True, eq=False)
class SensitivityStudy:
    """A sensitivity study with all that its reports print beside the figures."""

    council: Baseline
    sensitivity: Sensitivity
    scenarios: tuple[AppliedScenario, ...]
    settings: RunSettings
    evidence: Mapping[str, Figure]

    @cached_property
    def options(self) -> ComparisonStudy:
        """The options with every assumption at its value, as a comparison."""
        return ComparisonStudy(self.council, self.sensitivity.central, self.scenarios, self.settings, self.evidence)

    @property
    def few(self) -> bool:
        """True when there are too few futures for any interval."""
        return self.options.few

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What is uncertain."""
        return self.sensitivity.assumptions

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The options, best first by what is told of them."""
        means = {name: float(self.sensitivity.at_values(name).mean()) for name in self.sensitivity.options}
        return tuple(sorted(means, key=means.__getitem__, reverse=not self.sensitivity.lower_is_better))

    @cached_property
    def choices(self) -> tuple[str, ...]:
        """What the council can decide, best first: these alone are ranked."""
        return tuple(name for name in self.names if name in self.options.choices)

    @cached_property
    def told(self) -> tuple[str, ...]:
        """What is told one by one, in order: the options, or the baseline where there is none."""
        return self.names or (BASELINE,)

    @property
    def every(self) -> tuple[str, ...]:
        """The options, best first, then the baseline."""
        return (*self.names, BASELINE)

    @cached_property
    def bars(self) -> dict[str, list[Ends]]:
        """Every assumption's ends by scenario, widest first."""
        return {name: self.sensitivity.bars(name) for name in self.every}

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """Where an option's mean passes that of the baseline."""
        return tuple(changes_sides(self.sensitivity, self.names))

    @cached_property
    def first_places(self) -> tuple[Turn, ...]:
        """Where another option becomes the best."""
        return tuple(changes_first(self.sensitivity, self.choices))

    @cached_property
    def shares(self) -> dict[str, tuple[tuple[Share, ...], dict[str, Share]]]:
        """What share of the variance each assumption, and each group, explains by itself, by scenario."""
        return {name: self.sensitivity.shares(name) for name in self.every}

    @property
    def every_turn(self) -> tuple[Turn, ...]:
        """Every value at which the answer turns."""
        return (*self.turns, *self.first_places)

    def at_values(self, option: str) -> Difference:
        """Return how an option differs from the baseline with every assumption at its value."""
        return self.options.difference(option, *self.sensitivity.figure)

    @property
    def saves(self) -> bool:
        """True where less of the figure is money saved."""
        return self.sensitivity.figure.measure in FIGURES

    @cached_property
    def subject(self) -> str:
        """What the figure is, as in `net cost over all years`."""
        measure, group, year = self.sensitivity.figure
        name = FIGURES.get(measure, measure.removesuffix("_average").removesuffix("_year_end").replace("_", " "))
        of = "" if group == "all" else f" ({self.options.labels.group(measure, group)})"
        return f"{name}{of} {_when(measure, year)}".rstrip()

    def label(self, scenario: str) -> str:
        """Return what reports call a scenario."""
        return "Baseline" if scenario == BASELINE else plain(scenario)


def _when(measure: str, year: str) -> str:
    if year != ALL_YEARS:
        return f"in {year}"
    return {"total": "over all years", "average": "on average over all years", "end": "at the end"}.get(
        str(MEASURES[measure].horizon), ""
    )
