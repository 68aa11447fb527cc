"""Placement sufficiency simulation: children in care, scarce homes, and what options do to both."""

__version__ = "0.4.0"
