"""Placement sufficiency simulation: children in care, scarce homes, and what options do to both."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.9.0"

if TYPE_CHECKING:
    from placesim.api import (
        BackCastResult,
        ComparisonResult,
        Council,
        FitResult,
        HistoryResult,
        Result,
        RunResult,
        SearchResult,
        SensitivityResult,
        SweepMapResult,
        SweepResult,
        WrongInputError,
        backcast,
        compare,
        export_903,
        fit,
        history,
        load,
        measures,
        merge,
        open_page,
        run,
        scenario,
        search,
        sensitivity,
        shard,
        sweep,
    )

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
    "__version__",
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


def __getattr__(name: str) -> Any:
    """Fetch what notebooks use when it is first asked for: the command line begins without it."""
    if name in __all__:
        return getattr(import_module("placesim.api"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return what notebooks use."""
    return __all__
