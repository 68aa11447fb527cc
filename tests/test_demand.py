"""Who is in care and who enters, worked out by hand from the luck that each decision has."""

from datetime import timedelta
from hashlib import blake2b
from math import exp, log, sqrt
from typing import Any

import numpy as np
import pytest

from placesim.config.baseline import Baseline
from placesim.config.children import Diversion
from placesim.model.children import Child
from placesim.model.demand import same_demand
from placesim.model.entrants import Diverting, EntryRate, at_most
from placesim.model.rates import YEAR
from placesim.model.shares import Chooser
from placesim.model.streams import Streams
from tests.councils import SOURCE, START, Block, child_at_start, children_of, council, need, risk, spot, stream

LUCK = Streams(1, 0)
BANDS = {"under 4": [0, 4], "4 to 9": [4, 10], "10 and over": [10, 18]}


def luck_of(decision: str, count: int) -> list[float]:
    return LUCK.uniforms(decision, count)[:, 0].tolist()


def entering(entrants: dict[str, Block], **fields: Any) -> list[Child]:
    return children_of(council({"ours": spot()}, entrants=entrants, age_bands=BANDS, **fields), LUCK)


def aged(child: Child) -> float:
    """Years on the day of entry."""
    return (child.care_start_day - child.born_day) / YEAR


class TestEntrants:
    def test_ages_are_by_the_shares_of_the_bands_and_evenly_within_each(self):
        """A quarter under 4, none from 4 to 9, three quarters from 10 to 17."""
        children = entering({"local": stream(60, {"under 4": 0.25, "4 to 9": 0, "10 and over": 0.75})})
        assert len(children) > 40
        for child, luck in zip(children, luck_of("local: age", len(children)), strict=True):
            by_hand = luck / 0.25 * 4 if luck < 0.25 else 10 + (luck - 0.25) / 0.75 * 8
            assert aged(child) == pytest.approx(by_hand)

    def test_shares_that_fall_a_little_short_of_one_are_taken_as_shares_of_what_there_is(self):
        """0.25 and 0.7505 are in all 1.0005."""
        children = entering({"local": stream(60, {"under 4": 0.25, "10 and over": 0.7505})})
        first = 0.25 / 1.0005
        for child, luck in zip(children, luck_of("local: age", len(children)), strict=True):
            by_hand = luck / first * 4 if luck < first else 10 + (luck - first) / (1 - first) * 8
            assert aged(child) == pytest.approx(by_hand, rel=1e-9)

    def test_they_enter_one_unit_of_luck_after_another_at_the_rate_of_the_year(self):
        children = entering({"local": stream(60, {"under 4": 1})})
        gaps = LUCK.exponentials("local: entry gap", len(children) + 1)[:, 0]
        assert [child.care_start_day for child in children] == pytest.approx(np.cumsum(gaps)[:-1] / 60 * YEAR)
        assert gaps.sum() / 60 * YEAR > 365

    def test_children_of_each_stream_are_numbered_from_a_million_of_its_own(self):
        children = entering({"local": stream(20, {"under 4": 1}), "others": stream(30, {"under 4": 1})})
        of_stream = [[child.child_id for child in children if child.stream == number] for number in (0, 1)]
        assert of_stream == [[(number + 1) * 1_000_000 + n for n in range(len(of_stream[number]))] for number in (0, 1)]
        assert all(len(each) > 9 for each in of_stream)

    def test_whoever_enters_lives_nowhere_before(self):
        assert {child.provision for child in entering({"local": stream(20, {"under 4": 1})})} == {None}
        assert all(
            child.placement_start_day == child.care_start_day
            for child in entering({"local": stream(20, {"under 4": 1})})
        )

    @pytest.mark.parametrize(("expected", "most"), [(0, 20), (1, 29), (100, 200), (400, 580)])
    def test_luck_is_drawn_for_eight_standard_deviations_and_twenty_more_than_expected(self, expected, most):
        assert at_most(expected) == most

    def test_the_rate_of_a_financial_year_is_the_stream_s_times_the_luck_of_that_year(self):
        """Log-normal with mean 1: variation 0.4 is a variance of the logarithm of ln 1.16."""
        steps = [{"value": 40}, {"from": START + timedelta(days=100), "value": 80}]
        entrants = {"local": stream(steps, variation_between_years=0.4)}
        rate = EntryRate(council({"ours": spot()}, entrants=entrants, years=2), 730, "local").drawn(LUCK)
        variance = log(1.16)
        first, second = (exp(sqrt(variance) * score - variance / 2) for score in LUCK.normals("local: year", 2))
        assert rate.total(100) == pytest.approx(40 * first * 100 / YEAR)
        assert rate.total(365) - rate.total(100) == pytest.approx(80 * first * 265 / YEAR)
        assert rate.total(730) - rate.total(365) == pytest.approx(80 * second * 365 / YEAR)

    def test_a_stream_without_variation_has_the_rate_it_says_in_every_year(self):
        rate = EntryRate(council({"ours": spot()}, entrants={"local": stream(40)}, years=2), 730, "local").drawn(LUCK)
        assert rate.total(730) == pytest.approx(40 * 730 / YEAR)


