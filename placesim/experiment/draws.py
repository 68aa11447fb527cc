"""Draws: which values assumptions have in each future, alike in every scenario, and whose luck a future meets."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from placesim.config.ranges.assumptions import Uncertainty
from placesim.config.ranges.drawing import Drawable
from placesim.results.facts import Floats

NO_DRAW: Floats = np.empty(0)
"""The draw of a study whose assumptions are fixed."""

EVERY = 4
"""One future in so many is played again with another luck, to tell luck from knowledge."""

NEXT = 1
"""Whose luck it then meets: that of the future so many further on."""

KEPT = 256
"""Assumptions whose uniforms are kept: a study asks for them part by part, and again for what it tells of them."""

BITS = 31
"""Half a step of the sequence, 2^-30: put between its points and 0 and 1, where a normal has no value."""


class Future(NamedTuple):
    """One future to be played: the draw of its assumptions, and the number of the luck it meets."""

    luck: int
    row: Floats = NO_DRAW


@dataclass(frozen=True, eq=False)
class Draws:
    """Some futures to be played one after the other, each with its draw and its luck."""

    rows: Floats
    """One row a future, one column an assumption."""
    lucks: tuple[int, ...]
    """The number of the luck that each meets."""

    def part(self, first: int, count: int) -> "Draws":
        """Return some of them, from the n-th on."""
        return Draws(self.rows[first : first + count], self.lucks[first : first + count])


@dataclass(frozen=True, eq=False)
class DrawnStudy:
    """A study whose assumptions are drawn: what it draws from, and by which seed."""

    drawable: Drawable
    seed: int

    def futures(self, first: int, count: int) -> Draws:
        """Return consecutive futures: number n has draw n and luck n."""
        return Draws(draws(self.drawable.uncertainty, self.seed, first, count), tuple(range(first, first + count)))

    def again(self, first: int, count: int) -> Draws:
        """Return one in `EVERY` of consecutive futures: number n has draw n again, and another's luck."""
        numbers = again(first, count)
        rows = draws(self.drawable.uncertainty, self.seed, first, count)
        return Draws(rows[[number - first for number in numbers]], tuple(number + NEXT for number in numbers))


def again(first: int, count: int) -> list[int]:
    """Return the numbers of the futures, of some consecutive ones, that are played again with another luck."""
    return [number for number in range(first, first + count) if number % EVERY == 0]


def draws(uncertainty: Uncertainty, seed: int, first: int, count: int) -> Floats:
    """Return the values of all assumptions in consecutive futures, shape (futures, assumptions).

    They depend on the seed, the number of the future and the names of assumptions alone: an assumption more, a
    scenario more or futures further on change no other value.
    """
    names = [each.name for each in uncertainty.assumptions]
    columns = [_evenly_spread(seed, name, first + count)[first:] for name in names]
    return uncertainty.values(np.column_stack(columns)) if columns else np.empty((count, 0))


def _evenly_spread(seed: int, name: str, count: int) -> Floats:
    """Return uniforms of one assumption that are spread evenly however many are taken, for futures 0 to `count`.

    They are the points of a scrambled Sobol sequence of one dimension (Owen 1995; the scramble is scipy's), dealt
    within each block of 1, 1, 2, 4, 8... in an order of the assumption's own: the first 2^k futures are a Latin
    hypercube for every k. Decision 0044 says why not one sequence of many dimensions.
    """
    return _dealt(seed, name, max(count - 1, 0).bit_length())[:count]


@lru_cache(maxsize=KEPT)
def _dealt(seed: int, name: str, blocks: int) -> Floats:
    """Return the uniforms of an assumption for the futures of so many blocks."""
    from scipy.stats import qmc

    scramble, order = (np.random.default_rng(_entropy(seed, f"{what} {name}")) for what in ("range", "order"))
    points = qmc.Sobol(1, scramble=True, rng=scramble).random_base2(blocks)[:, 0] + 0.5**BITS
    ends = [0, *(2**block for block in range(blocks + 1))]
    dealt = [begin + order.permutation(end - begin) for begin, end in pairwise(ends)]
    return np.asarray(points[np.concatenate(dealt)])


def _entropy(seed: int, name: str) -> list[int]:
    words: NDArray[np.uint32] = np.frombuffer(blake2b(name.encode(), digest_size=16).digest(), "<u4")
    return [seed, *words.tolist()]
