"""What drives the figures: which placements gain and lose; what is mix, rate, price or volume; no more than is sure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan

import pandas as pd
from markupsafe import Markup

from placesim.report import charts
from placesim.report.run.decomposition import OutOfBorough, Spend, lived_in, out_of_borough, spend_parts
from placesim.report.run.exhibits import SHARE
from placesim.report.study import Study
from placesim.report.tables import Cell, Table
from placesim.report.wording import (
    NOTHING,
    TOO_FEW_FUTURES,
    Change,
    Unit,
    change,
    claim,
    sure,
    unit_for,
)
from placesim.report.years import whole_years
from placesim.results.facts import Floats

POINTS = Unit("percentage points", 0.01, 1, "", " points")
MOST = 3
"""How many placement types a sentence names."""

WEEK = 7
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
    """One answer: a title, sentences, and the figures behind them as a drawing or a table."""

    name: str
    finding: str
    sentences: tuple[str, ...]
    drawing: Markup | None = None
    table: Table | None = None


def drivers(study: Study) -> list[Driver]:
    """Return why children, boroughs and spend change; what cannot be compared is left out."""
    found = [gains_and_losses(study), why_out_of_borough(study), why_spend(study)]
    return [driver for driver in found if driver]


def gains_and_losses(study: Study) -> Driver | None:
    """Name the placement types that gain and lose most children between the start and the end."""
    types = [name for name in study.baseline.placement_types if lived_in(study, name)]
    end = study.years[-1]
    changes = {name: change(study.start_count(name), study.values(end, "children_year_end", name)) for name in types}
    if not changes:
        return None
    unit = unit_for("children", max(abs(each.difference) for each in changes.values()))
    ordered = sorted(changes, key=lambda name: -changes[name].difference)
    span = f"Between {' and '.join(moment.removeprefix('on ') for moment in study.from_start_to_end)}"
    if study.few:
        said = [f"{TOO_FEW_FUTURES.capitalize()} to say which placement types gain or lose children."]
    else:
        said = [
            _named(study, f"{span} these gain most children", changes, ordered, unit),
            _named(study, f"{span} these lose most children", changes, ordered[::-1], unit, sign=-1),
        ]
    rows = [{"label": study.label("nights", name), **_spread(changes[name])} for name in ordered]
    says = "; ".join(
        f"{row['label']} {unit.signed(changes[name].difference)}" for row, name in zip(rows, ordered, strict=True)
    )
    alternative = f"Change in children by placement type, {span}: {says}."
    drawing = charts.ranges_by_group("drivers-types", alternative, pd.DataFrame(rows), unit)
    return Driver("drivers-children", "Which placements gain and lose children", tuple(said), drawing)


def _spread(found: Change) -> dict[str, float]:
    if found.few:
        return {"mean": found.difference, **dict.fromkeys(("low", "high", "p10", "p90"), float("nan"))}
    return {"mean": found.difference, "low": found.low, "high": found.high, "p10": found.p10, "p90": found.p90}


def _named(
    study: Study, opening: str, changes: dict[str, Change], ordered: Sequence[str], unit: Unit, sign: int = 1
) -> str:
    clear = [name for name in ordered if changes[name].clear and changes[name].difference * sign > 0][:MOST]
    whole = unit_for("children", 100)
    said = [
        f"{study.label('nights', name)}, {whole.full(changes[name].before)} to about "
        f"{whole.full(changes[name].after)}, {sure(changes[name], unit)}"
        for name in clear
    ]
    return f"{opening}: {'; '.join(said) or 'none clearly does'}."


def why_out_of_borough(study: Study) -> Driver | None:
    """Divide the change in the share out of borough into the mix of placement types and rates within them."""
    if not study.start_count() or not study.ever("children_year_end", "all"):
        return None
    found = out_of_borough(study)
    sentences = (
        f"The share out of borough goes from {SHARE.full(found.total.before)} to about "
        f"{SHARE.full(found.total.after)}: {sure(found.total, POINTS)}.{_caution(found.total)}",
        _part(study, "Mix of placement types", found.mix, found.mix_of, MIX),
        _part(study, "Rates within types", found.within, found.within_of, RATES),
    )
    return Driver(
        "drivers-borough", "Why the share out of borough changes", sentences, table=_share_table(study, found)
    )


def _caution(total: Change) -> str:
    if total.few or total.clear:
        return ""
    return " That is no clear change; the two parts may offset each other."


def _part(study: Study, name: str, whole: Change, of: Mapping[str, Change], because: tuple[str, str]) -> str:
    """Say how much one part moves the share, what that means, and which placement types do most of it."""
    if whole.few:
        amount = sure(whole, POINTS)
    elif whole.clear:
        amount = f"{sure(whole, POINTS)}, because {because[whole.difference < 0]}"
    else:
        amount = f"no clear part, {sure(whole, POINTS)}"
    return f"{name}: {amount}.{_chiefly(study, of, POINTS)}"


def _chiefly(study: Study, of: Mapping[str, Change], unit: Unit) -> str:
    """Name the placement types with the largest parts that are sure, up or down."""
    ordered = sorted(of, key=lambda name: -abs(of[name].difference))
    named = [f"{study.label('nights', name)} {unit.signed(of[name].difference)}" for name in ordered if of[name].clear]
    return f" Chiefly: {'; '.join(named[:MOST])}." if named else ""


def _share_table(study: Study, found: OutOfBorough) -> Table:
    parts = found.parts
    rows = [
        (
            Cell(study.label("nights", name)),
            *(_share(column[place]) for column in (*parts.weight, *parts.rate)),
            *(Cell(POINTS.number(value[place]), float(value[place])) for value in (parts.mix, parts.within)),
        )
        for place, name in enumerate(found.types)
    ]
    total = (
        Cell("In all"),
        *(_share(float(column.sum())) for column in parts.weight),
        *(_share(value) for value in (found.total.before, found.total.after)),
        *(Cell(POINTS.number(value.difference), value.difference) for value in (found.mix, found.within)),
    )
    columns = ("Placement type", "Of all children, start", "end", "Out of borough, start", "end", "Mix", "Rates")
    caption = "Share out of borough by placement type, %, and its parts of the change, percentage points; mean futures"
    return Table(caption, columns, (*rows, total))


def _share(value: float) -> Cell:
    return Cell(SHARE.number(value), value)


def why_spend(study: Study) -> Driver | None:
    """Divide the change in yearly spend into price and volume, by placement type."""
    years = whole_years(study.years)
    if len(years) == 1 or not study.ever("spend", "all"):
        return None
    first, last = years[0].name, years[-1].name
    parts = spend_parts(study, (years[0], years[-1]))
    unit, total = study.unit("spend"), parts["all"]
    whole, price, volume = change(total.first, total.last), change(0.0, total.price), change(0.0, total.volume)
    at_first_prices = unit.full(float((total.last - total.price).mean()))
    sentences = (
        f"{claim('Placement spend in a year', whole, unit, (f'in {first}', f'in {last}'))}; "
        f"the change is {sure(whole, unit)}.",
        f"Price: {_amount(price, unit)} is {_price_changes(study)}. The placements of {last} would cost "
        f"{at_first_prices} at the prices of {first}.",
        f"Volume and mix (more or fewer nights, in dearer or cheaper placements): {_amount(volume, unit).rstrip(',')}."
        f"{_chiefly(study, _volumes(parts), unit)}",
    )
    table = _spend_table(
        study, {name: part for name, part in parts.items() if part.first.any() or part.last.any()}, unit, (first, last)
    )
    return Driver("drivers-spend", "Why spend changes, and what each type of placement costs", sentences, table=table)


def _price_changes(study: Study) -> str:
    """Say by what prices change in this council."""
    dated = any(len(provision.price.by_date) > 1 for provision in study.baseline.provision.values())
    return "the yearly uplift and the dated changes of price" if dated else "the yearly uplift"


def _volumes(parts: Mapping[str, Spend]) -> dict[str, Change]:
    return {name: change(0.0, part.volume) for name, part in parts.items() if name != "all"}


def _amount(part: Change, unit: Unit) -> str:
    if part.constant and not part.few:
        return unit.signed(part.difference)
    return f"{sure(part, unit)}," if part.few or part.clear else f"no clear part of the change, {sure(part, unit)},"


def _spend_table(study: Study, parts: dict[str, Spend], unit: Unit, years: tuple[str, str]) -> Table:
    first, last = years
    columns = ("Placement type", first, "Price", "Volume and mix", last, f"£ a child-week, {first}", last)
    rows = []
    for name, part in parts.items():
        rows.append(
            (
                Cell(study.label("spend", name)),
                _mean(part.first, unit),
                *(_with_interval(change(0.0, values), unit) for values in (part.price, part.volume)),
                _mean(part.last, unit),
                *(_a_week(part, place) for place in (0, 1)),
            )
        )
    caption = (
        f"Spend by placement type, {unit.header}: what it was, what price and volume add (95% interval of the mean), "
        "what it becomes; and cost of one child for one week"
    )
    return Table(caption, columns, tuple(rows))


def _mean(values: Floats, unit: Unit) -> Cell:
    return Cell(unit.number(float(values.mean())), float(values.mean()))


def _with_interval(found: Change, unit: Unit) -> Cell:
    text = unit.number(found.difference)
    if not (found.few or found.constant or isnan(found.low)):
        text += f" ({unit.number(found.low)} to {unit.number(found.high)})"
    return Cell(text, found.difference)


def _a_week(part: Spend, place: int) -> Cell:
    spend, nights = float((part.first, part.last)[place].mean()), float(part.nights[place].mean())
    return Cell(f"{spend / nights * WEEK:,.0f}", spend / nights * WEEK) if nights else Cell(NOTHING)