class TestDiverted:
    """Work that keeps out children with one need and of one age, by the luck of each and the share of the day."""

    def kept_out(self, **diversion: Any) -> tuple[list[Child], set[int]]:
        """All children who would enter, and the numbers of those who do not."""
        ages = {"under 4": 0.5, "10 and over": 0.5}
        needs = {band: {"family": 0.5, "home": 0.5} for band in ages}
        blocks = {"needs": {"family": need("ours"), "home": need("ours")}}
        work = {"work": {"minimum_age": 0, "maximum_age": 18, "source": SOURCE, **diversion}}
        everyone = entering({"local": stream(80, ages, needs)}, **blocks)
        there = entering({"local": stream(80, ages, needs, diversions=work)}, **blocks)
        return everyone, {child.child_id for child in everyone} - {child.child_id for child in there}

    def test_children_of_its_ages_and_needs_are_kept_out_whose_luck_is_below_the_share(self):
        everyone, out = self.kept_out(share=0.6, minimum_age=10, maximum_age=18, needs=["home"])
        luck = luck_of("local: diverted by work", len(everyone))
        by_hand = {
            child.child_id
            for child, each in zip(everyone, luck, strict=True)
            if aged(child) >= 10 and child.need == 1 and each < 0.6
        }
        assert out == by_hand
        assert 5 < len(out) < len(everyone) / 2

    def test_without_needs_it_reaches_children_of_any(self):
        everyone, out = self.kept_out(share=1, maximum_age=4)
        assert out == {child.child_id for child in everyone if aged(child) < 4}

    @pytest.mark.parametrize(
        ("age", "luck", "out"),
        [(4, 0.5, True), (3.99, 0.5, False), (9.99, 0.5, True), (10, 0.5, False), (5, 0.6, False), (5, 0.5999, True)],
    )
    def test_a_child_is_of_its_ages_from_the_first_birthday_until_the_last_and_below_its_share(self, age, luck, out):
        diversion = Diversion.model_validate({"share": 0.6, "minimum_age": 4, "maximum_age": 10, "source": SOURCE})
        work = Diverting(council({"ours": spot()}), "work", diversion)
        born = np.array([-age * YEAR])
        assert work.keeps_out(np.zeros(1), born, np.zeros(1, np.int64), np.array([luck])).tolist() == [out]

    def test_the_share_is_that_of_the_day_on_which_a_child_would_enter(self):
        steps = [{"value": 0}, {"from": START + timedelta(days=100), "value": 1}]
        steps += [{"from": START + timedelta(days=200), "value": 0}]
        everyone, out = self.kept_out(share=steps)
        assert out == {child.child_id for child in everyone if 100 <= child.care_start_day < 200}
        assert out


class TestAtStart:
    def group(self, count: int, band: str, **fields: Any) -> Block:
        return {
            "provision": "ours",
            "stream": "local",
            "ages": {band: count},
            "needs": {"care": 1},
            "source": SOURCE,
            **fields,
        }

    def there(self, *groups: Block, children: tuple[Block, ...] = (), **years_in_care: float) -> list[Child]:
        entrants = {"local": stream(0, {"under 4": 1})}
        times = {"time_in_care_bands": {"short": [0, 2], "long": [2, 18]}}
        block = {"groups": groups, "children": children, "years_in_care": years_in_care or {"short": 0.4, "long": 0.6}}
        return children_of(
            council({"ours": spot()}, age_bands=BANDS, entrants=entrants, children_in_care=block, **times), LUCK
        )

    def test_counted_children_are_of_an_age_evenly_within_their_band(self):
        children = self.there(self.group(30, "4 to 9"))
        ages = [4 + luck * 6 for luck in luck_of("in care at start: age", 30)]
        assert [-child.born_day / YEAR for child in children] == pytest.approx(ages)

    def test_they_have_been_in_care_evenly_within_the_band_of_their_luck_and_not_longer_than_they_live(self):
        """Up to two years for four in ten, from two years to their whole life for the others."""
        children = self.there(self.group(40, "under 4"))
        lucks = (luck_of(f"in care at start: {what}", 40) for what in ("age", "care band", "care", "placement"))
        for child, age_luck, band, care, placement in zip(children, *lucks, strict=True):
            age = age_luck * 4
            low, high = (0, min(2, age)) if band < 0.4 else (2, age) if age > 2 else (0, age)
            years = low + care * (high - low)
            assert -child.care_start_day / YEAR == pytest.approx(years)
            assert -child.placement_start_day / YEAR == pytest.approx(years * placement)

    def test_a_group_may_have_been_in_care_for_times_of_its_own(self):
        own = {"years_in_care": {"long": 1}}
        children = self.there(self.group(20, "10 and over", **own), self.group(20, "10 and over"), short=1)
        years = [-child.care_start_day / YEAR for child in children]
        assert min(years[:20]) >= 2 > max(years[20:])

    def test_counted_children_are_numbered_first_and_listed_ones_after_them(self):
        listed = [child_at_start("ours", age=7, years_in_care=3, days=50), child_at_start("ours", age=9)]
        children = self.there(self.group(3, "under 4"), children=tuple(listed))
        assert [child.child_id for child in children] == [0, 1, 2, 3, 4]
        assert [-child.born_day / YEAR for child in children[3:]] == pytest.approx([7, 9])
        assert [-child.care_start_day / YEAR for child in children[3:]] == pytest.approx([3, 1])
        assert [child.placement_start_day for child in children[3:]] == [-50, 0]


