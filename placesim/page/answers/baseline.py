"""The answer where nothing is changed: today carried forward, as the report of a run tells it."""

from collections.abc import Mapping

from placesim.config.evidence import Figure
from placesim.page.answers.early import ANCHOR, UNCERTAIN, how_early, how_to_read
from placesim.report.paper.parts import Answers, Paragraph, Section
from placesim.report.scripts.luck_and_knowledge import run_sections
from placesim.report.scripts.run_children import WHERE, borough_section, where_children_are
from placesim.report.scripts.run_years import money_section
from placesim.report.study import Study
from placesim.report.words.headline import headlines
from placesim.report.words.placeholders import placeholder_part

NOTHING_CHANGED = (
    "No change is made yet: this is today carried forward, with only the changes that the configuration already holds. "
    "Every what-if is measured against it."
)


def baseline_sections(study: Study, wanted: int, depends: tuple[Section, ...]) -> tuple[Section, ...]:
    """Return the headline figures and the charts of a run, then what it depends on."""
    first = (
        Paragraph(NOTHING_CHANGED),
        *placeholder_part(study.baseline),
        *how_early(study, wanted),
        Answers(headlines(study)),
        *how_to_read(study),
    )
    children = Section(WHERE, "children", where_children_are(study))
    told = children, borough_section(study), money_section(study)
    return (Section("If nothing changes", "headline", first), *told, *depends)


def uncertain_baseline(study: Study, evidence: Mapping[str, Figure]) -> tuple[Section, ...]:
    """Return what the baseline rests on, luck and knowledge apart; nothing where no number has a range."""
    return tuple(Section(UNCERTAIN, ANCHOR, section.parts) for section in run_sections(study, evidence))
