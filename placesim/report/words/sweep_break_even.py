"""Where a sweep breaks even, in sentences; and how a value read off its curve is said, with how sure it is."""

from collections.abc import Sequence
from math import isinf, isnan

from placesim.config.text import listing
from placesim.experiment.crossings import Crossing, Crossings
from placesim.experiment.differences import Difference
from placesim.experiment.statistics import CONFIDENCE
from placesim.report.comparison_study import NET, SPEND
from placesim.report.paper.parts import Answer
from placesim.report.sweep_study import SweepStudy
from placesim.report.words.differences import Direction, direction, percent

RANGE = "the range tried"

MOST_CROSSINGS = 3
"""Break-evens that are told one by one, at most; a curve that passes more often is too uneven for that."""


def break_even_answer(study: SweepStudy) -> Answer:
    """Say where the mean passes from saving to costing more, or that it does not, never more than is sure."""
    question, spend = "Where does it break even?", study.curve(SPEND)
    unchanged = [value for value, difference in zip(study.values, spend, strict=True) if difference.nothing]
    if len(unchanged) == len(spend):
        return Answer(question, f"Nowhere: it changes spend in no future, anywhere in {RANGE} ({study.range_tried}).")
    crossings = study.sweep.break_even()
    notes = [f"No difference in any future at {listed_values(study, unchanged)}."] if unchanged else []
    notes += [*_net_words(study), *_luck_words(study)]
    if not crossings.points:
        return Answer(question, _never(study, spend, crossings), tuple(notes))
    first, *later = crossings.points
    if len(crossings.points) > MOST_CROSSINGS:
        return Answer(question, _wavers(study, crossings.points), (*_never_clearly(spend), *notes))
    again = [_again(study, crossing) for crossing in later]
    return Answer(question, _first(study, first), (*again, *_never_clearly(spend), *notes))


def _luck_words(study: SweepStudy) -> list[str]:
    """Say where it breaks even under luck alone, and how far single futures lie apart; of drawn studies only."""
    luck = study.luck_alone
    if luck is None:
        return []
    points, alone = luck.sweep.break_even().points, "Under luck alone, every assumption at its value, it"
    if points:
        where = listing([f"{at(luck, point)}{spread(luck, point)}" for point in points[:MOST_CROSSINGS]])
        said = f"{alone} breaks even at {where}."
    else:
        saves = sum(difference.mean for difference in luck.curve(SPEND)) < 0
        said = f"{alone} {'saves' if saves else 'costs more'} on average at every value that changes spend."
    ways = (study, "with assumptions drawn"), (luck, "under luck alone")
    return [said, f"One by one, futures break even within {RANGE} in {listing([_one_by_one(*way) for way in ways])}."]


def _one_by_one(study: SweepStudy, under: str) -> str:
    """Return in how many single futures the option breaks even, and where most of those do."""
    share, low, high = study.sweep.break_even_one_by_one()
    if isnan(low):
        return f"{percent(share)} {under}"
    read = study.quantity.read
    between = study.quantity.worded(f"{read(low)} and {read(high)}")
    return f"{percent(share)} {under} (8 in 10 of those between {between})"


def _net_words(study: SweepStudy) -> list[str]:
    """Say where the option breaks even with what it costs itself counted; nothing where it gives no cost."""
    if not study.costed:
        return []
    changed = [difference.mean for difference in study.curve(NET) if not difference.nothing]
    points, counted = study.sweep.break_even(NET).points, "With what the option itself costs counted"
    if points:
        where = listing([f"{at(study, point)}{spread(study, point)}" for point in points[:MOST_CROSSINGS]])
        return [f"{counted}, it breaks even at {where}."]
    if not changed:
        return []
    return [f"{counted}, it {'saves' if changed[0] < 0 else 'costs more'} on average at every value tried."]


