"""Shapes of a range: how likely each value of a number is that is not known exactly."""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log, log1p, sqrt
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

ShapeName = Literal["triangular", "uniform", "normal", "log_normal"]

SHAPES: tuple[ShapeName, ...] = ("triangular", "uniform", "normal", "log_normal")

RAREST = 1e-6
"""No draw is further out than this share of all draws: so the ends that are checked bound everything drawn."""

TOLD = 0.025
"""Below the low and above the high end told of a number without ends of its own lies this share of its draws each."""


@dataclass(frozen=True)
class Shape:
    """How a number is spread: between two ends, around a value with a standard error, or both."""

    name: ShapeName
    value: float
    """The central value, which holds where nothing is drawn: the likeliest of a triangle, the mean otherwise."""
    low: float | None = None
    high: float | None = None
    standard_error: float = 0.0
    """Standard deviation of what is drawn, before ends cut anything off."""
    log_error: float = 0.0
    """Of a log-normal number in place of its standard error: that of its logarithm; then its value is the median."""

    def quantile(self, uniforms: Floats) -> Floats:
        """Return the values below which these shares of all draws lie."""
        shares = np.asarray(uniforms, dtype=float)
        if self.name == "uniform":
            values = self._low + shares * (self._high - self._low)
        elif self.name == "triangular":
            values = self._triangular(shares)
        else:
            values = self._bell(shares)
        return np.clip(values, self.low, self.high) if self.is_bounded else values

    @property
    def is_even(self) -> bool:
        """Whether any number between its ends is as likely as any other."""
        return self.name == "uniform"

    @property
    def is_bounded(self) -> bool:
        """Whether it has an end on either side."""
        return self.low is not None or self.high is not None

    @property
    def ends(self) -> tuple[float, float]:
        """Return the least and the most that is ever drawn."""
        low, high = (float(each) for each in self.quantile(np.array([0.0, 1.0])))
        return low, high

    @property
    def told(self) -> tuple[float, float]:
        """Return the low and the high end told to readers: its own, or else those of 95% of all draws."""
        low, high = (float(each) for each in self.quantile(np.array([TOLD, 1 - TOLD])))
        return low if self.low is None else self.low, high if self.high is None else self.high

    @property
    def _low(self) -> float:
        return self.value if self.low is None else self.low

    @property
    def _high(self) -> float:
        return self.value if self.high is None else self.high

    def _triangular(self, shares: Floats) -> Floats:
        """Invert the distribution of a triangle: its two sides are halves of parabolas."""
        low, mode, high = self._low, self.value, self._high
        if high == low:
            return np.full_like(shares, mode)
        below = (mode - low) / (high - low)
        rising = low + np.sqrt(shares * (high - low) * (mode - low))
        falling = high - np.sqrt((1 - shares) * (high - low) * (high - mode))
        return np.where(shares < below, rising, falling)

    def _bell(self, shares: Floats) -> Floats:
        """Invert a normal or log-normal distribution, of what is left of it between its ends."""
        from scipy.special import ndtr, ndtri

        if not (self.standard_error or self.log_error):
            return np.full_like(shares, self.value)
        below = 0.0 if self.low is None else float(ndtr(self._score(self.low)))
        above = 1.0 if self.high is None else float(ndtr(self._score(self.high)))
        within = below + np.clip(shares, RAREST, 1 - RAREST) * (above - below)
        scores = np.asarray(ndtri(within), dtype=float)
        centre, spread = self._centre_and_spread
        values = centre + spread * scores
        return each_of(exp, values) if self.name == "log_normal" else values

    def _score(self, value: float) -> float:
        centre, spread = self._centre_and_spread
        if self.name == "normal":
            return (value - centre) / spread
        return (log(value) - centre) / spread if value > 0 else -np.inf

    @property
    def _centre_and_spread(self) -> tuple[float, float]:
        """Return mean and standard deviation of what is normal: the number itself, or its logarithm.

        A log-normal number with mean m and standard deviation s has the variance log(1 + s^2 / m^2) of its logarithm,
        whose mean is log(m) less half of that.
        """
        if self.name == "normal":
            return self.value, self.standard_error
        if self.log_error:
            return log(self.value), self.log_error
        variance = log1p((self.standard_error / self.value) ** 2)
        return log(self.value) - variance / 2, sqrt(variance)


@dataclass(frozen=True)
class PartOfWhole:
    """How one of several shares of a whole is spread that were counted: by itself it has a beta distribution."""

    value: float
    """The share that was counted."""
    counted: float
    """How many cases were counted of it."""
    others: float
    """How many were counted of all others."""
    is_even: bool = False
    """Whether any number between its ends is as likely as any other: never."""

    def quantile(self, uniforms: Floats) -> Floats:
        """Return the shares below which these shares of all draws lie."""
        from scipy.special import betaincinv

        total = self.value * (self.counted + self.others) / self.counted
        shares = np.clip(np.asarray(uniforms, dtype=float), RAREST, 1 - RAREST)
        return np.asarray(betaincinv(self.counted, self.others, shares), dtype=float) * total

    @property
    def ends(self) -> tuple[float, float]:
        """Return the least and the most that is ever drawn."""
        low, high = (float(each) for each in self.quantile(np.array([0.0, 1.0])))
        return low, high

    @property
    def told(self) -> tuple[float, float]:
        """Return the ends of 95% of all draws."""
        low, high = (float(each) for each in self.quantile(np.array([TOLD, 1 - TOLD])))
        return low, high


AnyShape = Shape | PartOfWhole


def each_of(function: Callable[[float], float], values: Floats) -> Floats:
    """Return a function of every number by the C library: numpy's own differ in the last bit between processors."""
    return np.array([function(value) for value in values.ravel().tolist()]).reshape(values.shape)
