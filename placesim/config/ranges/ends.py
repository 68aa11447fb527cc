"""Ends of ranges: whatever may be drawn must be allowed where it goes, each assumption tried alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from placesim.config.ranges.assumptions import Assumption

ADD_UP = "they must add to 1"
"""How a message ends about shares that do not."""

Refusal = Callable[[str, Mapping[str, float]], str]
"""Tells why a council cannot be as one assumption is drawn; empty where it can."""


def ends_refused(assumptions: Sequence[Assumption], why_not: Refusal) -> Iterator[tuple[Assumption, str, str]]:
    """Yield each assumption that may be drawn as what is not allowed, with the end it is about, and what to mend.

    Args:
        assumptions: those to try, each at its ends while the others are at their values.
        why_not: tells what is wrong with a draw.
    """
    central = {each.name: each.value for each in assumptions}
    for assumption in assumptions:
        for name, end in _ends(assumption).items():
            message = why_not(assumption.name, {**central, assumption.name: end}) if end != assumption.value else ""
            if message:
                yield assumption, name, _mend(assumption, name, end, message)
                break


def _ends(assumption: Assumption) -> dict[str, float]:
    low, high = assumption.quantile(np.array([0.0, 1.0])).tolist()
    ends = {"low": low, "high": high}
    return {name: end if _has(assumption, name) else float(f"{end:.6g}") for name, end in ends.items()}


def _has(assumption: Assumption, end: str) -> bool:
    """Tell whether a range says itself where it ends."""
    return getattr(assumption.shape, end, None) is not None


def _mend(assumption: Assumption, name: str, end: float, message: str) -> str:
    if message.endswith(ADD_UP):
        message += "; `dirichlet` in a file of ranges draws all shares of one whole together"
    if _has(assumption, name):
        return f"cannot be as {name} as {end:.10g}: {message}"
    return f"can, however rarely, be drawn as what cannot be: {message}; add `{name}` to say where it ends"
