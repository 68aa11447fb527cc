"""Draws of assumptions for tests: every assumption's own range covered evenly, as drawn studies do."""

import numpy as np
from scipy.stats import norm

from placesim.results.facts import Floats


def evenly(futures: int, assumptions: int, seed: int = 1) -> Floats:
    """Return numbers between 0 and 1, one in each of as many equal steps, shape (futures, assumptions)."""
    luck = np.random.default_rng(seed)
    steps = np.tile(np.arange(futures)[:, None], (1, assumptions))
    return (luck.permuted(steps, axis=0) + luck.random((futures, assumptions))) / futures


def normal(futures: int, assumptions: int, seed: int = 1) -> Floats:
    return norm.ppf(evenly(futures, assumptions, seed))


def lucky(exact: Floats, deviation: float, seed: int = 2) -> tuple[Floats, Floats]:
    """Return figures with luck of this deviation, and every fourth of them again with another luck."""
    luck = np.random.default_rng(seed)
    again = exact[::4] + deviation * luck.normal(size=exact[::4].shape)
    return exact + deviation * luck.normal(size=exact.shape), again


def within(found: object, truth: float, errors: float = 3.0) -> bool:
    return abs(found.value - truth) <= errors * found.error
