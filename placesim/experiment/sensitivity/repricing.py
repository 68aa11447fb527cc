"""Repricing: what the same futures cost at other prices. Nights are there already; nothing is simulated for it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from placesim.config.baseline import Baseline
from placesim.experiment.replications import Outcomes
from placesim.results.counting import Grouped
from placesim.results.facts import Facts
from placesim.results.measures import MEASURES


@dataclass(frozen=True)
class AtOtherPrices:
    """One measure of futures that have been played, as it is for a council that differs in money alone.

    Contracts, tails, allowances by age, rises and costs are reckoned as for any council, so the figure is that of
    simulating the other council, which has the same children in the same places.
    """

    number: int
    """Tells it from others asked for beside it."""
    measure: str
    council: Baseline

    @property
    def __name__(self) -> str:
        """What its figures are called among those of a run."""
        return _called(self.measure, self.number)

    def __call__(self, facts: Facts) -> Grouped:
        """Return the measure at the other council's prices."""
        elsewhere = Facts(self.council, facts.history, facts.periods, facts.futures)
        return MEASURES[self.measure].compute(elsewhere)


def _called(measure: str, number: int) -> str:
    return f"{measure} at other prices, {number}"


def repriced(outcomes: Outcomes, measure: str, numbers: Sequence[int]) -> list[Outcomes]:
    """Return what was priced again as outcomes of their own, which hold one measure under its own name."""
    places: dict[str, list[int]] = {_called(measure, number): [] for number in numbers}
    for place, (_, name, _) in enumerate(outcomes.keys):
        if name in places:
            places[name].append(place)
    return [_alone(outcomes, measure, there) for there in places.values()]


def _alone(outcomes: Outcomes, measure: str, there: Sequence[int]) -> Outcomes:
    keys = tuple((year, measure, group) for year, _, group in (outcomes.keys[place] for place in there))
    return replace(outcomes, keys=keys, values=outcomes.values[:, there])


def without_repriced(outcomes: Outcomes) -> Outcomes:
    """Return outcomes without what was priced again: the figures that every run has."""
    there = [place for place, (_, measure, _) in enumerate(outcomes.keys) if measure in MEASURES]
    return replace(outcomes, keys=tuple(outcomes.keys[place] for place in there), values=outcomes.values[:, there])
