"""Common random numbers: a child, a household or a home meets the same luck in every scenario."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import cast

import numpy as np
from numpy.random.bit_generator import ISeedSequence
from numpy.typing import NDArray

from placesim.model import compiled
from placesim.model.same_bits import log1p_each

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


NAME_WORDS = 4
"""32-bit words that stand for a decision."""


def _words(number: int) -> bytes:
    """Return a whole number as the 32-bit words numpy makes of it: at least one, lowest first."""
    words = max(-(-number.bit_length() // 32), 1)
    return number.to_bytes(4 * words, "little")


@lru_cache(maxsize=10_000)
def _name(decision: str) -> bytes:
    """Return the words that stand for a decision: few names, asked for in every future."""
    return blake2b(decision.encode(), digest_size=4 * NAME_WORDS).digest()


def exponential(uniforms: Floats) -> Floats:
    """Return unit-mean exponentials of uniforms."""
    return -log1p_each(-uniforms)


@dataclass(frozen=True)
class Streams:
    """All the randomness of one replication, looked up by the decision it settles."""

    seed: int
    replication: int

    @cached_property
    def _replication_words(self) -> bytes:
        return _words(self.seed) + _words(self.replication)

    def _entropy(self, decisions: Sequence[str]) -> NDArray[np.uint32]:
        """Return what numpy makes generators of: [seed, replication, name] as 32-bit words, one row a decision."""
        words = b"".join([self._replication_words + _name(decision) for decision in decisions])
        return np.frombuffer(words, "<u4").reshape(len(decisions), len(self._replication_words) // 4 + NAME_WORDS)

    def uniforms(self, decision: str, rows: int, times: int = 1) -> Floats:
        """Return one row of uniforms a child (or household), shape (rows, times).

        Rows are a prefix of one endless sequence, so neither a new decision nor one child
        more disturbs anybody else's luck.
        """
        return self.uniforms_of([(decision, rows)], times)

    def uniforms_of(self, decisions: Sequence[tuple[str, int]], times: int = 1) -> Floats:
        """Return the uniforms of several decisions at once, each of so many rows, one below the other.

        They are those of each decision alone: a call of its own for every one takes longer, no more.
        """
        entropy = self._entropy([decision for decision, _ in decisions])
        rows = [count for _, count in decisions]
        if compiled.available():
            from placesim.model.compiled import generator  # the same numbers; numpy takes longer to begin a stream

            return np.asarray(generator.uniforms(entropy, np.array(rows, np.int64), times))
        drawn = zip(entropy, rows, strict=True)
        return np.concatenate([np.random.Generator(np.random.PCG64(words)).random((n, times)) for words, n in drawn])

    def of_cohorts(
        self, decisions: Sequence[str], cohorts: Sequence[Whole], shape: tuple[int, ...], apart: int
    ) -> Floats:
        """Return the uniforms of several decisions of children who came by several cohorts.

        Args:
            decisions: names of luck, those of every cohort for the first column, then for the next.
            cohorts: for everyone drawn of each cohort, the row they have among the children; -1 for who has none.
            shape: how many children, uniforms of each, and columns.
            apart: how many uniforms of a stream are each one's, of which the first are returned.
        """
        found, entropy = np.empty(shape), self._entropy(decisions)
        if compiled.available():
            from placesim.model.compiled import generator

            generator.scattered(entropy, cohorts, found, apart)
            return found
        for number, words in enumerate(entropy):
            column, cohort = divmod(number, len(cohorts))
            rows = cohorts[cohort]
            drawn = np.random.Generator(np.random.PCG64(words)).random((len(rows), apart))[:, : shape[1]]
            found[rows[rows >= 0], :, column] = drawn[rows >= 0]
        return found

    def begun(self, decisions: Sequence[str]) -> NDArray[np.uint64]:
        """Return a generator at the beginning of each decision's luck, for the compiled engine to take numbers from."""
        from placesim.model.compiled import generator

        return np.asarray(generator.begun(self._entropy(decisions)))

    def each(self, decisions: Sequence[str], rows: int) -> Floats:
        """Return one uniform a row for each of several decisions, shape (decisions, rows)."""
        return self.uniforms_of([(decision, rows) for decision in decisions]).reshape(len(decisions), rows)

    def exponentials(self, decision: str, rows: int, times: int = 1) -> Floats:
        """Return unit-mean exponentials, shape (rows, times): how much risk each child outlasts."""
        return exponential(self.uniforms(decision, rows, times))

    def normals(self, decision: str, rows: int) -> Floats:
        """Return standard normal scores, shape (rows,)."""
        [words] = self._entropy([decision])
        seed = cast(np.random.SeedSequence, _Mixed(words)) if compiled.available() else words
        return np.random.Generator(np.random.PCG64(seed)).standard_normal(rows)


class _Mixed(ISeedSequence):
    """Words of entropy mixed as numpy's SeedSequence mixes them, in a fraction of the time."""

    def __init__(self, words: NDArray[np.uint32]):
        """Take the words."""
        self._words = words

    def generate_state(self, _words: int, _kind: object = np.uint64) -> NDArray[np.uint64]:
        """Return the four words of state that PCG64 asks for."""
        from placesim.model.compiled import generator

        return np.asarray(generator.state(self._words))
