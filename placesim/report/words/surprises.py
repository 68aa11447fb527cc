"""Surprises: where a scenario is worse on a measure than common sense expects, and by which paths that comes about."""

from collections.abc import Sequence
from dataclasses import dataclass

from placesim.experiment.differences import Difference
from placesim.report.comparison_study import SHARE_OUT, SPEND, ComparisonStudy
from placesim.report.once import once
from placesim.report.paper.parts import Table
from placesim.report.words.circumstances import Kind
from placesim.report.words.differences import Direction, difference_unit, direction, says
from placesim.report.words.paths import path_table, why
from placesim.results.measures import MEASURES


@dataclass(frozen=True)
class Watched:
    """A figure that common sense has an opinion on."""

    measure: str
    group: str
    subject: str
    worse: Direction
    plural: bool = False


WATCHED = (
    Watched(SPEND, "all", "placement spend", Direction.HIGHER),
    Watched(SHARE_OUT, "all", "the share of children placed out of borough", Direction.HIGHER),
    Watched(SHARE_OUT, "residential", "the share placed out of borough in children's homes", Direction.HIGHER),
    Watched(SHARE_OUT, "fostering", "the share placed out of borough in foster care", Direction.HIGHER),
    Watched("first_choice_share", "all", "the share of searches that obtain their first choice", Direction.LOWER),
    Watched("moves", "all", "moves between placements", Direction.HIGHER, plural=True),
    Watched("three_or_more_placements_share", "all", "the share of children with three or more placements in the "
            "last year", Direction.HIGHER),
    Watched("crisis_nights", "all", "nights in unregistered or emergency placements", Direction.HIGHER, plural=True),
)  # fmt: skip


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
    found = []
    for name in options.names:
        if meant := _meant(options, name):
            worse = [watched for watched in WATCHED if _is_surprise(options, name, watched)]
            found += _surprises(options, name, meant, worse)
    return found


def _surprises(options: ComparisonStudy, name: str, meant: str, worse: list[Watched]) -> list[Surprise]:
    """Return a scenario's surprises; figures that the same paths explain are told together."""
    together: dict[tuple[str, ...], list[Watched]] = {}
    for watched in worse:
        together.setdefault(tuple(why(options, name, watched.measure)), []).append(watched)
    found = []
    for said, group in together.items():
        finding = f"{meant}, yet {_and([clause(options, name, each) for each in group])}"
        found.append(Surprise(name, options.label(name), finding, said, path_table(options, name)))
    return found


def _is_surprise(options: ComparisonStudy, name: str, watched: Watched) -> bool:
    """Tell whether an option is clearly worse, or what makes everything dearer clearly better."""
    found = direction(difference(options, name, watched))
    if options.kinds[name] != Kind.CIRCUMSTANCE:
        return found == watched.worse
    better = Direction.LOWER if watched.worse == Direction.HIGHER else Direction.HIGHER
    return found == better and direction(options.difference(name, SPEND)) == Direction.HIGHER


def difference(options: ComparisonStudy, name: str, watched: Watched) -> Difference:
    """Return a scenario's difference in a figure that is watched."""
    return options.difference(name, watched.measure, watched.group)


def clause(options: ComparisonStudy, name: str, watched: Watched) -> str:
    """Say what happens to a figure, with its interval."""
    found = difference(options, name, watched)
    unit = difference_unit(MEASURES[watched.measure].unit, found.mean, found.low, found.high)
    return says(watched.subject, found, unit, watched.plural)


def worse_words(options: ComparisonStudy, name: str) -> list[str]:
    """Return what a scenario clearly makes worse, spend aside."""
    worse = [each for each in WATCHED[1:] if direction(difference(options, name, each)) == each.worse]
    return [clause(options, name, each) for each in worse]


def _meant(options: ComparisonStudy, name: str) -> str:
    """Return what a scenario brings that should help, as in `More beds and more carers`; nothing where it does not."""
    if options.kinds[name] == Kind.CIRCUMSTANCE:
        return "Harder circumstances"
    council = options.council
    brought = dict.fromkeys(word for each in options.scenario(name).interventions if (word := each.brings(council)))
    return _and(list(brought)).capitalize()


def _and(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
