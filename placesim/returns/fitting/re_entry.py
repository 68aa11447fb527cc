"""Coming back: the rate at which children who left care return to it, by reason for leaving and time since."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from placesim.model.rates import YEAR
from placesim.returns.fitting.answers import Question, answer
from placesim.returns.fitting.estimates import BY_AGE, BY_STREAM, BY_TIME_SINCE_LEAVING, PER_YEAR, Floats, RiskFit
from placesim.returns.fitting.exposure import Clock, Stretches, split
from placesim.returns.fitting.stays import ADULT_DAYS, Whole, rows_of, told_in_whole_days
from placesim.returns.past import Past

RE_ENTRY = "re_entry"
"""What the fit calls the risk of coming back."""


def fit_re_entry(past: Past, bands: Mapping[str, tuple[float, float]], by_age: bool = False) -> RiskFit:
    """Return the rate of coming back per child-year since leaving, by reason for leaving and time since.

    Who left before day 0 is not known, so only those who left since are at risk, until they return, turn 18 or the
    data end.

    Args:
        past: what happened.
        bands: bands of time since leaving, in years.
        by_age: whether the configuration has factors by age; else they are added where the data surely show them, as
            those by stream are.
    """
    reasons = tuple(past.baseline.leaving)
    away = _away(past, reasons)
    clocks = {BY_TIME_SINCE_LEAVING: Clock(bands, away.begins), BY_AGE: Clock(past.baseline.age_bands, away.born)}
    at_risk = Stretches(away.child, away.begins, away.ends, away.ended_by)
    names = {PER_YEAR: reasons, BY_STREAM: past.history.names.streams}
    exposure = split(past.history, (RE_ENTRY,), at_risk, clocks, names, {PER_YEAR: away.reason, BY_STREAM: away.stream})
    fields = PER_YEAR, BY_TIME_SINCE_LEAVING
    used, others = ((*fields, BY_AGE), (BY_STREAM,)) if by_age else (fields, (BY_AGE, BY_STREAM))
    asked = Question(RE_ENTRY, used, others, frozenset(), 0.0)
    return answer(exposure, asked, exposure.ends_by(RE_ENTRY))


@dataclass(frozen=True, eq=False)
class _Away:
    """Times out of care after leaving it before 18, one row each."""

    child: Whole
    reason: Whole
    """Number of the reason for leaving."""
    stream: Whole
    born: Floats
    begins: Floats
    ends: Floats
    ended_by: Whole
    """0 where the child came back, else -1."""


def _away(past: Past, reasons: tuple[str, ...]) -> _Away:
    """Return the times out of care that begin within a past."""
    history = past.history
    episodes, children, noon = history.episodes, history.children, 0.5 if told_in_whole_days(history) else 0.0
    number = np.full(len(history.names.reasons) + 1, -1)  # the last is for placements that have not ended
    number[[history.names.reasons.index(name) for name in reasons]] = np.arange(len(reasons))
    left = np.flatnonzero((number[episodes["end_reason"]] >= 0) & (np.asarray(episodes["end_day"]) >= 0))
    ids, started = np.asarray(episodes["child_id"]), np.asarray(episodes["start_day"], float)
    after = np.minimum(left + 1, len(ids) - 1)
    again = (ids[after] == ids[left]) & (after > left)
    child = rows_of(children["child_id"], ids[left])
    born = (children["entered_day"] - children["age_at_entry"] * YEAR)[child] + noon
    last = np.minimum(history.days, born + ADULT_DAYS)
    came = again & (started[after] + noon <= last)
    begins, ends = np.asarray(episodes["end_day"], float)[left] + noon, np.where(came, started[after] + noon, last)
    kept = ends > begins
    reason, ended_by = number[episodes["end_reason"][left]], np.where(came, 0, -1)
    stream = np.asarray(children["stream"], np.int64)[child]
    return _Away(child[kept], reason[kept], stream[kept], born[kept], begins[kept], ends[kept], ended_by[kept])
