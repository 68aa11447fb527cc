"""Curves: how many children are still in care so long after care began, as it was and as the fitted rates have it."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from placesim.config.baseline import Baseline
from placesim.config.risks import Move, Risk
from placesim.model.rates import YEAR
from placesim.results.fitted import FittedCurve
from placesim.returns.fitting.estimates import BY_TIME_IN_CARE, FIELDS, PER_YEAR, Floats
from placesim.returns.fitting.exposure import Exposure, exposure_of
from placesim.returns.fitting.stays import Stays, stays_of
from placesim.returns.fitting.survival import kaplan_meier
from placesim.returns.past import Past

MONTHS, LONGEST = 12, 8
"""Points of a curve a year, and years in care up to which it is drawn."""

MONTH = "month"
"""The level of exposure that counts months in care."""

NORMAL_95 = 1.96
"""Standard errors to either end of a 95% interval (normal distribution)."""

LEAST_EVENTS = 20
"""Leavers from which on a reason has a curve of its own."""


def rates_of(risk: Risk, exposure: Exposure) -> Floats:
    """Return the rate of a risk in each stretch of exposure, events per child-year; dated changes apart."""
    found = np.ones(len(exposure.years))
    for field in FIELDS:
        factors: Mapping[str, float] = getattr(risk, field)
        otherwise = 0.0 if field == PER_YEAR else 1.0
        of = np.array([factors.get(name, otherwise) for name in exposure.names[field]])
        found *= of[exposure.levels[field]]
    return found


def curves_of(past: Past, fitted: Baseline) -> tuple[FittedCurve, ...]:
    """Return a curve for leaving care for any reason before 18, and one for each reason that many left for.

    What was observed is the Kaplan-Meier estimate, children being seen from the first return or from entry on, and
    until they leave for another reason, turn 18, or the last return. What is fitted are the fitted rates of the same
    children in the same places, month of care by month of care: S(t) = exp(-sum of mean rates x time).
    """
    stays, reasons = stays_of(past.history), past.history.names.reasons
    exposure = _by_months(past, stays)
    many = [n for n in fitted.leaving if exposure.ends_by(n).sum() >= LEAST_EVENTS]
    groups = [("Leaving care for any reason before 18", list(fitted.leaving))]
    groups += [(f"{fitted.leaving[name].label}, were there no other way out", [name]) for name in many]
    found = []
    for label, names in groups if exposure.years.sum() > 0 else ():
        ends = np.isin(stays.reason, [reasons.index(name) for name in names])
        rates = sum((rates_of(fitted.leaving[name], exposure) for name in names), np.zeros(len(exposure.years)))
        found.append(_curve(label, stays, ends, exposure, rates))
    return tuple(found)


def _by_months(past: Past, stays: Stays) -> Exposure:
    """Return the exposure split at every month of care, with the month as a level of its own."""
    bands = past.baseline.time_in_care_bands
    cuts = sorted({*(np.arange(LONGEST * MONTHS + 1) / MONTHS).tolist(), *(low for low, _ in bands.values()), 18.0})
    fine = {f"{low:.6f}": (low, high) for low, high in pairwise(cuts)}
    monthly = past.baseline.model_copy(update={"time_in_care_bands": fine})
    exposure = exposure_of(stays, past.history, monthly)
    starts = np.array(cuts[:-1])
    coarse = np.searchsorted([high for _, high in bands.values()], starts, side="right")
    step = exposure.levels[BY_TIME_IN_CARE]
    levels = {
        **exposure.levels,
        BY_TIME_IN_CARE: coarse[step].astype(np.int16),
        MONTH: np.floor(starts * MONTHS + 1e-9)[step].astype(np.int16),
    }
    return replace(exposure, levels=levels, names={**exposure.names, BY_TIME_IN_CARE: tuple(bands)})


def _curve(label: str, stays: Stays, ends: NDArray[np.bool_], exposure: Exposure, rates: Floats) -> FittedCurve:
    years = np.arange(LONGEST * MONTHS + 1) / MONTHS
    seen = kaplan_meier((stays.begins - stays.care) / YEAR, (stays.ends - stays.care) / YEAR, ends)
    place = np.searchsorted(seen.times, years, side="right")
    left = np.concatenate([[1.0], seen.left])[place]
    with np.errstate(divide="ignore", invalid="ignore"):
        steps = seen.happened / (seen.at_risk * (seen.at_risk - seen.happened))
    error = np.sqrt(np.concatenate([[0.0], np.cumsum(steps)])[place])  # of log(left): Greenwood's formula
    low, high = (left * np.exp(sign * NORMAL_95 * error) for sign in (-1, 1))
    told = [tuple(np.clip(np.nan_to_num(each), 0, 1).tolist()) for each in (left, low, high)]
    return FittedCurve(label, tuple(years.tolist()), told[0], told[1], told[2], _fitted(exposure, rates))


def _fitted(exposure: Exposure, rates: Floats) -> tuple[float, ...]:
    months = LONGEST * MONTHS
    month = exposure.levels[MONTH].astype(np.int64)
    within = month < months
    expected = np.bincount(month[within], (rates * exposure.years)[within], months)
    at_risk = np.bincount(month[within], exposure.years[within], months)
    mean = np.divide(expected, at_risk, out=np.zeros(months), where=at_risk > 0)
    return tuple(np.exp(-np.concatenate([[0.0], np.cumsum(mean / MONTHS)])).tolist())


def expected_events(name: str, risk: Risk, exposure: Exposure) -> float:
    """Return how many events the rates of a risk make in the child-years of an exposure.

    Where children differ lastingly by a gamma factor of variance v, who has had more events is expected to have more:
    in a stretch in which the cumulative rate goes from H to H', after n events of this child, (1/v + n) log((1/v + H')
    / (1/v + H)) (the compensator; P. Andersen and others, Statistical Models Based on Counting Processes, IX.3).
    """
    met = rates_of(risk, exposure) * exposure.years
    if not isinstance(risk, Move) or not risk.frailty_variance:
        return float(np.sum(met))
    own, ended = 1 / risk.frailty_variance, exposure.ends_by(name)
    before, events = _so_far(exposure.child, met), _so_far(exposure.child, ended.astype(float))
    return float(np.sum((own + events) * np.log((own + before + met) / (own + before))))


def _so_far(child: NDArray[np.int64], figures: Floats) -> Floats:
    """Return what each child's figures add up to before each row; rows stand by child and time."""
    first = np.append(True, child[1:] != child[:-1])[: len(child)]
    begins = np.maximum.accumulate(np.where(first, np.arange(len(child)), 0))
    before = np.cumsum(figures) - figures
    return np.asarray(before - before[begins])
