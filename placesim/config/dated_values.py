"""Everything in a block that has a date: values that change by date, and days on which something begins or ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from pydantic import BaseModel

from placesim.config.blocks import Blocks
from placesim.config.problem import Path
from placesim.config.values import Dated


def horizon_end(baseline: Blocks) -> date:
    """Return the day on which the simulation is over, to within a day."""
    return baseline.start + timedelta(days=round(baseline.years * 365.25))


def timelines(block: Any, path: Path = ()) -> Iterator[tuple[Path, tuple[Dated, ...]]]:
    """Yield every list of dated values in a block, with its place in the file."""
    if isinstance(block, tuple) and block and all(isinstance(item, Dated) for item in block):
        yield path, block
    else:
        for key, value in _inside(block):
            yield from timelines(value, (*path, key))


def days(block: Any, path: Path = ()) -> Iterator[tuple[Path, date]]:
    """Yield every day that a block names outside its dated values, with its place in the file."""
    if isinstance(block, date):
        yield path, block
    elif not isinstance(block, Dated):
        for key, value in _inside(block):
            yield from days(value, (*path, key))


def _inside(block: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(block, BaseModel):
        fields = type(block).model_fields
        yield from ((fields[name].alias or name, getattr(block, name)) for name in fields)
    elif isinstance(block, dict):
        yield from block.items()
    elif isinstance(block, tuple):
        yield from enumerate(block)
