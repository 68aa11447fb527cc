"""A search as its reports ask for it: mixes in words, how far each is from the baseline, which lie on the frontier."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.evidence import Figure as Evidence
from placesim.config.mixes.mixes import Mix
from placesim.config.mixes.search_file import MixTarget
from placesim.config.ranges.assumptions import Uncertainty
from placesim.config.text import plain
from placesim.experiment.differences import Difference, difference_of
from placesim.experiment.manifest import RunSettings
from placesim.experiment.search.best import FromBest, from_best
from placesim.experiment.search.figures import Figure
from placesim.experiment.search.searching import Search
from placesim.experiment.search.selecting import Selection
from placesim.experiment.search.targets import Reached, shown
from placesim.experiment.statistics import FEWEST
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.figures import Unit, unit_for
from placesim.results.facts import Floats
from placesim.results.measures import MEASURES


@dataclass(frozen=True, eq=False)
class SearchStudy:
    """A search with all that its reports print beside the figures."""

    council: Baseline
    search: Search
    settings: RunSettings
    evidence: Mapping[str, Evidence]
    ranges: Uncertainty
    """The assumptions that carry ranges, whether they were drawn or not."""

    @cached_property
    def options(self) -> ComparisonStudy:
        """The finalists as scenarios of a comparison, in futures that the search had not seen."""
        applied = tuple(self.mix(place).option for place in self.finalists)
        made = self.settings, self.evidence, None, self.ranges, self.search.knowledge
        return ComparisonStudy(self.council, self.search.again, applied, *made)

    @property
    def drawn(self) -> bool:
        """Whether assumptions were drawn."""
        return self.search.knowledge is not None

    @property
    def selection(self) -> Selection:
        """What became of every mix."""
        return self.search.selection

    @property
    def name(self) -> str:
        """What the search is called."""
        return plain(self.search.grid.search.name)

    @property
    def minimised(self) -> Figure:
        """The figure that is to be low."""
        return self.search.wanted[0]

    @property
    def shown(self) -> Figure:
        """The figure that the frontier shows beside it."""
        return self.search.wanted[-1]

    @property
    def targets(self) -> tuple[MixTarget, ...]:
        """What a mix must meet."""
        return self.search.grid.search.targets

    @property
    def finalists(self) -> tuple[int, ...]:
        """Places of the mixes that were played again."""
        return self.search.finalists

    @property
    def in_pounds(self) -> bool:
        """Whether what is to be low is money."""
        return MEASURES[self.minimised.measure].unit == "pounds"

    @property
    def few(self) -> bool:
        """True when the finalists have too few futures for any interval."""
        return self.options.futures < FEWEST

    @property
    def one_choice(self) -> bool:
        """Whether only one thing is to be decided, so that a mix is one alternative."""
        return len(self.search.grid.search.choices) == 1

    @property
    def in_order(self) -> tuple[int, ...]:
        """Places of the finalists: the chosen one first, or in the order of the search file where that says more."""
        return tuple(sorted(self.finalists)) if self.one_choice else self.finalists

    def mix(self, place: int) -> Mix:
        """Return a mix by its place."""
        return self.search.mixes[place]

    def label(self, place: int) -> str:
        """Return what sentences call a mix: `mix 12 (two homes, carers kept)`; by its alternative where that is all."""
        mix = self.mix(place)
        if self.one_choice:
            return f"“{plain(mix.alternatives[0])}”"
        return f"mix {mix.number} ({plain(mix.title)})"

    def difference(self, place: int) -> Difference:
        """Return how a mix's figure that is to be low differs from the baseline's, in the futures of the search."""
        figures = self.selection.figures[place][:, 0]
        return difference_of(self.search.baseline[: len(figures), 0], figures)

    def first(self, place: int) -> Difference:
        """Return the same in the first futures, which all mixes have."""
        return difference_of(self.search.baseline[: self.common, 0], self.selection.figures[place][: self.common, 0])

    def again(self, place: int) -> Difference:
        """Return the same in futures that the search had not seen."""
        return self.options.difference(self.mix(place).name, *self.minimised)

    def reached_again(self, place: int) -> tuple[Reached, ...]:
        """Return how a finalist stands with each target in futures that the search had not seen."""
        columns = self.search.again_figures(place)[:, 1:].T
        stands = zip(columns[: len(self.targets)], self.targets, strict=True)
        return tuple(shown(figures, target) for figures, target in stands)

    def reached_first(self, place: int) -> tuple[Reached, ...]:
        """Return how a mix stands with each target in the first futures, which all mixes have."""
        columns = self.selection.figures[place][: self.common, 1:].T
        stands = zip(columns[: len(self.targets)], self.targets, strict=True)
        return tuple(shown(figures, target) for figures, target in stands)

    @cached_property
    def from_best(self) -> dict[int, FromBest]:
        """How far each finalist lies from the lowest of the others, in futures that the search had not seen.

        Only those that surely meet the targets are compared where any does: others may be lower as they miss them.
        """
        meeting = [place for place in self.finalists if self.selection.meets(place)]
        compared = meeting or list(self.finalists)
        if len(compared) < 2 or self.few:
            return {}
        figures = np.stack([self.search.again_figures(place)[:, 0] for place in compared], axis=1)
        return dict(zip(compared, from_best(figures), strict=True))

    @cached_property
    def unit(self) -> Unit:
        """How differences of what is to be low are printed."""
        sizes = [abs(self.difference(place).mean) for place in range(len(self.search.mixes))]
        return unit_for(MEASURES[self.minimised.measure].unit, max(sizes))

    @property
    def shown_unit(self) -> Unit:
        """How the figure beside it is printed."""
        return unit_for(MEASURES[self.shown.measure].unit, float(np.nanmax(np.abs(self.levels))))

    def across(self, figures: Floats, before: Floats) -> float:
        """Return where a mix stands across the frontier: its mean difference in money, or its mean otherwise."""
        return float((figures - before).mean() if self.in_pounds else figures.mean())

    @cached_property
    def costs(self) -> Floats:
        """Where each mix stands across the frontier, in the futures that all mixes have."""
        before = self.search.baseline[: self.common, 0]
        return np.array([self.across(each[: self.common, 0], before) for each in self.selection.figures])

    @cached_property
    def levels(self) -> Floats:
        """What each mix reaches of the figure beside: what the share of futures asked keeps, or the mean."""
        return np.array([self.level(figures[: self.common, -1]) for figures in self.selection.figures])

    @property
    def common(self) -> int:
        """How many futures all mixes have: on the same luck, so that none looks better by chance alone."""
        return min(map(len, self.selection.figures))

    def level(self, figures: Floats) -> float:
        """Return the level of the figure beside that the share of futures asked keeps, or its mean."""
        target = next(iter(self.targets), None)
        known = figures[~np.isnan(figures)]
        if not len(known):
            return float("nan")
        if target is None or target.in_ is None:
            return float(known.mean())
        return float(np.quantile(known, target.in_ if self.lower_is_better else 1 - target.in_))

    @property
    def lower_is_better(self) -> bool:
        """Whether less of the figure beside is better."""
        target = next(iter(self.targets), None)
        return target is None or target.at_least is None

    @cached_property
    def frontier(self) -> tuple[int, ...]:
        """Mixes that no other beats both ways, cheapest first."""
        levels = self.levels if self.lower_is_better else -self.levels
        found: list[int] = []
        for place in np.lexsort((levels, self.costs)).tolist():
            if not np.isnan(levels[place]) and (not found or levels[place] < levels[found[-1]]):
                found.append(place)
        return tuple(found)
