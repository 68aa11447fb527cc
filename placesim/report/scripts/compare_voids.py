"""What contracts come to in each option: their terms, void nights and their cost, and notice, by provision."""

from collections.abc import Iterator

from placesim.config.contract_words import contract_in_words
from placesim.config.contracts import SpotContract
from placesim.config.scenario_files import BASELINE
from placesim.config.text import plain
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.figures import NOTHING
from placesim.report.paper.parts import Cell, Table
from placesim.report.scripts.run_voids import UNITS, VOIDS
from placesim.report.words.ranking import packages_last
from placesim.report.words.tables import number

FIGURES = {**UNITS, "spend": UNITS["void_cost"]}
COLUMNS = ("Scenario", "Provision", "What is paid for", "Void nights", "Void cost, £", "Notice, £", "Spend there, £")


def voids_table(options: ComparisonStudy) -> Table:
    """Return one row a scenario and provision under contract or with notice: means of futures over all years."""
    rows = tuple(row for name in (BASELINE, *packages_last(options, options.names)) for row in _rows(options, name))
    caption = "Contracts, voids and notice by provision, all years, cash, means of futures"
    return Table(caption, COLUMNS, rows, sheet=VOIDS)


def _rows(options: ComparisonStudy, name: str) -> Iterator[tuple[Cell, ...]]:
    council = options.council if name == BASELINE else options.council_of(name)
    for place, provision in council.provision.items():
        contract = provision.contract
        if isinstance(contract, SpotContract) and not contract.has_notice:
            continue
        label = options.labels.group("spend", place)
        figures = [_figure(options, name, measure, place) for measure in FIGURES]
        yield Cell(plain(name)), Cell(label), Cell(plain(contract_in_words(council, provision))), *figures


def _figure(options: ComparisonStudy, name: str, measure: str, place: str) -> Cell:
    if not options.comparison.has(measure, place):
        return Cell(NOTHING)
    comparison = options.comparison
    found = comparison.before(measure, place) if name == BASELINE else comparison.after(name, measure, place)
    return number(float(found.mean()), FIGURES[measure])