def _never(study: SweepStudy, spend: Sequence[Difference], crossings: Crossings) -> str:
    changed = [difference for difference in spend if not difference.nothing]
    saves = sum(difference.mean for difference in changed) < 0
    if crossings.often > 1 - CONFIDENCE:
        return (
            f"The futures do not agree whether it breaks even within {RANGE} ({study.range_tried}): the mean "
            f"{'saves' if saves else 'costs more'} throughout, but in {percent(crossings.often)} of resamples of the "
            "futures it changes sides."
        )
    does = "saves" if saves else "costs more"
    where = "at every value tried that changes spend" if len(changed) < len(spend) else "at every value tried"
    ways = {direction(difference) for difference in changed}
    if ways == {Direction.LOWER if saves else Direction.HIGHER}:
        said = f"It {does} {where}"
    else:
        clear = any(way.clear for way in ways)
        said = f"On average it {does} {where}, though clearly at {'only some' if clear else 'none'} of them"
    return f"{said}, so there is no break-even within {study.range_tried}."


def _never_clearly(spend: Sequence[Difference]) -> list[str]:
    """Say so where the intervals bear out one side of a break-even, or neither, at no value tried."""
    ways = {direction(difference) for difference in spend}
    sides = ((Direction.LOWER, "save"), (Direction.HIGHER, "cost more"))
    missing = [words for side, words in sides if side not in ways]
    return [f"At no value tried does it clearly {' or '.join(missing)}."] if missing else []


def _first(study: SweepStudy, crossing: Crossing) -> str:
    below, above = ("saves", "costs more") if crossing.rising else ("costs more", "saves")
    ways = f"on average it {below} below that and {above} above it"
    if isinf(crossing.low) or isinf(crossing.high):
        doubt = f"but the futures do not agree whether it does within {RANGE}"
        interval = f"the 95% interval runs from {study.span(crossing)}"
        return f"It may break even at {at(study, crossing)}, {doubt}: {interval}. As far as the mean goes, {ways}."
    return f"It breaks even at {at(study, crossing)} ({_sure(study, crossing)}): {ways}."


def _wavers(study: SweepStudy, crossed: Sequence[Crossing]) -> str:
    first, last = (f"{at(study, crossing)}{spread(study, crossing)}" for crossing in (crossed[0], crossed[-1]))
    return (
        f"No one value: the mean wavers and passes break-even {len(crossed)} times, first at {first}, last at {last}."
    )


def _again(study: SweepStudy, crossing: Crossing) -> str:
    above = "costs more" if crossing.rising else "saves"
    where, sure = at(study, crossing), _sure(study, crossing)
    return f"The curve passes break-even again at {where} ({sure}); above that it {above} on average."


def at(study: SweepStudy, crossing: Crossing) -> str:
    """Return a value read off a curve, with what it is of."""
    return study.quantity.worded(f"about {study.quantity.read(crossing.value)}")


def spread(study: SweepStudy, crossing: Crossing, doubt: str = "") -> str:
    """Return the interval of a value in brackets; nothing where it is too narrow to print."""
    return f" ({doubt}{_sure(study, crossing)})" if _uncertain(study, crossing) else ""


def _sure(study: SweepStudy, crossing: Crossing) -> str:
    """Return the interval of a value read off a curve, or that it has none to speak of."""
    if _uncertain(study, crossing):
        return study.span(crossing)
    same = crossing.low == crossing.high
    return "the same in every future" if same else "known to the last digit printed"


def _uncertain(study: SweepStudy, crossing: Crossing) -> bool:
    ends = (crossing.low, crossing.high)
    return any(map(isinf, ends)) or len(set(map(study.quantity.read, ends))) > 1


def listed_values(study: SweepStudy, values: Sequence[float]) -> str:
    """Return some of the values tried with what they are of, neighbours among them as a range."""
    runs: list[list[float]] = []
    for value in values:
        follows = runs and study.values.index(value) == study.values.index(runs[-1][-1]) + 1
        runs = [*runs[:-1], [*runs[-1], value]] if follows else [*runs, [value]]
    number, shown = study.quantity.number, []
    for run in runs:
        shown += [f"{number(run[0])} to {number(run[-1])}"] if len(run) > 2 else [number(value) for value in run]
    return study.quantity.worded(listing(shown), values[0] if len(values) == 1 else 0)
