"""The findings of a sweep in sentences: lowest spend, break-even, what one more adds; never more than is sure."""

from collections.abc import Sequence

import numpy as np

from placesim.experiment.differences import Difference
from placesim.experiment.statistics import FEWEST
from placesim.report.comparison_study import SHARE_OUT, SPEND
from placesim.report.paper.parts import Answer
from placesim.report.sweep_study import SweepStudy
from placesim.report.words.differences import (
    POINTS,
    Direction,
    amount_words,
    direction,
    money,
    says,
    spend_says,
)
from placesim.report.words.empty_places import empty_answer
from placesim.report.words.sweep_break_even import break_even_answer, listed_values

ONE_FEE = "The weekly fee of a bed is the same at every size here; homes of other sizes may have other fees."


def answers(study: SweepStudy) -> tuple[Answer, ...]:
    """Return what the sweep says, first things first."""
    if study.few:
        futures = study.options.futures
        said = f"Too few futures ({futures}) to say anything sure; it takes {FEWEST}, better 200 or more."
        return (Answer("What does this sweep say?", said),)
    every = (_lowest(study), break_even_answer(study), _adds(study), empty_answer(study), _out_of_borough(study))
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
            doubt = "Whether that grows or shrinks from the first step to the last the futures do not say."
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
