"""What must hold of the block on children who come back to care: its reasons, bands and streams exist."""

from __future__ import annotations

from collections.abc import Iterator

from placesim.config.blocks import Blocks
from placesim.config.problem import Path, Problem, unknown_keys

BLOCK: Path = ("re_entry",)


def re_entry_problems(baseline: Blocks) -> Iterator[Problem]:
    """Yield what does not fit in the block on children who come back."""
    block = baseline.re_entry
    if block is None:
        return
    yield from unknown_keys((*BLOCK, "per_year"), "reason for leaving before 18", block.per_year, baseline.leaving)
    bands = block.time_since_leaving_bands
    since = block.by_time_since_leaving
    yield from unknown_keys((*BLOCK, "by_time_since_leaving"), "time-since-leaving band", since, bands)
    yield from unknown_keys((*BLOCK, "by_age"), "age band", block.by_age, baseline.age_bands)
    yield from unknown_keys((*BLOCK, "by_stream"), "stream", block.by_stream, baseline.entrants)
