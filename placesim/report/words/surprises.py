"""What options do against expectation: figures that get worse, and those that do not clearly change."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan

from placesim.config.text import listing
from placesim.experiment.differences import Difference
from placesim.report.comparison_study import SPEND, ComparisonStudy, once
from placesim.report.paper.parts import Table
from placesim.report.scenario_kind import ScenarioKind
from placesim.report.words.differences import Direction, difference_unit, direction, mean_words, says
from placesim.report.words.paths import path_table, why
from placesim.results.measures import MEASURES, Exhibit, Told, told_in
from placesim.results.paths import FROM

MOVES = "moves"

NOTHING_BESIDE = 0.01
"""Share of what a scenario does to placement spend below which other money is nothing to speak of."""


@dataclass(frozen=True)
class Surprise:
    """One figure that is worse than expected, and the paths that make it so."""

    name: str
    label: str
    finding: str
    sentences: tuple[str, ...]
    table: Table


@once
def surprises(options: ComparisonStudy) -> list[Surprise]:
    """Return every surprise, in the order of the scenarios; none where futures are too few to be sure."""
    every = []
    for name in options.names:
        if meant := _meant(options, name):
            watched = [each for each in told_in(Exhibit.WATCHED) if matters(options, name, each)]
            worse = [each for each in watched if _is_surprise(options, name, each)]
            every += _surprises(options, name, meant, worse)
    return every


def _surprises(options: ComparisonStudy, name: str, meant: str, worse: list[Told]) -> list[Surprise]:
    """Return a scenario's surprises; figures that the same paths explain are told together."""
    together: dict[tuple[str, ...], list[Told]] = {}
    for watched in worse:
        together.setdefault(tuple(why(options, name, watched.measure)), []).append(watched)
    told = []
    for said, group in together.items():
        finding = f"{meant}, yet {listing([clause(options, name, each) for each in group])}"
        told.append(Surprise(name, options.label(name), finding, said, path_table(options, name)))
    return told


def _is_surprise(options: ComparisonStudy, name: str, watched: Told) -> bool:
    """Tell whether an option is clearly worse, or what makes everything dearer clearly better."""
    goes = direction(difference(options, name, watched))
    worse = MEASURES[watched.measure].worse
    if options.kinds[name] != ScenarioKind.CIRCUMSTANCE:
        return goes == worse
    better = Direction.LOWER if worse == "higher" else Direction.HIGHER
    return goes == better and direction(options.difference(name, SPEND)) == Direction.HIGHER


def difference(options: ComparisonStudy, name: str, watched: Told) -> Difference:
    """Return a scenario's difference in a figure that is watched."""
    return options.difference(name, watched.measure, watched.group)


def clause(options: ComparisonStudy, name: str, watched: Told) -> str:
    """Say what happens to a figure, with its interval."""
    change = difference(options, name, watched)
    unit = difference_unit(MEASURES[watched.measure].unit, change.mean, change.low, change.high)
    told = says(watched.words, change, unit, watched.plural)
    return told + _into_new_homes(options, name) if watched.measure == MOVES and change.mean > 0 else told


def _into_new_homes(options: ComparisonStudy, name: str) -> str:
    """Say how many of the moves are into homes that a scenario opens; nothing where there are none."""
    homes = options.homes_opened(name)
    paths = [path for path in options.comparison.groups("transfers") if path.partition(FROM)[0] in homes]
    moves = options.summed(name, "transfers", paths).mean if paths else 0.0
    if round(moves) < 1:
        return ""
    many = f"{moves:,.0f} moves" if round(moves) > 1 else "1 move"
    return f", counting {many} into the new home{'s' * (len(homes) > 1)} by children who had waited for a place there"


def worse_words(options: ComparisonStudy, name: str) -> list[str]:
    """Return what a scenario clearly makes worse, spend aside."""
    watched = [each for each in told_in(Exhibit.WATCHED) if each.measure != SPEND]
    worse = [each for each in watched if direction(difference(options, name, each)) == MEASURES[each.measure].worse]
    return [clause(options, name, each) for each in worse if matters(options, name, each)]


