"""The outcome of a calibration as text: each figure before and after, fitted ones and those held back apart."""

from math import isnan

from placesim.calibration.aggregates import Calibrated
from placesim.calibration.agreement import FITTED, HELD_BACK, Agreement, shown_like

HEADINGS = ("Figure", "Year", "Published", "At first", "Calibrated", "Agrees")
FACTOR_HEADINGS = ("Numbers", "Multiplied by")


def rows(result: Calibrated) -> list[tuple[str, list[tuple[str, ...]]]]:
    """Return the table of fitted figures and that of those held back, each with its heading."""
    return [(heading, [_row(before, after) for before, after in pairs]) for heading, pairs in _parts(result) if pairs]


def factor_rows(result: Calibrated) -> list[tuple[str, ...]]:
    """Return what numbers were multiplied by."""
    return [(each.name, f"{factor:.3f}") for each, factor in result.factors.items()]


def remarks(result: Calibrated) -> list[str]:
    """Return what the calibrated file says at its top of every figure, and of those that were not reached."""
    lines = [_remark(heading, *pair) for heading, pairs in _parts(result) for pair in pairs]
    return [*lines, *(missed.sentence for missed in result.not_reached)]


Pairs = list[tuple[Agreement, Agreement]]
"""Figures before and after."""


def _parts(result: Calibrated) -> list[tuple[str, Pairs]]:
    pairs = list(zip(result.first, result.found, strict=True))
    return [
        (FITTED, [pair for pair in pairs if not pair[0].figure.held_back]),
        (HELD_BACK, [pair for pair in pairs if pair[0].figure.held_back]),
    ]


def _row(before: Agreement, after: Agreement) -> tuple[str, ...]:
    figure, shown = after.figure, shown_like(after.figure)
    numbers = ("none" if isnan(each) else shown(each) for each in (figure.value, before.mean, after.mean))
    return figure.label, figure.financial_year, *numbers, "yes" if after.agrees else "NO"


def _remark(heading: str, before: Agreement, after: Agreement) -> str:
    label, year, published, first, last, agrees = _row(before, after)
    verdict = "agrees" if agrees == "yes" else "does not agree"
    return f"{heading}: {label}, {year}: published {published}, simulated {last} (at first {first}), {verdict}"
