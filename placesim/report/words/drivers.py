"""What drives the share out of borough and spend: what is mix, rate, price or volume; no more than is sure."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan

from placesim.experiment.differences import Difference, difference_of
from placesim.report.decomposition import OutOfBorough, Spend, out_of_borough, spend_parts
from placesim.report.figures import NOTHING, SHARE, Unit, between, claim, sure, unit_for
from placesim.report.paper.parts import Cell, Chart, Table
from placesim.report.study import Study, whole_years
from placesim.report.words.differences import POINTS
from placesim.report.words.tables import number

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
    """One answer: a title, sentences, and the figures behind them."""

    title: str
    sentences: tuple[str, ...]
    figures: Chart | Table


def why_out_of_borough(study: Study) -> Driver | None:
    """Divide the change in the share out of borough into the mix of placement types and rates within them."""
    if not study.start_count() or not study.ever("children_year_end", "all"):
        return None
    found = out_of_borough(study)
    unclear = not (found.total.few or found.total.clear)
    sentences = (
        f"The share out of borough goes from {SHARE.full(found.total.before)} to about "
        f"{SHARE.full(found.total.after)}: {sure(found.total, POINTS)}."
        + (" That is no clear change; the two parts may offset each other." if unclear else ""),
        _part(study, "Mix of placement types", found.mix, found.mix_of, MIX),
        _part(study, "Rates within types", found.within, found.within_of, RATES),
    )
    return Driver("Why the share out of borough changes", sentences, _share_table(study, found))


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


def _share_table(study: Study, found: OutOfBorough) -> Table:
    parts = found.parts
    rows = [
        (
            Cell(study.label("nights", name)),
            *(number(float(column[place]), SHARE) for column in (*parts.weight, *parts.rate)),
            *(number(float(column[place]), POINTS) for column in (parts.mix, parts.within)),
        )
        for place, name in enumerate(found.types)
    ]
    total = (
        Cell("In all"),
        *(number(float(column.sum()), SHARE) for column in parts.weight),
        *(number(value, SHARE) for value in (found.total.before, found.total.after)),
        *(number(value.mean, POINTS) for value in (found.mix, found.within)),
    )
    columns = ("Placement type", "Of all children, start", "end", "Out of borough, start", "end", "Mix", "Rates")
    caption = "Share out of borough by placement type, %, and its parts of the change, percentage points; means"
    return Table(caption, columns, (*rows, total), total=True)


def why_spend(study: Study) -> Driver | None:
    """Divide the change in yearly spend into price and volume, by placement type."""
    years = whole_years(study.years)
    if len(years) == 1 or not study.ever("spend", "all"):
        return None
    first, last = years[0].name, years[-1].name
    parts = spend_parts(study, (years[0], years[-1]))
    unit, total = study.unit("spend"), parts["all"]
    whole, price, volume = (
        difference_of(before, after)
        for before, after in ((total.first, total.last), (0.0, total.price), (0.0, total.volume))
    )
    at_first_prices = unit.full(float((total.last - total.price).mean()))
    volumes = {name: difference_of(0.0, part.volume) for name, part in parts.items() if name != "all"}
    sentences = (
        f"{claim('Placement spend in a year', whole, unit, (f'in {first}', f'in {last}'))}; "
        f"the change is {sure(whole, unit)}.",
        f"Price: {_amount(price, unit)}, uplifts and dated price changes. The placements of {last} would cost "
        f"{at_first_prices} at the prices of {first}.",
        f"Volume and mix (more or fewer nights, in dearer or cheaper placements): {_amount(volume, unit)}."
        f"{_chiefly(study, volumes, unit)}",
    )
    used = {name: part for name, part in parts.items() if part.first.any() or part.last.any()}
    title = "Why spend changes, and what each type of placement costs"
    return Driver(title, sentences, _spend_table(study, used, unit, (first, last)))


def _amount(part: Difference, unit: Unit) -> str:
    if part.constant and not part.few:
        return unit.signed(part.mean)
    return sure(part, unit) if part.few or part.clear else f"no clear part of the change, {sure(part, unit)}"


def _spend_table(study: Study, parts: Mapping[str, Spend], unit: Unit, years: tuple[str, str]) -> Table:
    first, last = years
    columns = ("Placement type", first, "Price", "Volume and mix", last, f"£ a child-week, {first}", last)
    rows = tuple(
        (
            Cell(study.label("spend", name)),
            number(float(part.first.mean()), unit),
            *(_with_interval(difference_of(0.0, values), unit) for values in (part.price, part.volume)),
            number(float(part.last.mean()), unit),
            *(_a_week(part, place) for place in (0, 1)),
        )
        for name, part in parts.items()
    )
    caption = (
        f"Spend by placement type, {unit.header}: what it was, what price and volume add (below, the 95% interval), "
        "what it becomes; and cost of one child for one week"
    )
    return Table(caption, columns, rows, total=True)


def _with_interval(found: Difference, unit: Unit) -> Cell:
    if found.few or found.constant or isnan(found.low):
        return number(found.mean, unit)
    ends = found.low, found.high
    return Cell(unit.number(found.mean), found.mean, unit, between(*ends, unit), ends)


def _a_week(part: Spend, place: int) -> Cell:
    spend, nights = float((part.first, part.last)[place].mean()), float(part.nights[place].mean())
    return number(spend / nights * WEEK, unit_for("pounds", 0)) if nights else Cell(NOTHING)
