"""The findings of a sweep in sentences: break-even, empty places, what one more adds; never more than is sure.

    answers(sweeping) -> tuple[Answer, ...]   for the first page and for the terminal
"""

from math import isinf, isnan

import numpy as np

from placesim.experiment.comparison import Difference
from placesim.experiment.statistics import CONFIDENCE
from placesim.experiment.sweep import ONE_PLACE, Crossing, Crossings
from placesim.report.differences import POINTS, Way, amount_words, money, percent, says, spend_says, way
from placesim.report.sweeping import Sweeping
from placesim.report.verdict import Answer

RANGE = "the range tried"


def answers(sweeping: Sweeping) -> tuple[Answer, ...]:
    """Return what the sweep says, first things first."""
    if sweeping.few:
        futures = len(sweeping.sweep.comparison.baseline.values)
        said = f"Too few futures ({futures}) to say anything sure; it takes 10, better 200 or more."
        return (Answer("What does this sweep say?", said),)
    return tuple(
        found for found in (_breaks_even(sweeping), _adds(sweeping), _empty(sweeping), _out(sweeping)) if found
    )


def _breaks_even(sweeping: Sweeping) -> Answer:
    question, spend = "Where does it break even?", sweeping.curve("spend")
    passes = sweeping.sweep.break_even()
    never = [value for value, found in zip(sweeping.values, spend, strict=True) if found.nothing]
    if len(never) == len(spend):
        return Answer(question, f"Nowhere: it changes spend in no future, anywhere in {RANGE}.")
    notes = [f"No difference in any future at {_listed(sweeping, never)}."] if never else []
    if not passes.found:
        return Answer(question, _never_breaks_even(sweeping, spend, passes), tuple(notes))
    first, *later = passes.found
    return Answer(question, _one(sweeping, first), (*(_again(sweeping, each) for each in later), *notes))


def _one(sweeping: Sweeping, found: Crossing) -> str:
    below, above = ("saves", "costs more") if found.rising else ("costs more", "saves")
    ways = f"on average it {below} below that and {above} above it"
    where = sweeping.quantity.worded(f"about {sweeping.quantity.read(found.value)}")
    if found.low == found.high:
        return f"It breaks even at {where} (the same in every resample of the futures): {ways}."
    if isinf(found.low) or isinf(found.high):
        return (
            f"It may break even at {where}, but the futures do not agree whether it does within {RANGE}: the 95% "
            f"interval runs from {sweeping.span(found)}. As far as the mean goes, {ways}."
        )
    return f"It breaks even at {where} (95% interval {sweeping.span(found)}): {ways}."


def _again(sweeping: Sweeping, found: Crossing) -> str:
    way_on = "costs more from there on" if found.rising else "saves from there on"
    where = sweeping.quantity.worded(f"about {sweeping.quantity.read(found.value)}")
    return f"The curve passes break-even again at {where} (95% interval {sweeping.span(found)}); on average it {way_on}."


def _never_breaks_even(sweeping: Sweeping, spend: list[Difference], passes: Crossings) -> str:
    changed = [found for found in spend if not found.nothing]
    ways = {way(found) for found in changed}
    saves = sum(found.mean for found in changed) < 0
    if passes.often > 1 - CONFIDENCE:
        return (
            f"The futures do not agree whether it breaks even within {RANGE} ({sweeping.range_tried}): the mean "
            f"{'saves' if saves else 'costs more'} throughout, but in {percent(passes.often)} of resamples of the "
            "futures it changes sides."
        )
    does = "saves" if saves else "costs more"
    sure = ways in ({Way.LOWER}, {Way.HIGHER})
    where = "at every value that changes spend" if len(changed) < len(spend) else "at every value"
    sides = f"it {does} {where}" if sure else f"on average it {does} {where}, though not clearly at all of them"
    return f"It does not break even within {RANGE} ({sweeping.range_tried}): {sides}."


def _adds(sweeping: Sweeping) -> Answer | None:
    """Say what one more adds at first and at last, whether that changes, and where spend is lowest."""
    steps = [per_step(sweeping, found) for found in sweeping.sweep.steps("spend")]
    if all(found.nothing for found in steps):
        return None
    question = f"What does {sweeping.quantity.further} add?"
    first, last = (_step(sweeping, steps, place) for place in (0, len(steps) - 1))
    if len(steps) == 1:
        return Answer(question, f"{first}.")
    return Answer(question, _bends(sweeping, steps), (f"{first}.", f"{last}.", *_lowest(sweeping)))


def per_step(sweeping: Sweeping, found: Difference) -> Difference:
    """Return a change per unit as the change per step that sentences speak of."""
    size = sweeping.quantity.step
    parts = {name: getattr(found, name) * size for name in ("mean", "low", "high", "p10", "p50", "p90")}
    return sweeping.honest(found._replace(**parts))


def _step(sweeping: Sweeping, steps: list[Difference], place: int) -> str:
    span = sweeping.quantity.between(sweeping.values[place], sweeping.values[place + 1])
    return f"From {span}, {sweeping.quantity.further} {spend_says(steps[place])}"


