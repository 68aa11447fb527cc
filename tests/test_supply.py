"""The plan of supply, worked out by hand: on which day which beds, carers and places come and go."""

from datetime import timedelta
from math import inf, sqrt
from typing import Any

import pytest

from placesim.config.provision import Triangular
from placesim.model.homes import triangular
from placesim.model.rates import YEAR
from placesim.model.streams import Streams
from placesim.model.supply import EVERYWHERE, Supply, SupplyEvent, spans
from tests.councils import START, carers, child_at_start, council, home, places, plan, spot

LUCK = Streams(1, 0)


def beds(home_block: dict[str, Any], streams: Streams = LUCK, **fields: Any) -> list[tuple[float, str, int]]:
    """Day, kind and number of every change of the first provision."""
    baseline = council({"ours": home_block, "elsewhere": spot()}, **fields)
    return [(event.day, event.kind, event.number) for event in plan(baseline, streams) if event.provision == 0]


class TestHomes:
    def test_a_home_that_is_open_on_the_first_day_is_not_subject_to_the_luck_of_its_opening(self):
        luck = {"never_opens_share": 1, "delay_days": {"least": 50, "likeliest": 50, "most": 50}}
        assert beds(home(2, START, luck)) == [(0, "places", 2)]

    def test_a_home_that_may_never_open_opens_on_its_very_day_where_it_does(self):
        planned = home(2, START + timedelta(days=30), {"never_opens_share": 0.5})
        found = [beds(planned, Streams(1, replication)) for replication in range(20)]
        assert [each for each in found if each] == [[(30, "places", 2)]] * sum(map(bool, found))
        assert 0 < sum(map(bool, found)) < 20

    def test_a_bed_that_would_open_on_the_day_the_home_closes_does_not(self):
        closes = {"admission_gap_days": 42, "closes": START + timedelta(days=84)}
        assert beds(home(3, START, closes)) == [(0, "places", 1), (42, "places", 2), (84, "closes", 0)]

    @pytest.mark.parametrize(
        ("uniform", "days"),
        [(0, 30), (0.125, 30 + sqrt(0.125 * 120 * 30)), (0.25, 60), (0.625, 150 - 90 * sqrt(0.5)), (1, 150)],
    )
    def test_the_least_delay_is_part_of_every_delay(self, uniform, days):
        """30, 60, 150: a quarter of the distribution lies below its likeliest value."""
        assert triangular(Triangular(least=30, likeliest=60, most=150), uniform) == pytest.approx(days)


