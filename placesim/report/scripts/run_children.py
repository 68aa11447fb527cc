"""Where children live, as a run tells it: by placement type, in and out of borough, by month and by year."""

from dataclasses import replace

from placesim.report.comparison_study import SHARE_OUT
from placesim.report.paper.parts import Chart, Charts, Folded, Medium, Paragraph, Part, Section, only
from placesim.report.scripts import run_months as months
from placesim.report.scripts.run_years import behind, named, where_children_live
from placesim.report.study import Study
from placesim.report.words.drivers import Driver
from placesim.report.words.tables import year_tables
from placesim.results.measures import Exhibit, told_in

WHERE = "Children in care and where they live"
"""The section of children."""

CHILDREN, BOROUGH, MONTHS = "Children by type", "Out of borough", "Months"
"""Sheets of the workbook."""


def children_section(study: Study, driver: Driver | None = None) -> Section:
    """Return children in care and where they live; a driver adds its chart where it has not been shown."""
    first, in_all, *rest = where_children_are(study)
    gains = _in_the_workbook(driver.figures) if driver and isinstance(driver.figures, Chart) else ()
    return Section(
        WHERE,
        "children",
        (
            first,
            in_all,
            only(Medium.DOCUMENT, Medium.WORKBOOK, parts=gains),
            *rest,
            only(Medium.WORKBOOK, parts=months.tables_of_months(study, MONTHS)),
        ),
        annex=True,
    )


def where_children_are(study: Study) -> tuple[Part, ...]:
    """Return children in care by month and at year ends: how to read it, in all, by placement type, and its table."""
    types, empty = months.placement_types(study)
    homes = where_children_live(study, CHILDREN)
    return (
        Paragraph(
            "The line is the mean of all futures, by month; the band holds 8 in 10 futures (p10 to p90). Each "
            "chart has its own scale, from zero. A title says that a number goes up or down only where the "
            "interval of the mean shows it.",
            quiet=True,
        ),
        Charts((months.children_in_care(study), replace(homes, behind=()))),
        Charts(types),
        *named("No child is in these placements in any future", empty),
        Folded("Children by placement type at year end, with intervals", homes.behind),
    )


def _in_the_workbook(chart: Chart) -> tuple[Part, ...]:
    """Return the chart of gains and losses with its sheets: the page has it among the drivers."""
    behind = tuple(replace(table, sheet=CHILDREN) for table in chart.behind)
    return (replace(chart, behind=behind, sheet=months.CHARTS),)


def borough_section(study: Study, driver: Driver | None = None) -> Section:
    """Return the shares out of borough, by month and at year ends; a driver adds its table."""
    told = [each for each in told_in(Exhibit.LINES) if each.measure == SHARE_OUT and study.has(*each[:2])]
    wanted = [(each.measure, each.group) for each in reversed(told)]
    shares = year_tables(study, "Out of borough at year end", wanted, sheet=BOROUGH)
    return Section(
        "In and out of borough",
        "borough",
        (
            Paragraph(
                "Share of children placed outside the council's boundary, whoever the provider is, on the last night "
                "of each month. The line is the mean of all futures; the band holds 8 in 10 of them.",
                quiet=True,
            ),
            Charts(months.out_of_borough(study)),
            Folded("Out-of-borough shares at year end, with intervals", tuple(shares)),
            *behind(driver, BOROUGH),
        ),
        annex=True,
    )
