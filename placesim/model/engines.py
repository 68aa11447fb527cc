"""Either engine behind one call, so that whoever plays futures need not know which one does."""

from typing import Protocol

from placesim.model import EngineName
from placesim.model.children import Children
from placesim.model.engine import CompiledBaseline, simulate
from placesim.model.history import History
from placesim.model.supply import Supply


class Engine(Protocol):
    """Plays futures of one council."""

    def simulate(self, children: Children, supply: Supply) -> History:
        """Play one future and return what happened."""


class SimpyEngine:
    """The readable engine."""

    def __init__(self, council: CompiledBaseline):
        """Play by one council's rules."""
        self._council = council

    def simulate(self, children: Children, supply: Supply) -> History:
        """Play one future and return what happened."""
        return simulate(self._council, children.one_by_one(), supply.one_by_one())


def engine_for(council: CompiledBaseline, name: EngineName) -> Engine:
    """Return an engine that plays by a council's rules.

    Raises:
        ImportError: the compiled engine is asked for but not installed.
    """
    if name is EngineName.SIMPY:
        return SimpyEngine(council)
    from placesim.model.compiled.engine import CompiledEngine

    return CompiledEngine(council)
