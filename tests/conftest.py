"""What tests share: the example council and one way to play a replication of any baseline."""

from pathlib import Path

import pytest

from placesim.config.baseline import Baseline
from placesim.config.loading import load_baseline
from placesim.model.engine import CompiledBaseline, simulate
from placesim.model.history import History
from placesim.model.streams import Streams
from tests.councils import children_of, plan

CONFIGS = Path(__file__).parents[1] / "configs"


def play(baseline: Baseline, replication: int = 0, seed: int = 1) -> History:
    """Simulate one replication."""
    streams = Streams(seed, replication)
    return simulate(CompiledBaseline(baseline), children_of(baseline, streams), plan(baseline, streams))


@pytest.fixture(scope="session")
def example() -> Baseline:
    return load_baseline(CONFIGS / "example.yaml")


@pytest.fixture(scope="session")
def halton() -> Baseline:
    return load_baseline(CONFIGS / "halton.yaml")
