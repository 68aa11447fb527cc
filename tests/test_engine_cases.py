"""Cases a commissioner could read: `tests/cases/*.yaml` say who must be where on which day (see the README there)."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ruamel.yaml import YAML

from placesim.config.baseline import Baseline
from placesim.model import EngineName
from placesim.model.children import Child
from placesim.model.engine import CompiledBaseline, simulate
from placesim.model.engines import engine_for
from placesim.model.history import History
from placesim.model.rates import YEAR
from placesim.model.streams import Streams
from placesim.model.supply import Supply, SupplyEvent
from tests.councils import (
    NEVER,
    SOURCE,
    START,
    ScriptedLuck,
    as_columns,
    carers,
    council,
    home,
    need,
    places,
    plan,
    risk,
    scripted_child,
    spot,
)
from tests.engines import differing_columns, needs_the_compiled_engine

Case = dict[str, Any]

FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
CASES = [case for file in FILES for case in YAML(typ="safe").load(file)]

ONCE_A_DAY = YEAR
"""Events per child-year: a budget of 50 is spent after 50 days."""

CONDITIONS = {"from_age": "minimum_age", "to_age": "maximum_age", "weekly_fee": "weekly_fee"}


EITHER_ENGINE = pytest.mark.parametrize(
    "engine", [EngineName.SIMPY, pytest.param(EngineName.COMPILED, marks=needs_the_compiled_engine)]
)


@EITHER_ENGINE
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"].replace(" ", "_"))
def test_children_are_where_the_case_says(case, engine):
    history = played(case, engine)
    expected = {(day, child): place for day, there in case["where"].items() for child, place in there.items()}
    found = {(day, child): whereabouts(history, list(case["children"]).index(child), day) for day, child in expected}
    assert found == expected


@EITHER_ENGINE
@pytest.mark.parametrize(
    "case", [case for case in CASES if "first_choice" in case], ids=lambda case: case["case"].replace(" ", "_")
)
def test_children_had_their_first_choice_where_the_case_says_so(case, engine):
    """Of the last search of each child."""
    episodes = played(case, engine).episodes
    numbers = {name: number for number, name in enumerate(case["children"])}
    found = {child: bool(episodes["first_choice"][episodes["child_id"] == numbers[child]][-1]) for child in numbers}
    assert {child: found[child] for child in case["first_choice"]} == case["first_choice"]


@needs_the_compiled_engine
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"].replace(" ", "_"))
def test_both_engines_tell_the_same_of_every_case(case):
    assert differing_columns(played(case, EngineName.SIMPY), played(case, EngineName.COMPILED)) == []


def test_every_word_of_the_cases_is_read():
    """A misspelt word would make a case say less than it seems to."""
    allowed = {"case", "policy", "places", "needs", "children", "carer_leaves", "where", "first_choice"}
    allowed |= {"breakdown_raises", "moves_on_to", "same_carer_again"}
    of_place = {"empty_between", "kept_for_searches"}
    of_place |= {
        "home",
        "places",
        "carers",
        "spot",
        "opens",
        "closes",
        "one_more_bed_every",
        "match_share",
        *CONDITIONS,
    }
    of_child = {
        "lives_in",
        "since",
        "enters",
        "age",
        "need",
        "leaves",
        "breaks_down",
        "moves_on",
        "not_suited_to",
        "need_stays",
        "comes_back",
        "leaves_again",
    }
    for case in CASES:
        assert set(case) <= allowed, case["case"]
        assert all(place == "spot" or set(place) <= of_place for place in case["places"].values()), case["case"]
        assert all(set(child) <= of_child for child in case["children"].values()), case["case"]
        named = {child for there in case["where"].values() for child in there}
        assert named <= set(case["children"]), case["case"]


def whereabouts(history: History, child: int, day: float) -> str:
    """Name where a child is on a day."""
    rows = history.episodes["child_id"] == child
    starts, ends = history.episodes["start_day"][rows], history.episodes["end_day"][rows]
    there = np.flatnonzero((starts <= day) & ~(ends <= day))
    assert len(there) <= 1, "in two places at once"
    return history.names.provisions[history.episodes["provision"][rows][there[0]]] if len(there) else "left"


def played(case: Case, engine: EngineName) -> History:
    """Simulate a case: everything that happens is written in it, so nothing is drawn."""
    baseline = baseline_of(case)
    provision = list(baseline.provision)
    supply = [event for event in plan(baseline, Streams(0, 0)) if event.kind != "joins"]
    for name, place in case["places"].items():
        if "carers" in place:
            joining = enumerate(place["carers"])
            supply += [SupplyEvent(0, provision.index(name), "joins", number, size) for number, size in joining]
    supply += [
        SupplyEvent(day, provision.index(name), "leaves", 0) for name, day in case.get("carer_leaves", {}).items()
    ]
    children, supply = children_of_case(case, baseline), sorted(supply, key=lambda event: event.day)
    if engine is EngineName.SIMPY:
        return simulate(CompiledBaseline(baseline), children, supply)
    return engine_for(CompiledBaseline(baseline), engine).simulate(as_columns(children), Supply.of(supply))


def baseline_of(case: Case) -> Baseline:
    """The council of a case. Children leave, come back and break down at rates of one a day: budgets are days."""
    back = any("comes_back" in who for who in case["children"].values())
    types = {"foster_care": ONCE_A_DAY}
    changes = [{**case["breakdown_raises"], "share": 0.5}] if "breakdown_raises" in case else []
    again = case.get("same_carer_again", True)
    needs = case.get("needs", {"care": {"search": list(case["places"])}})
    return council(
        {name: provision_of(place) for name, place in case["places"].items()},
        years=2,
        transfer_policy=case.get("policy", "longest_wait"),
        needs={name: need(*block["search"], **_without(block, "search")) for name, block in needs.items()},
        leaving={"leaves": risk(types)},
        re_entry={"per_year": {"leaves": ONCE_A_DAY}, "source": SOURCE} if back else None,
        moves={
            "breakdown": risk(types, planned=False, need_changes=changes, same_carer_again=again),
            "moves_on": risk(types, to=[case["moves_on_to"]] if "moves_on_to" in case else []),
        },
    )


def provision_of(place: Any) -> Case:
    """One provision as a case writes it."""
    if place == "spot":
        return spot()
    conditions = {CONDITIONS[word]: value for word, value in place.items() if word in CONDITIONS}
    if "spot" in place:
        return spot(**conditions)
    if "places" in place:
        return places(place["places"], **conditions)
    if "carers" in place:
        return carers(len(place["carers"]), **conditions)
    capacity: Case = {
        "admission_gap_days": place.get("one_more_bed_every", 0),
        "match_share": place.get("match_share", 1),
        "turnaround_days": place.get("empty_between", 0),
        "searches_first_days": place.get("kept_for_searches", 0),
    }
    if "closes" in place:
        capacity["closes"] = START + timedelta(days=place["closes"])
    return home(place["home"], START + timedelta(days=place.get("opens", 0)), capacity, **conditions)


def children_of_case(case: Case, baseline: Baseline) -> list[Child]:
    """The children of a case: those who are there, then those who enter, by day."""
    needs, provision = list(baseline.needs), list(baseline.provision)
    children = []
    for number, who in enumerate(case["children"].values()):
        day = who.get("enters", who.get("since", 0))
        first_day = max(day, 0)
        luck = ScriptedLuck(
            leaving=[who.get("leaves", NEVER) - first_day],
            moves={1: [who.get("breaks_down", NEVER) - first_day, who.get("moves_on", NEVER) - first_day]},
            number_of_moves=2,
            need_changes={1: 0.999 if who.get("need_stays") else 0.0},
            unsuited=[who["not_suited_to"]] if "not_suited_to" in who else [],
            comes_back=[who.get("comes_back", NEVER) - who.get("leaves", 0)],
            leaving_again=[[who.get("leaves_again", NEVER) - who.get("comes_back", 0)]],
        )
        wants = needs.index(who["need"]) if "need" in who else 0
        lives_in = provision.index(who["lives_in"]) if "lives_in" in who else None
        children.append(scripted_child(number, luck, day=day, age=who.get("age", 10), need=wants, provision=lives_in))
    return sorted(children, key=lambda child: (max(child.care_start_day, 0), child.child_id))


def _without(block: Case, word: str) -> Case:
    return {key: value for key, value in block.items() if key != word}
