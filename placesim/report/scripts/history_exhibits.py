"""Charts and tables of a past: figures by year and month, as they were counted."""

from collections.abc import Sequence
from math import isnan

import numpy as np
import pandas as pd

from placesim.config.text import plain
from placesim.report.charts.bars import stacked_years
from placesim.report.charts.canvas import PALETTE, WIDE
from placesim.report.charts.lines import Series, lines
from placesim.report.charts.past import lasting_curves
from placesim.report.figures import Unit, unit_for
from placesim.report.paper.parts import Cell, Chart, Table
from placesim.report.study import Study, whole_years
from placesim.report.words.tables import YEARS_ABREAST, months_table
from placesim.results.facts import Floats
from placesim.results.measures import MEASURES
from placesim.results.past_facts import Figures, PastFacts
from placesim.results.suppression import FEW, few

CHILDREN, FLOWS, STAYS, STEADY, CHARTS = "Children", "Comings and goings", "Lasting", "Stability", "Charts"
"""Sheets of the workbook."""

NOT_TOLD, NONE = "not told", "no figure"

STOCK = "children_year_end"

SHARE, DAYS = Unit("%", 0.01, 0, "", "%"), Unit("days")


def types_of(facts: PastFacts) -> list[str]:
    """Return the placement types that any child ever lived in, those of most children first."""
    kinds = [kind for kind in facts.baseline.placement_types if _ever(facts.by_year.values[STOCK, kind])]
    return sorted(kinds, key=lambda kind: -float(np.nansum(facts.by_year.values[STOCK, kind])))


def _ever(values: Floats) -> bool:
    return bool(np.nansum(np.abs(values)) > 0)


def in_care_chart(study: Study, finding: str) -> Chart:
    """Show how many children were in care at the end of each month."""
    points = study.by_month(STOCK)
    unit = unit_for("children", 100)
    table = months_table("Children in care at month end", points["month"], [("Children", points["mean"])], unit)
    return Chart(
        "in-care",
        finding,
        "Line chart from zero: children in care at the end of each month; the figures are in the table.",
        lambda: lines(
            [Series(points, "in care", band=False)], unit, start=study.baseline.start, days=study.days, size=WIDE
        ),
        behind=(table,),
        wide=True,
        sheet=CHARTS,
    )


def types_chart(facts: PastFacts, study: Study, finding: str) -> Chart:
    """Show where children lived at the end of each month, a line a type."""
    kinds, unit = types_of(facts)[: len(PALETTE)], unit_for("children", 100)
    tables = {study.label(STOCK, kind): study.by_month(STOCK, kind) for kind in kinds}
    series = [
        Series(points, label, colour, band=False)
        for (label, points), colour in zip(tables.items(), PALETTE, strict=False)
    ]
    top = max((float(points["mean"].max()) for points in tables.values()), default=0.0)
    return Chart(
        "types",
        finding,
        "Line chart from zero, a line a placement type: children at the end of each month. Year ends are in the table.",
        lambda: lines(series, unit, start=study.baseline.start, days=study.days, size=WIDE, top=top, letters=19),
        behind=tuple(year_table(facts.by_year, study, "Children at year end", STOCK, [*kinds, "all"], CHILDREN)),
        wide=True,
        sheet=CHARTS,
    )


def flow_chart(facts: PastFacts, study: Study, measure: str, subject: str) -> Chart:
    """Show a yearly count as bars of its parts."""
    unit = study.unit(measure)
    used = [group for group in facts.by_year.groups(measure) if _ever(facts.by_year.told(measure, group))]
    totals = study.by_year(measure)
    tables = [study.by_year(measure, group).assign(label=study.label(measure, group)) for group in used]
    parts = pd.concat(tables or [totals.assign(label="All")])
    return Chart(
        measure,
        first_to_last(study, measure, subject, unit),
        f"Stacked bars by financial year. {subject}; the parts are in the table.",
        lambda: stacked_years(parts, totals, years=study.years, unit=unit),
        behind=tuple(year_table(facts.by_year, study, subject, measure, [*used, "all"], FLOWS)),
        wide=True,
        sheet=CHARTS,
    )


def first_to_last(study: Study, measure: str, subject: str, unit: Unit) -> str:
    """Say what a yearly figure was in the first and in the last whole year."""
    years = whole_years(study.years)
    told = [(year.name, float(study.values(year, measure)[0])) for year in (years[0], years[-1])]
    words = [f"{unit.brief(value) if not isnan(value) else NOT_TOLD} in {name}" for name, value in told]
    return f"{subject}: {', '.join(dict.fromkeys(words))}"


