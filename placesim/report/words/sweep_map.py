"""The findings of a map in sentences: the best pair, where it breaks even, and whether two numbers add up."""

from collections.abc import Sequence
from math import isinf, isnan

from placesim.config.text import listing
from placesim.experiment.crossings import Crossing
from placesim.experiment.differences import Difference
from placesim.experiment.statistics import FEWEST
from placesim.report.comparison_study import NET, SHARE_OUT
from placesim.report.figures import NOTHING, SHARE, Unit
from placesim.report.paper.parts import Answer
from placesim.report.sweep_map_study import Place, SweepMapStudy
from placesim.report.sweep_study import SweepStudy
from placesim.report.words.costs import cost_given
from placesim.report.words.differences import (
    POINTS,
    Direction,
    amount_words,
    direction,
    interval_words,
    money,
    says,
    spend_says,
)
from placesim.report.words.placeholders import placeholder_words, priced
from placesim.report.words.sweep_break_even import at, spread

MOST_NAMED = 3
"""Pairs that are named one by one, at most; of more the number is said, and the map marks them."""


def map_answers(study: SweepMapStudy) -> tuple[Answer, ...]:
    """Return what a map says, first things first."""
    if study.few:
        said = f"Too few futures ({study.options.futures}) to say anything sure; it takes {FEWEST}, better 200 or more."
        return (Answer("What does this map say?", said),)
    share = _out_of_borough(study)
    if not priced(study.council):
        return (Answer("Which pair is best?", placeholder_words(study.council)), share)
    if all(each.nothing for each in study.difference.values()):
        return (Answer("Which pair is best?", f"None: no pair tried changes {study.of} in any future."), share)
    return (_best(study), _break_even(study), _adds_up(study), *_further(study), share)


def counted_words(study: SweepMapStudy) -> str:
    """Say what the money of a map counts, and for what no cost is given."""
    mark = cost_given(study.pairs.option.scenario.interventions, study.council).mark
    if study.counted == NET:
        missing = f" (n{mark[1:]})" if mark else ""
        return f"Net cost is what placements cost and what the option itself costs, as far as it is given{missing}."
    return f"Spend is what placements cost. N{mark[1:]}: what the option costs has to be set against what it saves."


def _best(study: SweepMapStudy) -> Answer:
    """Say at which pair the mean is lowest, which others cannot be told apart from it, and what it saves."""
    finding = f"Mean {study.of} is lowest at {study.at(study.best)}"
    alike = alike_to_best(study)
    if len(alike) == len(study.places) - 1:
        finding += "; the futures cannot tell it apart from any other pair tried"
    elif alike:
        named = pairs_words(study, alike)
        where = listing(named) if len(named) <= MOST_NAMED else f"{len(alike)} other pairs (dots on the map)"
        finding += f"; the futures cannot tell it apart from {where}"
    against = f"Against the baseline the option {spend_says(study.difference[study.best], of=study.of)} there."
    return Answer("Which pair is best?", f"{finding}.", (against, *_at_an_edge(study), *_luck_words(study)))


def _luck_words(study: SweepMapStudy) -> list[str]:
    """Say which pair is best under luck alone; of drawn studies only."""
    luck = study.luck_alone
    if luck is None:
        return []
    where = "there too" if luck.best == study.best else f"at {study.at(luck.best)}"
    best = spend_says(luck.difference[luck.best], of=study.of)
    return [f"Under luck alone, every assumption at its value, it is lowest {where}: the option {best} there."]


def alike_to_best(study: SweepMapStudy) -> tuple[Place, ...]:
    """Return the pairs at which what is counted is not clearly higher than at the best."""
    apart = study.swept.apart(study.counted, study.best)
    return tuple(
        place for place in study.places
        if place != study.best and direction(apart[place[0]][place[1]]) != Direction.HIGHER
    )  # fmt: skip


def pairs_words(study: SweepMapStudy, alike: Sequence[Place]) -> list[str]:
    """Name pairs that are as good as the best: a whole line of the map by its one number, the others one by one."""
    good, rest = {study.best, *alike}, list(alike)
    numbers = (study.first, study.pairs.first.values), (study.second, study.pairs.second.values)
    said = []
    for side, (quantity, values) in enumerate(numbers):
        for number, value in enumerate(values):
            line = [place for place in study.places if place[side] == number]
            if len(line) > 2 and good.issuperset(line) and any(place in rest for place in line):
                said.append(f"{quantity.text(value)} at any value tried of {numbers[1 - side][0].axis}")
                rest = [place for place in rest if place not in line]
    return [*said, *(study.at(place) for place in rest)]


def _at_an_edge(study: SweepMapStudy) -> list[str]:
    """Say so where the lowest pair tried may not be the lowest there is."""
    numbers = zip(study.best, (study.pairs.first, study.pairs.second), (study.first, study.second), strict=True)
    beyond = [
        f"{'more' if place else 'less'} than {quantity.text(number.values[place])}"
        for place, number, quantity in numbers
        if place == len(number.values) - 1 or (place == 0 and number.values[0] != 0)
    ]
    return [f"It lies at the edge of what was tried: {listing(beyond)} may be better still."] if beyond else []


