"""The findings of a sweep in sentences: break-even, empty places, what one more adds; never more than is sure."""

from collections.abc import Sequence
from math import isinf

import numpy as np

from placesim.experiment.differences import Difference
from placesim.experiment.statistics import CONFIDENCE
from placesim.experiment.sweep import ONE_PLACE, Crossing, Crossings
from placesim.report.paper.parts import Answer
from placesim.report.sweep_study import SweepStudy
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

RANGE = "the range tried"
SURE = (Direction.LOWER, Direction.HIGHER)

ONE_FEE = "The weekly fee of a bed is the same at every size here; homes of other sizes may have other fees."


def answers(study: SweepStudy) -> tuple[Answer, ...]:
    """Return what the sweep says, first things first."""
    if study.few:
        futures = len(study.sweep.comparison.baseline.values)
        said = f"Too few futures ({futures}) to say anything sure; it takes 10, better 200 or more."
        return (Answer("What does this sweep say?", said),)
    return tuple(
        found for found in (_best(study), _breaks_even(study), _adds(study), _empty(study), _out(study)) if found
    )


def _best(study: SweepStudy) -> Answer | None:
    """Say at which value mean spend is lowest, which others the futures cannot tell apart from it, and what is held."""
    figures = study.sweep.figures("spend")
    means = figures.mean(axis=0)
    if np.ptp(means) == 0:
        return None
    best = int(np.argmin(means))
    pairs = enumerate(zip(study.values, study.sweep.apart(figures, best), strict=True))
    alike = [value for place, (value, found) in pairs if place != best and direction(found) != Direction.HIGHER]
    text = f"Mean spend is lowest at {study.quantity.text(study.values[best])}"
    if best == len(means) - 1:
        text += ", the last value tried: more may save more still"
    elif best == 0 and study.values[0] != 0:
        text += ", the first value tried: less may save more still"
    if alike:
        text += f"; the futures cannot tell it apart from that at {_listed(study, alike)}"
    against = f"There the option {spend_says(study.curve('spend')[best])} against the baseline."
    held = [ONE_FEE] if study.variants.field in ("beds", "usable_beds") else []
    return Answer("Where is spend lowest?", f"{text}.", (against, *held))


def _breaks_even(study: SweepStudy) -> Answer:
    question, spend = "Where does it break even?", study.curve("spend")
    passes = study.sweep.break_even()
    never = [value for value, found in zip(study.values, spend, strict=True) if found.nothing]
    if len(never) == len(spend):
        return Answer(question, f"Nowhere: it changes spend in no future, anywhere in {RANGE}.")
    notes = [f"No difference in any future at {_listed(study, never)}."] if never else []
    if not passes.found:
        return Answer(question, _never_breaks_even(study, spend, passes), tuple(notes))
    first, *later = passes.found
    return Answer(
        question, _one(study, first), (*(_again(study, each) for each in later), *_never_clearly(spend), *notes)
    )


def _never_clearly(spend: list[Difference]) -> list[str]:
    """Say so where the intervals bear out one side of a break-even at no value tried."""
    ways = {direction(found) for found in spend}
    if Direction.LOWER not in ways:
        return ["At no value tried does it clearly save."]
    return [] if Direction.HIGHER in ways else ["At no value tried does it clearly cost more."]


def _one(study: SweepStudy, found: Crossing) -> str:
    below, above = ("saves", "costs more") if found.rising else ("costs more", "saves")
    ways = f"on average it {below} below that and {above} above it"
    if isinf(found.low) or isinf(found.high):
        doubt = f"but the futures do not agree whether it does within {RANGE}"
        interval = f"the 95% interval runs from {study.span(found)}"
        return f"It may break even at {_at(study, found)}, {doubt}: {interval}. As far as the mean goes, {ways}."
    return f"It breaks even at {_at(study, found)} ({_sure(study, found)}): {ways}."


def _again(study: SweepStudy, found: Crossing) -> str:
    way_on = "costs more" if found.rising else "saves"
    at, sure = _at(study, found), _sure(study, found)
    return f"The curve passes break-even again at {at} ({sure}); above that it {way_on} on average."


