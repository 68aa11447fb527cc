"""What each budget line pays for, and spend by placement type beside spend by budget line."""

from placesim.config.text import plain
from placesim.report.study import Study
from placesim.report.tables import Cell, Table, YearTable, year_tables


def what_lines_pay_for(study: Study) -> Table:
    """Return every provision under the budget line that pays for it, in the order of the budget."""
    council, rows = study.baseline, []
    for line, item in council.budget_lines.items():
        for name, provision in council.provision.items():
            if provision.budget_line == line:
                where = "out of borough" if provision.out_of_borough else "in borough"
                kind = council.placement_types[provision.placement_type].label
                used = "" if study.ever("nights", name) else "; not used in this run"
                cells = (item.label, provision.label, kind, where + used)
                rows.append(tuple(Cell(plain(text)) for text in cells))
    columns = ("Budget line", "Provision", "Placement type", "Where")
    return Table("What each budget line pays for", columns, tuple(rows), words=(1, 2, 3), sortable=True)


def mixed_lines(study: Study) -> list[str]:
    """Name the budget lines that pay for placements both in and out of borough: their names may suggest otherwise."""
    council = study.baseline
    return [
        plain(item.label)
        for line, item in council.budget_lines.items()
        if len({p.out_of_borough for p in council.provision.values() if p.budget_line == line}) > 1
    ]


def spend_by_type(study: Study) -> list[YearTable]:
    """Return spend by placement type and year, for types that ever cost anything."""
    types = [name for name in study.baseline.placement_types if study.ever("spend", name)]
    wanted = [("spend", name) for name in (*types, "all")]
    return year_tables(study, "Placement spend by placement type", wanted, study.unit("spend"))
