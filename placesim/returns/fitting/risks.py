"""Risks: the rate of everything that may happen to a placed child, in the factors that a configuration has."""

from placesim.config.baseline import Baseline
from placesim.config.risks import Move, Risk
from placesim.returns.fitting.answers import SURELY, Question, answer
from placesim.returns.fitting.estimates import FIELDS, PER_YEAR, RiskFit
from placesim.returns.fitting.exposure import Exposure, occurrence_exposure
from placesim.returns.past import Past

SHOWN = 0.05
"""The same of lasting differences that the configuration has: without them here, the fit has none."""


def fit_risks(past: Past) -> dict[str, RiskFit]:
    """Return what a past says about every risk of its configuration that any child was ever at."""
    exposure = occurrence_exposure(past)
    names = (*past.baseline.leaving, *past.baseline.moves)
    fits = {name: fit_risk(exposure, past.baseline, name) for name in names}
    return {name: fit for name, fit in fits.items() if fit.exposure_years > 0}


def fit_risk(exposure: Exposure, baseline: Baseline, name: str) -> RiskFit:
    """Return what the past says about one risk, in the factors that the configuration or the data give it."""
    risk: Risk = baseline.leaving[name] if name in baseline.leaving else baseline.moves[name]
    return answer(exposure, _question(exposure, name, risk), exposure.ends_by(name))


def _question(exposure: Exposure, name: str, risk: Risk) -> Question:
    given = {field: getattr(risk, field) for field in FIELDS}
    never = {
        (field, number)
        for field, factors in given.items()
        for number, level in enumerate(exposure.names[field])
        if factors.get(level, 0.0 if field == PER_YEAR else 1.0) == 0
    }
    used = tuple(field for field, factors in given.items() if factors or field == PER_YEAR)
    others = tuple(field for field in FIELDS if field not in used)
    return Question(name, used, others, frozenset(never), _differences(risk))


def _differences(risk: Risk) -> float:
    """Return how surely the data must show lasting differences: only moves have any, most surely those without yet."""
    if not isinstance(risk, Move):
        return 0.0
    return SHOWN if risk.frailty_variance else SURELY
