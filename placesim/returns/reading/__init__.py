"""Reading: files of returns, whatever they look like, become one council's returns with an account of every row."""

from placesim.returns.reading.reader import read_returns

__all__ = ["read_returns"]
