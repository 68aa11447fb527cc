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
    "The compiled engine is not part of this installation: it is built on installing where there is a C compiler. The "
    "readable engine gives the same figures, more slowly. In a folder that is worked in, "
    "`python -m placesim.model.compiled.build` builds it."
)


def default_engine() -> EngineName:
    """Return the engine used unless another is asked for: the compiled one where it is installed."""
    return EngineName.COMPILED if compiled.available() else EngineName.SIMPY
