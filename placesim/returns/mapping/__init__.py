"""The mapping: which codes of a return mean which placement type, reason, move, stream and need of a configuration."""

from placesim.returns.mapping.loading import load_mapping
from placesim.returns.mapping.schema import Mapping

__all__ = ["Mapping", "load_mapping"]