def matters(options: ComparisonStudy, name: str, watched: Told) -> bool:
    """Tell whether a figure is worth a sentence: money only where it is something beside what placements cost."""
    if MEASURES[watched.measure].unit != "pounds" or watched.measure == SPEND:
        return True
    beside = abs(options.difference(name, SPEND).mean)
    return abs(difference(options, name, watched).mean) >= NOTHING_BESIDE * beside


def _meant(options: ComparisonStudy, name: str) -> str:
    """Return what a scenario brings that should help, as in `More beds and more carers`; nothing where it does not."""
    if options.kinds[name] == ScenarioKind.CIRCUMSTANCE:
        return "Harder circumstances"
    council = options.council
    brought = dict.fromkeys(word for each in options.scenario(name).interventions if (word := each.brings(council)))
    return listing(list(brought)).capitalize()


LIMITS = (
    "Brothers and sisters are matched one by one: no option here keeps them together or parts them.",
    "Providers do not answer back: prices and others' places change only as a scenario says, not because this council "
    "buys less or more.",
    "The quality of care, children's own wishes, and what becomes of them after care are not in the figures.",
    "Spend is what placements cost. Staff, one-off costs, capital and allowances after care are not in it, so a saving "
    "here is what is left to pay for them.",
    "Whether an option can be carried out is taken from its scenario: the model does not judge it.",
)


@dataclass(frozen=True)
class NotDone:
    """What one scenario does not do."""

    name: str
    label: str
    never: tuple[str, ...]
    unclear: tuple[str, ...]
    too_few: tuple[str, ...]
    all_nothing: bool = False
    """Whether all of them are nothing at all, without it and with it."""


@once
def not_done(options: ComparisonStudy, name: str) -> NotDone:
    """Return the figures that a scenario does not clearly change."""
    never, unclear, few = [], [], []
    watched = list(_hoped_for(options, name))
    for subject, measure, change in watched:
        match direction(change):
            case Direction.NONE:
                if change.before or change.after:
                    never.append(subject)
            case Direction.UNCLEAR:
                unit = difference_unit(MEASURES[measure].unit, change.mean, change.low, change.high)
                unclear.append(f"{subject} ({mean_words(change, unit)})")
            case Direction.TOO_FEW:
                few.append(subject)
    return NotDone(
        name,
        options.label(name),
        tuple(never),
        tuple(unclear),
        tuple(few),
        not any(_is_something(change) for *_, change in watched),
    )


def _is_something(change: Difference) -> bool:
    """Tell whether a figure is ever more than nothing; one that is missing is not."""
    return any(figure and not isnan(figure) for figure in (change.before, change.after))


def _hoped_for(options: ComparisonStudy, name: str) -> Iterator[tuple[str, str, Difference]]:
    """Yield the figures that a commissioner may hope an option changes."""
    last, kinds = options.last_year, (*options.types("fostering"), *options.types("residential"))
    for told in told_in(Exhibit.HOPED_FOR):
        yield told.words, told.measure, difference(options, name, told)
        if told.measure == "children_average":
            for kind in (kind for kind in options.changing_types if kind in kinds):
                change = options.difference(name, told.measure, kind, last.name)
                yield f"children in {options.labels.place(kind)} in {last.label}", told.measure, change


def not_done_words(undone: NotDone) -> list[str]:
    """Say what an option does not do, in sentences."""
    if undone.all_nothing:
        return ["None of the figures watched here is more than nothing, without it or with it."]
    said = []
    if undone.never:
        said.append(f"It changes in no future: {'; '.join(undone.never)}.")
    if undone.unclear:
        said.append(f"No clear difference: {'; '.join(undone.unclear)}.")
    if undone.too_few:
        said.append(f"Too few events or futures to say: {'; '.join(undone.too_few)}.")
    return said or ["Every figure watched here clearly changes."]
