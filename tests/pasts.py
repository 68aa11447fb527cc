"""Pasts for tests: a simulated council's future, taken for what happened to a council."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from placesim.config.baseline import Baseline
from placesim.config.loading import load_baseline
from placesim.experiment.councils import FixedCouncils
from placesim.experiment.draws import Future
from placesim.model import default_engine
from placesim.model.history import History
from placesim.returns.account import COLUMNS, Account
from placesim.returns.past import Past

NO_ROWS = Account(pd.DataFrame(columns=COLUMNS))


@cache
def simulated_past(path: Path, years: float = 5, seed: int = 1) -> Past:
    """Return a future of a configuration as a past."""
    baseline = load_baseline(path, years)
    history = FixedCouncils({"it": baseline}).play("it", seed, Future(0), default_engine()).history
    return past_with_needs(baseline, history)


def past_with_needs(baseline: Baseline, history: History, account: Account = NO_ROWS) -> Past:
    """Return a history as a past: each child has the first need whose search has the place they are in."""
    names = history.names.provisions
    searched = [{option.provision for tier in need.search for option in tier} for need in baseline.needs.values()]
    first = [next((n for n, provisions in enumerate(searched) if name in provisions), 0) for name in names]
    return Past(baseline, history, np.array(first)[history.episodes["provision"]], account)
