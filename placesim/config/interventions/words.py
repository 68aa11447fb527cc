"""Words that interventions share: labels in place of names, lists, shares, days and dates as sentences need them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from placesim.config.baseline import Baseline
from placesim.config.text import day_text, listing, plain


def label_of(council: Baseline, provision: str) -> str:
    """Return what reports call a provision; its name as words where the council does not have it."""
    return plain(council.provision[provision].label) if provision in council.provision else provision.replace("_", " ")


def labels_of(council: Baseline, provision: Sequence[str]) -> str:
    """Return what reports call several provision, as a list in words; empty where none is named."""
    return listing([label_of(council, name) for name in provision])


def labelled(blocks: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """Return what reports call streams, needs or placement types; those that are not there are left out."""
    return [plain(blocks[name].label) for name in names if name in blocks]


def percent(share: float) -> str:
    """Return a share as in 12.5%."""
    return f"{share * 100:.4g}%"


def days_text(days: float) -> str:
    """Return a number of days as in `1 day` or `1,000 days`."""
    return f"{days:,.15g} {plural('day', days)}"


def plural(word: str, number: float) -> str:
    """Return a word as it stands after a number."""
    return word if number == 1 else f"{word}s"


def since(day: date) -> str:
    """Return from when something holds, as in `from 1 April 2026`."""
    return f"from {day_text(day)}"
