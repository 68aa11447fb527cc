"""Answers: one risk fitted in factors, with those added that the data surely show, in a configuration's words."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placesim.returns.fitting.cells import Cells, Design, Level
from placesim.returns.fitting.estimates import PER_YEAR, Coefficient, Floats, RiskFit, RiskTests, YearByYear
from placesim.returns.fitting.exposure import FINANCIAL_YEAR, Exposure
from placesim.returns.fitting.lasting import Lasting, lasting_differences
from placesim.returns.fitting.shrinkage import like_the_others, thin_columns, with_thin_levels_shrunk
from placesim.returns.fitting.stays import Bools
from placesim.returns.fitting.trials import Trials
from placesim.returns.fitting.years import YearCounts, recent_rate, trend, variation

SURELY = 0.0001
"""A factor that the configuration lacks is added where chance alone would show it in fewer than so many pasts."""

EXPECTED_AT_LEAST = 10.0
"""A level without events has rate 0 where so many would be expected were it like the others, else it is shrunk."""

NOT_TRIED = RiskTests({}, 1.0, 1.0, 0.0)


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


@dataclass(frozen=True, eq=False)
class _Fit:
    """A fit, the cells and columns it was made on, and the levels at which the risk never happens."""

    cells: Cells
    design: Design
    stretches: NDArray[np.intp]
    """Which stretches of the exposure it was made on."""
    nil: frozenset[Level]
    lasting: Lasting


def answer(exposure: Exposure, asked: Question, ends: Bools) -> RiskFit:
    """Return what the data say about one risk.

    Levels that have rate 0 in the configuration keep it unless the data hold an event there. A risk that never
    happened has rate 0.
    """
    never = frozenset(level for level in asked.never if not (ends & _at(exposure, level)).any())
    at_risk = ~np.any([_at(exposure, level) for level in never], axis=0) if never else np.ones(len(ends), bool)
    cells = Cells.of(exposure, at_risk, ends, asked.fields)
    if not ends.any():
        return _never_happened(exposure, asked.risk, cells)
    fields, tried = asked.fields, dict[str, float]()
    while True:
        fit = _fitted(exposure, at_risk, ends, fields, asked.differ)
        trials = Trials(fit.design, fit.lasting.top.logs, fit.lasting.variance)
        chances = [
            (trials.factor(exposure.levels[field][fit.stretches]), field)
            for field in asked.others
            if field not in fields
        ]
        tried |= {field: chance for chance, field in chances}
        if not chances or min(chances)[0] >= SURELY:
            break
        fields = (*fields, min(chances)[1])
    year = exposure.levels[FINANCIAL_YEAR][fit.stretches]
    change = trials.trend(year.astype(float))
    tests = RiskTests(tried, fit.lasting.probability, change.probability, change.per_year)
    by_year = _year_by_year(exposure.names[FINANCIAL_YEAR], *trials.by_level(year))
    return _told(exposure, asked.risk, fit, fit.nil | never, tests, by_year)


def _year_by_year(names: tuple[str, ...], events: Floats, expected: Floats) -> YearByYear:
    """Return how a risk went in the years in which children were at it."""
    told = np.flatnonzero(expected > 0)
    found = YearCounts(events[told], expected[told])
    change = trend(found)
    spread = variation(found, change)
    counts = {names[year]: round(float(events[year])) for year in told}
    fitted = {names[year]: float(expected[year]) for year in told}
    return YearByYear(counts, fitted, *spread, *recent_rate(found, change, spread))


def _at(exposure: Exposure, level: Level) -> Bools:
    return np.asarray(exposure.levels[level[0]] == level[1])


def _fitted(exposure: Exposure, at_risk: Bools, ends: Bools, fields: tuple[str, ...], differ: float) -> _Fit:
    """Return rates and factors, without the levels at which the risk never happened though it well might have."""
    cells, stretches = Cells.of(exposure, at_risk, ends, fields), np.flatnonzero(at_risk)
    design = Design.of(cells)
    alike, prior = with_thin_levels_shrunk(design)
    nil = _never_seen(design, alike.logs)
    if nil:
        stretches = stretches[cells.stretches_without(nil)]
        design = Design.of(cells.without(nil))
        alike, prior = with_thin_levels_shrunk(design)
    lasting = lasting_differences(design, alike, prior, differ) if differ else Lasting(0.0, 1.0, alike)
    return _Fit(cells, design, stretches, nil, lasting)


def _never_seen(design: Design, logs: Floats) -> frozenset[Level]:
    """Return the levels without events where many were to be expected, were they like the others of their field."""
    expected = design.matrix.T @ (design.cells.exposure * np.exp(design.matrix @ logs))
    were_it_so = expected * np.exp(like_the_others(design, logs) - logs)
    found = (design.events == 0) & (were_it_so >= EXPECTED_AT_LEAST)
    return frozenset(level for level, never in zip(design.columns, found, strict=True) if never)


def _never_happened(exposure: Exposure, risk: str, cells: Cells) -> RiskFit:
    names = exposure.names[PER_YEAR]
    at_risk = cells.totals(PER_YEAR).items()
    coefficients = tuple(Coefficient(PER_YEAR, names[kind], 0.0, 0, spent) for kind, (_, spent) in at_risk)
    years = float(cells.exposure.sum())
    return RiskFit(risk, coefficients, 0.0, np.zeros((0, 0)), 0, cells.children, years, NOT_TRIED, None)


def _told(
    exposure: Exposure, risk: str, fit: _Fit, nil: frozenset[Level], tests: RiskTests, by_year: YearByYear
) -> RiskFit:
    """Return a fit in the names of the configuration, levels in its order."""
    cells, design, variance = fit.cells, fit.design, fit.lasting.variance
    levels = list(_levels(exposure, design, nil))
    order = [design.columns.index(level) for level in levels if level in design.columns]
    order += [len(design.columns)] if variance else []
    covariance = np.linalg.inv(fit.lasting.top.information)[np.ix_(order, order)]
    return RiskFit(
        risk,
        tuple(_coefficient(exposure, fit, level, level in nil) for level in levels),
        variance,
        np.asarray(covariance, float),
        round(float(cells.events.sum())),
        cells.children,
        float(cells.exposure.sum()),
        tests,
        by_year,
    )


def _levels(exposure: Exposure, design: Design, nil: frozenset[Level]) -> Iterator[Level]:
    """Yield every level that is told, by field and in the configuration's order: seen at risk, or known to be nil."""
    known = {*design.columns, *design.references.items(), *nil}
    for field in design.cells.fields:
        yield from ((field, number) for number in range(len(exposure.names[field])) if (field, number) in known)


def _coefficient(exposure: Exposure, fit: _Fit, level: Level, never: bool) -> Coefficient:
    field, number = level
    seen = float(exposure.years[_at(exposure, level)].sum())
    events, years = fit.cells.totals(field).get(number, (0, seen))
    told = field, exposure.names[field][number]
    if never or fit.design.references.get(field) == number:
        return Coefficient(*told, 0.0 if never else 1.0, events, years, reference=not never)
    column = fit.design.columns.index(level)
    thin = bool(thin_columns(fit.design)[column])
    return Coefficient(*told, float(np.exp(fit.lasting.top.logs[column])), events, years, shrunk=thin)