def _at(study: SweepStudy, found: Crossing) -> str:
    return study.quantity.worded(f"about {study.quantity.read(found.value)}")


def _sure(study: SweepStudy, found: Crossing) -> str:
    """Return the interval of a value read off a curve, or that it has none to speak of."""
    if not _uncertain(study, found):
        same = found.low == found.high
        return "the same in every future" if same else "known to the last digit printed"
    return study.span(found)


def _uncertain(study: SweepStudy, found: Crossing) -> bool:
    return isinf(found.low) or isinf(found.high) or len({*map(study.quantity.read, (found.low, found.high))}) > 1


def _never_breaks_even(study: SweepStudy, spend: list[Difference], passes: Crossings) -> str:
    changed = [found for found in spend if not found.nothing]
    ways = {direction(found) for found in changed}
    saves = sum(found.mean for found in changed) < 0
    if passes.often > 1 - CONFIDENCE:
        return (
            f"The futures do not agree whether it breaks even within {RANGE} ({study.range_tried}): the mean "
            f"{'saves' if saves else 'costs more'} throughout, but in {percent(passes.often)} of resamples of the "
            "futures it changes sides."
        )
    does = "saves" if saves else "costs more"
    sure = ways in ({Direction.LOWER}, {Direction.HIGHER})
    where = "at every value that changes spend" if len(changed) < len(spend) else "at every value"
    sides = f"it {does} {where}" if sure else f"on average it {does} {where}, though not clearly at all of them"
    return f"It does not break even within {RANGE} ({study.range_tried}): {sides}."


def _adds(study: SweepStudy) -> Answer | None:
    """Say what one more adds at first and at last, whether that changes, and where spend is lowest."""
    steps = study.steps("spend")
    if all(found.nothing for found in steps):
        return None
    question = f"What does {study.quantity.further} add?"
    first, last = (_step(study, steps, place) for place in (0, len(steps) - 1))
    if len(steps) == 1:
        return Answer(question, f"{first}.")
    if _straight(study, steps):
        return Answer(
            question, f"The same from every value to the next: {study.quantity.further} {spend_says(steps[0])}."
        )
    finding, *said = _bends(study, steps)
    return Answer(question, finding, (*said, f"{first}.", f"{last}."))


def _straight(study: SweepStudy, steps: list[Difference]) -> bool:
    """Tell whether one more changes spend by the same amount everywhere, as a price does."""
    means = [found.mean for found in steps]
    return study.sweep.curvature("spend").nothing and max(means) - min(means) <= 1e-6 * max(map(abs, means))


def _step(study: SweepStudy, steps: list[Difference], place: int) -> str:
    span = study.quantity.between(study.values[place], study.values[place + 1])
    return f"From {span}, {study.quantity.further} {spend_says(steps[place])}"


def _bends(study: SweepStudy, steps: list[Difference]) -> list[str]:
    """Say whether what one more adds changes from the first step to the last; where that is unsure, what it adds."""
    found = study.per_step(study.sweep.curvature("spend"))
    size = amount_words(found, money(found.mean, found.low, found.high))
    further = study.quantity.further
    match direction(found):
        case Direction.HIGHER if Direction.LOWER in map(direction, steps):
            stops = ", and the last still saves" if direction(steps[-1]) == Direction.LOWER else _stops(study, steps)
            return [f"Returns diminish from the first step to the last{stops}."]
        case Direction.HIGHER:
            return [f"It grows dearer: {further} adds {size} more spend in the last step than in the first."]
        case Direction.LOWER if Direction.LOWER not in map(direction, steps):
            return [f"It costs less and less: {further} adds {size} less spend in the last step than in the first."]
        case Direction.LOWER:
            return [
                f"Returns grow: {further} adds {size} less spend, or more saving, in the last step than in the first."
            ]
        case _:
            overall = spend_says(study.per_step(study.sweep.overall("spend")))
            doubt = "Whether that grows or shrinks from the first step to the last the futures do not say."
            return [f"Over the range tried, {further} {overall}.", doubt]


