"""Reasons: why a published figure was not reached, in a sentence a commissioner could read."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np

from placesim.calibration.adjustable import Adjustable
from placesim.calibration.agreement import Agreement, shown_like
from placesim.calibration.steps import Stand
from placesim.calibration.trials import Trial

AT_THE_END = 0.01
"""How near the logarithm of a factor is to the end of its reach to be there."""

NEAR_THE_LIMIT = 0.8
"""From which part of the way to its limit a figure holds others back."""


@dataclass(frozen=True)
class NotReached:
    """A fitted figure that does not agree in the end, how it began, and why it was not reached."""

    first: Agreement
    last: Agreement
    reason: str

    @property
    def sentence(self) -> str:
        """What is told of it."""
        figure, shown = self.last.figure, shown_like(self.last.figure)
        simulated = "nothing" if isnan(self.last.mean) else shown(self.last.mean)
        began = "nothing" if isnan(self.first.mean) else shown(self.first.mean)
        return (
            f"Not reached: {figure.title}: published {shown(figure.value)}, simulated {simulated} "
            f"(at first {began}): {self.reason}."
        )


def not_reached(stand: Stand, first: Trial, adjustables: Sequence[Adjustable], rounds: int | None) -> list[NotReached]:
    """Return the fitted figures that do not agree, with reasons.

    Args:
        stand: where calibration ended.
        first: the trial it began with.
        adjustables: what it could scale.
        rounds: how many rounds it had, where they were over before nothing nearer was found.
    """
    off = stand.goals.off(stand.here)
    return [
        NotReached(before, after, _reason(stand, number, adjustables, rounds))
        for number, (before, after) in enumerate(zip(first.fitted, stand.here.fitted, strict=True))
        if off[number]
    ]


def _reason(stand: Stand, number: int, adjustables: Sequence[Adjustable], rounds: int | None) -> str:
    if isnan(stand.here.fitted[number].mean):
        return "no simulated future has it; see whether the measure and the group are meant"
    if not adjustables:
        return "no figure says under adjust which numbers may be scaled"
    moving = np.flatnonzero(stand.effects.slopes[number]).tolist()
    if not moving:
        return "no number under adjust moves it by more than chance; name one that does"
    names = _listed([adjustables[place].name for place in moving])
    if all(_at_the_end(stand, number, place) for place in moving):
        return f"what moves it ({names}) is scaled as far as is allowed; allow more, or name other numbers"
    return _reason_of_what_moves_it(stand, number, names, rounds)


def _reason_of_what_moves_it(stand: Stand, number: int, names: str, rounds: int | None) -> str:
    if rivals := _rivals(stand, number):
        others = _listed([stand.here.fitted[place].figure.title for place in rivals])
        return f"what would bring it nearer ({names}) would take others away: {others}"
    if rounds is not None:
        return f"the rounds ({rounds}) were over; give more with --rounds"
    return "no step led nearer; more --replications tell effects from chance better"


def _at_the_end(stand: Stand, number: int, place: int) -> bool:
    """Tell whether a number is scaled as far as it may in the direction that a figure wants."""
    point, reach = stand.here.point[place], stand.reach
    upwards = stand.goals.gap(stand.here)[number] * stand.effects.slopes[number, place] < 0
    return bool((reach.high[place] - point if upwards else point - reach.low[place]) < AT_THE_END)


def _rivals(stand: Stand, number: int) -> list[int]:
    """Return the figures that would get, or are, off their limits by what brings a figure nearer."""
    gap, slopes = stand.goals.gap(stand.here), stand.effects.slopes
    low, high = stand.goals.room(stand.here)
    way = slopes @ (-np.sign(gap[number]) * slopes[number])
    rivals = ((way > 0) & (gap > NEAR_THE_LIMIT * high)) | ((way < 0) & (gap < NEAR_THE_LIMIT * low))
    return [place for place in np.flatnonzero(rivals).tolist() if place != number]


def _listed(names: list[str]) -> str:
    """Return names in one line, of many only the first."""
    most = 3
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"{'; '.join(names[:most])}{more}"