def _bends(sweeping: Sweeping, steps: list[Difference]) -> str:
    """Say whether what one more adds changes from the first step to the last."""
    found = per_step(sweeping, sweeping.sweep.curvature("spend"))
    size = amount_words(found, money(found.mean, found.low, found.high))
    further = sweeping.quantity.further
    saving = Way.LOWER in map(way, steps)
    match way(found):
        case Way.HIGHER if saving:
            last = way(steps[-1]) == Way.LOWER
            text = f"Returns diminish: {further} saves {size} less in the last step than in the first"
            return f"{text}{', and still saves' if last else _stops(sweeping, steps)}."
        case Way.HIGHER:
            return f"It grows dearer: {further} adds {size} more spend in the last step than in the first."
        case Way.LOWER:
            return f"Returns grow: in the last step {further} adds {size} less spend, or more saving, than in the first."
        case Way.NONE:
            return f"A straight line: {further} changes spend by the same amount in every step of every future."
        case _ if np.ptp([each.mean for each in steps]) <= 1e-6 * max(abs(each.mean) for each in steps):
            return f"A straight line: {further} changes spend by the same amount in every step."
        case _:
            return f"The futures do not say whether what {further} adds grows or shrinks from the first step to the last."


def _stops(sweeping: Sweeping, steps: list[Difference]) -> str:
    """Say from where on no step clearly saves."""
    sure = [place for place, found in enumerate(steps) if way(found) == Way.LOWER]
    return f"; from {sweeping.quantity.text(sweeping.values[sure[-1] + 1])} on, no step clearly saves"


def _lowest(sweeping: Sweeping) -> list[str]:
    """Say at which value mean spend is lowest, and which others the futures cannot tell apart from it."""
    figures = sweeping.sweep.figures("spend")
    means = figures.mean(axis=0)
    best = int(np.argmin(means))
    if np.ptp(means) == 0:
        return []
    pairs = enumerate(zip(sweeping.values, sweeping.sweep.apart(figures, best), strict=True))
    alike = [value for place, (value, found) in pairs if place != best and way(found) != Way.HIGHER]
    text = f"Mean spend is lowest at {sweeping.quantity.text(sweeping.values[best])}"
    if best in (0, len(means) - 1):
        text += f", an end of {RANGE}: values beyond it may be lower still"
    if alike:
        text += f"; the futures cannot tell it apart from that at {_listed(sweeping, alike)}"
    return [f"{text}."]


def _listed(sweeping: Sweeping, values: list[float]) -> str:
    shown = [sweeping.quantity.number(value) for value in values]
    words = shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
    return sweeping.quantity.worded(words, values[0] if len(values) == 1 else 0)


def _empty(sweeping: Sweeping) -> Answer | None:
    """Say from which value a place stands empty; nothing where the varied provision has no number of places."""
    year = sweeping.last_year
    empty, before = sweeping.sweep.empty_places(year), sweeping.sweep.empty_before(year)
    if np.isnan(empty).any():
        return None
    means, night = empty.mean(axis=0), f"on an average night of {year}"
    more = " more than in the baseline" if before.any() else ""
    question = "When does the first place stand empty?"
    if np.ptp(means) < 0.05:
        same = f"{_empties(means[0])} at every value"
        return Answer(question, f"What is varied makes no difference to empty places: {same}, {night}.", _void(sweeping))
    passes = sweeping.sweep.first_empty_place(year)
    if passes.found:
        return Answer(question, _first_empty(sweeping, passes.found[0], f"one place{more}", night), _void(sweeping))
    if means[0] - before.mean() >= ONE_PLACE:
        finding = f"Already at {sweeping.quantity.text(sweeping.values[0])}: {_empties(means[0])} {night}"
    else:
        finding = f"Not within {RANGE}: at {sweeping.quantity.text(sweeping.values[-1])} {_empties(means[-1])} {night}"
        finding += f", fewer than one{more}"
    doubt = f"; the futures do not all agree ({percent(passes.often)} of resamples)" if passes.often > 0.05 else ""
    return Answer(question, f"{finding}{doubt}.", _void(sweeping))


def _empties(mean: float) -> str:
    return "no place is empty" if mean == 0 else f"about {mean:.2g} places are empty"


def _first_empty(sweeping: Sweeping, found: Crossing, place: str, night: str) -> str:
    where = sweeping.quantity.worded(f"about {sweeping.quantity.read(found.value)}")
    beyond = isinf(found.low) or isinf(found.high)
    sure = f"{'the futures do not all agree, ' if beyond else ''}95% interval {sweeping.span(found)}"
    side = "From" if found.rising else "Up to"
    return f"{side} {where} ({sure}), {place} stands empty {night}."


def _void(sweeping: Sweeping) -> tuple[str, ...]:
    """Say what an empty place is here."""
    void = any(sweeping.sweep.comparison.has("void_nights", name, sweeping.last_year) for name in sweeping.sweep.provision)
    if void:
        return ("Beds paid for by the block count as empty while phased admission has yet to fill them.",)
    return ("Empty places are usable places that nobody lives in; a place between two children counts.",)


def _out(sweeping: Sweeping) -> Answer:
    """Say what the last value does to the out-of-borough share."""
    curve = sweeping.curve("out_of_borough_share")
    question = "What does it do to the share out of borough?"
    subject = f"At {sweeping.quantity.text(sweeping.values[-1])} the share of children out of borough"
    finding = says(f"{subject} on {sweeping.options.end}", curve[-1], POINTS)
    strongest = max(range(len(curve)), key=lambda place: abs(curve[place].mean))
    said = []
    if strongest != len(curve) - 1 and way(curve[strongest]) in (Way.LOWER, Way.HIGHER):
        value = sweeping.quantity.text(sweeping.values[strongest])
        said.append(f"{says(f'The largest mean difference is at {value}, where it', curve[strongest], POINTS)}.")
    return Answer(question, f"{finding}.", tuple(said))
