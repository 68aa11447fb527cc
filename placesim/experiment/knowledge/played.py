"""Played: the futures of a study with those played beside them, part by part until they make a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from placesim.config.baseline import Baseline
from placesim.experiment.comparison import Comparison
from placesim.experiment.draws import DrawnStudy, draws
from placesim.experiment.knowledge.known import Knowledge
from placesim.experiment.player import Player
from placesim.experiment.replications import Outcomes


@dataclass(frozen=True, eq=False)
class StudyOutcomes:
    """What became of every scenario of a study, in order, and of what was played beside it."""

    told: tuple[Outcomes, ...]
    """What tables and reports tell: assumptions drawn where they carry ranges."""
    fixed: tuple[Outcomes, ...] = ()
    """The same futures with every assumption at its value; nothing where none is drawn."""
    again: tuple[Outcomes, ...] = ()
    """Some of the futures with the same draws and another luck; nothing where none is drawn."""

    def followed_by(self, later: "StudyOutcomes") -> "StudyOutcomes":
        """Return these outcomes with those of later futures behind them."""
        return StudyOutcomes(
            _joined(self.told, later.told), _joined(self.fixed, later.fixed), _joined(self.again, later.again)
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


def played(player: Player, first: int, count: int) -> StudyOutcomes:
    """Play consecutive futures of a study, and what is played beside them."""
    return beside(player, first, count, player.futures(first, count))


def beside(player: Player, first: int, count: int, told: Sequence[Outcomes]) -> StudyOutcomes:
    """Return futures that have been played together with what is played beside them."""
    if player.drawn is None:
        return StudyOutcomes(tuple(told))
    return StudyOutcomes(tuple(told), tuple(player.fixed(first, count)), tuple(player.again(first, count)))


def whole(parts: Sequence[StudyOutcomes]) -> StudyOutcomes:
    """Return parts of a study, in order of their futures, as one."""
    return reduce(StudyOutcomes.followed_by, parts)


def _joined(earlier: tuple[Outcomes, ...], later: tuple[Outcomes, ...]) -> tuple[Outcomes, ...]:
    """Return outcomes with later ones behind them; a part may have none of them."""
    if not (earlier and later):
        return earlier or later
    return tuple(one.followed_by(other) for one, other in zip(earlier, later, strict=True))
