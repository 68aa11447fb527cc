"""A comparison as its reports ask for it: choices and circumstances, differences, labels; each worked out once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.evidence import Figure
from placesim.config.provision import Home, Provision
from placesim.config.ranges.assumptions import Uncertainty
from placesim.config.scenario import Scenario
from placesim.config.scenario_files import AppliedScenario
from placesim.config.text import day_text, plain
from placesim.experiment.comparison import ALL_YEARS, Comparison, best_first
from placesim.experiment.differences import Difference, difference_of
from placesim.experiment.knowledge.headlines import LuckAndKnowledge
from placesim.experiment.knowledge.known import Knowledge
from placesim.experiment.manifest import RunSettings
from placesim.experiment.precision import Precision
from placesim.experiment.replications import Outcomes
from placesim.experiment.statistics import FEWEST
from placesim.report.labels import Labels
from placesim.report.scenario_kind import ScenarioKind, kind_of
from placesim.report.study import Study, Year, whole_years
from placesim.results.facts import Floats

SPEND, SHARE_OUT = "spend", "out_of_borough_share"
FIXED, NET = "fixed_cost", "net_cost"


@dataclass(frozen=True, eq=False)
class ComparisonStudy:
    """A comparison, and the words its reports use for it."""

    council: Baseline
    comparison: Comparison
    scenarios: tuple[AppliedScenario, ...]
    """As they were applied, in the order of the comparison's options."""
    settings: RunSettings
    evidence: Mapping[str, Figure]
    """Figures that the baseline and the scenarios may cite, by id."""
    precision: Precision | None = None
    """How well differences were to be known, where that was asked for."""
    ranges: Uncertainty | None = None
    """Ranges that the configuration and the scenarios give, drawn or not; None: every number is taken as known."""
    knowledge: Knowledge | None = None
    """What became of it all under luck alone, where assumptions are drawn."""
    answers: dict[tuple[Any, ...], Any] = field(default_factory=dict, repr=False)
    """What has been worked out so far: see `once`."""

    @cached_property
    def baseline(self) -> Study:
        """The baseline and what became of it."""
        return Study(self.council, self.comparison.baseline, self.ranges, self.knowledge)

    @property
    def known(self) -> LuckAndKnowledge | None:
        """How sure its headlines are, where assumptions are drawn."""
        return _known(self)

    @cached_property
    def luck_alone(self) -> "ComparisonStudy | None":
        """The same with every assumption at its value, where assumptions are drawn: what luck alone does."""
        if self.knowledge is None:
            return None
        return replace(self, comparison=self.knowledge.fixed, precision=None, knowledge=None, answers={})

    @property
    def futures(self) -> int:
        """How many futures were simulated of each scenario."""
        return len(self.comparison.baseline.values)

    @property
    def few(self) -> bool:
        """True when there are too few futures for any interval."""
        return self.futures < FEWEST

    @property
    def years(self) -> tuple[Year, ...]:
        """Financial years of the horizon, whole or in part."""
        return self.baseline.years

    @property
    def last_year(self) -> Year:
        """The last whole financial year; the last one where none is whole."""
        return whole_years(self.years)[-1]

    @property
    def end(self) -> str:
        """The last day of the horizon."""
        return day_text(self.years[-1].last)

    @property
    def start(self) -> str:
        """The first day of the horizon."""
        return day_text(self.years[0].first)

    @cached_property
    def _options(self) -> dict[str, AppliedScenario]:
        return {option.scenario.name: option for option in self.scenarios}

    @cached_property
    def _outcomes(self) -> dict[str, Outcomes]:
        return {outcomes.scenario: outcomes for outcomes in self.comparison.options}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every scenario, best first by its mean difference in spend."""
        return tuple(best_first(self.comparison))

    @cached_property
    def kinds(self) -> dict[str, ScenarioKind]:
        """Whether each scenario is a choice, a circumstance, or both."""
        return {name: kind_of(self.scenario(name), self.council) for name in self.names}

    def _of_kind(self, kind: ScenarioKind) -> tuple[str, ...]:
        return tuple(name for name in self.names if self.kinds[name] == kind)

    @property
    def choices(self) -> tuple[str, ...]:
        """What the council can decide, and nothing else: these alone are ranked."""
        return self._of_kind(ScenarioKind.CHOICE)

    @property
    def circumstances(self) -> tuple[str, ...]:
        """What could happen to the council."""
        return self._of_kind(ScenarioKind.CIRCUMSTANCE)

    @property
    def mixed(self) -> tuple[str, ...]:
        """Choices under circumstances that the baseline does not have: shown, not ranked."""
        return self._of_kind(ScenarioKind.BOTH)

    @property
    def options(self) -> tuple[str, ...]:
        """All that holds something to decide, best first."""
        return tuple(name for name in self.names if self.kinds[name] != ScenarioKind.CIRCUMSTANCE)

    def number(self, name: str) -> int:
        """Return a scenario's place in the order given, for ids of a page."""
        return self.comparison.names.index(name)

    def scenario(self, name: str) -> Scenario:
        """Return a scenario as it was written, with what it includes."""
        return self._options[name].scenario

    def council_of(self, name: str) -> Baseline:
        """Return the baseline as a scenario makes it."""
        return self._options[name].baseline

    def outcomes(self, name: str) -> Outcomes:
        """Return what became of a scenario."""
        return self._outcomes[name]

    def label(self, name: str) -> str:
        """Return what reports call a scenario."""
        return plain(name)

    @cached_property
    def labels(self) -> Labels:
        """What groups of measures are called, in any of the scenarios."""
        applied = zip(self.scenarios, self.comparison.options, strict=True)
        return Labels([self.baseline, *(Study(each.baseline, outcomes) for each, outcomes in applied)])

    def difference(self, name: str, measure: str, group: str = "all", year: str = ALL_YEARS) -> Difference:
        """Return how a scenario's figure differs from the baseline's."""
        return self.comparison.difference(name, measure, group, year)

    def summed(self, name: str, measure: str, groups: Sequence[str], year: str = ALL_YEARS) -> Difference:
        """Return how several groups together differ from the baseline."""
        before = [self.comparison.before(measure, group, year) for group in groups]
        after = [self.comparison.after(name, measure, group, year) for group in groups]
        return self.paired(np.sum(before, axis=0), np.sum(after, axis=0))

    def apart(
        self, one: str, other: str, measure: str = SPEND, group: str = "all", year: str = ALL_YEARS
    ) -> Difference:
        """Return how one scenario differs from another, future by future (one less other)."""
        before, after = (self.comparison.after(name, measure, group, year) for name in (other, one))
        return self.paired(before, after)

    def counted(self, name: str, share: str, of: str) -> Difference:
        """Return how the number of children behind a share at the end differs, as those placed out of borough."""
        before = self.comparison.before(share) * self.comparison.before(of)
        return self.paired(before, self.comparison.after(name, share) * self.comparison.after(name, of))

    def paired(self, before: Floats, after: Floats) -> Difference:
        """Return the difference of any figure of every future."""
        return difference_of(before, after)

    def cumulative(self, name: str, measure: str = SPEND) -> Floats:
        """Return what a scenario has saved since the start, in pounds, by future and month; below 0 it cost more."""
        before = self.comparison.monthly(self.comparison.baseline, measure)
        after = self.comparison.monthly(self.outcomes(name), measure)
        return np.asarray(np.cumsum(before - after, axis=1))

    def homes_opened(self, name: str) -> tuple[str, ...]:
        """Return the homes that a scenario opens and the baseline does not."""
        before = self.council.provision
        return tuple(
            home for home, each in self.council_of(name).provision.items()
            if isinstance(each.capacity, Home) and each.capacity.opens and not _opens(before.get(home))
        )  # fmt: skip

    def types(self, group: str) -> tuple[str, ...]:
        """Return the placement types of a reporting group, as in `residential`."""
        kinds = self.council.placement_types
        return tuple(name for name, kind in kinds.items() if kind.group == group)

    @cached_property
    def changing_types(self) -> tuple[str, ...]:
        """Placement types that children live in at any time, in the baseline or in a scenario."""
        every = self.council.placement_types
        return tuple(name for name in every if self._lived_in(name))

    def _lived_in(self, placement_type: str) -> bool:
        if self.comparison.before("nights", placement_type).any():
            return True
        return any(self.comparison.after(name, "nights", placement_type).any() for name in self.names)


def _opens(provision: Provision | None) -> bool:
    return provision is not None and isinstance(provision.capacity, Home) and provision.capacity.opens is not None


T = TypeVar("T")
P = ParamSpec("P")


def once(work_out: Callable[Concatenate[ComparisonStudy, P], T]) -> Callable[Concatenate[ComparisonStudy, P], T]:
    """Work out what a report asks of a comparison the first time only: arguments are names, told apart by value."""

    @wraps(work_out)
    def remembered(options: ComparisonStudy, /, *args: P.args, **named: P.kwargs) -> T:
        key = (work_out, args, tuple(sorted(named.items())))
        if key not in options.answers:
            options.answers[key] = work_out(options, *args, **named)
        answer: T = options.answers[key]
        return answer

    return remembered


@once
def _known(options: ComparisonStudy) -> LuckAndKnowledge | None:
    return LuckAndKnowledge(options.comparison, options.knowledge) if options.knowledge else None
