"""A child, a carer and a home meet the same luck in every scenario, so differences are the scenario's doing."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from placesim.config.baseline import Baseline
from placesim.config.provision import Home
from placesim.model.children import Child
from placesim.model.history import History
from placesim.model.luck import BLOCK
from placesim.model.rates import YEAR
from placesim.model.streams import Streams
from placesim.model.supply import SupplyEvent
from placesim.results import finance
from tests.conftest import play
from tests.councils import carers, children_of, council, facts_of, home, plan, risk, spot, stream

PLACEMENTS = (1, BLOCK, BLOCK + 1, 3 * BLOCK)
"""Placements whose luck is compared: of the first block, and beyond it."""


def person(baseline: Baseline, child: Child) -> dict[str, Any]:
    """Everything that makes a child who they are, wherever and whenever they enter care."""
    leaving = dict(zip(baseline.leaving, child.luck.leaving_budgets(child.row), strict=True))
    moves = [dict(zip(baseline.moves, child.luck.move_budgets(child.row, n), strict=True)) for n in PLACEMENTS]
    return {
        "age": round(child.age(child.care_start_day), 9),
        "need": list(baseline.needs)[child.need],
        "leaving": {name: leaving[name] for name in ("return_home", "special_guardianship")},
        "moves": [{name: of[name] for name in ("breakdown", "step_down")} for of in moves],
        "need changes": [child.luck.need_change(child.row, n) for n in PLACEMENTS],
        "suits": {name: child.luck.suits(child.row, name) for name in ("relatives", "new_home")},
        "fee": child.luck.fee[child.row],
        "at 18": child.luck.at_18[child.row],
    }


def people(baseline: Baseline, stream: str | None = "local") -> list[dict[str, Any]]:
    """The entrants of a stream in order of entry, or (without a stream) the children in care at the start."""
    number = None if stream is None else list(baseline.entrants).index(stream)
    children = children_of(baseline, Streams(1, 0))
    chosen = [c for c in children if (c.provision is not None if number is None else c.stream == number)]
    return [person(baseline, c) for c in chosen if number is None or c.provision is None]


def with_entries(baseline: Baseline, entries_per_year: Any) -> Baseline:
    changed = baseline.entrants["local"].replace(entries_per_year=entries_per_year)
    return baseline.replace(entrants={**baseline.entrants, "local": changed})


def with_home(baseline: Baseline, opens: date | None, name: str = "new_home") -> Baseline:
    place = baseline.provision[name]
    opened = place.replace(capacity=place.capacity.replace(opens=opens))
    return baseline.replace(provision={**baseline.provision, name: opened})


class TestChildren:
    def test_the_nth_entrant_is_the_same_child_when_fewer_enter(self, example):
        many, fewer = people(example), people(with_entries(example, 25))
        assert 50 < len(fewer) < len(many)
        assert fewer == many[: len(fewer)]

    def test_the_nth_entrant_comes_later_when_fewer_enter(self, example):
        many = [c.care_start_day for c in children_of(example, Streams(1, 0)) if c.provision is None]
        half = [c.care_start_day for c in children_of(with_entries(example, 20), Streams(1, 0)) if c.provision is None]
        assert half == pytest.approx([2 * day for day in many[: len(half)]])

    def test_years_with_many_entries_bring_the_same_children_sooner(self, example):
        varied = example.entrants["local"].replace(variation_between_years=0.3)
        found = people(example.replace(entrants={"local": varied}))
        both = min(len(found), len(people(example)))
        assert both > 100
        assert found[:both] == people(example)[:both]

    def test_a_year_of_many_entries_is_one_whatever_the_rate(self, example):
        """Twice the rate brings the same gaps twice as fast, whatever each year's own luck."""

        def reached(entries: float, day: float) -> int:
            varied = with_entries(example, entries).entrants["local"].replace(variation_between_years=0.5)
            children = children_of(example.replace(entrants={"local": varied}), Streams(1, 0))
            return sum(0 < child.care_start_day < day for child in children)

        luck = [reached(1500, 365 * (year + 1)) - reached(1500, 365 * year) for year in range(4)]
        again = [reached(3000, 365 * (year + 1)) - reached(3000, 365 * year) for year in range(4)]
        assert max(luck) > 1.2 * min(luck)
        assert np.array(again) / np.array(luck) == pytest.approx(2, rel=0.1)

    def test_entries_before_a_dated_change_are_on_the_same_days(self, example):
        changed = with_entries(example, [{"value": 40}, {"from": "2026-04-01", "value": 60}])
        before, after = (
            [(c.child_id, c.care_start_day) for c in children_of(baseline, Streams(1, 0)) if 0 < c.care_start_day < 365]
            for baseline in (example, changed)
        )
        assert len(before) > 20
        assert after == before

    def test_a_longer_horizon_brings_the_same_children_first(self, example):
        shorter = people(example)
        assert people(example.replace(years=8))[: len(shorter)] == shorter

    def test_another_stream_disturbs_nobody(self, example):
        more = example.entrants["local"].replace(entries_per_year=30)
        both = example.replace(entrants={**example.entrants, "unaccompanied": more})
        assert people(both) == people(example)
        assert people(both, None) == people(example, None)

    def test_two_streams_are_different_children(self, example):
        twins = example.replace(entrants={**example.entrants, "other": example.entrants["local"]})
        for luck in ("age", "fee", "at 18"):
            assert not {child[luck] for child in people(twins)} & {child[luck] for child in people(twins, "other")}

    def test_another_provision_disturbs_nobody(self, example):
        another = example.provision["new_home"].replace(label="Another home")
        assert people(example.replace(provision={"another_home": another, **example.provision})) == people(example)

    def test_another_reason_for_leaving_disturbs_nobody(self, example):
        adoption = example.leaving["return_home"]
        assert people(example.replace(leaving={"adoption": adoption, **example.leaving})) == people(example)

    def test_another_move_disturbs_nobody(self, example):
        planned = example.moves["breakdown"].replace(planned=True)
        assert people(example.replace(moves={"planned": planned, **example.moves})) == people(example)

    def test_faster_leaving_changes_nobodys_luck(self, example):
        faster = example.leaving["return_home"].replace(by_date=[{"value": 1}, {"from": "2026-01-01", "value": 3}])
        changed = example.replace(leaving={**example.leaving, "return_home": faster})
        assert people(changed) == people(example)

    def test_one_child_more_at_the_start_disturbs_nobody(self, example):
        listed = {
            "provision": "agency_carers",
            "stream": "local",
            "need": "family",
            "age_years": 9,
            "years_in_care": 2,
            "days_in_placement": 10,
        }
        more = example.replace(children_in_care=example.children_in_care.replace(children=[listed]))
        assert people(more) == people(example)
        assert people(more, None)[:-1] == people(example, None)

    def test_children_at_the_start_are_not_disturbed_by_those_who_enter(self, example):
        assert people(with_entries(example, 5), None) == people(example, None)

    def test_luck_beyond_the_first_placements_does_not_depend_on_who_asks_first(self, example):
        asked_in_order, asked_late_first = (
            [c for c in children_of(example, Streams(1, 0)) if c.provision is None][:20] for _ in range(2)
        )
        late = [child.luck.move_budgets(child.row, 9) for child in reversed(asked_late_first)][::-1]
        for child, expected in zip(asked_in_order, late, strict=True):
            for number in range(1, 9):
                child.luck.move_budgets(child.row, number)
            assert child.luck.move_budgets(child.row, 9) == expected

    def test_no_two_placements_of_a_child_have_the_same_luck(self, example):
        child = next(c for c in children_of(example, Streams(1, 0)) if c.provision is None)
        budgets = [tuple(child.luck.move_budgets(child.row, number)) for number in range(1, 3 * BLOCK)]
        assert len(set(budgets)) == len(budgets)


