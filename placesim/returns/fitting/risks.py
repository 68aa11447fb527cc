"""Risks: the rate of everything that may happen to a placed child, in the factors that a configuration has."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placesim.config.baseline import Baseline
from placesim.config.risks import Move, Risk
from placesim.returns.fitting.cells import Cells, Design, Level
from placesim.returns.fitting.estimates import FIELDS, PER_YEAR, Coefficient, Floats, RiskFit, RiskTests
from placesim.returns.fitting.exposure import FINANCIAL_YEAR, Exposure, occurrence_exposure
from placesim.returns.fitting.lasting import Lasting, lasting_differences
from placesim.returns.fitting.shrinkage import centres, shrunk_columns, with_thin_levels_shrunk
from placesim.returns.fitting.stays import Bools
from placesim.returns.fitting.trials import Trials
from placesim.returns.past import Past

SURELY = 0.0001
"""A factor that the configuration lacks is added where chance alone would show it in fewer than so many pasts."""

SHOWN = 0.05
"""The same of lasting differences that the configuration has: without them here, the fit has none."""

EXPECTED_AT_LEAST = 10.0
"""A level without events has rate 0 where so many would be expected were it like the others, else it is shrunk."""


@dataclass(frozen=True)
class Question:
    """What is asked of the data about one risk."""

    risk: str
    fields: tuple[str, ...]
    """Factors to fit."""
    others: tuple[str, ...]
    """Factors to try."""
    never: frozenset[Level]
    """Levels that have rate 0 in the configuration."""
    differ: float
    """Children differ lastingly where chance alone would show such in fewer than so many pasts; 0: they cannot."""


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


def answer(exposure: Exposure, asked: Question, ends: Bools) -> RiskFit:
    """Return what the data say, with every factor added that they surely show."""
    never = {level for level in asked.never if not (ends & (exposure.levels[level[0]] == level[1])).any()}
    at_risk = np.ones(len(ends), bool)
    for field, level in never:
        at_risk &= exposure.levels[field] != level
    if not at_risk.any():
        return _nobody(asked.risk)
    fields, tried = asked.fields, dict[str, float]()
    while True:
        cells = Cells.of(exposure, at_risk, ends, fields)
        fit = _fitted(cells, asked.differ)
        trials = Trials(fit.design, fit.lasting.top.logs, fit.lasting.variance)
        stretches = np.flatnonzero(at_risk)[fit.stretches]
        chances = {f: trials.factor(exposure.levels[f][stretches]) for f in asked.others if f not in fields}
        tried |= chances
        surest = min(chances, key=lambda field, of=chances: of[field], default=None)  # type: ignore[misc]
        if surest is None or chances[surest] >= SURELY:
            break
        fields = (*fields, surest)
    trend = trials.trend(exposure.levels[FINANCIAL_YEAR][stretches].astype(float))
    tests = RiskTests(tried, fit.lasting.probability, trend.probability, trend.per_year)
    return _told(exposure, asked.risk, cells, fit, never, tests)


@dataclass(frozen=True, eq=False)
class _Fit:
    """A fit, the cells it was made on, and the levels at which the risk never happens."""

    design: Design
    stretches: NDArray[np.intp]
    nil: frozenset[Level]
    lasting: Lasting


def _fitted(cells: Cells, differ: float) -> _Fit:
    """Return rates and factors, without the levels at which the risk never happened though it well might have."""
    design = Design.of(cells)
    alike, prior = with_thin_levels_shrunk(design)
    nil = _never_seen(design, alike.logs)
    stretches = np.arange(len(cells.years))
    if nil:
        stretches = cells.stretches_without(nil)
        design = Design.of(cells.without(nil))
        alike, prior = with_thin_levels_shrunk(design)
    lasting = lasting_differences(design, alike, prior, differ) if differ else Lasting(0.0, 1.0, alike)
    return _Fit(design, stretches, nil, lasting)


def _never_seen(design: Design, logs: Floats) -> frozenset[Level]:
    """Return the levels without events where many were to be expected, were they like the others of their field."""
    expected = design.matrix.T @ (design.cells.exposure * np.exp(design.matrix @ logs))
    like_others = expected * np.exp(centres(design, logs) - logs)
    found = (design.events == 0) & (like_others >= EXPECTED_AT_LEAST)
    return frozenset(level for level, never in zip(design.columns, found, strict=True) if never)


def _nobody(risk: str) -> RiskFit:
    return RiskFit(risk, (), 0.0, np.zeros((0, 0)), 0, 0, 0.0, RiskTests({}, 1.0, 1.0, 0.0))


def _told(
    exposure: Exposure, risk: str, cells: Cells, fit: _Fit, never: Collection[Level], tests: RiskTests
) -> RiskFit:
    """Return a fit in the names of the configuration, levels in its order."""
    design, top, variance = fit.design, fit.lasting.top, fit.lasting.variance
    covariance = np.linalg.inv(top.information)
    logs = dict(zip(design.columns, top.logs.tolist(), strict=True))
    thin = dict(zip(design.columns, shrunk_columns(design).astype(bool).tolist(), strict=True))
    coefficients, order = [], []
    for field in cells.fields:
        totals = cells.totals(field)
        nil = {level for of, level in (*never, *fit.nil) if of == field}
        for level in sorted({*totals, *nil}):
            events, years = totals.get(level, (0, _years(exposure, field, level)))
            place, name = (field, level), exposure.names[field][level]
            reference = design.references.get(field) == level
            value = 1.0 if reference else 0.0 if level in nil else float(np.exp(logs[place]))
            coefficients.append(Coefficient(field, name, value, events, years, reference, thin.get(place, False)))
            order += [design.columns.index(place)] if place in logs else []
    order += [len(design.columns)] if variance else []
    totals_of = cells.events.sum(), cells.children, cells.exposure.sum()
    return RiskFit(
        risk, tuple(coefficients), variance, covariance[np.ix_(order, order)],
        round(totals_of[0]), totals_of[1], float(totals_of[2]), tests,
    )  # fmt: skip


def _years(exposure: Exposure, field: str, level: int) -> float:
    return float(exposure.years[exposure.levels[field] == level].sum())