def year_table(
    figures: Figures, study: Study, caption: str, measure: str, groups: Sequence[str], sheet: str
) -> list[Table]:
    """Return a measure's groups by financial year, in one table or, for many years, several."""
    unit = unit_for(MEASURES[measure].unit, 0 if MEASURES[measure].unit.startswith("share") else 100)
    named = [(study.label(measure, group), figures, (measure, group)) for group in groups]
    return _tables(study, f"{caption}, {unit.header}", [(*each, unit) for each in named], sheet, groups[-1] == "all")


def _tables(
    study: Study,
    caption: str,
    rows: Sequence[tuple[str, Figures, tuple[str, str], Unit]],
    sheet: str,
    total: bool = False,
) -> list[Table]:
    found = []
    for first in range(0, len(study.years), YEARS_ABREAST):
        places = range(first, min(first + YEARS_ABREAST, len(study.years)))
        cells = tuple(
            (Cell(label), *(_cell(figures, pair, place, unit) for place in places))
            for label, figures, pair, unit in rows
        )
        columns = ("", *(study.years[place].label for place in places))
        found.append(
            Table(
                caption, columns, cells, total=total and len(rows) > 1, widths=(2.5, *(1,) * len(places)), sheet=sheet
            )
        )
    return found


def _cell(figures: Figures, pair: tuple[str, str], place: int, unit: Unit) -> Cell:
    value = float(figures.values[pair][place])
    if isnan(value):
        return Cell(NONE)
    if figures.hidden[pair][place]:
        return Cell(FEW if unit.header != "days" and not unit.after and few_of(value) else NOT_TOLD)
    return Cell(unit.full(value), value, unit)


def few_of(value: float) -> bool:
    """Tell whether a count is one that may be said to be too small to be told."""
    return value % 1 == 0 and few(int(value))


STEADY_WORDS = {
    "three_or_more_placements_share": "Three or more placements in the year, of those in care at its end",
    "long_term_stability_share": "In long-term care: in one placement for two years or more",
    "children_moved": "Children who moved in the year",
    "school_age_children_moved": "Of school age: moved in the school year that ended",
    "moves_after_a_year_in_care": "Moves after a year or more in care",
    "ceased_placement_days_mean": "Days that placements lasted which ended, mean",
    "ceased_placement_days_median": "Days that placements lasted which ended, median",
}
"""Measures of how steadily children lived that are told as far as there are figures, and what the table calls them."""


def steady_tables(facts: PastFacts, study: Study) -> list[Table]:
    """Return how steadily children lived, by financial year, a measure a row."""
    rows = []
    for measure, words in STEADY_WORDS.items():
        if (measure, "all") in facts.by_year.values and _ever(facts.by_year.values[measure, "all"]):
            kind = MEASURES[measure]
            unit = SHARE if kind.is_share else DAYS if kind.unit == "days" else unit_for(kind.unit, 100)
            rows.append((words, facts.by_year, (measure, "all"), unit))
    return _tables(study, "How steadily children lived", rows, STEADY) if rows else []


def lasting_chart(facts: PastFacts) -> Chart:
    """Show how long placements last, a line a type."""
    shown = facts.lasting[: len(PALETTE)]
    rows = tuple(
        (
            Cell(plain(each.label)),
            Cell(f"{each.ended:,}", each.ended),
            Cell("more than it is told" if each.median_days is None else f"{each.median_days:,.0f}", each.median_days),
            *(_percent(each.left[year * 12]) for year in (1, 2, 3)),
        )
        for each in shown
    )
    columns = ("Placement type", "Ended", "Median days", "A year or more", "Two years", "Three years")
    table = Table("How long placements last", columns, rows, widths=(2, 1, 1, 1, 1, 1), sheet=STAYS)
    longest = max(shown, key=lambda each: each.left[12])
    return Chart(
        "lasting",
        f"{plain(longest.label)}: {longest.left[12]:.0%} of placements last a year or more",
        "Falling steps from 100%: the share of placements that last so long and longer, a line a type.",
        lambda: lasting_curves(shown),
        behind=(table,),
        wide=True,
        sheet=CHARTS,
    )


def _percent(share: float) -> Cell:
    return Cell(SHARE.full(share), share, SHARE)
