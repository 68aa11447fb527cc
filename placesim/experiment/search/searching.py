"""Searching: the mixes of a search played on the same luck until the answer is known, and played again to check it."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from contextlib import nullcontext
from dataclasses import dataclass, field

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.mixes.mixes import Grid, Mix
from placesim.config.scenario_files import BASELINE
from placesim.experiment.chunks import no_progress
from placesim.experiment.comparison import Comparison
from placesim.experiment.draws import EVERY, DrawnStudy
from placesim.experiment.knowledge.known import Knowledge
from placesim.experiment.knowledge.played import StudyOutcomes, played
from placesim.experiment.lasting import lasting_workers
from placesim.experiment.player import Player
from placesim.experiment.search.figures import Figure, figures_in, figures_wanted
from placesim.experiment.search.selecting import Asked, Selection, looks, select
from placesim.model import EngineName
from placesim.results.facts import Floats

AT_ONCE = 12
"""Mixes that are sent to workers together: what is sent with each chunk stays small, and children are shared."""

MOST_FINALISTS = 6
"""Mixes that are played again, at most."""


@dataclass(frozen=True)
class Playing:
    """How a search is played."""

    seed: int
    most: int
    """Futures of one mix at most."""
    again: int
    """Further futures, which the search has not seen, in which its answer is played again."""
    workers: int | None = None
    engine: EngineName | None = None
    executor: Executor | None = None
    progress: Callable[[int], None] = no_progress
    more: Callable[[int], None] = no_progress
    drawn: DrawnStudy | None = None
    """What assumptions are drawn from; None where all are fixed."""


@dataclass(frozen=True, eq=False)
class Search:
    """What a search found."""

    grid: Grid
    wanted: tuple[Figure, ...]
    selection: Selection
    baseline: Floats
    """Figures wanted in the baseline, as many futures as the mix that was played most."""
    finalists: tuple[int, ...]
    """Places of the mixes that were played again: the chosen one first."""
    again: Comparison
    """The finalists against the baseline in futures that the search has not seen."""
    knowledge: Knowledge | None
    """The same under luck alone, where assumptions are drawn."""

    @property
    def mixes(self) -> tuple[Mix, ...]:
        """Every mix that could be made."""
        return self.grid.mixes

    @property
    def played(self) -> int:
        """Futures played, of all mixes and the baseline together, those played again included."""
        beside = () if self.knowledge is None else (self.knowledge.fixed, self.knowledge.again)
        fresh = sum(len(each.baseline.values) for each in (self.again, *beside)) * (len(self.finalists) + 1)
        return sum(map(len, self.selection.figures)) + len(self.baseline) + fresh

    def again_figures(self, place: int) -> Floats:
        """Return the figures wanted of a finalist in the futures that the search has not seen."""
        name = self.mixes[place].name
        return np.stack([self.again.after(name, *figure) for figure in self.wanted], axis=1)


def searched(grid: Grid, council: Baseline, how: Playing) -> Search:
    """Play every mix of a grid until the answer is known or the cap is reached, then the finalists again.

    Raises:
        RunFailedError: a worker process died.
    """
    search, wanted = grid.search, figures_wanted(grid)
    asked = Asked(search.targets, search.within, search.confidence, how.most)
    with nullcontext(how.executor) if how.executor else lasting_workers(how.workers) as executor:
        table = _Table(grid, council, wanted, how, executor)
        selection = select(table.play, len(grid.mixes), asked)
        finalists = finalists_of(selection, search.within)
        first = -(-max(map(len, selection.figures)) // EVERY) * EVERY  # one in so many is played with another luck too
        outcomes = table.played_again([grid.mixes[place].name for place in finalists], first)
    again, knowledge = outcomes.comparison(council), outcomes.knowledge(council, how.drawn, first)
    return Search(grid, wanted, selection, table.baseline, finalists, again, knowledge)


@dataclass
class _Table:
    """The mixes as they are played, and the baseline beside them."""

    grid: Grid
    council: Baseline
    wanted: tuple[Figure, ...]
    how: Playing
    executor: Executor | None
    baseline: Floats = field(default_factory=lambda: np.zeros((0, 0)))

    def __post_init__(self) -> None:
        """Name what is played."""
        self._baselines = {BASELINE: self.council, **{mix.name: mix.option.baseline for mix in self.grid.mixes}}

    def play(self, places: Sequence[int], first: int, count: int) -> list[Floats]:
        """Play mixes and the baseline from a first future on, and return the figures of the mixes."""
        names = [BASELINE, *(self.grid.mixes[place].name for place in places)]
        if first:
            self.how.more(count * len(names))
        found: list[Floats] = []
        for begins in range(0, len(names), AT_ONCE):
            some = self._player(names[begins : begins + AT_ONCE]).futures(first, count)
            found += figures_in(self.council, some, self.wanted)
        self.baseline = np.concatenate([self.baseline, found[0]]) if first else found[0]
        return found[1:]

    def played_again(self, names: Sequence[str], first: int) -> StudyOutcomes:
        """Play mixes and the baseline with all that is measured, and beside them what tells luck from knowledge."""
        player = self._player([BASELINE, *names])
        self.how.more(player.work(first, self.how.again))
        return played(player, first, self.how.again)

    def _player(self, names: Sequence[str]) -> Player:
        how, baselines = self.how, {name: self._baselines[name] for name in names}
        return Player(baselines, how.seed, 1, how.progress, how.engine, self.executor, how.drawn)


def first_futures(grid: Grid, most: int) -> int:
    """Return how many futures a search plays before its first look, the baseline's included."""
    return looks(most)[0] * (len(grid.mixes) + 1)


def finalists_of(selection: Selection, within: float) -> tuple[int, ...]:
    """Return which mixes are worth playing again, the chosen one first, then the nearest to it.

    Those that are still in, and those that fell out as higher and lie no further from the chosen one than the
    indifference zone; where no mix may meet the targets, those that come nearest.
    """
    remaining, chosen = selection.remaining, selection.chosen
    if not remaining:
        nearest = sorted(selection.fallen, key=selection.shortfall)
        return tuple(nearest[: MOST_FINALISTS // 2])
    if chosen is None:
        return remaining[:MOST_FINALISTS]
    near = {
        place: float(selection.apart(place, chosen).mean())
        for place, fallen in selection.fallen.items()
        if fallen.target is None
    }
    close = sorted((place for place, apart in near.items() if apart <= within), key=lambda place: near[place])
    others = [place for place in remaining if place != chosen]
    return (chosen, *[*others, *close][: MOST_FINALISTS - 1])
