"""Dispositions: what lastingly makes children differ in what happens to them, and in which homes suit them."""

from dataclasses import dataclass
from itertools import chain
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from placesim.config.baseline import Baseline
from placesim.config.provision import Home
from placesim.config.re_entry import ReEntry
from placesim.config.risks import Move, Risk
from placesim.model.streams import Floats


@dataclass(frozen=True)
class Disposition:
    """How children differ in one risk: by the stream they came by, and by luck that lasts."""

    risk: str
    by_stream: tuple[float, ...]
    """Factor of the rate for each stream, in the order of the configuration."""
    frailty_variance: float = 0.0
    """Variance of a gamma factor of mean 1 (0: none)."""

    def factors(self, streams: NDArray[np.int64], uniforms: Floats | None) -> Floats:
        """Return each child's factor of the rate.

        Args:
            streams: each child's stream.
            uniforms: each child's luck, where the risk has frailty. A gamma factor of mean 1 and variance v leaves
                (1 + v H)^(-1/v) of children without an event by cumulative rate H (J. Vaupel and others,
                Demography 16, 1979).
        """
        factors = np.asarray(self.by_stream)[streams]
        if uniforms is None:
            return factors
        from scipy.special import gammaincinv  # takes a third of a second to import, and few need it

        shape = 1 / self.frailty_variance
        return np.asarray(factors * gammaincinv(shape, uniforms) / shape)


@dataclass(frozen=True)
class Dispositions:
    """How children differ, compiled from a baseline: two councils alike in it give the same luck the same meaning."""

    leaving: tuple[Disposition, ...]
    moves: tuple[Disposition, ...]
    complexity: float
    """How far a child's fee luck decides whether a home suits, from 0 to 1."""
    re_entry: Disposition
    """How children differ in coming back after they left."""
    homes: tuple[str, ...]
    """Names of the luck that complexity bears on: whether homes suit a child, on entry and later."""

    @classmethod
    def of(cls, baseline: Baseline) -> "Dispositions":
        """Compile how the children of a council differ."""
        streams = tuple(baseline.entrants)
        homes = (name for name, place in baseline.provision.items() if isinstance(place.capacity, Home))
        return cls(
            tuple(_disposition(name, risk, streams) for name, risk in baseline.leaving.items()),
            tuple(_disposition(name, risk, streams) for name, risk in baseline.moves.items()),
            baseline.complexity.strength if baseline.complexity else 0.0,
            Disposition("re-entry", _by_stream(baseline.re_entry, streams)),
            tuple(chain.from_iterable((suiting_luck(home), suiting_luck(home, on_entry=True)) for home in homes)),
        )

    def suiting(self, name: str, uniforms: Floats, fee_luck: Floats) -> Floats:
        """Return the uniforms that settle whether a provision suits each child: below its share, it does.

        For a home they mix the child's complexity with luck of child and home: a child suits when
        `rho z_child + sqrt(1 - rho^2) z_home` lies below the normal quantile of the home's share. The mixture is a
        standard normal score again, so the share of all children who suit stays.
        """
        if not self.complexity or name not in self.homes:
            return uniforms
        from scipy.special import ndtr, ndtri

        rho = self.complexity
        own = sqrt(1 - rho**2) * ndtri(uniforms) if rho < 1 else 0.0
        return np.asarray(ndtr(rho * fee_luck + own))


def suiting_luck(provision: str, on_entry: bool = False) -> str:
    """Return the name of the luck that settles whether a provision exists for, or suits, a child."""
    return f"{provision} on entry" if on_entry else provision


def _disposition(name: str, risk: Risk, streams: tuple[str, ...]) -> Disposition:
    variance = risk.frailty_variance if isinstance(risk, Move) else 0.0
    return Disposition(name, _by_stream(risk, streams), variance)


def _by_stream(risk: Risk | ReEntry | None, streams: tuple[str, ...]) -> tuple[float, ...]:
    return tuple(risk.by_stream.get(stream, 1.0) if risk else 1.0 for stream in streams)