class TestLuckIsIndependent:
    def test_replications_are_different_futures(self, example):
        assert people(example) != [
            person(example, c) for c in children_of(example, Streams(1, 1)) if c.provision is None
        ]

    def test_seeds_are_different_futures(self, example):
        assert people(example) != [
            person(example, c) for c in children_of(example, Streams(2, 0)) if c.provision is None
        ]

    def test_the_decisions_of_one_child_have_nothing_to_do_with_each_other(self):
        """Correlations over 20,000 children: none beyond 3.5 standard errors."""
        streams, children = Streams(1, 0), 20_000
        decisions = [
            "local: age",
            "local: need",
            "local: leaving return_home",
            "local: move 0 breakdown",
            "local: suits a",
        ]
        table = np.corrcoef([streams.uniforms(decision, children)[:, 0] for decision in decisions])
        assert np.abs(table[np.triu_indices(len(decisions), 1)]).max() < 3.5 / children**0.5

    def test_one_decision_of_two_replications_has_nothing_to_do_with_each_other(self):
        children = 20_000
        table = np.corrcoef([Streams(1, n).uniforms("local: age", children)[:, 0] for n in range(6)])
        assert np.abs(table[np.triu_indices(6, 1)]).max() < 3.5 / children**0.5


class TestHomes:
    OPENS = date(2025, 10, 1)

    def late(self, baseline: Baseline, replication: int) -> float:
        """Days by which the new home opens late."""
        number = list(baseline.provision).index("new_home")
        capacity = baseline.provision["new_home"].capacity
        assert isinstance(capacity, Home)
        assert capacity.opens
        opened = min(event.day for event in plan(baseline, Streams(1, replication)) if event.provision == number)
        return round(opened - (capacity.opens - baseline.start).days, 6)

    def test_a_home_is_equally_late_in_every_scenario(self, example):
        planned = with_home(example, self.OPENS)
        another = planned.provision["new_home"].replace(label="Another home")
        scenarios = [
            planned,
            with_home(example, date(2027, 1, 1)),
            with_entries(planned, 80),
            planned.replace(provision={"another_home": another, **planned.provision}),
            planned.replace(years=9),
        ]
        for replication in range(5):
            assert len({self.late(scenario, replication) for scenario in scenarios}) == 1

    def test_two_homes_are_not_equally_late(self, example):
        planned = with_home(example, self.OPENS)
        both = planned.replace(provision={**planned.provision, "another_home": planned.provision["new_home"]})
        days = {event.day for event in plan(both, Streams(1, 0)) if event.kind == "places" and event.number == 1}
        assert len(days) == 2

    def test_a_home_that_never_opens_in_a_replication_never_opens_in_another_scenario_of_it(self):
        def opens(replication: int, **fields: Any) -> bool:
            risky = home(2, date(2026, 1, 1), {"never_opens_share": 0.5})
            baseline = council({"risky": risky, "elsewhere": spot()}, years=3, **fields)
            return bool(plan(baseline, Streams(1, replication)))

        alone = [opens(replication) for replication in range(40)]
        busy = [opens(replication, entrants={"local": stream(50)}) for replication in range(40)]
        assert 5 < sum(alone) < 35
        assert busy == alone


