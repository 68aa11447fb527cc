"""Rates: what a past says of leaving care and of moves, written into their blocks."""

from math import log
from typing import Any

import numpy as np

from placesim.config.rate_checks import MOST_PER_YEAR
from placesim.config.risks import Risk
from placesim.config.text import listing
from placesim.config.values import Step, value_on
from placesim.results.suppression import told
from placesim.returns.fitted.curves import expected_events
from placesim.returns.fitted.draft import Draft, in_one_line, rounded
from placesim.returns.fitted.kept import as_given
from placesim.returns.fitting.estimates import (
    BY_AGE,
    BY_STREAM,
    BY_TIME_IN_CARE,
    BY_TIME_IN_PLACEMENT,
    FRAILTY,
    PER_YEAR,
    Floats,
    RiskFit,
)

BLOCKS = ("leaving", "moves")
FACTORS = (BY_AGE, BY_TIME_IN_CARE, BY_TIME_IN_PLACEMENT, BY_STREAM)

FURTHEST = 4.9
"""Standard errors from the value to the furthest that is ever drawn (`ranges.shapes.RAREST`), a little rounded up."""

WIDEST = 1.0
"""The largest standard error of a logarithm that is drawn: 95% within a seventh and seven times the rate."""

MOST_FRAILTY = 20

LIKELY_SEEN = 3.0
"""Events expected from which on seeing none happens by chance in fewer than 5 of 100 pasts."""

HALF_AN_EVENT = 0.5

YEARS_AHEAD = 2.0
"""Years over which rates to come are averaged, in the middle of what forecasts are asked for."""


def write_risks(draft: Draft) -> None:
    """Write every risk that ever had a child at it; tell of the others that they stay as given."""
    baseline = draft.given.baseline
    unseen = []
    for block in BLOCKS:
        for name, risk in getattr(baseline, block).items():
            fit = draft.learnt.risks.get(name)
            if not fit:
                unseen.append(f"“{risk.label}”")
            elif fit.events:
                _write(draft, block, name, risk, fit)
            else:
                _write_never(draft, (block, name), risk)
    if unseen:
        draft.notes.append(f"No child was ever at risk of {listing(unseen)}: these rates stay as given.")


def _write_never(draft: Draft, here: tuple[str, str], risk: Risk) -> None:
    """Keep a rate that no event speaks of, unless the configuration makes it likely that one would have been seen.

    Then its numbers are all lowered to what half an event in these child-years comes to: the mean of what is known of
    a rate without events, by the prior of H. Jeffreys (1946).
    """
    expected = expected_events(here[1], risk, draft.learnt.exposure)
    if expected < LIKELY_SEEN:
        draft.notes.append(f"“{risk.label}” was never seen, which its rates as given allow: they stay.")
        return
    lower = HALF_AN_EVENT / expected
    draft.put((*here, PER_YEAR), {kind: rounded(rate * lower) for kind, rate in risk.per_year.items()})
    draft.notes.append(f"“{risk.label}” was never seen, where about {expected:,.0f} were to be expected.")
    draft.rest_on(here, "0 events", "how types and factors differ")


def _write(draft: Draft, block: str, name: str, risk: Risk, fit: RiskFit) -> None:
    here, fields, given = (block, name), fit.fields(), as_given(risk, fit)
    kept = list(given[PER_YEAR])
    rates = {kind: rounded(rate) for kind, rate in given[PER_YEAR].items()}
    rates |= {kind: rounded(rate) for kind, rate in fields[PER_YEAR].items() if rate or kind in risk.per_year}
    draft.put((*here, PER_YEAR), rates)
    for factor in FACTORS:
        _write_factor(draft, (*here, factor), given[factor], fields.get(factor, {}))
    write_by_date(draft, (*here, "by_date"), risk.by_date)
    if block == "moves":
        frailty = min(rounded(fit.frailty_variance), MOST_FRAILTY)
        draft.put((*here, FRAILTY), frailty) if frailty else draft.take_out((*here, FRAILTY))
    labels = [draft.given.baseline.placement_types[kind].label for kind in kept]
    draft.rest_on(here, told(fit.events, "event"), listing(labels))
    write_range(draft, here, risk.label, fit)


