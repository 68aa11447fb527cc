"""The findings of a search in sentences: what is cheapest, how sure, whether it meets targets, why others fell out."""

from collections import Counter

from placesim.config.mixes.search_file import ALL_YEARS
from placesim.config.text import listing, plain
from placesim.experiment.differences import Difference
from placesim.experiment.search.figures import Figure
from placesim.experiment.search.tables import Verdict, verdict_of
from placesim.experiment.search.targets import Standing
from placesim.experiment.statistics import FEWEST
from placesim.report.comparison_study import NET
from placesim.report.figures import Unit, unit_for
from placesim.report.paper.parts import Answer
from placesim.report.search_study import SearchStudy
from placesim.report.words.assumed import saves_in
from placesim.report.words.costs import cost_given
from placesim.report.words.differences import interval_words, spend_says
from placesim.report.words.mixes import capital, measure_words, stands_words
from placesim.results.measures import MEASURES

COUNTED = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
MOST_NAMED = 3
"""Mixes that one sentence names."""


def answers(study: SearchStudy) -> tuple[Answer, ...]:
    """Return what the search says, first things first."""
    return (_cheapest(study), *_meets(study), _others(study))


def _question(study: SearchStudy) -> str:
    least = "cheapest" if study.in_pounds else f"lowest in {measure_words(study.minimised)}"
    return f"Which mix is {least}{f' of those that meet the {_target(study)}' if study.targets else ''}?"


def _target(study: SearchStudy) -> str:
    return f"target{'s' * (len(study.targets) != 1)}"


def _cheapest(study: SearchStudy) -> Answer:
    chosen, remaining = study.selection.chosen, study.selection.remaining
    if chosen is None:
        return Answer(_question(study), _none(study), _none_said(study))
    said = [
        saving_words(study, chosen),
        *_beside(study, chosen),
        *alike_words(study),
        *_at_an_end(study, chosen),
    ]
    if study.selection.settled:
        return Answer(_question(study), f"{capital(study.label(chosen))} {_sure(study)}.", tuple(said))
    most = max(map(len, study.selection.figures))
    meeting = f"Of the mixes that surely meet the {_target(study)} in the search, " if study.targets else ""
    finding = f"{meeting}{study.label(chosen)} has the lowest mean."
    capped = f"It is not settled: {len(remaining)} mixes are still in after {most:,} futures, the most asked for"
    if _between(study):
        return Answer(_question(study), _between(study), (capital(finding), *said, f"{capped}."))
    return Answer(_question(study), f"{capital(finding)} {capped}.", tuple(said))


def _between(study: SearchStudy) -> str:
    """Say first between which alternatives the answer lies, where one number is all that is decided."""
    first, last = min(study.selection.remaining), max(study.selection.remaining)
    if not study.one_choice or first == last:
        return ""
    met = f", if the {_target(study)} can be met" if study.selection.chosen is None else ""
    return f"The answer lies between {study.label(first)} and {study.label(last)}{met}."


def _sure(study: SearchStudy) -> str:
    search = study.search.grid.search
    least = "the cheapest" if study.in_pounds else f"the lowest in {measure_words(study.minimised)}"
    unit = MEASURES[study.minimised.measure].unit
    within = unit_for(unit, search.within).full(search.within) + f" {unit}" * (not study.in_pounds)
    return f"is {least} with {search.confidence * 100:.4g}% confidence, or within {within} of it"


def _at_an_end(study: SearchStudy, place: int) -> list[str]:
    """Say so where a number of the mix is at the end of what was tried."""
    ends = [plain(label) for label in study.mix(place).at_an_end]
    if not ends:
        return []
    verb, value = ("is", "an end") if len(ends) == 1 else ("are", "ends")
    said = f"{capital(listing(ends))} {verb} at {value} of the values tried"
    return [f"{said}{_beyond(study, place)}."]


def _beyond(study: SearchStudy, place: int) -> str:
    """Say what may lie beyond an end: nothing lower where its neighbour, of one number alone, is lower already."""
    if study.one_choice and any(
        study.selection.mean(near) < study.selection.mean(place) for near in _beside_it(study, place)
    ):
        return ", and values short of it come lower but do not surely meet what is asked"
    return f": beyond may be {'cheaper' if study.in_pounds else 'lower'} still"


def _beside_it(study: SearchStudy, place: int) -> list[int]:
    """Return the mixes next to one in the order of the search file."""
    return [near for near in (place - 1, place + 1) if 0 <= near < len(study.search.mixes)]


def _none(study: SearchStudy) -> str:
    remaining = study.selection.remaining
    if not remaining:
        return f"No mix meets the {_target(study)}. {capital(study.label(study.finalists[0]))} comes nearest."
    most = max(map(len, study.selection.figures))
    return (
        f"{_between(study)} After {most:,} futures, the most asked for, no mix surely meets the {_target(study)}, and "
        f"{len(remaining)} may. The one of them with the lowest mean is {study.label(remaining[0])}."
    ).lstrip()


def _none_said(study: SearchStudy) -> tuple[str, ...]:
    """Say what the nearest mix does in futures that the search had not seen, and whether more was not tried."""
    return (saving_words(study, study.finalists[0]), *_no_end_to_it(study))


def _no_end_to_it(study: SearchStudy) -> list[str]:
    """Say of a mix that is named and does not surely meet what is asked that it is at the end of what was tried."""
    ends = [plain(label) for label in study.mix(study.finalists[0]).at_an_end]
    better = f"beyond, the {_target(study)} may be met"
    return [f"{capital(listing(ends))}: the values tried end there; {better}."] if ends else []


