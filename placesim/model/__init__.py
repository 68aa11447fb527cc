"""How children and places meet. Knows the config; knows nothing of money or reports.

Two engines play the same rules to the same figures (decision 0019): the readable one in simpy, `engine.py` and its
neighbours, and its compiled twin in `compiled/`.
"""

from enum import StrEnum

from placesim.model import compiled


class EngineName(StrEnum):
    """Which engine plays the futures; the figures are the same."""

    SIMPY = "simpy"
    COMPILED = "compiled"


NOT_COMPILED = (
    "the compiled engine is not part of this installation. Run without --engine (or --engine simpy: the figures are "
    "the same), or install again where there is a C compiler; in a folder that is worked in, run "
    "`python -m placesim.model.compiled.build`"
)


def default_engine() -> EngineName:
    """Return the engine used unless another is asked for: the compiled one where it is installed."""
    return EngineName.COMPILED if compiled.available() else EngineName.SIMPY
