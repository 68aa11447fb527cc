"""How children and places meet. Knows the config; knows nothing of money or reports."""

from importlib.util import find_spec


def build() -> str:
    """Return whether the model is `compiled` or runs from its `source`; its figures are the same (decision 0014)."""
    engine = find_spec("placesim.model.engine")
    return "source" if engine is None or (engine.origin or "").endswith(".py") else "compiled"
