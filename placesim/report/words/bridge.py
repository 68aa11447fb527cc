"""The bridge in words, tables and a waterfall: why a total changes, in six parts that add up as printed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from math import isnan
from typing import NamedTuple

import numpy as np

from placesim.experiment.differences import Difference, difference_of
from placesim.report.charts.waterfall import Step, axis_begins, waterfall
from placesim.report.figures import MINUS, Unit, unit_for
from placesim.report.paper.formulas import Formula
from placesim.report.paper.parts import Bullets, Cell, Chart, Table, bullets
from placesim.report.words.differences import direction, interval_words
from placesim.results.bridge import Bridge, Cause
from placesim.results.rounding import largest_remainder


class Said(NamedTuple):
    """How a cause is told: its name, why a total is higher and why lower, and what it is."""

    name: str
    higher: str
    lower: str
    meaning: str


SAID: Mapping[Cause, Said] = {
    Cause.VOLUME: Said(
        "Volume",
        "more nights are spent in care",
        "fewer nights are spent in care",
        "nights in care, at the average cost of a night; a leap year has one more for each child.",
    ),
    Cause.MIX: Said(
        "Mix",
        "more of the nights are spent in dearer placements",
        "more of the nights are spent in cheaper placements",
        "which provision these nights are spent in; a home that opens or closes is mix.",
    ),
    Cause.COMPLEXITY: Said(
        "Complexity",
        "children cost more than the average of the same placement",
        "children cost less than the average of the same placement",
        "whether children cost more or less than the average fee of the same provision; under a contract none does.",
    ),
    Cause.PRICE: Said(
        "Price",
        "the same nights are dearer",
        "the same nights are cheaper",
        "uplifts, dated changes of price and contract fees, for nights lived in, void and under notice alike.",
    ),
    Cause.VOID: Said(
        "Void and notice",
        "more is paid for nights that nobody sleeps in",
        "less is paid for nights that nobody sleeps in",
        "paid nights in beds that stand empty, and notice paid after a child has left.",
    ),
    Cause.FIXED: Said(
        "Fixed and other",
        "costs that no night decides are higher, or income is lower",
        "costs that no night decides are lower, or income is higher",
        "what decisions cost, allowances after care, less income.",
    ),
}

HOW = (
    "Each part is what changing it alone adds, averaged over all orders in which the six could change (Shapley value), "
    "so that they add up to the change in every future, and what does not change has no part. In tables and charts "
    "they are rounded so that they add up in print too."
)
ENDS = ("low", "high")


def subject(found: Bridge) -> str:
    """Return what is bridged: placement spend, or net cost where there is more than that."""
    return "Net cost" if any(each.any() for each in found.fixed) else "Placement spend"


def meanings_table(sheet: str) -> Table:
    """Return what the parts are, for a sheet that has no sentences."""
    rows = tuple((Cell(said.name), Cell(said.meaning)) for said in SAID.values())
    return Table("What the parts are", ("Part", "What it is"), rows, sheet=sheet)


def known(found: Bridge) -> bool:
    """Tell whether there is a bridge: without a price there is none."""
    return not any(np.isnan(total).any() for total in found.totals)


def meanings() -> Bullets:
    """Return one line on each part."""
    return bullets(*(f"{said.name}: {said.meaning}" for said in SAID.values()))


def unit_of(found: Bridge) -> Unit:
    """Return how totals and parts are printed together."""
    return unit_for("pounds", float(max(abs(total.mean()) for total in found.totals)))


def sentences(found: Bridge, unit: Unit) -> tuple[str, ...]:
    """Say which parts are sure, largest first, then which are not clear, next to nothing, and nothing."""
    changes = {cause: difference_of(0.0, found.part(cause)) for cause in Cause}
    ordered = sorted(Cause, key=lambda cause: -abs(changes[cause].mean))
    still = [cause for cause in Cause if changes[cause].nothing]
    small = [cause for cause in Cause if cause not in still and _small(changes[cause], unit)]
    rest = [cause for cause in ordered if cause not in (*still, *small)]
    clear = [cause for cause in rest if direction(changes[cause]).clear]
    because = (_because(cause, changes[cause], unit) for cause in clear)
    unsure = (f"{_name(cause)}, {signed(changes[cause], unit)}" for cause in rest if cause not in clear)
    said = {
        "Of that": "; ".join(because),
        "No clear part": "; ".join(unsure),
        "Next to nothing": ", ".join(map(_name, small)),
        "No part in any future": ", ".join(map(_name, still)),
    }
    return tuple(f"{opening}: {words}." for opening, words in said.items() if words)


def _name(cause: Cause) -> str:
    return SAID[cause].name.lower()


def _small(change: Difference, unit: Unit) -> bool:
    """Tell whether a part, and all that is known of it, prints as nothing."""
    ends = (change.mean, change.low, change.high, change.p10, change.p90)
    return all(isnan(end) or not unit.number(end).strip(f"0.,{MINUS}") for end in ends)


def _because(cause: Cause, change: Difference, unit: Unit) -> str:
    return f"{signed(change, unit)} because {SAID[cause].lower if change.mean < 0 else SAID[cause].higher}"


def signed(change: Difference, unit: Unit) -> str:
    """Return a change with its sign, and how sure it is unless futures do not differ."""
    amount = unit.signed(change.mean)
    return amount if change.constant else f"{amount} ({interval_words(change, unit.bare)})"


def printed(parts: Sequence[float], ends: tuple[float, float], unit: Unit) -> list[str]:
    """Return the first total, its parts and the last total as they are printed, so that they add up."""
    step = unit.divisor / 10**unit.decimals
    first, last = (round(end / step) * step for end in ends)
    return [
        unit.number(first),
        *(unit.bare.signed(part) for part in largest_remainder(parts, step, last - first)),
        unit.number(last),
    ]


def bridge_table(found: Bridge, names: tuple[str, str], unit: Unit, sheet: str) -> Table:
    """Return the two totals and the six parts between them, below each part its interval."""
    ends, changes = _ends(found), [difference_of(0.0, found.part(cause)) for cause in Cause]
    texts = printed([change.mean for change in changes], ends, unit)
    parts = (part_cell(text, change, unit) for text, change in zip(texts[1:-1], changes, strict=True))
    rows = (
        (Cell(names[0]), Cell(texts[0], ends[0], unit)),
        *((Cell(SAID[cause].name), cell) for cause, cell in zip(Cause, parts, strict=True)),
        (Cell(names[1]), Cell(texts[-1], ends[0] + sum(change.mean for change in changes), unit, formula=ADDED)),
    )
    caption = f"{subject(found)} from {names[0]} to {names[1]}, {unit.header}; below each part the 95% interval"
    return Table(caption, ("What", "Mean"), rows, total=True, ends=ENDS, sheet=sheet)


ADDED = Formula("=SUM({above})")
ACROSS = Formula("={1}+{2}+{3}+{4}+{5}+{6}+{7}")
"""Not a range: in the workbook the ends of each part stand between them."""


def _ends(found: Bridge) -> tuple[float, float]:
    first, last = found.totals
    return float(first.mean()), float(last.mean())


def part_cell(text: str, change: Difference, unit: Unit) -> Cell:
    """Return a part as it is printed, with its interval below it where it has one."""
    if change.few or change.constant or isnan(change.low):
        return Cell(text, change.mean, unit)
    return Cell(text, change.mean, unit, interval_words(change, unit.bare), (change.low, change.high))


def waterfall_chart(name: str, found: Bridge, names: tuple[str, str], unit: Unit, finding: str, sheet: str) -> Chart:
    """Draw the bridge; the figures printed beside its bars add up."""
    ends, parts = _ends(found), [float(found.part(cause).mean()) for cause in Cause]
    texts = [_with_unit(text, unit) for text in printed(parts, ends, unit)]
    steps = [
        Step(label, value, text)
        for label, value, text in zip(
            (names[0], *(said.name for said in SAID.values()), names[1]), (ends[0], *parts, ends[1]), texts, strict=True
        )
    ]
    said = "; ".join(f"{step.name} {step.printed}" for step in steps)
    begins = axis_begins([*np.cumsum([ends[0], *parts]).tolist(), ends[1]])
    note = f"The axis begins at {unit.brief(begins)}, so that parts can be seen." if begins else ""
    draw = partial(waterfall, steps[0], steps[1:-1], steps[-1], unit)
    return Chart(name, finding, f"Waterfall of means, {unit.header}: {said}.", draw, note, sheet=sheet)


def _with_unit(text: str, unit: Unit) -> str:
    sign = text[:1] if text[:1] in "+\N{MINUS SIGN}" else ""
    return f"{sign}{unit.before}{text.removeprefix(sign)}{unit.after}"


def side_by_side(
    caption: str,
    found: Mapping[str, Bridge],
    columns: tuple[str, str, str],
    sheet: str,
    total: Bridge | None = None,
) -> Table:
    """Return several bridges, one a row, each with its two totals and the parts between them.

    Args:
        caption: what the table holds; the unit is added.
        found: the bridges by the name of their row.
        columns: what the rows are, and what their first and their last totals are.
        sheet: the workbook's sheet.
        total: the bridge of all rows together, where they add up to one.
    """
    every = (*found.values(), *([total] if total else []))
    unit = unit_for("pounds", max(abs(end) for each in every for end in _ends(each)))
    headings = (columns[0], columns[1], *(said.name for said in SAID.values()), columns[2])
    rows = [(Cell(name), *_across(each, unit)) for name, each in found.items()]
    if total:
        *sums, last = _across(total, unit)
        rows.append((Cell("In all"), *(replace(cell, formula=ADDED) for cell in sums), last))
    titled = f"{subject(every[0])}: {caption}, {unit.header}; below each part the 95% interval"
    return Table(titled, headings, tuple(rows), total=bool(total), ends=ENDS, sheet=sheet)


def _across(found: Bridge, unit: Unit) -> list[Cell]:
    ends, changes = _ends(found), [difference_of(0.0, found.part(cause)) for cause in Cause]
    first, *texts, last = printed([change.mean for change in changes], ends, unit)
    parts = [part_cell(text, change, unit) for text, change in zip(texts, changes, strict=True)]
    whole = ends[0] + sum(change.mean for change in changes)
    return [Cell(first, ends[0], unit), *parts, Cell(last, whole, unit, formula=ACROSS)]
