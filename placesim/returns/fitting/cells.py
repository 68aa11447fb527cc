"""Cells: the exposure to one risk, added up wherever its rate is one number, and the columns of a regression."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from placesim.returns.fitting.estimates import PER_YEAR, Floats
from placesim.returns.fitting.exposure import Exposure
from placesim.returns.fitting.stays import Bools, Whole

Level = tuple[str, int]
"""A field of a risk and the number of a level in it."""


@dataclass(frozen=True, eq=False)
class Cells:
    """Stretches at one risk: each belongs to a child and to a cell, a combination of levels with one rate."""

    fields: tuple[str, ...]
    levels: Mapping[str, Whole]
    """Level of each cell, by field."""
    cell: Whole
    """Cell of each stretch."""
    child: Whole
    """Child of each stretch, numbered from 0 among those at risk."""
    years: Floats
    """Child-years of each stretch."""
    happened: Floats
    """1 where a stretch ended by the risk, else 0."""

    @classmethod
    def of(cls, exposure: Exposure, at_risk: Bools, ends: Bools, fields: tuple[str, ...]) -> "Cells":
        """Add up the stretches at risk by levels of some fields."""
        rows = np.flatnonzero(at_risk)
        shape = tuple(len(exposure.names[field]) for field in fields)
        code = np.ravel_multi_index([exposure.levels[field][rows].astype(np.int64) for field in fields], shape)
        found, cell = np.unique(code, return_inverse=True)
        levels = dict(zip(fields, np.unravel_index(found, shape), strict=True))
        child = np.unique(exposure.child[rows], return_inverse=True)[1]
        return cls(fields, levels, cell, child, exposure.years[rows], ends[rows].astype(float))

    @property
    def children(self) -> int:
        """How many children were at risk."""
        return int(self.child.max(initial=-1)) + 1

    @cached_property
    def exposure(self) -> Floats:
        """Child-years of each cell."""
        return np.asarray(np.bincount(self.cell, self.years, len(self.levels[PER_YEAR])), float)

    @cached_property
    def events(self) -> Floats:
        """Events of each cell."""
        return np.asarray(np.bincount(self.cell, self.happened, len(self.levels[PER_YEAR])), float)

    @cached_property
    def events_of_children(self) -> Floats:
        """Events of each child."""
        return np.asarray(np.bincount(self.child, self.happened, self.children), float)

    def by_child(self, values: Floats) -> Any:
        """Return values of stretches as a sparse matrix of children and cells."""
        from scipy.sparse import csr_matrix

        shape = self.children, len(self.levels[PER_YEAR])
        return csr_matrix((values, (self.child, self.cell)), shape=shape)

    def without(self, nil: Collection[Level]) -> "Cells":
        """Return the cells in which the risk can happen, leaving out those of levels at which it never does."""
        kept, rows = self._kept(nil), self.stretches_without(nil)
        renumbered = np.cumsum(kept) - 1
        levels = {field: level[kept] for field, level in self.levels.items()}
        child = np.unique(self.child[rows], return_inverse=True)[1]
        return Cells(self.fields, levels, renumbered[self.cell[rows]], child, self.years[rows], self.happened[rows])

    def stretches_without(self, nil: Collection[Level]) -> Whole:
        """Return the stretches that are at none of some levels."""
        return np.flatnonzero(self._kept(nil)[self.cell])

    def _kept(self, nil: Collection[Level]) -> Bools:
        kept = np.ones(len(self.exposure), bool)
        for field, level in nil:
            kept &= self.levels[field] != level
        return kept

    def totals(self, field: str) -> dict[int, tuple[int, float]]:
        """Return events and child-years by level of a field."""
        found = np.unique(self.levels[field])
        place = np.searchsorted(found, self.levels[field])
        events, years = np.bincount(place, self.events), np.bincount(place, self.exposure)
        each = zip(found.tolist(), events.tolist(), years.tolist(), strict=True)
        return {level: (round(event), year) for level, event, year in each}


@dataclass(frozen=True, eq=False)
class Design:
    """The columns of a regression on cells: one a placement type, one a level of each factor but its reference."""

    cells: Cells
    references: Mapping[str, int]
    """The level with the most events, by field; placement types have none, for theirs is the rate itself."""
    columns: tuple[Level, ...]
    events: Floats
    """Events of each column's level."""
    matrix: Floats
    """1 where a cell has the level, else 0."""

    @classmethod
    def of(cls, cells: Cells) -> "Design":
        """Lay out the columns."""
        totals = {field: cells.totals(field) for field in cells.fields}
        references = {field: _most_events(levels) for field, levels in totals.items() if field != PER_YEAR}
        columns = tuple(
            (field, level) for field in cells.fields for level in totals[field] if references.get(field) != level
        )
        events = np.array([totals[field][level][0] for field, level in columns], float)
        matrix = np.stack([cells.levels[field] == level for field, level in columns], axis=1).astype(float)
        return cls(cells, references, columns, events, matrix)

    def columns_of(self, field: str) -> list[int]:
        """Return the columns of one field."""
        return [column for column, (name, _) in enumerate(self.columns) if name == field]


def _most_events(totals: Mapping[int, tuple[int, float]]) -> int:
    """Return the level with the most events; of several such, that with most child-years."""
    return max(totals, key=lambda level: totals[level])
