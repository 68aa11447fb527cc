"""Break-even: what a scenario has saved by each month, and from when it is in front of the baseline for good."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
import pandas as pd

from placesim.experiment.statistics import interval_of_mean, range_of_futures
from placesim.report.comparison_study import NET, ComparisonStudy, once
from placesim.report.figures import NOTHING, TOO_FEW_FUTURES
from placesim.report.paper.parts import Cell, Table
from placesim.report.words.assumed import Assumed
from placesim.report.words.costs import counted_by, in_brackets
from placesim.report.words.differences import Direction, direction, finer, money, percent
from placesim.results.facts import Floats
from placesim.results.financial_year import months

A_POUND = 1.0
"""Cumulative savings below this are the arithmetic of floating numbers, or nothing to speak of."""


class InFront(StrEnum):
    """When the mean cumulative saving stays above zero."""

    AT_ONCE = "from the first month in which it changes spend"
    LATER = "later"
    NOT_YET = "not within these years"
    NO_CHANGE = "never changes spend"
    UNCLEAR = "no clear saving"


@dataclass(frozen=True)
class BreakEven:
    """From when a scenario stays in front, on average and future by future; months as in `2027-04`."""

    when: InFront
    month: str | None
    """First month from which the mean cumulative saving stays above zero."""
    sure_month: str | None
    """First month from which the 95% interval of the mean cumulative saving stays above zero."""
    p10: str | None
    """By this month one future in ten is in front for good; None: fewer are within these years."""
    p50: str | None
    p90: str | None
    share: float
    """Share of futures that are in front at the end."""
    deepest: float
    """The lowest that the mean cumulative saving falls to: pounds to be found before it pays; 0 if it never does."""


@dataclass(frozen=True, eq=False)
class Saving:
    """What a scenario has saved since the start, by month; below 0 it has cost more."""

    name: str
    measure: str
    """What it has saved: net cost where that can differ from placement spend, else that."""
    points: pd.DataFrame
    """month, day (end of the month), mean, low, high (95% interval), p10, p50, p90; pounds; the start comes first."""
    break_even: BreakEven


@once
def saving(options: ComparisonStudy, name: str) -> Saving:
    """Return a scenario's cumulative saving and its break-even."""
    measure = counted_by(options)
    table = options.cumulative(name, measure)
    periods = months(options.council.start, options.baseline.days)
    mean, low, high = interval_of_mean(table)
    p10, p50, p90 = range_of_futures(table)
    columns = {"mean": mean, "low": low, "high": high, "p10": p10, "p50": p50, "p90": p90}
    points = pd.DataFrame({"month": periods.labels, "day": periods.edges[1:], **columns})
    first = pd.DataFrame([{"month": "start", "day": 0.0, **dict.fromkeys(columns, 0.0)}])
    even = _break_even(table, direction(options.difference(name, measure)), periods.labels)
    return Saving(name, measure, pd.concat([first, points], ignore_index=True), even)


def _break_even(table: Floats, spend: Direction, labels: tuple[str, ...]) -> BreakEven:
    mean, low, _ = interval_of_mean(table)
    at = _stays_above(mean[None, :])[0]
    each = _stays_above(table)
    month = labels[at] if at < len(labels) else None
    sure_at = _stays_above(np.nan_to_num(low, nan=-1.0)[None, :])[0]
    sure = labels[sure_at] if sure_at < len(labels) else None
    deepest = float(min(mean.min(), 0.0))
    deepest = 0.0 if deepest > -A_POUND else deepest
    p10, p50, p90 = (_by_then(each, share, labels) for share in (0.1, 0.5, 0.9))
    when = _when(spend, month, deepest)
    return BreakEven(when, month, sure, p10, p50, p90, float((table[:, -1] > A_POUND).mean()), deepest)


def _when(spend: Direction, month: str | None, deepest: float) -> InFront:
    if spend == Direction.NONE:
        return InFront.NO_CHANGE
    if spend == Direction.HIGHER or (month is None and spend == Direction.LOWER):
        return InFront.NOT_YET
    if spend != Direction.LOWER:
        return InFront.UNCLEAR
    return InFront.LATER if deepest < 0 else InFront.AT_ONCE


def _stays_above(table: Floats) -> list[int]:
    """Return for each row the first month from which it stays above zero; the number of months where it does not."""
    width = table.shape[1]
    below = table <= A_POUND
    last = np.where(below.any(axis=1), width - 1 - np.argmax(below[:, ::-1], axis=1), -1)
    return [int(place) + 1 for place in last]


def _by_then(each: list[int], share: float, labels: tuple[str, ...]) -> str | None:
    """Return the month by which at least a share of futures are in front for good."""
    place = sorted(each)[max(int(np.ceil(share * len(each))) - 1, 0)]
    return labels[place] if place < len(labels) else None