def _write_factor(draft: Draft, place: tuple[str, ...], given: dict[str, float], fitted: dict[str, float]) -> None:
    """Write one factor; one that was not fitted is 1, but for streams of which no child was there."""
    if not fitted and place[-1] == BY_STREAM:
        fitted = dict.fromkeys(_streams_seen(draft), 1.0)
    factors = {key: rounded(value) for key, value in {**given, **fitted}.items()} if fitted else {}
    if any(value != 1 for value in factors.values()):
        draft.put(place, factors)
    else:
        draft.take_out(place)


def _streams_seen(draft: Draft) -> list[str]:
    history = draft.past.history
    return [history.names.streams[number] for number in np.unique(history.children["stream"])]


def write_by_date(draft: Draft, place: tuple[str, ...], given: tuple[Step, ...]) -> None:
    """Keep dated changes to come, about what holds on the first day: that is what was fitted."""
    steps = from_the_first_day(given, draft)
    if steps != given:
        draft.put(place, dated(steps))


def from_the_first_day(given: tuple[Step, ...], draft: Draft, level: float = 1.0) -> tuple[Step, ...]:
    """Return a dated value as multiples of what it is on the first day, from that day on.

    Args:
        given: the value as the configuration has it.
        draft: what is being written.
        level: what it is on the first day.
    """
    now = value_on(given, draft.start)
    if now == 0:
        return (Step(value=level),)
    later = [(step.from_, rounded(step.value / now * level)) for step in given if step.from_ > draft.start]
    return Step(value=level), *(Step.model_validate({"from": day, "value": value}) for day, value in later)


def dated(steps: tuple[Step, ...]) -> Any:
    """Return a dated value as it is written: a number, where it never changes."""
    first, *later = steps
    if not later:
        return first.value
    return in_one_line([{"value": first.value}, *({"from": step.from_, "value": step.value} for step in later)])


def write_range(draft: Draft, here: tuple[str, ...], label: str, fit: RiskFit) -> None:
    """Say how far the numbers of a risk are known: they are drawn together, by the covariance of the fit."""
    written = [rounded(value) for value in fit.values]
    use = [number for number, value in enumerate(written) if value > 0]
    if not use or draft.at(here).get(FRAILTY) == MOST_FRAILTY:
        return
    covariance = of_years_to_come(fit)[np.ix_(use, use)]
    errors = np.sqrt(np.diag(covariance))
    room = log(MOST_PER_YEAR / max(_most_a_year(fit), 1e-9)) / FURTHEST
    narrower = np.minimum(1, min(WIDEST, max(room, 0.05)) / np.maximum(errors, 1e-12))
    covariance = covariance * np.outer(narrower, narrower)
    entry = {
        "label": label,
        "paths": in_one_line([f"{'.'.join(here)}.{fit.paths[number]}" for number in use]),
        "scale": "log",
        "covariance": in_one_line([[rounded(each) for each in row] for row in covariance.tolist()]),
    }
    draft.keep_range(here[-1], here, entry)


def of_years_to_come(fit: RiskFit) -> Floats:
    """Return the covariance of a fit's logarithms, with what years differ by beyond chance added to all types alike.

    Rates of years to come are not those of the years known. The mean of n years lies so far from what rates are in the
    long run, and the mean of `YEARS_AHEAD` to come lies so far from it again: variation^2 (1 / n + 1 / ahead).
    """
    years = fit.years
    if years is None:
        return fit.covariance
    of_all_types = np.array([path.startswith(PER_YEAR) for path in fit.paths], float)
    spread = years.variation**2 * (1 / len(years.events) + 1 / YEARS_AHEAD)
    return np.asarray(fit.covariance + spread * np.outer(of_all_types, of_all_types))


def _most_a_year(fit: RiskFit) -> float:
    """Return the highest rate that a child of any kind has."""
    most = 1.0
    for values in fit.fields().values():
        most *= max(values.values(), default=1.0)
    return most
