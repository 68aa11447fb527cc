"""Fitted: a configuration in which a council's own past has taken the place of what was assumed."""

from placesim.returns.fitted.fitting import Fitted, fit

__all__ = ["Fitted", "fit"]