class TestCarers:
    def households(self, number: int = 10, **capacity: Any) -> dict[int, list[SupplyEvent]]:
        """What happens to each household, over 20 years."""
        usual = {"approvals_per_year": 4, "leaves_per_year": 0.3, "usable_share": 0.7}
        ours = carers(number, {1: 0.4, 2: 0.4, 3: 0.2}, capacity={**usual, **capacity})
        events: dict[int, list[SupplyEvent]] = {}
        for event in plan(council({"ours": ours, "elsewhere": spot()}, years=20), Streams(1, 0)):
            events.setdefault(event.number, []).append(event)
        return events

    def test_the_nth_new_household_has_the_same_places_however_many_are_approved(self):
        few, many = self.households(), self.households(approvals_per_year=12)
        new = [number for number in few if number >= 10]
        assert len(new) > 50
        assert [many[number][0].usable for number in new] == [few[number][0].usable for number in new]

    def test_the_nth_new_household_fosters_as_long_however_many_are_approved(self):
        few, many = self.households(), self.households(approvals_per_year=12)
        stayed = {n: events[1].day - events[0].day for n, events in few.items() if n >= 10 and len(events) == 2}
        assert len(stayed) > 50
        assert {n: many[n][1].day - many[n][0].day for n in stayed} == pytest.approx(stayed)

    def test_households_approved_today_leave_on_the_same_day_when_more_are_approved_later(self):
        few, many = self.households(), self.households(approvals_per_year=12)
        assert [many[number] for number in range(10)] == [few[number] for number in range(10)]

    def test_households_approved_today_leave_on_the_same_day_when_there_are_more_of_them(self):
        ten, twelve = self.households(10), self.households(12)
        for number in range(10):
            assert [event.day for event in ten[number]] == [event.day for event in twelve[number]]

    def test_a_campaign_leaves_approvals_before_it_as_they_were(self):
        campaign = [{"value": 4}, {"from": "2030-04-01", "value": 12}]
        before = {n: events[0] for n, events in self.households().items() if events[0].day < 5 * YEAR - 1}
        after = self.households(approvals_per_year=campaign)
        assert len(before) > 20
        assert {n: after[n][0] for n in before} == before


