"""What tests share: the example council and one way to play a replication of any baseline."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import settings

from placesim.config.baseline import Baseline
from placesim.config.loading import load_baseline
from placesim.model import compiled
from placesim.model.compiled.build import REQUIRED, compile_in_place, up_to_date
from placesim.model.engine import CompiledBaseline, simulate
from placesim.model.history import History
from placesim.model.streams import Streams
from tests.councils import children_of, plan

with suppress(ValueError):  # not in the main thread
    # what starts tests in the background has them ignore these, which the commands that they start would respect
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_DFL)

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# every command that tests start in a process of its own, and every worker, would compile hundreds of modules anew

settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile("steady")  # the same examples in every run, however slow the machine

ROOT = Path(__file__).parents[1]
CONFIGS = ROOT / "configs"


def pytest_configure(config: pytest.Config) -> None:
    """Compile the engine where it is not, or no longer, so that tests run against what stands here."""
    if hasattr(config, "workerinput") or up_to_date(ROOT):
        return
    try:
        compile_in_place(ROOT)
    except Exception:
        if os.environ.get(REQUIRED) == "1":
            raise
    compiled.available.cache_clear()


@pytest.fixture(scope="session", autouse=True)
def one_processor() -> Iterator[None]:
    """Play what is told no number of workers in the process of the tests.

    Two processes of their own take seconds to start, for studies that a test's few futures make a moment long, and the
    tests themselves take all processors. What is about workers says how many.
    """
    with patch("os.cpu_count", return_value=1):
        yield


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
