"""The findings of a sweep in sentences: lowest spend, what one more adds, from where a place stands empty."""

from collections.abc import Sequence
from math import isinf

import numpy as np

from placesim.experiment.crossings import Crossing
from placesim.experiment.differences import Difference
from placesim.experiment.statistics import CONFIDENCE, FEWEST
from placesim.experiment.sweep import ONE_PLACE
from placesim.report.comparison_study import SHARE_OUT, SPEND
from placesim.report.figures import Unit
from placesim.report.paper.parts import Answer
from placesim.report.sweep_study import SweepStudy
from placesim.report.words.costs import cost_given
from placesim.report.words.differences import (
    POINTS,
    Direction,
    amount_words,
    direction,
    money,
    percent,
    says,
    spend_says,
)
from placesim.report.words.placeholders import placeholder_words, priced
from placesim.report.words.sweep_break_even import RANGE, at, break_even_answer, listed_values, spread

ONE_FEE = "The weekly fee of a bed is the same at every size here; homes of other sizes may have other fees."


def cost_words(study: SweepStudy) -> str:
    """Say whether the option gives its cost, which spend does not hold."""
    mark = cost_given(study.variants.option.scenario.interventions, study.council).mark
    if mark:
        return f"N{mark[1:]}: what the option costs beside placements has to be set against what it saves."
    return "What the option costs beside placements is in net cost, which stands beside spend in the table."


def answers(study: SweepStudy) -> tuple[Answer, ...]:
    """Return what the sweep says, first things first."""
    if study.few:
        futures = study.options.futures
        said = f"Too few futures ({futures}) to say anything sure; it takes {FEWEST}, better 200 or more."
        return (Answer("What does this sweep say?", said),)
    beside = empty_answer(study), _out_of_borough(study)
    if not priced(study.council):
        return (Answer("Where is spend lowest?", placeholder_words(study.council)), *(each for each in beside if each))
    every = (_lowest(study), break_even_answer(study), _adds(study), *beside)
    return tuple(answer for answer in every if answer)


def _lowest(study: SweepStudy) -> Answer | None:
    """Say at which value mean spend is lowest, which others the futures cannot tell apart from it, and what is held."""
    figures = study.sweep.figures(SPEND)
    means = figures.mean(axis=0)
    if np.ptp(means) == 0:
        return None
    place = int(np.argmin(means))
    difference = study.curve(SPEND)[place]
    finding = f"Mean spend is lowest at {study.quantity.text(study.values[place])}"
    finding += _at_an_end(study, place, difference) + _alike(study, study.sweep.apart(figures, place), place)
    against = f"Against the baseline the option {spend_says(difference)} there."
    held = [ONE_FEE] if study.variants.field in ("beds", "usable_beds") else []
    return Answer("Where is spend lowest?", f"{finding}.", (against, *held))


def _at_an_end(study: SweepStudy, place: int, difference: Difference) -> str:
    """Say so where the lowest value tried may not be the lowest there is."""
    still = "save more still" if difference.mean < 0 else "cost less still"
    if place == len(study.values) - 1:
        return f", the last value tried: more may {still}"
    return f", the first value tried: less may {still}" if place == 0 and study.values[0] != 0 else ""


def _alike(study: SweepStudy, apart: Sequence[Difference], place: int) -> str:
    """Name the values whose spend is not clearly higher than at one of them."""
    unsure = [each for each, difference in enumerate(apart) if direction(difference) != Direction.HIGHER]
    values = [study.values[each] for each in unsure if each != place]
    if not values:
        return ""
    others = len(values) == len(apart) - 1 > 1
    where = "any other value tried" if others else listed_values(study, values)
    return f"; the futures cannot tell it apart from that at {where}"


def _adds(study: SweepStudy) -> Answer | None:
    """Say what one more adds at first and at last, and whether that changes."""
    steps = study.steps(SPEND)
    if all(difference.nothing for difference in steps):
        return None
    question = f"What does {study.quantity.further} add?"
    first, last = (_step(study, steps, place) for place in (0, len(steps) - 1))
    if len(steps) == 1:
        return Answer(question, f"{first}.")
    if _straight(study, steps):
        same = f"The same from every value to the next: {study.quantity.further} {spend_says(steps[0])}."
        return Answer(question, same)
    finding, *said = _bends(study, steps)
    return Answer(question, finding, (*said, f"{first}.", f"{last}."))


def _straight(study: SweepStudy, steps: Sequence[Difference]) -> bool:
    """Tell whether one more changes spend by the same amount everywhere, as a price does."""
    means = [difference.mean for difference in steps]
    return study.sweep.curvature(SPEND).nothing and max(means) - min(means) <= 1e-6 * max(map(abs, means))


def _step(study: SweepStudy, steps: Sequence[Difference], place: int) -> str:
    span = study.quantity.between(study.values[place], study.values[place + 1])
    return f"From {span}, {study.quantity.further} {spend_says(steps[place])}"


def _bends(study: SweepStudy, steps: Sequence[Difference]) -> list[str]:
    """Say whether what one more adds changes from the first step to the last; where that is unsure, what it adds."""
    bend, further = study.per_step(study.sweep.curvature(SPEND)), study.quantity.further
    size = amount_words(bend, money(bend.mean, bend.low, bend.high))
    saves, last = Direction.LOWER in map(direction, steps), "in the last step than in the first"
    match direction(bend), saves:
        case Direction.HIGHER, True:
            stops = ", and the last still saves" if direction(steps[-1]) == Direction.LOWER else _stops(study, steps)
            return [f"Returns diminish from the first step to the last{stops}."]
        case Direction.HIGHER, False:
            return [f"It grows dearer: {further} adds {size} more spend {last}."]
        case Direction.LOWER, True:
            return [f"Returns grow: {further} adds {size} less spend, or more saving, {last}."]
        case Direction.LOWER, False:
            return [f"It costs less and less: {further} adds {size} less spend {last}."]
        case _:
            overall = spend_says(study.per_step(study.sweep.overall(SPEND)))
            doubt = "These futures cannot tell whether later steps add more or less than the first."
            return [f"Over the range tried, {further} {overall}.", doubt]


def _stops(study: SweepStudy, steps: Sequence[Difference]) -> str:
    """Say from where on no step clearly saves."""
    saving = [place for place, difference in enumerate(steps) if direction(difference) == Direction.LOWER]
    return f"; from {study.quantity.text(study.values[saving[-1] + 1])} on, no step clearly saves"


def _out_of_borough(study: SweepStudy) -> Answer:
    """Say what the last value does to the out-of-borough share, and which value does most."""
    curve = study.curve(SHARE_OUT)
    apart = study.sweep.apart(study.sweep.figures(SHARE_OUT), len(curve) - 1)
    same = all(difference.nothing for difference in apart)
    where = "every value tried" if same else study.quantity.text(study.values[-1])
    subject = f"At {where} the share of children out of borough on {study.options.end}"
    most = max(range(len(curve)), key=lambda place: abs(curve[place].mean))
    said = []
    if direction(apart[most]).clear and direction(curve[most]).clear:
        value = study.quantity.text(study.values[most])
        said.append(f"{says(f'The largest mean difference is at {value}, where it', curve[most], POINTS)}.")
    return Answer("What does it do to the share out of borough?", f"{says(subject, curve[-1], POINTS)}.", tuple(said))


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
