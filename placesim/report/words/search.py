"""The findings of a search in sentences: what is cheapest, how sure, whether it meets targets, why others fell out."""

from collections import Counter
from math import isnan

from placesim.config.mixes.search_file import ALL_YEARS, MixTarget
from placesim.config.text import listing, plain
from placesim.experiment.differences import Difference
from placesim.experiment.search.figures import Figure
from placesim.experiment.search.tables import Verdict, verdict_of
from placesim.experiment.search.targets import Reached, Standing
from placesim.experiment.statistics import FEWEST
from placesim.report.comparison_study import NET
from placesim.report.figures import Unit, unit_for
from placesim.report.paper.parts import Answer
from placesim.report.search_study import SearchStudy
from placesim.report.words.costs import cost_given
from placesim.report.words.differences import interval_words, money, percent, spend_says
from placesim.results.measures import MEASURES

NAMES = {"net_cost": "net cost", "spend": "placement spend", "carer_households": "foster households"}
"""Measures that have a name of their own in a sentence."""


def measure_words(figure: Figure) -> str:
    """Return what a sentence calls a figure, as in `net cost over all years`."""
    name = NAMES.get(figure.measure, figure.measure.replace("_", " "))
    group = "" if figure.group == "all" else f" ({figure.group.replace('_', ' ')})"
    return f"{name}{group} {'over all years' if figure.year == ALL_YEARS else f'in {figure.year}'}"


def answers(study: SearchStudy) -> tuple[Answer, ...]:
    """Return what the search says, first things first."""
    return (_cheapest(study), *_meets(study), _others(study))


def _question(study: SearchStudy) -> str:
    least = "cheapest" if study.in_pounds else "lowest"
    return f"Which mix is {least}{' of those that meet the targets' if study.targets else ''}?"


def _cheapest(study: SearchStudy) -> Answer:
    chosen, remaining = study.selection.chosen, study.selection.remaining
    if chosen is None:
        return Answer(_question(study), _none(study), _none_said(study))
    said = [saving_words(study, chosen), *_beside(study, chosen), *alike_words(study)]
    if study.selection.settled:
        return Answer(_question(study), f"{_capital(study.label(chosen))} {_sure(study)}.", tuple(said))
    left, most = len(remaining), max(map(len, study.selection.figures))
    finding = f"Not settled after {most:,} futures, the cap (--most): {left} mixes are still in. "
    finding += f"Of those that surely meet the targets, {study.label(chosen)} has the lowest mean."
    return Answer(_question(study), finding, tuple(said))


def _sure(study: SearchStudy) -> str:
    search = study.search.grid.search
    least = "cheapest" if study.in_pounds else f"lowest in {measure_words(study.minimised)}"
    within = unit_for(MEASURES[study.minimised.measure].unit, search.within).full(search.within)
    within += "" if study.in_pounds else f" {MEASURES[study.minimised.measure].unit}"
    return f"is {least} with {search.confidence * 100:.4g}% confidence, or within {within} of it"


def _none(study: SearchStudy) -> str:
    remaining = study.selection.remaining
    if not remaining:
        return f"No mix meets the targets. {_capital(study.label(study.finalists[0]))} comes nearest."
    most = max(map(len, study.selection.figures))
    return (
        f"After {most:,} futures, the cap (--most), no mix surely meets the targets, and {len(remaining)} may. The one "
        f"of them with the lowest mean is {study.label(remaining[0])}."
    )


def _none_said(study: SearchStudy) -> tuple[str, ...]:
    """Say what the nearest mix does in futures that the search had not seen."""
    return (saving_words(study, study.finalists[0]),)


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
    """Say what a mix costs where that is not what is to be low, and what has no cost."""
    said = []
    if study.minimised != Figure(NET, "all", ALL_YEARS) and not study.few:
        change = study.options.difference(study.mix(place).name, NET)
        said.append(f"Over all years it {spend_says(change, of='net cost')}, its own cost counted.")
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
    """Say which finalists cannot be told apart from the cheapest in futures that the search had not seen."""
    may_be = [place for place, apart in study.from_best.items() if apart.may_be_best]
    least = "cheapest" if study.in_pounds else "lowest"
    chosen = study.finalists[0]
    others = [place for place in may_be if place != chosen]
    if not study.from_best:
        return ["No other mix came near it."] if len(study.finalists) == 1 and not study.few else []
    if chosen not in may_be:
        return [f"There, {listing([study.label(place) for place in others])} did better: see the finalists."]
    if not others:
        return [f"There, it is surely the {least} of the {len(study.finalists)} finalists."]
    named = listing([study.label(place) for place in others])
    count = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}[len(may_be)]
    return [f"It cannot be told apart there from {named}: any of these {count} may be the {least}."]


