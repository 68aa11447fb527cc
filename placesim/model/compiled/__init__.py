"""The compiled twin of the readable engine: the same rules on columns of numbers, in C.

`care.py`, `market.py`, `places.py` and their neighbours say in Python what `model/engine.py` and `model/market.py`
say, in the same words; the `.pxd` beside each says which C types its numbers have. Tests hold both engines equal.
"""

from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.util import find_spec


@cache
def available() -> bool:
    """Tell whether this installation has the compiled modules."""
    found = find_spec("placesim.model.compiled.future")
    return found is not None and (found.origin or "").endswith(tuple(EXTENSION_SUFFIXES))
