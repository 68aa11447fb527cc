"""Sheets by month: what each scenario has saved so far, and how the homes that it opens fill."""

from collections.abc import Iterator
from datetime import date

import numpy as np

from placesim.experiment.statistics import interval_of_mean, range_of_futures
from placesim.report.comparison.options import Options
from placesim.report.office.sheets import CHANGE, MONTH, ONE, POUNDS, SHARE, Column, Sheet, Value
from placesim.report.office.sheets_of_options import SCENARIO
from placesim.report.office.sheets_of_years import NO_HOMES
from placesim.results.facts import Floats

PENNY = 0.005
"""Pounds below which a saving is the arithmetic of floating numbers."""


def saving_sheet(options: Options) -> Sheet:
    """Return what each scenario has saved up to the end of each month."""
    columns = (
        SCENARIO,
        Column("Month", MONTH, 11),
        *(Column(f"Saved so far: {end}", POUNDS + CHANGE, 15) for end in ("mean", "low", "high", "p10", "p50", "p90")),
        Column("Futures that have saved by then", SHARE, 14),
    )
    rows = [row for name in options.names for row in _savings(options, name)]
    notes = (
        "Baseline spend less scenario spend, from the start to the end of the month. Above zero: the scenario has cost "
        "less so far; below zero: more.",
    )
    return Sheet("Cumulative saving", "When does each scenario begin to save?", columns, rows, notes, kept=2)


def _savings(options: Options, name: str) -> Iterator[tuple[Value, ...]]:
    saved = options.cumulative(name)
    saved = np.where(np.abs(saved) < PENNY, 0.0, saved)
    mean, low, high = interval_of_mean(saved)
    spread = np.full_like(range_of_futures(saved), np.nan) if options.few else range_of_futures(saved)
    columns = (mean, low, high, *spread, (saved > 0).mean(axis=0))
    for month, *figures in zip(months_of(options), *(column.tolist() for column in columns), strict=True):
        yield name, month, *figures


def months_of(options: Options) -> list[date]:
    """Return the first day of each month of the horizon."""
    names = dict.fromkeys(key[0] for key in options.comparison.baseline.monthly_keys)
    return [date.fromisoformat(f"{name}-01") for name in names]


def homes_sheet(options: Options) -> Sheet:
    """Return beds and children of each home that a scenario opens, month by month."""
    columns = (
        SCENARIO,
        Column("Home", width=32),
        Column("Month", MONTH, 11),
        Column("Futures in which it is open", SHARE, 13),
        Column("Usable beds: mean", ONE, 12),
        *(Column(f"Children: {end}", ONE, 12) for end in ("mean", "p10", "p90")),
        Column("Usable beds taken", SHARE, 13),
    )
    rows = [row for name in options.names for home in options.homes_opened(name) for row in _home(options, name, home)]
    notes = (
        "Averages of the nights of each month, over all futures, those in which the home is not open among them. "
        "Usable beds taken: children over usable beds, of the means; empty where no bed is open.",
    )
    answers = "How do the homes that scenarios open fill?"
    return Sheet("Homes", answers, columns, rows, notes, kept=3, empty=NO_HOMES)


def _home(options: Options, name: str, home: str) -> Iterator[tuple[Value, ...]]:
    outcomes, label = options.outcomes(name), options.labels.place(home)
    beds = options.comparison.monthly(outcomes, "places_average", home)
    children = options.comparison.monthly(outcomes, "children_average", home)
    p10, _, p90 = range_of_futures(children)
    if options.few:
        p10, p90 = np.full_like(p10, np.nan), np.full_like(p90, np.nan)
    taken = _share(children.mean(axis=0), beds.mean(axis=0))
    columns = ((beds > 0).mean(axis=0), beds.mean(axis=0), children.mean(axis=0), p10, p90, taken)
    for month, *figures in zip(months_of(options), *(column.tolist() for column in columns), strict=True):
        yield name, label, month, *figures


def _share(top: Floats, bottom: Floats) -> Floats:
    return np.asarray(np.divide(top, bottom, out=np.full_like(top, np.nan), where=bottom > 0))