def saving_words(study: SearchStudy, place: int) -> str:
    """Say what a mix saves, or is, in futures that the search had not seen."""
    change = study.again(place)
    seen = f"In {study.options.futures:,} further futures, which the search had not seen, it"
    if study.few:
        return f"{seen} was played too seldom to say; {FEWEST} are enough."
    if study.in_pounds:
        return f"{seen} {spend_says(change, of=measure_words(study.minimised))} against the baseline."
    after = Unit("", decimals=1).number(change.after)
    against = "as in the baseline" if change.nothing else f"{_signed(change)} against the baseline"
    return f"{seen} comes to {after} {measure_words(study.minimised)}: {against}."


def _signed(change: Difference) -> str:
    unit = Unit("", decimals=1)
    return f"{unit.signed(change.mean)} ({interval_words(change, unit)})"


def _beside(study: SearchStudy, place: int) -> list[str]:
    """Say in how many futures a mix saves, what it costs where that is not what is to be low, what has no cost."""
    said, name = [], study.mix(place).name
    if study.minimised != Figure(NET, "all", ALL_YEARS) and not study.few:
        change = study.options.difference(name, NET)
        said.append(f"Over all years it {spend_says(change, of='net cost')}, its own cost counted.")
    if not study.few:
        said.append(f"Its net cost is lower than the baseline's in {saves_in(study.options, name, NET)}.")
    return said + without_cost(study)


def without_cost(study: SearchStudy) -> list[str]:
    """Say which choices give no cost, so that a search takes them for free."""
    named = [
        plain(option.scenario.name)
        for option in study.search.grid.files
        if cost_given(option.scenario.interventions, study.council).without
    ]
    if not named:
        return []
    return [f"No cost, or not all of it, is given for {listing(named)}: a search takes what has none for free."]


def alike_words(study: SearchStudy) -> list[str]:
    """Say which finalists cannot be told apart from the chosen mix in futures that the search had not seen."""
    chosen, least = study.finalists[0], "cheapest" if study.in_pounds else "lowest"
    if not study.from_best:
        return ["No other mix came near it."] if len(study.finalists) == 1 and not study.few else []
    meeting = list(study.from_best)
    may_be = [place for place in meeting if study.from_best[place].may_be_best]
    others = [place for place in may_be if place != chosen]
    named = listing([study.label(place) for place in others])
    if not others:
        surely = f"There, it is surely the {least} of the {len(meeting)} finalists that meet the {_target(study)}."
        return [surely] if len(meeting) > 1 else []
    if chosen not in may_be:
        return [f"There, {named} did better: see the finalists."]
    return [f"It cannot be told apart there from {named}: any of these {COUNTED[len(may_be)]} may be the {least}."]


def undecided_words(study: SearchStudy) -> list[str]:
    """Say of which mixes that would be lower it is not known whether they meet the targets."""
    chosen = study.selection.chosen
    open_ = [place for place in study.selection.remaining if not study.selection.meets(place)]
    lower = [
        place for place in open_ if chosen is not None and study.selection.mean(place) < study.selection.mean(chosen)
    ]
    if not lower:
        return []
    some, more = [study.label(place) for place in lower[:MOST_NAMED]], len(lower) - MOST_NAMED
    some += [f"{more} other{'s' * (more != 1)}"] if more > 0 else []
    least = "cheaper" if study.in_pounds else "lower"
    they = "it meets" if len(lower) == 1 else "they meet"
    return [
        f"{capital(listing(some))} would be {least}; whether {they} the {_target(study)} is not known yet: more "
        "futures (--most) may tell."
    ]


def _meets(study: SearchStudy) -> list[Answer]:
    """Say of each target how the first finalist stands with it."""
    place = study.finalists[0]
    question = f"Does it meet the {_target(study)}?"
    if not study.targets:
        return []
    stands = list(zip(study.targets, study.reached_again(place), strict=True))
    said = [f"{capital(plain(target.label))}: {stands_words(target, each)}." for target, each in stands]
    return [Answer(question, said[0], (*said[1:], *_both_counts(study, place), *undecided_words(study)))]


def _both_counts(study: SearchStudy, place: int) -> list[str]:
    """Say where the search was sure of a target that fewer further futures leave open: both are true."""
    again = study.reached_again(place)
    if not study.selection.meets(place) or all(each.standing == Standing.MET for each in again):
        return []
    searched, further = study.selection.futures(place), study.options.futures
    return [f"The search was sure of it by its own {searched:,} futures; this line is about {further:,} others."]


def _others(study: SearchStudy) -> Answer:
    """Say why the other mixes fell out."""
    verdicts = Counter(verdict_of(study.search, place) for place in range(len(study.search.mixes)))
    dearer, left_out = "dearer" if study.in_pounds else "higher", len(study.search.grid.left_out)
    beside = "" if study.selection.chosen is None else " beside it"
    counts = (
        (verdicts[Verdict.MISSES], "surely misses a target", "surely miss a target"),
        (verdicts[Verdict.HIGHER], f"is surely {dearer} than another", f"are surely {dearer} than another"),
        (verdicts[Verdict.LEFT], f"is still in{beside}", f"are still in{beside}"),
        (left_out, "cannot be made", "cannot be made"),
    )
    parts = [f"{count:,} {one if count == 1 else many}" for count, one, many in counts if count]
    total = len(study.search.mixes) + left_out
    said = f"Of {total:,} mixes {listing(parts) or 'none fell out'}."
    return Answer("What of the others?", said, (_effort(study),))


def _effort(study: SearchStudy) -> str:
    counts = [len(figures) for figures in study.selection.figures]
    span = f"{min(counts):,} to {max(counts):,} futures" if min(counts) < max(counts) else f"{min(counts):,} futures"
    return f"A mix was played {span}, as long as it could be the answer: {study.search.played:,} futures in all."
