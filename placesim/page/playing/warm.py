"""Warm: what playing imports, imported before anybody waits for it."""

from importlib import import_module

from placesim.model import EngineName, default_engine

PLAYS = ("placesim.experiment.chunks",)
"""What a process that plays futures imports."""

DRAWS = ("placesim.experiment.chunks", "scipy.stats.qmc")
"""What the process imports that hands them out."""


def warm_worker() -> None:
    """Import all that playing takes, in a worker process."""
    _import(PLAYS)


def warm_here() -> None:
    """Import all that planning takes, in this process."""
    _import(DRAWS)


def _import(names: tuple[str, ...]) -> None:
    engine = "compiled.engine" if default_engine() is EngineName.COMPILED else "engine"
    for name in (*names, f"placesim.model.{engine}"):
        import_module(name)
