"""Both engines on the same children and supply: what they tell must be the same, to the last bit."""

import numpy as np
import pytest

from placesim.config.baseline import Baseline
from placesim.model import EngineName, compiled
from placesim.model.demand import Demand
from placesim.model.engine import CompiledBaseline
from placesim.model.engines import engine_for
from placesim.model.history import History
from placesim.model.planning import Plan
from placesim.model.streams import Streams

TABLES = ("episodes", "searches", "places", "children", "supply")

needs_the_compiled_engine = pytest.mark.skipif(
    not compiled.available(),
    reason="the compiled engine is not built here; `python -m placesim.model.compiled.build` builds it",
)


def played_by(engine: EngineName, baseline: Baseline, replications: range) -> list[History]:
    """Futures of a council, as one engine plays them."""
    player, demand, plan = engine_for(CompiledBaseline(baseline), engine), Demand(baseline), Plan(baseline)
    luck = [Streams(1, replication) for replication in replications]
    return [player.simulate(demand.draw(streams), plan.draw(streams)) for streams in luck]


def differing_columns(one: History, other: History) -> list[str]:
    """Columns in which two histories are not the same to the last bit, or not of one kind of number."""
    found = []
    for table in TABLES:
        these, those = getattr(one, table), getattr(other, table)
        assert list(these) == list(those), table
        found += [f"{table}.{name}" for name in these if not _same(these[name], those[name])]
    return found


def _same(one: np.ndarray, other: np.ndarray) -> bool:
    missing_alike = one.dtype.kind == "f"
    return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=missing_alike)
