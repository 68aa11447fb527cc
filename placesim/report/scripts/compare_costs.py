"""What options cost beside placements: by kind and year, and every cost that is given, with its sources."""

from collections.abc import Iterator

from placesim.config.costs import KINDS, DatedCost
from placesim.config.scenario_files import BASELINE
from placesim.config.text import plain
from placesim.experiment.comparison import ALL_YEARS
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.figures import Unit
from placesim.report.paper.parts import Cell, Medium, Paragraph, Part, Table, folded, only
from placesim.report.scripts.compare_sheets import CHANGES
from placesim.report.words.cited import cited
from placesim.report.words.cost_words import cost_in_words
from placesim.report.words.costs import any_given, what_is_counted
from placesim.report.words.ranking import packages_last
from placesim.report.words.sources import evidence_ids, reasons
from placesim.report.words.tables import number
from placesim.results.facts import Floats

SHEET = "Costs"
POUNDS = Unit("£", before="£")
BY_KIND = "cost_by_kind"

HOW_TO_READ = (
    "Its cost is what an option costs beside placements, in cash on the days on which it is paid. A home that never "
    "opens costs nothing by the year, but what is spent once for it is spent, unless its capital hangs on the opening. "
    "Capital counts in the month in which it is spent, not as borrowing."
)


def costs_parts(options: ComparisonStudy) -> tuple[Part, ...]:
    """Return what options cost by kind and year, and every cost that is given; nothing where nobody gives any."""
    if not any_given(options) and not options.council.costs:
        return ()
    kinds, each = _by_kind(options), _each_cost(options)
    return (
        Paragraph(f"{what_is_counted(options)} {HOW_TO_READ}", quiet=True),
        *([kinds] if kinds.rows else []),
        only(Medium.PAGE, Medium.WORKBOOK, parts=(folded(each),)),
    )


def _by_kind(options: ComparisonStudy) -> Table:
    """Return what each scenario costs by kind and financial year, means of futures."""
    years = (*options.comparison.years, ALL_YEARS)
    rows = []
    for name in (BASELINE, *packages_last(options, options.names)):
        for kind, label in KINDS.items():
            means = [float(_cost(options, name, kind, year).mean()) for year in years]
            if means[-1]:
                rows.append((Cell(plain(name)), Cell(label), *(number(mean, POUNDS) for mean in means)))
    columns = ("Scenario", "Kind of cost", *(year.label for year in options.years), "All years")
    caption = "What decisions cost beside placements, by kind, £, cash, means of futures"
    return Table(caption, columns, tuple(rows), sheet=SHEET)


def _cost(options: ComparisonStudy, name: str, kind: str, year: str) -> Floats:
    if name == BASELINE:
        return options.comparison.before(BY_KIND, kind, year)
    return options.comparison.after(name, BY_KIND, kind, year)


def _each_cost(options: ComparisonStudy) -> Table:
    """Return every cost that is given, with what it is charged to and where its numbers come from."""
    rows = tuple(_row(options, name, cost) for name, cost in _costs(options))
    columns = ("Scenario", "Cost of", "Budget line", "What it comes to", "Evidence", "Assumption")
    caption = "Every cost that is given, at prices of the first financial year"
    return Table(caption, columns, rows, sheet=CHANGES)


def _costs(options: ComparisonStudy) -> Iterator[tuple[str, DatedCost]]:
    """Yield the council's own costs, then those that each scenario brings."""
    own = options.council.costs
    yield from ((BASELINE, cost) for cost in own)
    for name in packages_last(options, options.names):
        yield from ((name, cost) for cost in options.council_of(name).costs[len(own) :])


def _row(options: ComparisonStudy, name: str, cost: DatedCost) -> tuple[Cell, ...]:
    line = options.labels.group("spend", cost.budget_line) if cost.budget_line else "Capital"
    sources = [cited(item, options.evidence) for item in cost.source]
    texts = (plain(name), plain(cost.label or ""), line, cost_in_words(cost), evidence_ids(sources), reasons(sources))
    return tuple(map(Cell, texts))