def _break_even(study: SweepMapStudy) -> Answer:
    """Say at how many pairs the option saves on average, and where each line of the map passes break-even."""
    question, pairs = "Where does it break even?", len(study.places)
    saves = [each for each in study.difference.values() if each.mean < 0]
    costs = [each for each in study.difference.values() if each.mean > 0]
    clearly = [sum(direction(each).clear for each in side) for side in (saves, costs)]
    if not (saves and costs):
        side, does = (saves, "saves") if saves else (costs, "costs more")
        every = (
            "every pair tried"
            if len(side) == pairs
            else f"each of the {len(side)} pairs (of {pairs}) that change {study.of}"
        )
        said = f"On average it {does} at {every}, clearly at {sum(clearly)}"
        return Answer(question, f"{said}: there is no break-even within {study.range_tried}.")
    finding = (
        f"On average it saves at {len(saves)} of {pairs} pairs (clearly at {clearly[0]}) and costs more at "
        f"{len(costs)} (clearly at {clearly[1]}); the thick line on the map parts them."
    )
    ends = (0, len(study.pairs.second.values) - 1)
    return Answer(question, finding, tuple(break_even_words(study, place) for place in ends))


def break_even_words(study: SweepMapStudy, place: int) -> str:
    """Say where the first number breaks even at one value of the second."""
    line, where = study.down(place), study.second.text(study.pairs.second.values[place])
    points = line.sweep.break_even(study.counted).points
    if points:
        said = [f"it breaks even at {at(line, point)}{_sure(line, point)}" for point in points[:1]]
        below, above = ("saving", "costing more") if points[0].rising else ("costing more", "saving")
        said.append(f"{below} on average below that and {above} above it")
        said += [f"passing break-even {len(points)} times in all"] if len(points) > 1 else []
        return f"At {where} {', '.join(said)}."
    found = [study.difference[row, place] for row in range(study.swept.shape[0])]
    means = [each.mean for each in found if not each.nothing]
    if not means:
        return f"At {where} it changes {study.of} in no future."
    does = "saves" if means[0] < 0 else "costs more"
    return f"At {where} it {does} on average at every value tried of {study.first.axis}."


def _sure(line: SweepStudy, point: Crossing) -> str:
    doubt = "the futures do not all agree, " if isinf(point.low) or isinf(point.high) else ""
    return spread(line, point, doubt)


def _further(study: SweepMapStudy) -> list[Answer]:
    """Say what one more of each number adds over the range tried, where the other is lowest and where it is highest."""
    first, second = study.swept.shape
    lines = (study.down(0), study.down(second - 1)), (study.across(0), study.across(first - 1))
    others = (study.second, study.pairs.second.values), (study.first, study.pairs.first.values)
    return [
        _one_more(study, ends, (quantity.text(values[0]), quantity.text(values[-1])))
        for ends, (quantity, values) in zip(lines, others, strict=True)
    ]


def _one_more(study: SweepMapStudy, ends: tuple[SweepStudy, SweepStudy], others: tuple[str, str]) -> Answer:
    further = ends[0].quantity.further
    least, most = (
        f"with {other}, {further} {spend_says(end.per_step(end.sweep.overall(study.counted)), of=study.of)}"
        for end, other in zip(ends, others, strict=True)
    )
    over = f"Mean over {ends[0].range_tried}; step by step it stands in the tables of what one more of each adds."
    more = (over,) if len(ends[0].values) > 2 else ()
    return Answer(f"What does {further} add?", f"W{least[1:]}.", (f"W{most[1:]}.", *more))


def _adds_up(study: SweepMapStudy) -> Answer:
    """Say whether two numbers together do what each does alone, added up."""
    together, of = study.swept.together(study.counted), study.of
    apart = together.apart
    highest = study.first.text(study.pairs.first.values[-1]), study.second.text(study.pairs.second.values[-1])
    alone = [
        f"{where} alone {spend_says(change, of=of)}"
        for where, change in zip(highest, (together.first, together.second), strict=True)
    ]
    said = listing([*alone, f"both together {_of_two(spend_says(together.both, of=of))}"])
    finding = _interaction(apart, of, money(apart.mean, apart.low, apart.high))
    question = "Do the two add up, or stand in each other's way?"
    return Answer(question, finding, (f"Counted from {study.at((0, 0))}: {said}.",))


def _of_two(said: str) -> str:
    """Return what is said of one thing as it is said of two."""
    verb, _, rest = said.partition(" ")
    return f"{'have' if verb == 'has' else verb.removesuffix('s')} {rest}"


def _interaction(apart: Difference, of: str, unit: Unit) -> str:
    """Say whether a figure with both is what each alone adds up to."""
    match direction(apart):
        case Direction.HIGHER | Direction.LOWER as way:
            helps = "They help each other" if way == Direction.LOWER else "They stand in each other's way"
            return f"{helps}: with both, {of} is {amount_words(apart, unit)} {way} than the two alone add up to."
        case Direction.NONE:
            return f"They add up: with both, {of} is in every future what the two alone add up to."
        case Direction.UNCLEAR:
            by = f"{unit.signed(apart.mean)} on average ({interval_words(apart, unit)})"
            return f"These futures cannot tell: with both, {of} differs from what the two alone add up to by {by}."
        case _:
            return f"Whether the two add up nobody can say: {apart.note or NOTHING}."


def _out_of_borough(study: SweepMapStudy) -> Answer:
    """Say what the highest values do to the out-of-borough share, which pair lowers it most, and whether it adds up."""
    shares, question = study.differences(SHARE_OUT), "What do they do to the share out of borough?"
    known = [place for place in study.places if not isnan(shares[place].after)]
    if not known:
        return Answer(question, "Nothing to report: nobody is in care then, in any future.")
    lowest = min(known, key=lambda place: shares[place].after)
    subject = f"the share of children out of borough on {study.options.end}"
    if all(each.nothing for each in shares.values()):
        return Answer(question, f"Nothing: at every pair {subject} is what it is in the baseline, in every future.")
    at, share = study.at(lowest), SHARE.full(shares[lowest].after)
    finding = f"It is lowest at {at}, {share} on average; {says('there it', shares[lowest], POINTS)}."
    together = study.swept.together(SHARE_OUT)
    return Answer(question, finding, (_interaction(together.apart, "the share", POINTS),))
