"""Played: the futures of a study with those played beside them, part by part until they make a whole."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import chain
from typing import NamedTuple

from placesim.config.baseline import Baseline
from placesim.experiment.comparison import Comparison
from placesim.experiment.draws import DrawnStudy, again, draws
from placesim.experiment.knowledge.known import Knowledge
from placesim.experiment.player import Player
from placesim.experiment.replications import Outcomes

KEY = 70
"""Bytes that the key of a figure takes."""


@dataclass(frozen=True, eq=False)
class StudyOutcomes:
    """What became of every scenario of a study, in order, and of what was played beside it."""

    told: tuple[Outcomes, ...]
    """What tables and reports tell: assumptions drawn where they carry ranges."""
    fixed: tuple[Outcomes, ...] = ()
    """The same futures with every assumption at its value; nothing where none is drawn."""
    again: tuple[Outcomes, ...] = ()
    """Some of the futures with the same draws and another luck; nothing where none is drawn."""

    @property
    def futures(self) -> int:
        """How many futures of each scenario there are."""
        return len(self.told[0].values)

    @property
    def bytes(self) -> int:
        """How much room their figures take, about."""
        every = (*self.told, *self.fixed, *self.again)
        keys = sum(len(each.keys) + len(each.monthly_keys) for each in every)
        return KEY * keys + sum(each.values.nbytes + each.monthly.nbytes for each in every)

    def named(self, name: str) -> "StudyOutcomes":
        """Return the outcomes of a single scenario under another name."""
        kinds = (tuple(replace(each, scenario=name) for each in kind) for kind in (self.told, self.fixed, self.again))
        return StudyOutcomes(*kinds)

    def followed_by(self, later: "StudyOutcomes") -> "StudyOutcomes":
        """Return these outcomes with those of later futures behind them."""
        return StudyOutcomes(
            _joined(self.told, later.told), _joined(self.fixed, later.fixed), _joined(self.again, later.again)
        )

    def beginning(self, count: int) -> "StudyOutcomes":
        """Return what became of so many futures, counted from future 0, which must be the first of these."""
        played_again = len(again(0, count))
        return StudyOutcomes(
            tuple(each.beginning(count) for each in self.told),
            tuple(each.beginning(count) for each in self.fixed),
            tuple(each.beginning(played_again) for each in self.again) if played_again else (),
        )

    def comparison(self, council: Baseline) -> Comparison:
        """Return the options against the baseline."""
        return Comparison(council, self.told[0], self.told[1:])

    def knowledge(self, council: Baseline, drawn: DrawnStudy | None, first: int = 0) -> Knowledge | None:
        """Return what it takes to tell luck from knowledge in futures from a first on; None where none is drawn."""
        if drawn is None:
            return None
        uncertainty = drawn.drawable.uncertainty
        rows = draws(uncertainty, drawn.seed, first, len(self.told[0].values))
        beside = (Comparison(council, played[0], played[1:]) for played in (self.fixed, self.again))
        return Knowledge(uncertainty, rows, *beside)


class Part(NamedTuple):
    """Consecutive futures of a study that are to be played."""

    player: Player
    first: int
    futures: int


def played(player: Player, first: int, count: int) -> StudyOutcomes:
    """Play consecutive futures of a study, and what is played beside them."""
    [outcomes] = played_together([Part(player, first, count)])
    return outcomes


def played_together(parts: Sequence[Part]) -> list[StudyOutcomes]:
    """Play futures of several studies side by side, where and for whom the first of them is played."""
    each = [(player.told(first, count), *player.beside(first, count)) for player, first, count in parts]
    found = parts[0].player.played([batch for batches in each for batch in batches]) if parts else []
    return [StudyOutcomes(*map(tuple, found[place : place + 3])) for place in range(0, len(found), 3)]


def beside(player: Player, first: int, count: int, told: Sequence[Outcomes]) -> StudyOutcomes:
    """Return futures that have been played together with what is played beside them."""
    return StudyOutcomes(tuple(told), *map(tuple, player.played(player.beside(first, count))))


def side_by_side(scenarios: Sequence[StudyOutcomes]) -> StudyOutcomes:
    """Return scenarios that were played one by one, on the same luck, as those of one study."""
    each = [(one.told, one.fixed, one.again) for one in scenarios]
    told, fixed, again = (tuple(chain.from_iterable(kind)) for kind in zip(*each, strict=True))
    return StudyOutcomes(told, fixed, again)


def whole(parts: Sequence[StudyOutcomes]) -> StudyOutcomes:
    """Return parts of a study, in order of their futures, as one."""
    return reduce(StudyOutcomes.followed_by, parts)


def _joined(earlier: tuple[Outcomes, ...], later: tuple[Outcomes, ...]) -> tuple[Outcomes, ...]:
    """Return outcomes with later ones behind them; a part may have none of them."""
    if not (earlier and later):
        return earlier or later
    return tuple(one.followed_by(other) for one, other in zip(earlier, later, strict=True))
