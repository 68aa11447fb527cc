"""Comparing: scenario files chosen beside what is on screen, and what the reports' first page says of them all."""

from collections.abc import Sequence
from dataclasses import dataclass

from placesim.api.results import ComparisonResult
from placesim.page import cards
from placesim.page.answers.early import how_early
from placesim.page.desk import Desk
from placesim.page.keeping.listing import ScenarioFile
from placesim.page.keeping.opening import saved
from placesim.page.screen import Screen
from placesim.report.paper.parts import Answers, Finding, Paragraph, Part
from placesim.report.scripts.compare import how_to_read
from placesim.report.words.headline import baseline_words
from placesim.report.words.how_sure import how_sure
from placesim.report.words.options_table import first_page_table
from placesim.report.words.placeholders import placeholder_part
from placesim.report.words.ranking import packages_last
from placesim.report.words.verdict import next_step, which_does_most


@dataclass(frozen=True)
class Choice:
    """A scenario file that can be compared."""

    file: ScenarioFile
    chosen: bool


def on_screen(screen: Screen) -> list[str]:
    """Return the names of the what-ifs on screen that change something: these are compared anyway."""
    return [cards.head_of(text).name or "without a name" for text in screen.whatifs if cards.changes_anything(text)]


def choices(desk: Desk, screen: Screen) -> list[Choice]:
    """Return the files that can be compared: not those that are on screen, nor any that cannot be read."""
    shown = {
        path.resolve()
        for path, text in zip(desk.paths_of(screen), screen.whatifs, strict=True)
        if cards.changes_anything(text)
    }
    files = [each for each in saved(desk) if not each.fault and each.path.resolve() not in shown]
    return [Choice(each, str(each.path) in screen.beside) for each in files]


def chosen(desk: Desk, screen: Screen, given: Sequence[str]) -> tuple[str, ...]:
    """Return those of some paths that can be compared, in the order of the list."""
    return tuple(str(each.file.path) for each in choices(desk, screen) if str(each.file.path) in given)


def compared(result: ComparisonResult, wanted: int) -> tuple[Part, ...]:
    """Return what the report's first page says of a comparison, every scenario in its table.

    Args:
        result: what became of the scenarios in the futures played so far.
        wanted: futures once all are played.
    """
    study = result.study()
    baseline, check = baseline_words(study)
    answers = [each for each in (which_does_most(study), next_step(study), how_sure(study)) if each]
    return (
        *how_early(study, wanted),
        *placeholder_part(study.council),
        Answers(tuple(answers)),
        first_page_table(study, packages_last(study, study.names)),
        Paragraph(how_to_read(study), quiet=True),
        Paragraph(baseline),
        Finding(check),
    )
