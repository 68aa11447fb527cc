"""Pasts for tests: placements written one by one, or a council simulated; nothing of what a return looks like."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from placesim.config.baseline import Baseline
from placesim.experiment.councils import FixedCouncils
from placesim.experiment.draws import Future
from placesim.model import default_engine
from placesim.model.engine import CompiledBaseline
from placesim.model.history import History
from placesim.model.rates import YEAR
from placesim.returns.account import COLUMNS, Account
from placesim.returns.past import Past
from tests.councils import council, need, risk, spot, stream


def two_types(**fields: object) -> Baseline:
    """Foster care, and homes for a third of children, both without limit; children may go home or break down."""
    blocks = {
        "years": 2,
        "needs": {"care": need({"provision": "a_home", "share": 0.35}, "carers")},
        "leaving": {"return_home": risk({"foster_care": 0.2, "home": 0.1})},
        "moves": {"breakdown": risk({"foster_care": 0.3, "home": 0.3}, planned=False)},
        **fields,
    }
    return council({"carers": spot(), "a_home": spot(placement_type="home")}, **blocks)


class Stay(NamedTuple):
    """One placement, as a test writes it."""

    child: int
    begins: float
    ends: float
    reason: str = ""
    """Empty while it is open."""
    provision: str = "carers"
    period: int = 1
    need: str = "care"


def past_of_stays(baseline: Baseline, stays: Sequence[Stay], days: float, ages: dict[int, float]) -> Past:
    """A past of placements in order of child and day; `ages` are those at entry, which is the first day told."""
    names = CompiledBaseline(baseline).names
    first = {stay.child: stay for stay in reversed(stays)}
    ids = sorted(first)
    ended = [names.reasons.index(stay.reason) if stay.reason else -1 for stay in stays]
    episodes = {
        "child_id": np.array([stay.child for stay in stays]),
        "period_of_care": np.array([stay.period for stay in stays]),
        "placement_number": np.arange(1, len(stays) + 1),
        "provision": np.array([names.provisions.index(stay.provision) for stay in stays]),
        "start_day": np.array([stay.begins for stay in stays], float),
        "end_day": np.array([stay.ends if stay.reason else np.nan for stay in stays]),
        "end_reason": np.array(ended),
    }
    children = {
        "child_id": np.array(ids),
        "stream": np.zeros(len(ids), int),
        "age_at_entry": np.array([ages[child] for child in ids], float),
        "entered_day": np.array([first[child].begins for child in ids], float),
        "in_care_at_start": np.array([first[child].begins < 0 for child in ids]),
    }
    needs = np.array([list(baseline.needs).index(stay.need) for stay in stays])
    history = History(baseline.start, days, names, episodes, {}, {}, children, {}, observed=True)
    return Past(baseline, history, needs, nothing_read())


def nothing_read() -> Account:
    return Account(pd.DataFrame(columns=list(COLUMNS)))


def simulated(baseline: Baseline, number: int = 0, seed: int = 1) -> Past:
    """One simulated future, as a past whose needs nobody asks for."""
    history = FixedCouncils({"": baseline}).play("", seed, Future(number), default_engine()).history
    return Past(baseline, history, np.zeros(len(history.episodes["child_id"]), np.int64), nothing_read())


def busy(entries_per_year: float = 400, **fields: object) -> Baseline:
    """A council of babies and others whom much befalls, so that a short past tells a lot."""
    blocks = {
        "years": 4,
        "age_bands": {"under 5": [0, 5], "5 to 12": [5, 13], "13 to 17": [13, 18]},
        "time_in_care_bands": {"first year": [0, 1], "later": [1, 18]},
        "entrants": {"local": stream(entries_per_year, {"under 5": 0.5, "5 to 12": 0.3, "13 to 17": 0.2})},
        "leaving": {
            "return_home": risk(
                {"foster_care": 0.5, "home": 0.3}, by_age={"13 to 17": 0.5}, by_time_in_care={"later": 0.4}
            )
        },
        "moves": {"breakdown": risk({"foster_care": 0.6, "home": 0.9}, planned=False)},
        **fields,
    }
    return two_types(**blocks)


def in_whole_days(past: Past) -> Past:
    """A past as returns tell it: every day without its hour, and no row for what begins and ends on one date."""
    history = past.history
    episodes, children = dict(history.episodes), dict(history.children)
    begins, ends = np.floor(episodes["start_day"]), np.floor(episodes["end_day"])
    kept = begins != ends
    born = np.floor(children["entered_day"] - children["age_at_entry"] * YEAR)
    entered = np.floor(children["entered_day"])
    episodes |= {"start_day": begins, "end_day": ends}
    children |= {"entered_day": entered, "age_at_entry": (entered - born) / YEAR}
    episodes = {name: column[kept] for name, column in episodes.items()}
    seen = np.isin(children["child_id"], episodes["child_id"])
    children = {name: column[seen] for name, column in children.items()}
    return replace(past, history=replace(history, episodes=episodes, children=children), needs=past.needs[kept])
