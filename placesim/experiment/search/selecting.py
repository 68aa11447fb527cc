"""Selecting: mixes played side by side, and put out as soon as they surely miss a target or are surely dearer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from placesim.config.mixes.search_file import MixTarget
from placesim.experiment.chunks import CHUNK
from placesim.experiment.search.selection import FIRST, Rule, beaten_by, squares, widths
from placesim.experiment.search.targets import Reached, Standing, reached
from placesim.results.facts import Floats

Play = Callable[[Sequence[int], int, int], list[Floats]]
"""Plays mixes, by their place, from a first future on, so many; returns the figures of each, shape (futures, figures):
what is to be low, then what each target is about, then whatever else. Future n has the same luck in all."""

GROWTH = 4
"""Futures are added by a quarter of those there are, in whole chunks: looks are few, and seldom too late."""


@dataclass(frozen=True)
class Asked:
    """What is asked of a selection."""

    targets: tuple[MixTarget, ...]
    within: float
    """Indifference zone, in the unit of what is to be low."""
    confidence: float
    most: int
    """Futures of one mix at most."""


@dataclass(frozen=True)
class Fallen:
    """Why a mix is out, and after how many futures."""

    futures: int
    target: int | None = None
    """Place of the target that it misses."""
    by: int | None = None
    """Place of the mix that is lower."""
    higher: float = 0.0
    """How much higher than that its mean was."""


@dataclass(frozen=True, eq=False)
class Selection:
    """What became of every mix."""

    figures: tuple[Floats, ...]
    """Of each mix: what is to be low, then what each target is about; as many futures as it was played."""
    reached: tuple[tuple[Reached, ...], ...]
    """How each mix stood with each target when it was last looked at."""
    fallen: dict[int, Fallen]
    settled: bool
    """False where the cap ended it."""

    @property
    def remaining(self) -> tuple[int, ...]:
        """Mixes that are still in, lowest mean first."""
        still_in = [place for place in range(len(self.figures)) if place not in self.fallen]
        return tuple(sorted(still_in, key=self.mean))

    @property
    def chosen(self) -> int | None:
        """The mix with the lowest mean of those that surely meet the targets; none where there is none."""
        return next((place for place in self.remaining if self.meets(place)), None)

    def mean(self, place: int) -> float:
        """Return the mean of what is to be low."""
        return float(self.figures[place][:, 0].mean())

    def meets(self, place: int) -> bool:
        """Tell whether a mix surely meets every target."""
        return all(each.standing == Standing.MET for each in self.reached[place])

    def shortfall(self, place: int) -> float:
        """Return how far a mix is from its worst target, as a share of what is asked; below nothing, it meets all."""
        return max((each.short for each in self.reached[place]), default=0.0)

    def futures(self, place: int) -> int:
        """Return how many futures a mix was played."""
        return len(self.figures[place])

    def apart(self, place: int, other: int) -> Floats:
        """Return by how much one mix is higher than another, in every future that both were played."""
        both = min(self.futures(place), self.futures(other))
        return self.figures[place][:both, 0] - self.figures[other][:both, 0]


def looks(most: int) -> list[int]:
    """Return after how many futures mixes are looked at."""
    found = [min(FIRST, most)]
    while found[-1] < most:
        found.append(min(most, found[-1] + max(found[-1] // GROWTH // CHUNK, 1) * CHUNK))
    return found


def select(play: Play, mixes: int, asked: Asked) -> Selection:
    """Return which mix is lowest of those that meet the targets.

    Half of the error that is allowed goes to targets, shared by mixes, looks and targets (Bonferroni), half to
    Kim and Nelson's selection; all of it to the selection where there is no target.

    Args:
        play: plays mixes.
        mixes: how many there are.
        asked: what is asked.
    """
    state = _Selecting(play, mixes, asked)
    for futures in looks(asked.most):
        state.go_on(futures)
        if state.settled:
            break
    return state.selection


@dataclass
class _Selecting:
    """Mixes in the middle of a selection."""

    play: Play
    mixes: int
    asked: Asked
    figures: list[Floats] = field(default_factory=list)
    reached: dict[int, tuple[Reached, ...]] = field(default_factory=dict)
    fallen: dict[int, Fallen] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Share the error that is allowed."""
        targets, error = len(self.asked.targets), 1 - self.asked.confidence
        self._rule = Rule(self.asked.within, error / 2 if targets else error, self.mixes)
        # an interval of two sides of which one counts at a time
        tries = self.mixes * len(looks(self.asked.most)) * max(targets, 1)
        self._confidence = 1 - 2 * (error / 2) / tries
        self._width = np.zeros((0, 0))

    @property
    def still_in(self) -> list[int]:
        """Mixes not yet out."""
        return [place for place in range(self.mixes) if place not in self.fallen]

    @property
    def settled(self) -> bool:
        """True when no future more can change anything: one mix is left, or none, or they are too alike to be told."""
        known = all(each.standing != Standing.OPEN for place in self.still_in for each in self.reached[place])
        return known and not (self._width > 0).any()

    @property
    def selection(self) -> Selection:
        """What is known so far."""
        stands = tuple(self.reached[place] for place in range(self.mixes))
        return Selection(tuple(self.figures), stands, dict(self.fallen), self.settled)

    def go_on(self, futures: int) -> None:
        """Play all that are still in up to so many futures, and put out what is surely not the answer."""
        done = len(self.figures[self.still_in[0]]) if self.figures else 0
        played = self.play(self.still_in, done, futures - done)
        if not self.figures:
            self.figures = played
            self._squares = squares(np.stack([each[:, 0] for each in played], axis=1), self._rule)
        else:
            for place, later in zip(self.still_in, played, strict=True):
                self.figures[place] = np.concatenate([self.figures[place], later])
        self._put_out_what_misses(futures)
        self._put_out_what_is_higher(futures)

    def _put_out_what_misses(self, futures: int) -> None:
        for place in self.still_in:
            self.reached[place] = self._reached(place)
            missed = [each.standing == Standing.MISSED for each in self.reached[place]]
            if any(missed):
                self.fallen[place] = Fallen(futures, target=missed.index(True))

    def _reached(self, place: int) -> tuple[Reached, ...]:
        """Return how a mix stands with each target; what was surely met at an earlier look is met for good."""
        columns = self.figures[place][:, 1 : 1 + len(self.asked.targets)].T
        before = [each.standing == Standing.MET for each in self.reached.get(place, ())] or [False] * len(columns)
        stands = zip(columns, self.asked.targets, before, strict=True)
        return tuple(
            replace(reached(figures, target, self._confidence), met_before=met) for figures, target, met in stands
        )

    def _put_out_what_is_higher(self, futures: int) -> None:
        left = self.still_in
        means = np.array([self.figures[place][:, 0].mean() for place in left])
        sure = np.array([all(each.standing == Standing.MET for each in self.reached[place]) for place in left], bool)
        width = widths(self._squares[np.ix_(left, left)], futures, self._rule)
        lower = beaten_by(means, width, sure) if left else np.array([], int)
        for place, by in enumerate(lower.tolist()):
            if by >= 0:
                self.fallen[left[place]] = Fallen(futures, by=left[by], higher=float(means[place] - means[by]))
        stay = lower < 0
        self._width = width[np.ix_(stay, stay)]
