"""placesim for notebooks and scripts: load a council, simulate it, and look at the figures as tables and charts.

The commands go through it too. Everything here is also to be had from `placesim` itself, as in `placesim.load`.
"""

from placesim.api.backcasts import BackCastResult, backcast
from placesim.api.changes import scenario_of as scenario
from placesim.api.council import Council, load
from placesim.api.fits import FitResult, fit
from placesim.api.histories import HistoryResult, history
from placesim.api.listing import measures
from placesim.api.opened_page import open_page
from placesim.api.result import Result
from placesim.api.results import ComparisonResult, RunResult
from placesim.api.returns_written import export_903
from placesim.api.search_result import SearchResult
from placesim.api.searches import search
from placesim.api.sensitivities import sensitivity
from placesim.api.sensitivity_results import SensitivityResult
from placesim.api.shards import merge, shard
from placesim.api.studies import compare, run
from placesim.api.sweep_results import SweepMapResult, SweepResult
from placesim.api.sweeps import sweep
from placesim.api.wrong import WrongInputError

__all__ = [
    "BackCastResult",
    "ComparisonResult",
    "Council",
    "FitResult",
    "HistoryResult",
    "Result",
    "RunResult",
    "SearchResult",
    "SensitivityResult",
    "SweepMapResult",
    "SweepResult",
    "WrongInputError",
    "backcast",
    "compare",
    "export_903",
    "fit",
    "history",
    "load",
    "measures",
    "merge",
    "open_page",
    "run",
    "scenario",
    "search",
    "sensitivity",
    "shard",
    "sweep",
]
