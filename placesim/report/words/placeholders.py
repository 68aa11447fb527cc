"""Placeholder prices: numbers that only stand in for a price, and the money that is therefore not shown."""

from placesim.config.baseline import Baseline
from placesim.config.text import listing, plain
from placesim.report.paper.parts import Paragraph, Part


def unpriced(council: Baseline) -> list[str]:
    """Name the provision whose price is a placeholder."""
    return [plain(provision.label) for provision in council.provision.values() if provision.price.placeholder]


def priced(council: Baseline) -> bool:
    """Tell whether every price is known, so that placement spend and all that it is part of can be told."""
    return not unpriced(council)


def placeholder_words(council: Baseline) -> str:
    """Say which provision has a placeholder price and what is therefore not shown; nothing where none has."""
    names = [f"“{name}”" for name in unpriced(council)]
    if not names:
        return ""
    has = "has a placeholder price" if len(names) == 1 else "have placeholder prices"
    return f"{listing(names)} {has}: money that rests on it is not known, and so is not shown."


def placeholder_part(council: Baseline) -> tuple[Part, ...]:
    """Return that sentence as a paragraph, where there is one to say."""
    words = placeholder_words(council)
    return (Paragraph(words),) if words else ()
