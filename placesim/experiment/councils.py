"""Councils: what has to be compiled before a future can be played, and the children that scenarios share."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from placesim.config.baseline import Baseline
from placesim.config.ranges.drawing import KEPT, Drawable
from placesim.experiment.draws import Future
from placesim.model import EngineName
from placesim.model.at_start import AtStart, start_of
from placesim.model.children import Children
from placesim.model.demand import Demand, same_demand
from placesim.model.engine import CompiledBaseline
from placesim.model.engines import Engine, engine_for
from placesim.model.history import History
from placesim.model.planning import Plan
from placesim.model.streams import Streams


class Lived(NamedTuple):
    """A future as it was played, and the council whose future it was."""

    council: CompiledBaseline
    history: History


class Councils(Protocol):
    """Whatever can play a future of a scenario."""

    def play(self, scenario: str, seed: int, future: Future, engine: EngineName) -> Lived:
        """Simulate one future of one scenario."""


class FixedCouncils:
    """Scenarios compiled once for all futures; those with the same demand share the children of a future."""

    def __init__(self, baselines: Mapping[str, Baseline]):
        """Compile every scenario, and find whose children are alike."""
        self._councils = {name: CompiledBaseline(baseline) for name, baseline in baselines.items()}
        self._alike = {
            name: next(first for first, other in baselines.items() if same_demand(other, baseline))
            for name, baseline in baselines.items()
        }
        self._demand = {name: Demand(baselines[name]) for name in self._alike.values()}
        self._plans = {name: Plan(baseline) for name, baseline in baselines.items()}
        self._engines: dict[tuple[str, EngineName], Engine] = {}
        self._children: dict[tuple[str, Streams], Children] = {}

    def play(self, scenario: str, seed: int, future: Future, engine: EngineName) -> Lived:
        """Simulate one future of one scenario."""
        council = self._councils[scenario]
        if (scenario, engine) not in self._engines:
            self._engines[scenario, engine] = engine_for(council, engine)
        streams = Streams(seed, future.luck)
        supply = self._plans[scenario].draw(streams)
        return Lived(council, self._engines[scenario, engine].simulate(self._drawn(scenario, streams), supply))

    def _drawn(self, scenario: str, streams: Streams) -> Children:
        key = self._alike[scenario], streams
        known = self._children.get(key)
        if known is not None:
            return known
        drawn = self._demand[key[0]].draw(streams)
        if list(self._alike.values()).count(key[0]) > 1:
            if len(self._children) >= KEPT:
                self._children.clear()
            self._children[key] = drawn
        return drawn


class DrawnCouncils:
    """Scenarios whose assumptions are drawn: a council for every future, compiled as it is played.

    Scenarios of one future whose demand is alike share its children.
    """

    def __init__(self, drawable: Drawable):
        """Begin with nothing compiled."""
        self._drawable = drawable
        self._children: dict[tuple[bytes, Streams], list[tuple[Baseline, Children]]] = {}
        self._at_start: tuple[tuple[object, ...], AtStart] | None = None

    def play(self, scenario: str, seed: int, future: Future, engine: EngineName) -> Lived:
        """Simulate one future of one scenario, its assumptions as this future draws them."""
        baseline = self._drawable.baseline(scenario, future.row)
        council, streams = CompiledBaseline(baseline), Streams(seed, future.luck)
        children = self._drawn(baseline, future.row.tobytes(), streams)
        return Lived(council, engine_for(council, engine).simulate(children, Plan(baseline).draw(streams)))

    def _drawn(self, baseline: Baseline, row: bytes, streams: Streams) -> Children:
        if len(self._children) >= KEPT and (row, streams) not in self._children:
            self._children.clear()
        known = self._children.setdefault((row, streams), [])
        for other, children in known:
            if same_demand(other, baseline):
                return children
        known.append((baseline, Demand(baseline, self._start(baseline)).draw(streams)))
        return known[-1][1]

    def _start(self, baseline: Baseline) -> AtStart:
        """Return the children in care on day 0, compiled anew only where a draw or an option changes them."""
        read = start_of(baseline)
        if self._at_start is None or self._at_start[0] != read:
            self._at_start = read, AtStart(baseline)
        return self._at_start[1]
