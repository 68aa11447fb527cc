"""Measures of after care: allowances that go on when a child has left care, paid already or from within the horizon."""

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np

from placesim.config.after_care import AfterCare
from placesim.config.baseline import Baseline
from placesim.results.birthdays import birthdays, days_of_birth
from placesim.results.counting import Grouped
from placesim.results.facts import Facts, Floats
from placesim.results.groupings import by_line
from placesim.results.measures import Exhibit, Telling, measure
from placesim.results.prices import uplifts
from placesim.results.stretches import Laid, Stretches, Whole

DAYS_A_WEEK, DAYS_A_YEAR = 7, 365


@measure(
    unit="pounds",
    horizon="total",
    monthly=True,
    groups="scheme",
    worse="higher",
    told=(
        Telling(Exhibit.DIFFERENCES_BY_YEAR, 12, "Allowances after care"),
        Telling(Exhibit.WATCHED, 12, "allowances after care", plural=True),
    ),
)
def after_care_spend(facts: Facts) -> Grouped:
    """Allowances after care in cash: nights from leaving care to the last birthday / 7 x weekly amount, uplifted."""
    schemes = list(facts.baseline.after_care.values())
    levels = uplifts(schemes, facts.history.start, int(facts.pieces.years_on[-1]))[:, facts.pieces.years_on]
    weekly = np.array([scheme.weekly for scheme in schemes])[:, None] * levels
    return _by_scheme(facts, facts.in_periods(facts.once(_nights) / DAYS_A_WEEK * weekly[:, None, :]))


@measure(unit="children", horizon="end", monthly=True, groups="scheme")
def after_care_allowances(facts: Facts) -> Grouped:
    """Allowances after care on the last night of the period."""
    return _by_scheme(facts, facts.at_end_of_periods(facts.once(_at_end)))


def after_care_by_line(facts: Facts) -> Grouped:
    """Return allowances after care in cash by the budget line that pays, and in all."""
    return by_line(after_care_spend(facts), facts.baseline.after_care)


def stock_ends(scheme: AfterCare, start: date) -> Whole:
    """Return the days on which the allowances paid on day 0 end, from day 0.

    Birthdays of children of one age are spread evenly over the year that follows.
    """
    ages = [age for age, count in scheme.stock_by_age.items() for _ in range(count)]
    nexts = [int((place + 0.5) / n * DAYS_A_YEAR) for n in scheme.stock_by_age.values() for place in range(n)]
    to_go = scheme.until_age - 1 - np.array(ages, np.int64)
    dated = [(day - start).days for day in scheme.stock_until]
    return np.concatenate([birthdays(np.array(nexts, np.int64), to_go, start), np.array(dated, np.int64)])


def _nights(facts: Facts) -> Floats:
    """Return nights paid by scheme, future and piece."""
    return _with_new(facts, facts.once_for_alike(_areas, _paid_to))


def _at_end(facts: Facts) -> Floats:
    """Return allowances on the last night of each piece by scheme and future."""
    return _with_new(facts, facts.once_for_alike(_counts, _paid_to))


def _with_new(facts: Facts, found: Floats) -> Floats:
    """Return what is paid on day 0 already, with the share of those who leave care that a scheme pays for."""
    stock, new = found
    share = np.array([scheme.share for scheme in facts.baseline.after_care.values()])
    return np.asarray(stock + share[:, None, None] * new)


def _areas(facts: Facts) -> Floats:
    """Return nights of those paid for on day 0, then of all who leave care, shape (2, schemes, futures, pieces)."""
    return _of_each(facts, Stretches.area)


def _counts(facts: Facts) -> Floats:
    """Return the same on the last night of each piece."""
    return _of_each(facts, Stretches.at_end)


def _paid_to(council: Baseline) -> list[tuple[object, ...]]:
    """Return to whom schemes pay, and for how long: all but how much, and to what share of them."""
    return [(e.reason, e.until_age, e.stock_by_age, e.stock_until) for e in council.after_care.values()]


def _of_each(facts: Facts, counted: Callable[[Stretches], Floats]) -> Floats:
    schemes = list(facts.baseline.after_care.values())
    found = np.zeros((2, *facts.shape_by_piece(len(schemes))))
    for number, scheme in enumerate(schemes):
        for part, stretches in enumerate((_stock(facts, scheme), _new(facts, scheme))):
            found[part, number] = counted(stretches)[0]
    return found


def _stock(facts: Facts, scheme: AfterCare) -> Stretches:
    """Return the allowances paid on day 0 as stretches of days, the same in every future."""
    ends = stock_ends(scheme, facts.history.start).astype(float)
    futures = facts.futures or 1
    future = np.repeat(np.arange(futures), len(ends))
    return _stretches(facts, np.zeros(len(future)), np.tile(ends, futures), future)


def _new(facts: Facts, scheme: AfterCare) -> Stretches:
    """Return the allowances of those who leave care for the scheme's reason, from that day to the last birthday.

    The allowance of a child who comes back to care ends on that day.
    """
    episodes, reasons = facts.history.episodes, facts.history.names.reasons
    number = reasons.index(scheme.reason) if scheme.reason in reasons else len(reasons)
    left = np.flatnonzero((episodes["end_reason"] == number) & (facts.listed >= 0))
    born = facts.once(days_of_birth)[facts.listed[left]]
    ends = birthdays(born, np.array(scheme.until_age), facts.history.start).astype(float)
    begins, future = episodes["end_day"][left], facts.future_of("episodes")[left]
    back = np.append(np.where(facts.first_of_child, np.inf, episodes["start_day"]), np.inf)[1 + left]
    ends = np.minimum(ends, back)
    paid = ends > np.floor(begins)
    return _stretches(facts, begins[paid], ends[paid], future[paid])


def _stretches(facts: Facts, begins: Floats, ends: Floats, future: Whole) -> Stretches:
    first, last = (Laid.of(days, future, facts.pieces.edges) for days in (begins, ends))
    return Stretches(first, last, None, facts.shape_by_piece(1), facts.pieces.lengths)


def _by_scheme(facts: Facts, figures: Floats | Sequence[Floats]) -> Grouped:
    return {"all": facts.total(figures), **dict(zip(facts.baseline.after_care, figures, strict=True))}
