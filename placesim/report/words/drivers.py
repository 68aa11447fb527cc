"""What drives a run: who gains and loses children, what is mix and rate, why spend changes; no more than is sure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from placesim.experiment.differences import Difference, difference_of
from placesim.report.bridges import between_years
from placesim.report.decomposition import OutOfBorough, lived_in, out_of_borough
from placesim.report.figures import SHARE, TOO_FEW_FUTURES, Unit, claim, sure, unit_for
from placesim.report.paper.parts import Cell, Chart, Table
from placesim.report.study import Study, whole_years
from placesim.report.words import bridge
from placesim.report.words.assumed import reckoned
from placesim.report.words.differences import POINTS
from placesim.report.words.tables import difference_cell, number, ranges_chart

MOST = 3
"""How many placement types a sentence names."""

MIX = (
    "more children live in types of placement that are out of borough more often than most, and fewer in the others",
    "fewer children live in types of placement that are out of borough more often than most, and more in the others",
)
RATES = (
    "among children in the same type of placement a larger share is out of borough",
    "among children in the same type of placement a smaller share is out of borough",
)
"""What a part of the share means where it is above, and where it is below nothing."""


@dataclass(frozen=True)
class Driver:
    """One answer: a title, sentences, and the figures behind them."""

    title: str
    sentences: tuple[str, ...]
    figures: Chart | Table


def why_out_of_borough(study: Study) -> Driver | None:
    """Divide the change in the share out of borough into the mix of placement types and rates within them."""
    if not study.start_count() or not study.ever("children_year_end", "all"):
        return None
    why = out_of_borough(study)
    unclear = not (why.total.few or why.total.clear)
    sentences = (
        f"The share out of borough goes from {SHARE.full(why.total.before)} to about "
        f"{SHARE.full(why.total.after)}: {sure(why.total, POINTS)}."
        + (" That is no clear change; the two parts may offset each other." if unclear else ""),
        _part(study, "Mix of placement types", why.mix, why.mix_of, MIX),
        _part(study, "Rates within types", why.within, why.within_of, RATES),
    )
    return Driver("Why the share out of borough changes", sentences, _share_table(study, why))


def _part(study: Study, name: str, whole: Difference, of: Mapping[str, Difference], because: tuple[str, str]) -> str:
    """Say how much one part moves the share, what that means, and which placement types do most of it."""
    if whole.few:
        amount = sure(whole, POINTS)
    elif whole.clear:
        amount = f"{sure(whole, POINTS)}, because {because[whole.mean < 0]}"
    else:
        amount = f"no clear part, {sure(whole, POINTS)}"
    return f"{name}: {amount}.{_chiefly(study, of, POINTS)}"


def _chiefly(study: Study, of: Mapping[str, Difference], unit: Unit) -> str:
    """Name the placement types with the largest parts that are sure, up or down."""
    ordered = sorted(of, key=lambda name: -abs(of[name].mean))
    named = [f"{study.label('nights', name)} {unit.signed(of[name].mean)}" for name in ordered if of[name].clear]
    return f" Chiefly: {'; '.join(named[:MOST])}." if named else ""


def _share_table(study: Study, why: OutOfBorough) -> Table:
    parts = why.parts
    rows = [
        (
            Cell(study.label("nights", name)),
            *(number(float(column[place]), SHARE) for column in (*parts.weight, *parts.rate)),
            *(number(float(column[place]), POINTS) for column in (parts.mix, parts.within)),
        )
        for place, name in enumerate(why.types)
    ]
    total = (
        Cell("In all"),
        *(number(float(column.sum()), SHARE) for column in parts.weight),
        *(number(value, SHARE) for value in (why.total.before, why.total.after)),
        *(number(value.mean, POINTS) for value in (why.mix, why.within)),
    )
    columns = ("Placement type", "Of all children, start", "end", "Out of borough, start", "end", "Mix", "Rates")
    caption = "Share out of borough by placement type, %, and its parts of the change, percentage points; means"
    return Table(caption, columns, (*rows, total), total=True)


def why_spend(study: Study) -> Driver | None:
    """Say why net cost of the last whole year differs from the first's."""
    years = whole_years(study.years)
    if len(years) == 1 or not study.ever("spend", "all"):
        return None
    first, last, found = years[0].name, years[-1].name, between_years(study.luck_alone or study, years[0], years[-1])
    unit, whole = bridge.unit_of(found), difference_of(*found.totals)
    opening = (
        f"{claim(f'{bridge.subject(found)} in a year', whole, unit, (f'in {first}', f'in {last}'))}; the change is "
        f"{sure(whole, unit)}."
    )
    title = f"Why spend changes from {first} to {last}"
    chart = bridge.waterfall_chart("spend-bridge", found, (first, last), unit, title, "")
    return Driver("Why spend changes", (opening, *reckoned(study), *bridge.sentences(found, unit)), chart)


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
    chart = ranges_chart(
        "drivers-types",
        "Change in children by placement type",
        f"Change in children by placement type. {span}",
        [(study.label("nights", name), changes[name]) for name in shown],
        unit,
        f"{span}{_left_out(len(ordered) - len(shown))}. {reading(study)}",
    )
    return replace(chart, behind=(_children_table(study, changes, ordered, unit),))


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


def _clear(changes: Mapping[str, Difference], ordered: Sequence[str], sign: int) -> list[str]:
    return [name for name in ordered if changes[name].clear and changes[name].mean * sign > 0][:MOST]


def _named(study: Study, changes: Mapping[str, Difference], names: Sequence[str], unit: Unit) -> str:
    said = (
        f"{study.label('nights', name)}, {unit.brief(changes[name].before)} to about "
        f"{unit.brief(changes[name].after)}, {sure(changes[name], unit)}"
        for name in names
    )
    return "; ".join(said) or "none clearly does"
