"""After care and income of a run: what goes on being paid when children have left care, and what is paid for them."""

from collections.abc import Iterator

from placesim.config.text import listing
from placesim.report.figures import unit_for
from placesim.report.paper.parts import Folded, Medium, Paragraph, Part, Section, Table, only
from placesim.report.study import Study, Year, whole_years
from placesim.report.words.tables import year_tables

AFTER_CARE = "After care and income"
"""The section, and the workbook's sheet."""

SPEND, ALLOWANCES, INCOME = "after_care_spend", "after_care_allowances", "income"

READING = (
    "Allowances go on until a birthday when a child has left care: those paid on the start date, and those of the "
    "children who leave in each future. They are in cash, beside placement spend and not within it."
)
FROM_CARE = "Only who leaves care here adds to them: orders for children who were never in care are not seen."


def after_care_sections(study: Study) -> tuple[Section, ...]:
    """Return allowances after care and income by the night, by year; nothing where the configuration has neither."""
    council = study.baseline
    if not council.after_care and not council.income:
        return ()
    said = [READING, *_schemes(study), FROM_CARE] if council.after_care else []
    parts: list[Part] = [Paragraph(" ".join(said))] if said else []
    parts += [Paragraph(words) for words in _items(study)]
    folded = Folded("After care and income by financial year, with intervals", tuple(_tables(study)))
    tables = only(Medium.PAGE, Medium.WORKBOOK, parts=(folded,))  # on paper the sentences above do
    return (Section(AFTER_CARE, "after-care", (*parts, tables), annex=True),)


def _tables(study: Study) -> Iterator[Table]:
    """Yield what is paid and for how many, and what is received."""
    for measure, what in (
        (SPEND, "Allowances after care, cash"),
        (ALLOWANCES, "Allowances after care on the last night of the year"),
        (INCOME, "Income by the night, cash"),
    ):
        groups = [group for group in study.groups(measure) if study.ever(measure, group)]
        if groups:
            wanted = [(measure, group) for group in (*groups, *(("all",) if len(groups) > 1 else ()))]
            yield from year_tables(study, what, wanted, sheet=AFTER_CARE)


def _first_and_last(study: Study) -> tuple[Year, Year]:
    years = whole_years(study.years)
    return years[0], years[-1]


def _mean(study: Study, year: Year, measure: str, group: str) -> float:
    return float(study.values(year, measure, group).mean())


def _schemes(study: Study) -> Iterator[str]:
    """Say of each scheme what it costs and how many are paid for, in the first and the last whole year."""
    first, last = _first_and_last(study)
    for name, scheme in study.baseline.after_care.items():
        before, after = (_mean(study, year, SPEND, name) for year in (first, last))
        unit, children = unit_for("pounds", max(before, after)), unit_for("children", 100)
        there = [children.number(_mean(study, year, ALLOWANCES, name)) for year in (first, last)]
        label = study.label(SPEND, name)
        if first is last:
            yield f"{label} cost about {unit.full(before)} in {first.name}, for {there[0]} at its end."
            continue
        yield (
            f"{label} (to age {scheme.until_age}) cost about {unit.full(before)} in {first.name} and "
            f"{unit.full(after)} in {last.name}, for {there[0]} and {there[1]} at the end of these years."
        )


def _items(study: Study) -> Iterator[str]:
    """Say what each item of income brings in the first and the last whole year."""
    years = dict.fromkeys(_first_and_last(study))
    for name in study.baseline.income:
        amounts = [_mean(study, year, INCOME, name) for year in years]
        unit = unit_for("pounds", max(amounts))
        told = [f"{unit.full(pounds)} in {year.name}" for pounds, year in zip(amounts, years, strict=True)]
        yield f"{study.label(INCOME, name)}: about {listing(told)}, for nights in care."