def lives(history: History) -> dict[int, list[tuple[Any, ...]]]:
    """Return what happened to each child, by name."""
    frame = history.episodes_frame().astype({"end_day": object}).fillna({"end_day": "open"})
    columns = ["provision", "start_day", "end_day", "end_reason", "fee_luck", "first_choice"]
    return {int(child): list(rows[columns].itertuples(index=False)) for child, rows in frame.groupby("child_id")}


class TestScenarios:
    def test_a_scenario_that_changes_nothing_is_identical(self, example):
        unchanged = example.replace(provision={name: place.replace() for name, place in example.provision.items()})
        assert lives(play(unchanged)) == lives(play(example))

    def test_a_planned_home_that_does_not_open_changes_nothing(self, example):
        another = example.provision["new_home"].replace(label="Another home")
        search = (*example.needs["home"].search[:-1], "another_home", "homes_elsewhere")
        need = example.needs["home"].replace(search=search)
        planned = example.replace(
            provision={"another_home": another, **example.provision}, needs={**example.needs, "home": need}
        )
        assert lives(play(planned)) == lives(play(example))

    def test_a_risk_that_never_happens_changes_nothing(self, example):
        never = risk({"ifa": 0})
        assert lives(play(example.replace(leaving={"never": never, **example.leaving}))) == lives(play(example))

    def test_until_a_home_opens_every_child_lives_the_same_life(self, example):
        opens = date(2027, 4, 1)
        until = float((opens - example.start).days)
        before, after = (
            [
                (child, provision, started, (ended, reason) if ended != "open" and ended < until else "open")
                for child, stays in lives(play(baseline)).items()
                for provision, started, ended, reason, *_ in stays
                if started < until
            ]
            for baseline in (example, with_home(example, opens))
        )
        assert len(before) > 200
        assert after == before

    def test_a_home_touches_the_lives_of_those_it_concerns_only(self, example):
        """Children who never need a home, and live with relatives, cannot tell whether one has opened."""
        without, opened = lives(play(example)), lives(play(with_home(example, date(2026, 4, 1))))
        concerned = {child for child in without if without[child] != opened[child]}
        with_relatives = {child for child, stays in without.items() if {stay[0] for stay in stays} == {"relatives"}}
        assert concerned
        assert len(with_relatives) > 20
        assert not concerned & with_relatives

    def test_shared_luck_makes_the_effect_of_a_home_far_surer(self, example):
        """The variance of the difference in spend, against two futures with luck of their own."""
        opened = with_home(example, date(2026, 4, 1))

        def spend(baseline: Baseline, replication: int) -> float:
            return float(finance.spend(facts_of(baseline, play(baseline, replication)))["all"].sum())

        without = np.array([spend(example, replication) for replication in range(60)])
        with_it = np.array([spend(opened, replication) for replication in range(60)])
        paired = np.var(with_it - without, ddof=1)
        unpaired = np.var(with_it, ddof=1) + np.var(without, ddof=1)
        assert unpaired > 5 * paired
