"""Drift: which placement types' numbers change by themselves, and which numbers of the configuration they hang on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from placesim.config.blocks import Blocks
from placesim.config.problem import Path
from placesim.config.provision import Households, Places
from placesim.config.stock_and_flow.away import reasons_to_come_back_from
from placesim.config.stock_and_flow.children import AS_WRITTEN, Start
from placesim.config.stock_and_flow.projection import projected
from placesim.config.values import Dated

SHARE, CHILDREN = 0.15, 3.0
"""A change of the number in a placement type that is told: by more than this share and more than so many children."""

HORIZON = 5.0
"""Years in which the number may not change by more than that."""

LESS = 0.9
"""What each number is multiplied by to see what hangs on it."""


def drifts(now: float, then: float) -> bool:
    """Tell whether a number of children changes by more than 15% or three children, whichever is more."""
    return abs(then - now) > max(SHARE * now, CHILDREN)


@dataclass(frozen=True)
class Driver:
    """One number of a configuration, and what hangs on it."""

    path: Path
    changes: dict[str, float]
    """Children more at the end, by placement type, if the number were a tenth less."""

    @property
    def name(self) -> str:
        """The number as a dotted path; children on the start date are named in words."""
        return ".".join(map(str, self.path))


def drivers(baseline: Blocks, years: float) -> list[Driver]:
    """Return what each number that moves children would change if it were a tenth less, all else as it is."""
    end = projected(baseline, years).after(years)

    def driver(path: Path, changed: Blocks, start: Start = AS_WRITTEN) -> Driver:
        ends = projected(changed, years, start).after(years)
        return Driver(path, {name: ends[name] - end[name] for name in end})

    found = [driver(path, _scaled(baseline, path)) for path in _numbers(baseline)]
    block = "children_in_care"
    found.append(driver((block, "groups"), baseline, Start(ages=LESS)))
    found.append(driver((block, "years_in_care"), baseline, Start(years_in_care=LESS)))
    return found


def largest(found: list[Driver], placement_type: str, most: int = 3) -> list[Driver]:
    """Return the numbers on which a placement type hangs most, those first that change it most."""
    by_effect = sorted(found, key=lambda driver: -abs(driver.changes[placement_type]))
    return [driver for driver in by_effect[:most] if driver.changes[placement_type]]


def _numbers(baseline: Blocks) -> Iterator[Path]:
    """Yield where the numbers stand that decide how many children live where."""
    yield from (("entrants", name, "entries_per_year") for name in baseline.entrants)
    for block in ("leaving", "moves"):
        for name, risk in getattr(baseline, block).items():
            yield from ((block, name, "per_year", kind) for kind, rate in risk.per_year.items() if rate)
    yield from (("re_entry", "per_year", reason) for reason in reasons_to_come_back_from(baseline))
    for name, move in baseline.moves.items():
        yield from (("moves", name, "need_changes", place, "share") for place in range(len(move.need_changes)))
    for name, need in baseline.needs.items():
        for tier, options in enumerate(need.search):
            for place, option in enumerate(options):
                if option.share < 1:
                    yield ("needs", name, "search", tier, place, "share")
    for name, provision in baseline.provision.items():
        path = ("provision", name, "capacity")
        if isinstance(provision.capacity, Households):
            yield from ((*path, field) for field in ("usable_share", "approvals_per_year", "leaves_per_year"))
        elif isinstance(provision.capacity, Places):
            yield (*path, "places")


def _scaled(block: Any, path: Path) -> Any:
    """Return a block with the number at a path, or all values of a dated list there, a tenth less."""
    if path:
        key, rest = path[0], path[1:]
        if isinstance(block, BaseModel):
            return block.model_copy(update={str(key): _scaled(getattr(block, str(key)), rest)})
        if isinstance(block, dict):
            return {**block, key: _scaled(block[key], rest)}
        return tuple(_scaled(item, rest) if place == key else item for place, item in enumerate(block))
    if isinstance(block, tuple):
        return tuple(_scaled(step, ("value",)) if isinstance(step, Dated) else step for step in block)
    return block * LESS