class TestCarers:
    def supplied(
        self, streams: Streams = LUCK, children: int = 0, years: float = 1, **capacity: Any
    ) -> list[SupplyEvent]:
        number, sizes = capacity.pop("households", 0), capacity.pop("approved_places", {1: 1.0})
        there = {"children_in_care": {"children": [child_at_start("ours") for _ in range(children)]}}
        baseline = council(
            {"ours": carers(number, sizes, capacity=capacity), "elsewhere": spot()}, years=years, **there
        )
        return plan(baseline, streams)

    def usable(self, *args: Any, **fields: Any) -> list[int]:
        """Usable places of each household of the first day, by number."""
        return [each.usable for each in self.supplied(*args, **fields) if each.kind == "joins" and each.day == 0]

    @pytest.mark.parametrize("replication", range(6))
    def test_usable_places_are_every_second_one_where_half_are(self, replication):
        """The first of two where luck begins the count in the second half, else the second."""
        streams = Streams(1, replication)
        begins = float(streams.uniforms("ours: places usable", 1)[0, 0])
        found = self.usable(streams, households=4, usable_share=0.5)
        assert found == ([1, 0, 1, 0] if begins >= 0.5 else [0, 1, 0, 1])

    def test_more_places_are_usable_from_the_first_household_on_where_more_children_live_there(self):
        """Four households of two places, half usable: one each; six children take two places more."""
        terms = {"households": 4, "approved_places": {2: 1.0}, "usable_share": 0.5}
        assert self.usable(**terms) == [1, 1, 1, 1]
        assert self.usable(children=3, **terms) == [1, 1, 1, 1]
        assert self.usable(children=6, **terms) == [2, 2, 1, 1]
        assert self.usable(children=8, **terms) == [2, 2, 2, 2]

    def test_households_of_the_first_day_and_those_approved_are_numbered_on(self):
        events = self.supplied(households=3, approvals_per_year=5, years=4)
        numbers = [each.number for each in events if each.kind == "joins"]
        assert numbers == list(range(len(numbers)))
        assert len(numbers) > 10

    def test_households_of_each_campaign_are_numbered_from_a_million_of_their_own(self):
        rates = {"one": [{"value": 4}], "two": [{"value": 6}]}
        events = self.supplied(households=2, campaigns=rates, years=4)
        numbers = {each.number for each in events if each.kind == "joins"}
        of_two = [
            sorted(number - million for number in numbers if million <= number < million + 1000)
            for million in (1_000_000, 2_000_000)
        ]
        assert of_two == [list(range(len(each))) for each in of_two]
        assert all(len(each) > 5 for each in of_two)
        assert len(numbers) == 2 + sum(map(len, of_two))

    def test_a_household_leaves_after_it_joined_and_no_place_is_usable_then(self):
        events = self.supplied(households=20, approvals_per_year=20, leaves_per_year=1, years=3)
        joined = {each.number: each.day for each in events if each.kind == "joins"}
        left = {each.number: each.day for each in events if each.kind == "leaves"}
        assert len(left) > 20
        assert all(left[number] > joined[number] for number in left)
        assert all(each.usable == 0 for each in events if each.kind == "leaves")

    def test_a_household_s_luck_is_how_long_it_stays_at_the_rate_of_leaving(self):
        """A budget of b at two a year is spent after b / 2 years, whenever the household joined."""
        streams, terms = Streams(1, 3), {"households": 5, "leaves_per_year": 2, "approvals_per_year": 6}
        events = self.supplied(streams, years=10, **terms)
        joined = {each.number: each.day for each in events if each.kind == "joins"}
        left = {each.number: each.day for each in events if each.kind == "leaves"}
        at_start = streams.exponentials("ours: household leaves", 5)[:, 0]
        later = streams.exponentials("ours: new household leaves", 3)[:, 0]
        for number, budget in enumerate([*at_start, *later]):
            assert left[number] - joined[number] == pytest.approx(budget / 2 * YEAR)

    def test_nobody_is_approved_after_the_horizon(self):
        events = self.supplied(approvals_per_year=50)
        joins = [each.day for each in events if each.kind == "joins"]
        assert 30 < len(joins) < 70
        assert max(joins) < 365

    @pytest.mark.parametrize(("share", "usable"), [(1, 3), (0, 0)])
    def test_a_place_of_a_new_household_is_usable_by_its_own_luck(self, share, usable):
        events = self.supplied(approvals_per_year=20, approved_places={3: 1.0}, usable_share=share)
        assert {each.usable for each in events if each.kind == "joins"} == {usable}

    def test_of_the_places_of_new_households_the_share_is_usable(self):
        """A place is usable where its own uniform, in the row of its household, is below the share."""
        streams = Streams(1, 0)
        events = self.supplied(streams, approvals_per_year=20, approved_places={2: 1.0}, usable_share=0.6)
        found = [each.usable for each in events if each.kind == "joins"]
        luck = streams.uniforms("ours: new place usable", len(found), 12)
        assert found == (luck[:, :2] < 0.6).sum(axis=1).tolist()

    def test_new_households_have_places_in_the_declared_shares(self):
        events = self.supplied(approvals_per_year=300, approved_places={1: 0.5, 3: 0.5}, years=4)
        sizes = [each.usable for each in events if each.kind == "joins"]
        assert set(sizes) == {1, 3}
        assert sizes.count(3) / len(sizes) == pytest.approx(0.5, abs=0.06)


class TestPlaces:
    def test_places_change_on_their_dates_and_before_the_first_day_they_have_changed(self):
        steps = [{"value": 5}, {"from": START - timedelta(days=9), "value": 2}, {"from": START, "value": 3}]
        steps += [{"from": START + timedelta(days=40), "value": 1}]
        baseline = council({"ours": places(steps), "elsewhere": spot()})
        assert plan(baseline, LUCK) == [SupplyEvent(0, 0, "places", 3, 0), SupplyEvent(40, 0, "places", 1, 0)]

    def test_a_policy_of_the_first_day_is_no_change_and_a_later_one_is(self):
        policies = [
            {"from": START, "value": "longest_wait"},
            {"from": START + timedelta(days=7), "value": "highest_fee"},
        ]
        baseline = council({"ours": spot()}, transfer_policy=policies)
        assert plan(baseline, LUCK) == [SupplyEvent(7, EVERYWHERE, "policy", 1)]

    def test_changes_of_one_day_stand_by_provision_number_and_kind(self):
        first, second, third = (
            Supply.of([SupplyEvent(10, 1, "joins", 4, 2), SupplyEvent(10, 0, "leaves", 9)]),
            Supply.of(
                [SupplyEvent(inf, 0, "leaves", 1), SupplyEvent(10, 1, "leaves", 3), SupplyEvent(10, 1, "closes", 4)]
            ),
            Supply.of([]),
        )
        assert Supply.together([first, second, third]).one_by_one() == [
            SupplyEvent(10, 0, "leaves", 9),
            SupplyEvent(10, 1, "leaves", 3),
            SupplyEvent(10, 1, "closes", 4),
            SupplyEvent(10, 1, "joins", 4, 2),
        ]

    def test_provision_opens_with_its_first_place_and_closes_when_it_says(self):
        events = [
            SupplyEvent(0, 0, "places", 0),
            SupplyEvent(5, 0, "places", 1),
            SupplyEvent(9, 0, "places", 2),
            SupplyEvent(50, 0, "closes", 0),
            SupplyEvent(0, 1, "places", 0),
            SupplyEvent(3, 2, "leaves", 0),
            SupplyEvent(4, 2, "joins", 0, 1),
            SupplyEvent(6, 2, "joins", 1, 1),
        ]
        assert spans(events) == {0: (5, 50), 2: (4, inf)}
