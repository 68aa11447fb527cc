"""The report of a run: what the baseline's futures have in common, what drives it, and what it rests on."""

from collections.abc import Mapping, Sequence

from placesim.config.evidence import Figure
from placesim.config.text import day_text, plain
from placesim.experiment.manifest import RunSettings
from placesim.experiment.movement import Monitored
from placesim.report.figures import unit_for
from placesim.report.paper.parts import (
    Answers,
    Chart,
    Charts,
    Finding,
    Folded,
    Heading,
    Medium,
    Paragraph,
    Part,
    Report,
    Section,
    bullets,
    only,
)
from placesim.report.scripts import run_months as months
from placesim.report.scripts import run_years as years
from placesim.report.scripts.closing import ABOUT, DEFINITIONS, closing_sections, first_warning
from placesim.report.scripts.luck_and_knowledge import run_sections
from placesim.report.scripts.run_after_care import AFTER_CARE, after_care_sections
from placesim.report.scripts.run_assumptions import ASSUMPTIONS, assumptions_of
from placesim.report.scripts.run_bridge import BRIDGE, bridge_sections
from placesim.report.scripts.run_children import BOROUGH, CHILDREN, MONTHS, borough_section, children_section
from placesim.report.scripts.run_monitoring import MONITORING, monitoring_section
from placesim.report.scripts.run_plan import PLAN
from placesim.report.scripts.run_profile import PROFILE
from placesim.report.scripts.run_voids import VOIDS, voids_sections
from placesim.report.scripts.run_years import BY_LINE, BY_TYPE, money_section, named
from placesim.report.scripts.targets import targets_findings, targets_section
from placesim.report.study import Study
from placesim.report.words.assumed import also_because, not_drawn_words
from placesim.report.words.drivers import Driver, gains_and_losses, why_out_of_borough, why_spend
from placesim.report.words.headline import headlines
from placesim.report.words.luck_and_knowledge import KNOWLEDGE
from placesim.report.words.monitoring import headline_lines
from placesim.report.words.placeholders import placeholder_part
from placesim.report.words.replications import in_brackets_words
from placesim.report.words.sources import EVIDENCE
from placesim.report.words.tables import year_tables
from placesim.report.words.targets import TARGETS

OCCUPANCY, LEAVERS, STABILITY = "Occupancy", "Leavers and moves", "Stability"
SHEETS = (
    *(MONITORING, PROFILE, PLAN, TARGETS, VOIDS, BY_LINE, BY_TYPE, AFTER_CARE, BRIDGE, CHILDREN, BOROUGH),
    *(OCCUPANCY, LEAVERS, STABILITY, MONTHS, KNOWLEDGE, ASSUMPTIONS, EVIDENCE, DEFINITIONS, ABOUT, months.CHARTS),
)
"""The workbook's sheets, what finance needs first."""


def run_report(
    study: Study, settings: RunSettings, evidence: Mapping[str, Figure], monitored: Monitored | None = None
) -> Report:
    """Return the report of one run of a baseline, with its budget lines where budgets are given."""
    council = study.baseline
    children, borough, money = gains_and_losses(study), why_out_of_borough(study), why_spend(study)
    assumptions = assumptions_of(study, evidence)
    period = f"{day_text(council.start)} to {day_text(study.years[-1].last)}"
    return Report(
        "Placement sufficiency: the baseline",
        plain(council.name),
        plain(council.question),
        (
            _headline(study, monitored),
            _drivers([driver for driver in (children, borough, money) if driver]),
            assumptions.main(),
            children_section(study, children),
            borough_section(study, borough),
            money_section(study),
            *after_care_sections(study),
            *([monitoring_section(study, monitored)] if monitored else []),
            *targets_section(study),
            *bridge_sections(study, money),
            *voids_sections(study),
            _places(study),
            _stability(study),
            *run_sections(study, evidence),
            assumptions.sources(),
            *closing_sections(study, settings, study.measures),
        ),
        lead=(Paragraph(_lead(study)), *placeholder_part(council)),
        facts=(("Period", period), ("Futures simulated", f"{study.futures:,}"), ("Seed", str(settings.seed))),
        warning=first_warning(study.futures, settings),
        sheets=SHEETS,
    )


def _lead(study: Study) -> str:
    today = (
        f"This baseline carries today forward: the children in care on {day_text(study.baseline.start)}, and the "
        "places, prices and rates of that day with only the changes already in the configuration."
    )
    known = f" {words}" if (words := not_drawn_words(study)) else ""
    if study.few:
        return (
            f"{today} Only {study.futures} of its futures were simulated: too few for intervals and ranges. Run at "
            "least 10 to see them, and some hundreds for figures to decide by."
        )
    return (
        f"{today} It was simulated {study.futures:,} times, because chance decides much of what happens to children "
        f"and places{also_because(study)}; each simulation is one possible future, and the figures say what these "
        f"futures have in common and how far they differ.{known}"
    )


def _headline(study: Study, monitored: Monitored | None) -> Section:
    part_years = (
        Paragraph(
            f"{year.name} is a part year: {year.span}. Titles compare whole years where there are any.",
            quiet=True,
        )
        for year in study.years
        if year.part
    )
    return Section(
        "Headline figures",
        "headline",
        (
            *([] if study.few else [Paragraph(in_brackets_words(study), quiet=True)]),
            Answers(headlines(study)),
            *(Finding(words) for words in (headline_lines(monitored) if monitored else ())),
            *targets_findings(study),
            *part_years,
        ),
    )


def _drivers(drivers: Sequence[Driver]) -> Section:
    parts: list[Part] = [
        Paragraph(
            "Worked out from the figures of this run: they say where a change shows, not who or what is to blame for "
            "it. What the intervals leave open is called unclear.",
            quiet=True,
        )
    ]
    if not drivers:
        parts = [Paragraph("No child lives in any placement in any future, so there is nothing to work out.")]
    for driver in drivers:
        parts += [Heading(driver.title), bullets(*driver.sentences)]
        if isinstance(driver.figures, Chart):
            parts.append(only(Medium.PAGE, parts=(driver.figures,)))
    return Section("What drives this", "drivers", tuple(parts))


def _places(study: Study) -> Section:
    wanted = [("occupancy", name) for name in study.groups("occupancy") if study.ever("places_average", name)]
    percent = unit_for("share of place nights", 1.0)
    tables = year_tables(study, "Usable places that are taken", wanted, percent, OCCUPANCY) if wanted else []
    never = [study.label("occupancy", n) for n in study.groups("places_average") if not study.ever("places_average", n)]
    return Section(
        "Carers and places used",
        "places",
        (
            Paragraph(
                "Foster households are those approved on the last night of each month. Usable places leave out places "
                "on hold or kept for a sibling; usable and taken are means of an average night of the month, and the "
                "band is the range of taken places.",
                quiet=True,
            ),
            Charts(months.carers_and_places(study)),
            *((Folded("Usable places that are taken, with intervals", tuple(tables)),) if tables else ()),
            *named("Planned but never open in any future", never),
        ),
        annex=True,
    )


def _stability(study: Study) -> Section:
    shown, never = years.stability(study, STABILITY)
    return Section(
        "Leaving care, moves and stability",
        "stability",
        (
            Paragraph(
                "Bars are means by reason; the dark line on each bar is the range of futures of the total. Dots are "
                "means, on the range of futures.",
                quiet=True,
            ),
            Charts(years.stacks(study, LEAVERS)),
            Charts((*shown, *months.other_lines(study))),
            *named("None of these in any future", never),
        ),
        annex=True,
    )
