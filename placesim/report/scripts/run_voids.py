"""What contracts pay for: their terms, beds that are paid for and stand empty, and notice, by home, year and month."""

from dataclasses import replace

from placesim.config.contract_words import contract_in_words
from placesim.config.contracts import BlockContract, GuaranteedContract
from placesim.config.provision import Provision
from placesim.config.text import plain
from placesim.report.figures import NOTHING, Unit, unit_for
from placesim.report.paper.parts import Cell, Medium, Paragraph, Part, Section, Table, folded, only
from placesim.report.study import Study
from placesim.report.words.placeholders import placeholder_part
from placesim.report.words.tables import months_table, number, year_tables

VOIDS = "Voids"
"""The workbook's sheet."""

WHAT = {
    "void_nights": "Paid nights that nobody slept in",
    "void_cost": "Cost of these nights",
    "notice_cost": "Paid for notice, after children have left",
}
"""What is told of contracts, in this order, and what tables call it."""

UNITS = {
    "void_nights": unit_for("nights", 1.0),
    "void_cost": Unit("£", before="£"),
    "notice_cost": Unit("£", before="£"),
}
"""In full pounds: what one home costs is compared with what is invoiced for it."""

HOW = (
    "A night is void where its bed or place is paid for and nobody sleeps in it; its cost is the fee at that day's "
    "price, or the part of it that the contract pays. What is short of a guarantee is void on the last day of the "
    "period over which it is measured. Notice is what a place costs after the child has left it. Both are in "
    "placement spend. Ranges of several homes do not add up to the range of all."
)


def voids_sections(study: Study) -> tuple[Section, ...]:
    """Return what contracts pay for, used or not; nothing where nothing but used nights is ever paid for."""
    contracted = [name for name in study.baseline.provision if not _plain_spot(study, name)]
    if not contracted:
        return ()
    told = {measure: groups for measure in WHAT if (groups := _groups(study, measure))}
    parts: list[Part] = [Paragraph(HOW, quiet=True), _terms(study, contracted), *placeholder_part(study.baseline)]
    for measure, groups in told.items():
        rows = [(measure, group) for group in groups]
        tables = year_tables(study, WHAT[measure], rows, UNITS[measure], VOIDS)
        parts += [folded(table, WHAT[measure]) for table in tables]
    by_month = tuple(_by_month(study, measure, groups) for measure, groups in told.items())
    parts += [only(Medium.WORKBOOK, parts=by_month)]
    return (Section("Contracts, voids and notice", "voids", tuple(parts), annex=True),)


def _plain_spot(study: Study, name: str) -> bool:
    """Tell whether nothing but nights used is paid for in a provision."""
    contract = study.baseline.provision[name].contract
    return contract.kind == "spot" and not contract.has_notice


def _groups(study: Study, measure: str) -> list[str]:
    """Return the provision in which there is any of a measure in any future, and all of it where it is several."""
    found = [name for name in study.groups(measure) if study.ever(measure, name)]
    return [*found, "all"] if len(found) > 1 else found


def _terms(study: Study, contracted: list[str]) -> Table:
    """Return what each contract says, in words."""
    council = study.baseline
    rows = tuple(
        (Cell(study.label("nights", name)), Cell(plain(contract_in_words(council, provision))), _fee(provision))
        for name, provision in council.provision.items()
        if name in contracted
    )
    columns = ("Provision", "What is paid for", "£ a place a week")
    return Table("Contracts: what is paid for", columns, rows, widths=(2, 5, 1), sheet=VOIDS)


def _fee(provision: Provision) -> Cell:
    """Return what a place under contract costs a week at prices of the first financial year, where that is one fee."""
    one_fee = isinstance(provision.contract, BlockContract | GuaranteedContract) and not provision.price.placeholder
    return number(provision.contracted_weekly_fee(), UNITS["void_cost"]) if one_fee else Cell(NOTHING)


def _by_month(study: Study, measure: str, groups: list[str]) -> Table:
    """Return means of futures by month, one column a home."""
    unit, months = UNITS[measure], study.by_month(measure, groups[0])["month"]
    columns = [(study.label(measure, group), study.by_month(measure, group)["mean"]) for group in groups]
    caption = f"{WHAT[measure]}, by month, {unit.header}; means of futures"
    return replace(months_table(caption, months, columns, unit), sheet=VOIDS)
