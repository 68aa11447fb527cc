"""Suppression: a count of 1 to 4 children is not told, nor what would give it away."""

from collections.abc import Sequence

FEWEST = 5
"""The smallest count of children that is told, 0 apart."""

FEW = f"fewer than {FEWEST}"
"""What is said in place of a count that is not told."""


def few(count: int) -> bool:
    """Tell whether a count is too small to be told."""
    return 0 < count < FEWEST


def told(count: int, one: str, many: str = "") -> str:
    """Return a count as it may be told, as in `45 events` or `fewer than 5 events`.

    Args:
        count: how many.
        one: what one of them is called.
        many: what several are called; left out, that with an s.
    """
    several = many or f"{one}s"
    return f"{FEW} {several}" if few(count) else f"{count:,} {one if count == 1 else several}"


def hidden(counts: Sequence[int]) -> list[bool]:
    """Tell which of several counts with a known total are not told.

    Counts of 1 to 4 are not. Where that is one count alone, the total less the others would give it away: the smallest
    other count that is not 0 goes with it (secondary suppression).
    """
    not_told = [few(count) for count in counts]
    if sum(not_told) == 1:
        others = [place for place, count in enumerate(counts) if count and not not_told[place]]
        if others:
            not_told[min(others, key=lambda place: counts[place])] = True
    return not_told
