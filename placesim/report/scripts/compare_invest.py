"""Invest to save: what options cost, bring in and are worth, by year and in every future; then the budget's view."""

from placesim.config.text import plain
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.paper.parts import Heading, Medium, Paragraph, Part, folded, only
from placesim.report.words.investment import investment
from placesim.report.words.investment_budget import (
    NOT_ADDED,
    TWO_KINDS,
    cashable_by_line,
    cashable_table,
    financed,
    financing_table,
)
from placesim.report.words.investment_options import BREAKS_EVEN, HORIZON, payback_table, worth_table, worth_words
from placesim.report.words.investment_years import cash_flow_table, valuation_table
from placesim.report.words.placeholders import placeholder_part, priced
from placesim.report.words.ranking import packages_last
from placesim.report.words.verdict import leading

NO_RULE = (
    "How capital is charged to the budget is not given (`finance: capital:` in the configuration), so no financing is "
    "told here."
)
NO_CAPITAL = "No option here is given any capital, so there is nothing to finance."


def invest_parts(options: ComparisonStudy) -> tuple[Part, ...]:
    """Return the appraisal of every option, and what options do to the budget; nothing where there is no option."""
    names = packages_last(options, options.options)
    if not names or not priced(options.council):
        return placeholder_part(options.council)
    return (
        Paragraph(HORIZON.format(end=options.end), quiet=True),
        worth_table(options),
        payback_table(options),
        Paragraph(BREAKS_EVEN, quiet=True),
        only(Medium.PAGE, Medium.WORKBOOK, parts=_by_year(options, names)),
        Heading("Financing: the budget's view of the capital"),
        *_financing(options),
    )


def _by_year(options: ComparisonStudy, names: tuple[str, ...]) -> tuple[Part, ...]:
    """Return what only page and workbook have: rates, each option's cash flow, and what of its savings is cashable."""
    kinds = [table for table in (cashable_table(options), cashable_by_line(options)) if table.rows]
    return (
        folded(valuation_table(options), "How later years are valued"),
        *(
            folded(cash_flow_table(options, name), f"{plain(name)}: cash flow by year")
            for name in names
            if _told(options, name)
        ),
        *((Heading("What of it can be taken out of the budget"), Paragraph(TWO_KINDS, quiet=True)) if kinds else ()),
        *map(folded, kinds),
    )


def _told(options: ComparisonStudy, name: str) -> bool:
    found = investment(options, name)
    return not (found.missing or found.nothing)


def _financing(options: ComparisonStudy) -> tuple[Part, ...]:
    if not financed(options):
        return (Paragraph(NO_CAPITAL),)
    table = financing_table(options)
    return (Paragraph(NOT_ADDED), table) if table else (Paragraph(NO_RULE),)


def invest_words(options: ComparisonStudy) -> tuple[Part, ...]:
    """Return what the leading options are worth, and the best that builds, for the first pages; nothing of too few."""
    built = [name for name in financed(options) if name not in leading(options)][:1]
    said = [words for name in (*leading(options), *built) if (words := worth_words(options, name))]
    after = f"What comes after {options.end} is not counted in it."
    return (Paragraph(" ".join([*said, after])),) if said else ()
