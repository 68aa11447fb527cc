"""Lasting differences between children in one risk: whether the past shows any, and how large."""

from typing import NamedTuple

import numpy as np

from placesim.returns.fitting.cells import Design
from placesim.returns.fitting.estimates import Floats
from placesim.returns.fitting.likelihood import Frailty, Highest, Prior, highest

LEAST, MOST = 1e-3, 20.0
"""Variances that are looked for; a configuration allows no more."""

NEAR = 1e-3
"""Step of a derivative taken by differences, in logarithms of the variance."""


class Lasting(NamedTuple):
    """Rates and factors where children differ lastingly, with the variance and what is known of all together."""

    variance: float
    """0 where the past shows no lasting differences."""
    probability: float
    """That chance alone makes them look so different."""
    top: Highest
    """The information has one row and column more where the variance is above 0: the logarithm of the variance."""


def lasting_differences(design: Design, alike: Highest, prior: Prior, shown: float) -> Lasting:
    """Return whether children differ lastingly, against children who are alike (a likelihood-ratio test).

    Args:
        design: the cells and columns of the fit.
        alike: the fit of children who are alike.
        prior: what shrinks levels with few events.
        shown: differences are believed where chance alone would show such in fewer than so many pasts.
    """
    if not _worth_a_look(design, alike.logs):
        return Lasting(0.0, 1.0, alike)
    from scipy.optimize import minimize_scalar
    from scipy.stats import chi2

    tops: dict[float, Highest] = {}
    start = alike.logs

    def below(log_variance: float) -> float:
        nonlocal start
        tops[log_variance] = highest(Frailty(design, float(np.exp(log_variance))), prior, start)
        start = tops[log_variance].logs
        return -tops[log_variance].value

    found = minimize_scalar(below, bounds=(np.log(LEAST), np.log(MOST)), method="bounded", options={"xatol": 1e-4})
    top = tops[found.x]
    probability = float(chi2.sf(max(2 * (top.value - alike.value), 0.0), 1)) / 2
    if probability > shown:
        return Lasting(0.0, probability, alike)
    variance = float(np.exp(found.x))
    return Lasting(variance, probability, top._replace(information=_joint(design, variance, top)))


def _worth_a_look(design: Design, logs: Floats) -> bool:
    """Tell whether a little variance would make the past likelier: children's events scatter more than chance."""
    cells = design.cells
    expected = cells.by_child(cells.years) @ np.exp(design.matrix @ logs)
    events = cells.events_of_children
    return bool(np.sum((events - expected) ** 2 - events) > 0)


def _joint(design: Design, variance: float, top: Highest) -> Floats:
    """Return the information on the logarithms and on that of the variance together."""
    up, here, down = (Frailty(design, variance * np.exp(step)).at(top.logs) for step in (NEAR, 0.0, -NEAR))
    with_variance = -(up.score - down.score) / (2 * NEAR)
    of_variance = -(up.value - 2 * here.value + down.value) / NEAR**2
    return np.block([[top.information, with_variance[:, None]], [with_variance[None, :], np.array([[of_variance]])]])