def _meets(study: SearchStudy) -> list[Answer]:
    """Say of each target how the first finalist stands with it."""
    place = study.finalists[0]
    question = "Does it meet the targets?"
    if not study.targets:
        return []
    stands = list(zip(study.targets, study.reached_again(place), strict=True))
    said = [f"{_capital(plain(target.label))}: {stands_words(target, each)}." for target, each in stands]
    return [Answer(question, said[0], tuple(said[1:]))]


def stands_words(target: MixTarget, stands: Reached) -> str:
    """Say how a mix stands with a target, in futures that the search had not seen."""
    if isnan(stands.value):
        return "too few futures have the figure"
    verdict = {Standing.MET: "met", Standing.MISSED: "missed", Standing.OPEN: "not clear"}[stands.standing]
    if target.in_ is None:
        unit = _unit_of(target)
        value = f"mean {unit.full(stands.value)} ({unit.number(stands.low)} to {unit.full(stands.high)})"
        return f"{verdict}, {value} where {unit.full(target.limit)} is asked"
    share = f"{percent(stands.value)} of futures ({percent(stands.low)} to {percent(stands.high)})"
    return f"{verdict} in {share} where {percent(target.in_)} are asked"


def _unit_of(target: MixTarget) -> Unit:
    return unit_for(MEASURES[target.measure].unit, abs(target.limit))


def _others(study: SearchStudy) -> Answer:
    """Say why the other mixes fell out."""
    verdicts = Counter(verdict_of(study.search, place) for place in range(len(study.search.mixes)))
    dearer = "dearer" if study.in_pounds else "higher"
    parts = [
        f"{count:,} surely miss a target"
        if verdict == Verdict.MISSES
        else f"{count:,} are surely {dearer} than another"
        for verdict, count in verdicts.items()
        if verdict in (Verdict.MISSES, Verdict.HIGHER)
    ]
    left_out = len(study.search.grid.left_out)
    parts += [f"{left_out:,} cannot be made"] * bool(left_out)
    parts += [f"{verdicts[Verdict.LEFT]:,} are still in"] * bool(verdicts[Verdict.LEFT])
    total = len(study.search.mixes) + left_out
    said = f"Of {total:,} mixes {listing(parts) or 'none fell out'}."
    return Answer("What of the others?", said, (_effort(study),))


def _effort(study: SearchStudy) -> str:
    counts = [len(figures) for figures in study.selection.figures]
    futures = f"{min(counts):,} to {max(counts):,} futures, {study.search.played:,} in all"
    return f"A mix was played until the answer on it was known: {futures}."


def assumptions_words(study: SearchStudy) -> str:
    """Say whether assumptions were drawn."""
    count = len(study.ranges.assumptions)
    if study.drawn:
        return (
            f"Assumptions drawn: {count} number{'s' * (count != 1)} not known exactly had another value in each "
            "future, the same for every mix. What is sure here is sure with that doubt counted."
        )
    if count:
        return (
            f"Ranges are given for {count} number{'s' * (count != 1)}; this search takes each at its value. What is "
            "sure here is sure of luck alone."
        )
    return "Every number is taken at its value: what is sure here is sure of luck alone."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def why_words(study: SearchStudy, place: int) -> str:
    """Say in a few words why a mix fell out, or that it did not."""
    fallen, verdict = study.selection.fallen.get(place), verdict_of(study.search, place)
    if fallen is None:
        return verdict.value
    if fallen.target is not None:
        return f"misses: {plain(study.targets[fallen.target].label)}"
    size = abs(fallen.higher)
    unit = money(size) if study.in_pounds else Unit("", decimals=1)
    dearer = "dearer" if study.in_pounds else "higher"
    return f"{unit.full(size)} {dearer} than mix {study.mix(fallen.by or 0).number}"
