"""Warnings on the terminal: beside the results, never among them."""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from placesim.report.terminal.lines import print_line

if TYPE_CHECKING:
    from placesim.config.warnings.warning import InputWarning


def show(warnings: "Iterable[InputWarning]") -> None:
    """Print warnings, a line each, where failures are printed too."""
    for warning in warnings:
        print_line(f"Warning: {warning}", sys.stderr)
