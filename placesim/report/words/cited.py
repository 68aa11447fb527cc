"""Cited: what numbers rest on, as reports tell it: an assumption, the council's own return, or the evidence."""

from collections.abc import Mapping
from dataclasses import dataclass

from placesim.config.evidence import Figure, is_assumption, is_fitted
from placesim.config.text import plain
from placesim.config.values import ASSUMPTION, FITTED


@dataclass(frozen=True)
class Cited:
    """One source of a block: an assumption with its reason, what it was fitted to, or a figure of the evidence."""

    text: str
    assumed: bool
    figure: Figure | None = None
    fitted: bool = False
    """Whether it was learnt from the council's own return."""


def cited(item: str, evidence: Mapping[str, Figure]) -> Cited:
    """Return a source as an assumption with its reason, as what it was fitted to, or as a figure of the evidence."""
    if is_assumption(item):
        return Cited(plain(item.removeprefix(ASSUMPTION)), True)
    if is_fitted(item):
        return Cited(plain(item.removeprefix(FITTED)).strip(), False, fitted=True)
    return Cited(plain(item), False, evidence.get(item))