class TestShares:
    def picked(self, shares: list[dict[str, float]], row: int, uniform: float) -> int:
        return int(Chooser(shares, {"a": 5, "b": 6, "c": 7}).pick(np.array([row]), np.array([uniform]))[0])

    @pytest.mark.parametrize(
        ("uniform", "number"), [(0, 7), (0.2499, 7), (0.25, 5), (0.7499, 5), (0.75, 6), (0.9999, 6)]
    )
    def test_a_uniform_picks_by_shares_in_the_order_in_which_they_are_written(self, uniform, number):
        assert self.picked([{"b": 1}, {"c": 0.25, "a": 0.5, "b": 0.25}], 1, uniform) == number
        assert self.picked([{"b": 1}, {"c": 0.25, "a": 0.5, "b": 0.25}], 0, uniform) == 6

    def test_what_has_no_share_is_never_picked_not_where_shares_fall_short_of_one_either(self):
        assert self.picked([{"c": 0, "a": 0.9995, "b": 0}], 0, 0.9999) == 5
        assert self.picked([{"c": 0, "a": 0.9995, "b": 0}], 0, 0) == 5


class TestStreams:
    @pytest.mark.parametrize("seed", [0, 1, 2**31 - 1, 2**32 - 1, 2**32, 2**33 + 5, 2**70])
    @pytest.mark.parametrize("replication", [0, 77])
    def test_luck_is_numpy_s_own_of_seed_replication_and_the_name_of_the_decision(self, seed, replication):
        name = np.frombuffer(blake2b(b"a decision", digest_size=16).digest(), "<u4").tolist()
        numpys = np.random.Generator(np.random.PCG64([seed, replication, *name]))
        assert np.array_equal(Streams(seed, replication).uniforms("a decision", 5, 3), numpys.random((5, 3)))

    def test_a_decision_is_one_column_unless_more_are_asked_for(self):
        assert LUCK.uniforms("a decision", 5).shape == LUCK.exponentials("a decision", 5).shape == (5, 1)

    def test_several_decisions_at_once_have_the_luck_of_each_alone(self):
        one, other = LUCK.uniforms("one", 4)[:, 0].tolist(), LUCK.uniforms("other", 4)[:, 0].tolist()
        assert LUCK.each(["one", "other"], 4).tolist() == [one, other]
        assert LUCK.uniforms_of([("one", 3), ("other", 2)]).tolist() == [[each] for each in (*one[:3], *other[:2])]

    def test_exponentials_are_what_uniforms_outlast(self):
        uniforms = LUCK.uniforms("a decision", 100)
        assert LUCK.exponentials("a decision", 100) == pytest.approx(-np.log(1 - uniforms))


class TestSameDemand:
    def council(
        self, *provision: str, entries: float = 20, leaving: tuple[str, ...] = ("home",), fee: float = 700
    ) -> Baseline:
        places = {name: spot(weekly_fee=fee) for name in provision or ("ours", "elsewhere")}
        risks = {name: risk({"foster_care": 0.5}) for name in leaving}
        return council(places, entrants={"local": stream(entries)}, leaving=risks)

    def test_councils_alike_in_all_that_children_are_drawn_from_have_the_same_children(self):
        assert same_demand(self.council(), self.council())
        assert same_demand(self.council(), self.council(fee=900))

    def test_other_entries_provision_or_reasons_make_other_children(self):
        assert not same_demand(self.council(), self.council(entries=21))
        assert not same_demand(self.council(), self.council("ours", "others"))
        assert not same_demand(self.council(), self.council("elsewhere", "ours"))
        assert not same_demand(self.council(), self.council(leaving=("adoption",)))
        assert not same_demand(self.council(), self.council("ours", "others", entries=21))
