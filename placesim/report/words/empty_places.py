"""From which value of a sweep a place stands empty, in sentences."""

from collections.abc import Sequence
from math import isinf

import numpy as np

from placesim.experiment.statistics import CONFIDENCE
from placesim.experiment.sweep import ONE_PLACE, Crossing
from placesim.report.paper.parts import Answer
from placesim.report.sweep_study import SweepStudy
from placesim.report.words.differences import percent
from placesim.report.words.figures import Unit
from placesim.report.words.sweep_break_even import RANGE, at, spread

NOT_COUNTED = "not counted"
"""Places empty, where the varied provision has no number of places."""

PLACES = Unit("places", decimals=1)

HARDLY = 0.05
"""Places empty on an average night below which the first decimal prints as none; curves flatter than that are level."""

PAID_FOR = "Places paid for by the block count as empty whenever nobody sleeps there, before phased admission too."
USABLE = "Empty places are usable places that nobody lives in; a place between two children counts."


def empty_answer(study: SweepStudy) -> Answer | None:
    """Say from which value one place more than in the baseline stands empty; nothing where places are not counted."""
    empty = study.sweep.empty_places(study.last_year)
    if np.isnan(empty).any():
        return None
    return Answer("When does the first place stand empty?", _finding(study, empty.mean(axis=0)), (_meaning(study),))


def _finding(study: SweepStudy, means: np.ndarray) -> str:
    year = study.last_year
    before, night = study.sweep.empty_before(year), f"on an average night of {year}"
    more = " more than in the baseline" if before.any() else ""
    if np.ptp(means) < HARDLY:
        return f"It does not depend on what is varied: at every value tried {empty_words(means.mean())} {night}."
    crossings = study.sweep.first_empty_place(year)
    if crossings.points:
        return _first_empty(study, crossings.points, f"one place{more}", night)
    if means[0] - before.mean() >= ONE_PLACE:
        finding = f"Already at {study.quantity.text(study.values[0])}: {empty_words(means[0])} {night}"
    else:
        finding = f"Not within {RANGE}: at {study.quantity.text(study.values[-1])} {empty_words(means[-1])} {night}"
        finding += f", fewer than one{more}" if means[-1] >= HARDLY else ""
    doubtful = crossings.often > 1 - CONFIDENCE
    doubt = f"; the futures do not all agree ({percent(crossings.often)} of resamples)" if doubtful else ""
    return f"{finding}{doubt}."


def empty_words(mean: float) -> str:
    """Say how many places are empty, as in `about 1.2 places are empty`."""
    if mean < HARDLY:
        return "no place is empty" if mean <= 0 else "hardly any place is ever empty (under 0.1)"
    shown = f"{mean:,.1f}" if mean < 10 else f"{mean:,.0f}"
    return f"about {shown} places are empty"


def _first_empty(study: SweepStudy, crossed: Sequence[Crossing], place: str, night: str) -> str:
    first, *later = crossed
    doubt = "the futures do not all agree, " if isinf(first.low) or isinf(first.high) else ""
    until = f" until {at(study, later[0])}{spread(study, later[0])}" if later and first.rising else ""
    where = f"{'From' if first.rising else 'Up to'} {at(study, first)}{spread(study, first, doubt)}{until}"
    return f"{where}, {place} stands empty {night}."


def _meaning(study: SweepStudy) -> str:
    """Say what an empty place is here."""
    comparison, year = study.sweep.comparison, study.last_year
    return PAID_FOR if any(comparison.has("void_nights", name, year) for name in study.sweep.provision) else USABLE
