"""Which placements gain and lose children, and charts of differences: what changes most, with how sure that is."""

from collections.abc import Mapping, Sequence

from placesim.experiment.differences import Difference, difference_of
from placesim.report.charts.bars import Dot, named_ranges
from placesim.report.decomposition import lived_in
from placesim.report.figures import TOO_FEW_FUTURES, Unit, sure, unit_for
from placesim.report.paper.parts import Cell, Chart, Table
from placesim.report.study import Study
from placesim.report.words.drivers import MOST, Driver
from placesim.report.words.tables import difference_cell, number

ROWS = 12
"""How many placement types a chart shows."""


def reading(study: Study) -> str:
    """Say how a chart of ranges is read."""
    if study.few:
        return "The dot is the mean of futures."
    return (
        "The dot is the mean of futures, the thick bar its 95% interval, the thin line the range of futures "
        "(p10 to p90)."
    )


def gains_and_losses(study: Study) -> Driver | None:
    """Name the placement types that gain and lose most children between the start and the end."""
    types = [name for name in study.baseline.placement_types if lived_in(study, name)]
    end = study.years[-1]
    changes = {
        name: difference_of(study.start_count(name), study.values(end, "children_year_end", name)) for name in types
    }
    if not changes:
        return None
    unit = unit_for("children", max(abs(each.mean) for each in changes.values()))
    ordered = sorted(changes, key=lambda name: -changes[name].mean)
    span = f"Between {' and '.join(moment.removeprefix('on ') for moment in study.from_start_to_end)}"
    if study.few:
        said = [f"{TOO_FEW_FUTURES.capitalize()} to say which placement types gain or lose children."]
    else:
        gaining, losing = (_clear(changes, names, sign) for names, sign in ((ordered, 1), (ordered[::-1], -1)))
        said = [
            f"{span} these gain most children: {_named(study, changes, gaining, unit)}.",
            f"{span} these lose most children: {_named(study, changes, losing, unit)}.",
        ]
    chart = _chart(study, changes, ordered, span, unit)
    return Driver("Which placements gain and lose children", tuple(said), chart)


def _chart(study: Study, changes: Mapping[str, Difference], ordered: Sequence[str], span: str, unit: Unit) -> Chart:
    shown = _that_change_most(changes, ordered)
    dots = [dot(study.label("nights", name), changes[name]) for name in shown]
    says = "; ".join(f"{each.label} {unit.signed(each.mean)}" for each in dots)
    return Chart(
        "drivers-types",
        "Change in children by placement type",
        f"Change in children by placement type. {span}: {says}.",
        lambda: named_ranges(dots, unit),
        note=f"{span}{_left_out(len(ordered) - len(shown))}. {reading(study)}",
        behind=(_children_table(study, changes, ordered, unit),),
        wide=True,
    )


def _that_change_most(changes: Mapping[str, Difference], ordered: Sequence[str]) -> list[str]:
    """Return as many names as a chart can show, those that change most, in their order."""
    most = sorted(ordered, key=lambda name: -abs(changes[name].mean))[:ROWS]
    return [name for name in ordered if name in most]


def _left_out(count: int) -> str:
    return f"; the {count} types that change least are in the table only" if count else ""


def _children_table(study: Study, changes: Mapping[str, Difference], ordered: Sequence[str], unit: Unit) -> Table:
    rows = tuple(
        (
            Cell(study.label("nights", name)),
            number(changes[name].before, unit),
            number(changes[name].after, unit),
            difference_cell(changes[name], unit),
        )
        for name in ordered
    )
    columns = ("Placement type", "Start", "End, mean", "Change")
    caption = "Children by placement type at the start and the end; below each change its 95% interval"
    return Table(caption, columns, rows, sortable=True)


def dot(label: str, found: Difference) -> Dot:
    """Return a difference as one row of a chart."""
    return Dot(label, found.mean, found.low, found.high, found.p10, found.p90)


def _clear(changes: Mapping[str, Difference], ordered: Sequence[str], sign: int) -> list[str]:
    return [name for name in ordered if changes[name].clear and changes[name].mean * sign > 0][:MOST]


def _named(study: Study, changes: Mapping[str, Difference], names: Sequence[str], unit: Unit) -> str:
    whole = unit_for("children", 100)
    said = (
        f"{study.label('nights', name)}, {whole.full(changes[name].before)} to about "
        f"{whole.full(changes[name].after)}, {sure(changes[name], unit)}"
        for name in names
    )
    return "; ".join(said) or "none clearly does"
