"""What must hold of money: shapes of prices that a contract allows, and what after care and income name."""

from __future__ import annotations

from collections.abc import Iterator

from placesim.config.after_care import AfterCare
from placesim.config.blocks import Blocks
from placesim.config.contracts import SpotContract
from placesim.config.problem import Path, Problem, unknown_name


def money_problems(baseline: Blocks) -> Iterator[Problem]:
    """Yield what does not fit in prices, after care and income."""
    for name, provision in baseline.provision.items():
        if provision.price.allowance_by_age and provision.contract != SpotContract():
            message = "allowances by age are paid for nights alone; take the contract out, or give a weekly_fee"
            yield Problem(("provision", name, "price", "allowance_by_age"), message)
    reasons = {**baseline.leaving, **baseline.at_18.reasons}
    for name, scheme in baseline.after_care.items():
        path = ("after_care", name)
        yield from unknown_name((*path, "reason"), "reason for leaving care", scheme.reason, reasons)
        yield from unknown_name((*path, "budget_line"), "budget line", scheme.budget_line, baseline.budget_lines)
        yield from _stock(baseline, path, scheme)
    for name, item in baseline.income.items():
        yield from unknown_name(("income", name, "stream"), "stream", item.stream, baseline.entrants)
        line = item.budget_line
        yield from unknown_name(("income", name, "budget_line"), "budget line", line, baseline.budget_lines)


def _stock(baseline: Blocks, path: Path, scheme: AfterCare) -> Iterator[Problem]:
    for age in scheme.stock_by_age:
        if age >= scheme.until_age:
            message = f"at {age} none is paid any more: it ends at {scheme.until_age}; take this age out"
            yield Problem((*path, "stock_by_age", age), message)
    for place, day in enumerate(scheme.stock_until):
        if day <= baseline.start:
            message = f"{day} is not after the start date {baseline.start}; take out what has ended by then"
            yield Problem((*path, "stock_until", place), message)