def _stops(study: SweepStudy, steps: list[Difference]) -> str:
    """Say from where on no step clearly saves."""
    sure = [place for place, found in enumerate(steps) if direction(found) == Direction.LOWER]
    return f"; from {study.quantity.text(study.values[sure[-1] + 1])} on, no step clearly saves"


def _listed(study: SweepStudy, values: list[float]) -> str:
    shown = [study.quantity.number(value) for value in values]
    words = shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
    return study.quantity.worded(words, values[0] if len(values) == 1 else 0)


def _empty(study: SweepStudy) -> Answer | None:
    """Say from which value a place stands empty; nothing where the varied provision has no number of places."""
    year = study.last_year
    empty, before = study.sweep.empty_places(year), study.sweep.empty_before(year)
    if np.isnan(empty).any():
        return None
    means, night = empty.mean(axis=0), f"on an average night of {year}"
    more = " more than in the baseline" if before.any() else ""
    question = "When does the first place stand empty?"
    if np.ptp(means) < 0.05:
        free = (
            "no place is empty at any value" if not means.any() else f"{_empties(float(means.mean()))} at every value"
        )
        return Answer(question, f"It does not depend on what is varied: {free}, {night}.", _void(study))
    passes = study.sweep.first_empty_place(year)
    if passes.found:
        return Answer(question, _first_empty(study, passes.found, f"one place{more}", night), _void(study))
    if means[0] - before.mean() >= ONE_PLACE:
        finding = f"Already at {study.quantity.text(study.values[0])}: {_empties(means[0])} {night}"
    else:
        finding = f"Not within {RANGE}: at {study.quantity.text(study.values[-1])} {_empties(means[-1])} {night}"
        finding += f", fewer than one{more}"
    doubt = f"; the futures do not all agree ({percent(passes.often)} of resamples)" if passes.often > 0.05 else ""
    return Answer(question, f"{finding}{doubt}.", _void(study))


def _empties(mean: float) -> str:
    return "no place is empty" if mean == 0 else f"about {mean:.2g} places are empty"


def _first_empty(study: SweepStudy, passed: Sequence[Crossing], place: str, night: str) -> str:
    first, *later = passed
    doubt = "the futures do not all agree, " if isinf(first.low) or isinf(first.high) else ""
    until = f" until {_at(study, later[0])}{_spread(study, later[0])}" if later and first.rising else ""
    where = f"{'From' if first.rising else 'Up to'} {_at(study, first)}{_spread(study, first, doubt)}{until}"
    return f"{where}, {place} stands empty {night}."


def _spread(study: SweepStudy, found: Crossing, doubt: str = "") -> str:
    """Return the interval of a value in brackets; nothing where it is too narrow to print."""
    return f" ({doubt}{_sure(study, found)})" if _uncertain(study, found) else ""


def _void(study: SweepStudy) -> tuple[str, ...]:
    """Say what an empty place is here."""
    void = any(study.sweep.comparison.has("void_nights", name, study.last_year) for name in study.sweep.provision)
    if void:
        return (
            "Places paid for by the block count as empty whenever nobody sleeps there, before phased admission too.",
        )
    return ("Empty places are usable places that nobody lives in; a place between two children counts.",)


def _out(study: SweepStudy) -> Answer:
    """Say what the last value does to the out-of-borough share, and which value does most."""
    curve = study.curve("out_of_borough_share")
    question, last = "What does it do to the share out of borough?", len(curve) - 1
    apart = study.sweep.apart(study.sweep.figures("out_of_borough_share"), last)
    same = all(found.nothing for found in apart)
    where = "every value" if same else study.quantity.text(study.values[-1])
    subject = f"At {where} the share of children out of borough on {study.options.end}"
    strongest = max(range(len(curve)), key=lambda place: abs(curve[place].mean))
    said = []
    if direction(apart[strongest]) in SURE and direction(curve[strongest]) in SURE:
        value = study.quantity.text(study.values[strongest])
        said.append(f"{says(f'The largest mean difference is at {value}, where it', curve[strongest], POINTS)}.")
    return Answer(question, f"{says(subject, curve[-1], POINTS)}.", tuple(said))
