"""Warnings about published figures: a hundred times what the configuration gives, as shares in per cent are."""

from math import isnan

import numpy as np

from placesim.calibration.kinds import asked_for
from placesim.calibration.published import Published, only_years_needed
from placesim.config.baseline import Baseline
from placesim.config.problem import Problem
from placesim.config.warnings.warning import InputWarning, told
from placesim.config.yaml_files import Document
from placesim.experiment.replications import replicate

TIMES = 50.0
"""How many times the simulated figure, or what part of it, a published one must be to be told."""

FUTURES = 2
"""Enough to tell a factor of a hundred."""


def figures_far_off(baseline: Baseline, published: Published, document: Document) -> list[InputWarning]:
    """Return a warning for each published figure that is a hundred times off what the configuration gives."""
    short = only_years_needed(baseline, published)
    [outcomes] = replicate({"baseline": short}, FUTURES, seed=1, workers=1, also=asked_for(published))
    found: list[Problem] = []
    for place, figure in enumerate(published.figures):
        simulated = float(np.mean(outcomes.of(figure.measure, figure.group)[figure.financial_year]))
        times = abs(figure.value / simulated) if figure.value and simulated and not isnan(simulated) else 1.0
        if not 1 / TIMES < times < TIMES:
            message = (
                f"{figure.value:,.6g} is published, and the configuration gives about {simulated:,.3g}; check the unit "
                "(a share is from 0 to 1, money is in pounds) and the measure"
            )
            found.append(Problem(("figures", place, "value"), message))
    return told(document, found)