def month_text(month: str | None) -> str:
    """Return a month as in April 2027."""
    if month is None:
        return "not within these years"
    year, number = month.split("-")
    return f"{date(int(year), int(number), 1):%B %Y}"


def break_even_words(options: ComparisonStudy, curve: Saving) -> str:
    """Say in a sentence or two when a scenario breaks even, and how sure that is."""
    even, what = curve.break_even, what_saves(curve)
    if options.few:
        return f"{TOO_FEW_FUTURES.capitalize()} to say when it breaks even."
    match even.when:
        case InFront.NO_CHANGE:
            return f"It changes {what} in no future, so there is nothing to break even."
        case InFront.UNCLEAR:
            return f"No break-even can be named: these futures show no clear saving by {options.end}."
        case InFront.NOT_YET:
            opening = f"It does not break even by {options.end}: on average it has cost more by then."
            return f"{opening} {_in_front(options, curve)}"
        case InFront.AT_ONCE:
            opening = (
                f"On average it is in front from {month_text(even.month)}, the first month in which it changes {what}: "
                "it has no up-front cost here."
            )
        case InFront.LATER:
            unit = money(even.deepest)
            opening = (
                f"On average it breaks even in {month_text(even.month)}, having cost up to "
                f"{finer(unit, even.deepest).full(-even.deepest)} more before that."
            )
    return f"{opening} {_surely(even)}{_in_front(options, curve)}"


def what_saves(curve: Saving) -> str:
    """Return what a break-even counts, as a sentence has it."""
    return "net cost" if curve.measure == NET else "spend"


def _surely(even: BreakEven) -> str:
    if even.sure_month and even.sure_month != even.month:
        return f"The 95% interval of the mean stays above zero from {month_text(even.sure_month)}. "
    return ""


def _in_front(options: ComparisonStudy, curve: Saving) -> str:
    even, luck, beside = curve.break_even, options.luck_alone, ""
    if luck:
        beside = f" {Assumed.DRAWN} ({percent(saving(luck, curve.name).break_even.share)} under luck alone)"
    return f"{percent(even.share)} of futures{beside} are in front at the end; {_nine_in_ten(even)}."


def _nine_in_ten(even: BreakEven) -> str:
    if even.p90:
        return f"nine in ten are in front for good by {month_text(even.p90)}"
    if even.p50:
        return f"half are in front for good by {month_text(even.p50)}, nine in ten not within these years"
    return "fewer than half are in front for good within these years"


def title_words(curve: Saving, options: ComparisonStudy) -> str:
    """Return the finding of a chart of cumulative savings."""
    even, label, net = curve.break_even, options.label(curve.name), " net" if curve.measure == NET else ""
    mean = options.difference(curve.name, curve.measure).mean
    size = f"{money(mean).full(abs(mean))}{net}"
    if options.few:
        return f"{label}: too few futures to say"
    match even.when:
        case InFront.NO_CHANGE:
            return f"{label}: changes {what_saves(curve)} in no future"
        case InFront.UNCLEAR:
            return f"{label}: no clear saving"
        case InFront.NOT_YET:
            return f"{label}: {size} dearer by the end"
        case InFront.AT_ONCE:
            return f"{label}: {size} saved; in front from {month_text(even.month)}"
        case InFront.LATER:
            return f"{label}: {size} saved; breaks even in {month_text(even.month)}"


def _both_shares(options: ComparisonStudy, curve: Saving) -> str:
    """Return in what share of futures a scenario is in front at the end; under luck alone too where that differs."""
    luck, share = options.luck_alone, percent(curve.break_even.share)
    return f"{share} drawn, {percent(saving(luck, curve.name).break_even.share)} luck alone" if luck else share


def saving_table(options: ComparisonStudy, names: tuple[str, ...], sheet: str = "") -> Table:
    """Return when each scenario breaks even, on average and future by future."""
    rows = []
    for name in names:
        curve = saving(options, name)
        even = curve.break_even
        shown = even.when in (InFront.AT_ONCE, InFront.LATER) and not options.few
        moments = [month_text(month) if shown else NOTHING for month in (even.month, even.sure_month, even.p10)]
        later = [month_text(month) if shown else NOTHING for month in (even.p50, even.p90)]
        deepest = money(even.deepest).full(-even.deepest) if even.deepest else "£0"
        share = NOTHING if options.few or even.when == InFront.NO_CHANGE else _both_shares(options, curve)
        counts = f"{'net cost' if curve.measure == NET else 'placement spend'}{in_brackets(options, name)}"
        texts = (*moments, *later, share, deepest, counts)
        rows.append((Cell(options.label(name)), *(Cell(text) for text in texts)))
    columns = ("Option", "Mean in front from", "Clearly from (95%)", "One future in ten by", "Half of futures by",
               "Nine in ten by", "Futures in front at the end", "Most it costs before", "Counts")  # fmt: skip
    caption = "Break-even: the month from which the cumulative saving stays above zero"
    return Table(caption, columns, tuple(rows), sheet=sheet)
