"""What must hold of the block on children who come back to care: its reasons, bands and streams exist."""

from __future__ import annotations

from collections.abc import Iterator

from placesim.config.blocks import Blocks
from placesim.config.problem import Path, Problem, unknown_keys, unknown_name
from placesim.config.rate_checks import too_often
from placesim.config.re_entry import LEFT_BEFORE, RE_ENTRY, LeftBefore
from placesim.config.starting_checks import LONG_YEAR, ROUNDING

BLOCK: Path = ("re_entry",)

REASON = "reason for leaving before 18"


def re_entry_problems(baseline: Blocks) -> Iterator[Problem]:
    """Yield what does not fit in the block on children who come back."""
    places = ((("leaving",), baseline.leaving), (("at_18", "reasons"), baseline.at_18.reasons))
    for path, names in (*places, (("moves",), baseline.moves)):
        for name in (LEFT_BEFORE, RE_ENTRY):
            if name in names:
                yield Problem((*path, name), f"{name!r} is a word for children who come back; choose another name")
    if (block := baseline.re_entry) is None:
        return
    yield from unknown_keys((*BLOCK, "per_year"), REASON, block.per_year, baseline.leaving)
    bands = block.time_since_leaving_bands
    since = block.by_time_since_leaving
    yield from unknown_keys((*BLOCK, "by_time_since_leaving"), "time-since-leaving band", since, bands)
    yield from unknown_keys((*BLOCK, "by_age"), "age band", block.by_age, baseline.age_bands)
    yield from unknown_keys((*BLOCK, "by_stream"), "stream", block.by_stream, baseline.entrants)
    by_date = (step.value for step in block.by_date)
    factors = [*(by.values() for by in (since, block.by_age, block.by_stream)), tuple(by_date)]
    for reason, rate in block.per_year.items():
        yield from too_often((*BLOCK, "per_year", reason), rate, factors)
    for place, child in enumerate(block.left_before):
        yield from _left_before(baseline, (*BLOCK, "left_before", place), child)


def _left_before(baseline: Blocks, path: Path, child: LeftBefore) -> Iterator[Problem]:
    yield from unknown_name((*path, "reason"), REASON, child.reason, baseline.leaving)
    yield from unknown_name((*path, "stream"), "entrant stream", child.stream, baseline.entrants)
    yield from unknown_name((*path, "need"), "need", child.need, baseline.needs)
    if child.days_since_leaving > (child.age_years + ROUNDING) * LONG_YEAR:
        yield Problem((*path, "days_since_leaving"), "days_since_leaving is more than age_years; correct one of them")
