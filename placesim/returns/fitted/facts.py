"""Facts: what a fit found, beside what the configuration said, for the report and the terminal."""

from collections.abc import Iterator, Mapping

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.risks import Move, Risk
from placesim.config.values import value_on
from placesim.results.fitted import FittedEntries, FittedFacts, FittedNumber, FittedRisk, FittedShare, Standing
from placesim.returns.fitted.curves import NORMAL_95, curves_of, expected_events
from placesim.returns.fitted.fitting import Fitted
from placesim.returns.fitted.words import years_of
from placesim.returns.fitting.estimates import (
    BY_AGE,
    BY_STREAM,
    BY_TIME_IN_CARE,
    BY_TIME_IN_PLACEMENT,
    FIELDS,
    PER_YEAR,
    Coefficient,
    RiskFit,
)

FIELD_WORDS = {
    BY_AGE: "Age",
    BY_TIME_IN_CARE: "Time in care",
    BY_TIME_IN_PLACEMENT: "Time in placement",
    BY_STREAM: "Stream",
}
"""What reports call the factors of a rate."""


def facts_of(fitted: Fitted) -> FittedFacts:
    """Return everything that is told of a fit."""
    past, baseline = fitted.past, fitted.baseline
    return FittedFacts(
        council=baseline.name,
        made_from=fitted.made_from.name,
        written_as=fitted.out.name,
        years=years_of(past),
        children=len(np.unique(past.history.episodes["child_id"])),
        first_day=baseline.start,
        in_care=len(baseline.children_in_care.children),
        risks=tuple(_risks(fitted)),
        entries=tuple(_entries(fitted)),
        shares=tuple(_shares(fitted)),
        curves=curves_of(past, baseline),
        notes=(*fitted.notes, *past.account.notes),
        rows=past.account.by_reason(),
    )


def _risks(fitted: Fitted) -> Iterator[FittedRisk]:
    given = fitted.given
    for name, fit in fitted.learnt.risks.items():
        leaves = name in given.leaving
        risk: Risk = given.leaving[name] if leaves else given.moves[name]
        yield FittedRisk(
            label=risk.label,
            leaves_care=leaves,
            events=fit.events,
            children=fit.children,
            years=fit.exposure_years,
            expected=expected_events(name, risk, fitted.learnt.exposure),
            frailty=fit.frailty_variance,
            frailty_given=risk.frailty_variance if isinstance(risk, Move) else 0.0,
            numbers=tuple(_number(given, risk, fit, each) for each in fit.coefficients if _told(risk, each)),
        )


def _told(risk: Risk, each: Coefficient) -> bool:
    """Tell what is worth telling from what never happens, by the configuration and by the return alike."""
    return bool(each.value) or each.field != PER_YEAR or bool(risk.per_year.get(each.key))


def _number(given: Baseline, risk: Risk, fit: RiskFit, each: Coefficient) -> FittedNumber:
    error = _errors(fit).get(each.path, 0.0)
    low, high = (each.value * float(np.exp(sign * NORMAL_95 * error)) for sign in (-1, 1))
    is_rate = each.field == PER_YEAR
    part = label_of(given, each.field, each.key)
    return FittedNumber(
        part if is_rate else f"{FIELD_WORDS[each.field]}: {part}",
        is_rate,
        each.value,
        low,
        high,
        _given(risk, fit, each),
        each.events,
        each.exposure_years,
        _standing(each),
    )


def _errors(fit: RiskFit) -> dict[str, float]:
    return dict(zip(fit.paths, np.sqrt(np.diag(fit.covariance)).tolist(), strict=True))


def label_of(given: Baseline, field: str, key: str) -> str:
    """Return what reports call a placement type, a stream, or a band."""
    if field == PER_YEAR:
        return given.placement_types[key].label
    return given.entrants[key].label if field == BY_STREAM else key


def _standing(each: Coefficient) -> Standing:
    if each.reference:
        return "reference"
    if each.value == 0:
        return "never"
    return "shrunk" if each.shrunk else "estimated"


def _given(risk: Risk, fit: RiskFit, each: Coefficient) -> float | None:
    """Return the configuration's number about the same reference bands; nothing where it has none to compare."""
    references = {one.field: one.key for one in fit.coefficients if one.reference}
    if each.field != PER_YEAR:
        factors: Mapping[str, float] = getattr(risk, each.field)
        about = factors.get(references.get(each.field, each.key), 1.0)
        return factors.get(each.key, 1.0) / about if about else None
    rate = risk.per_year.get(each.key, 0.0)
    for field in FIELDS[1:]:
        rate *= getattr(risk, field).get(references.get(field, ""), 1.0)
    return rate


def _entries(fitted: Fitted) -> Iterator[FittedEntries]:
    for name, fit in fitted.learnt.entries.items():
        given = fitted.given.entrants[name]
        margin = NORMAL_95 * fit.standard_error
        yield FittedEntries(
            label=given.label,
            by_year={f"{year}-{(year + 1) % 100:02d}": count for year, count in fit.by_year.items()},
            per_year=fit.per_year,
            low=max(fit.per_year - margin, 0.0),
            high=fit.per_year + margin,
            given=value_on(given.entries_per_year, fitted.baseline.start),
            variation=fit.variation_between_years,
            variation_given=given.variation_between_years,
            rises_or_falls=fit.rises_or_falls,
            trend_per_year=fit.trend_per_year,
        )


def _shares(fitted: Fitted) -> Iterator[FittedShare]:
    given = fitted.given
    for name, fit in fitted.learnt.entries.items():
        stream = given.entrants[name]
        yield from _whole(f"{stream.label}: age on entry", fit.ages.counts, stream.ages)
        for band, needs in fit.needs.items():
            told = {given.needs[need].label: count for need, count in needs.counts.items()}
            before = {given.needs[need].label: share for need, share in stream.needs.get(band, {}).items()}
            yield from _whole(f"{stream.label}: need on entry at {band}", told, before)
    for kind, found in fitted.learnt.at_18.items():
        reasons = given.at_18.reasons
        told = {str(reasons[reason]): count for reason, count in found.counts.items()}
        before = {str(reasons[reason]): share for reason, share in given.at_18.shares.get(kind, {}).items()}
        yield from _whole(f"{given.placement_types[kind].label}: leaving at 18", told, before)


def _whole(whole: str, counts: Mapping[str, int], given: Mapping[str, float]) -> Iterator[FittedShare]:
    total = sum(counts.values())
    for part in dict.fromkeys((*counts, *given)) if total else ():
        count = counts.get(part, 0)
        yield FittedShare(whole, part, count / total, given.get(part, 0.0), count, total)
