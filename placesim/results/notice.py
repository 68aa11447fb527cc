"""Notice: what goes on being paid for a place when the child has left it, after endings that a spot contract names."""

from dataclasses import dataclass

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.contracts import ANY_ENDING, AT_18, SpotContract
from placesim.results.facts import Facts, Floats
from placesim.results.fees import weekly_fees
from placesim.results.stretches import Laid, Stretches, Whole

PROVIDERS_OWN = ("carer_left", "home_closed")
"""Endings that a provider brings about: `any` does not mean them."""


@dataclass(frozen=True, eq=False)
class Notice:
    """What notice comes to in one provision in each piece, shape (futures, pieces)."""

    nights: Floats
    """Nights after a child has left for which something is paid."""
    fees: Floats
    """Their weekly fees, as far as they are paid."""


def notices(facts: Facts) -> dict[int, Notice]:
    """Return what is paid after children have left, by provision that has notice days."""
    contracts = enumerate(provision.contract for provision in facts.baseline.provision.values())
    return {n: _notice(facts, n, each) for n, each in contracts if isinstance(each, SpotContract) and each.has_notice}


def _notice(facts: Facts, number: int, terms: SpotContract) -> Notice:
    episodes, future = facts.history.episodes, facts.future_of("episodes")
    days = _days_paid(facts, terms)
    left = np.flatnonzero((episodes["provision"] == number) & (days > 0))
    begins = np.floor(episodes["end_day"][left])
    ends = begins + days[left]
    if terms.until_refilled:
        ends = _until_refilled(facts, number, left, ends)
    fees = facts.once(weekly_fees)[left] * terms.notice_share
    begun, ended = (Laid.of(each, future[left], facts.pieces.edges) for each in (begins, ends))
    paid = Stretches(begun, ended, None, facts.shape_by_piece(1), facts.pieces.lengths)
    return Notice(paid.area()[0], paid.area(fees)[0])


def _days_paid(facts: Facts, terms: SpotContract) -> Floats:
    """Return how many days are paid for after each episode, wherever it was; none where it has not ended."""
    start, episodes, council = facts.history.start, facts.history.episodes, facts.baseline
    changes = [float((step.from_ - start).days) for step in terms.notice_days[1:]]
    step = np.searchsorted(changes, np.floor(episodes["end_day"]), side="right")
    given = [_days_given(council, terms, reason) for reason in facts.history.names.reasons]
    by_reason = np.array([*given, np.inf])  # the last is for who is still there, whose reason is -1
    asked = np.array([each.value for each in terms.notice_days])[step]
    return np.asarray(np.maximum(asked - by_reason[episodes["end_reason"]], 0.0))


def _days_given(council: Baseline, terms: SpotContract, reason: str) -> float:
    """Return days of notice given before an ending; no end of them where nothing is paid after it."""
    names = _names_of(council, reason)
    if not any(name in terms.notice_after for name in names):
        return np.inf
    return next((float(terms.notice_given_days[name]) for name in names if name in terms.notice_given_days), 0.0)


def _names_of(council: Baseline, reason: str) -> list[str]:
    """Return the names by which terms may mean an ending, its own first."""
    at_18 = [AT_18] if reason in council.at_18.reasons else []
    return [reason, *at_18, *([] if reason in PROVIDERS_OWN else [ANY_ENDING])]


def _until_refilled(facts: Facts, number: int, left: Whole, ends: Floats) -> Floats:
    """Return the days on which notice ends: when another child comes and takes the place left first, or as before."""
    episodes, future, until = facts.history.episodes, facts.future_of("episodes"), ends.tolist()
    running: dict[int, list[int]] = {}
    for place in np.argsort(episodes["end_day"][left], kind="stable").tolist():
        running.setdefault(int(future[left[place]]), []).append(place)
    came = np.flatnonzero(episodes["provision"] == number)
    for row in came[np.argsort(episodes["start_day"][came], kind="stable")].tolist():
        places, day, child = running.get(int(future[row]), []), episodes["start_day"][row], episodes["child_id"][row]
        for place in places:
            gone = left[place]
            if episodes["end_day"][gone] <= day < until[place] and episodes["child_id"][gone] != child:
                until[place] = day
                places.remove(place)
                break
    return np.array(until, float)
