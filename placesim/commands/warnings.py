"""Warnings on the terminal: beside the results, never among them."""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from placesim.config.warnings.warning import InputWarning


def show(warnings: "Iterable[InputWarning]") -> None:
    """Print warnings, a line each, where failures are printed too."""
    for warning in warnings:
        print(f"Warning: {warning}", file=sys.stderr)
