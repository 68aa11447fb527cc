"""The baseline in words: what happens if nothing changes, which every saving is measured against."""

from math import isnan

import numpy as np

from placesim.experiment.comparison import ALL_YEARS
from placesim.report.comparison_study import SHARE_OUT, SPEND, ComparisonStudy
from placesim.report.words.figures import unit_for
from placesim.report.years import whole_years

CHECK = "Check this before you read on: every option is measured against it."

LARGE = 1e7
"""Pounds a year from which spend is told with one decimal of a million."""


def baseline_words(options: ComparisonStudy) -> tuple[str, str]:
    """Return what becomes of children, spend and the share out of borough if nothing changes, as means."""
    parts = [part for part in (_children(options), _spend(options), _out_of_borough(options)) if part]
    return f"If nothing changes: {'; '.join(parts)}.", CHECK


def _mean(options: ComparisonStudy, measure: str, year: str = ALL_YEARS) -> float:
    values = options.comparison.before(measure, "all", year)
    return float("nan") if np.isnan(values).all() else float(np.nanmean(values))


def _children(options: ComparisonStudy) -> str:
    start, end = options.baseline.start_count(), _mean(options, "children_year_end")
    who, become = ("child", "becomes") if start == 1 else ("children", "become")
    after = unit_for("children", end).number(end)
    return f"{start:,} {who} in care on {options.start} {become} about {after} on {options.end}"


def _spend(options: ComparisonStudy) -> str:
    """Say what placements cost in the first and last whole year, and in all."""
    years, total = whole_years(options.years), _mean(options, SPEND)
    unit = unit_for("pounds", total)
    first, last = (_mean(options, SPEND, year.name) for year in (years[0], years[-1]))
    decimals = 1 if min(first, last) >= LARGE else unit.decimals
    before, after, every = (unit.full(value, decimals) for value in (first, last, total))
    if len(options.years) == 1:
        return f"placement spend is {before} in {years[0].label}"
    in_all = f"{every} in all" + (f" to {options.end}" if len(years) < len(options.years) else "")
    if len(years) == 1:
        return f"placement spend is {before} in {years[0].label}, {in_all}"
    return f"placement spend goes from {before} in {years[0].label} to {after} in {years[-1].label}, {in_all}"


def _out_of_borough(options: ComparisonStudy) -> str:
    start, end = options.baseline.start_share_out("all"), _mean(options, SHARE_OUT)
    if isnan(start) or isnan(end):
        return ""
    share = unit_for("share", 1.0)
    return f"out of borough goes from {share.full(start)} to {share.full(end)}"
