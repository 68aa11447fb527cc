"""Paired differences: known answers, honest intervals, the whole horizon, and replications until precise enough."""

from datetime import date

import numpy as np
import pytest

from placesim.config.baseline import Baseline
from placesim.config.faults import InputError
from placesim.experiment.chunks import CHUNK
from placesim.experiment.comparison import ALL_YEARS, Comparison, best_first, together
from placesim.experiment.comparison_tables import comparison_table
from placesim.experiment.differences import NO_DIFFERENCE, SAME_DIFFERENCE, differences
from placesim.experiment.precision import Precision, compared, precision_about, reached, still_needed
from placesim.experiment.replications import Outcomes, replicate
from placesim.experiment.statistics import TOO_FEW_EVENTS, TOO_FEW_FUTURES, students_t, wilson
from placesim.results.measures import MEASURES
from tests.councils import council, home, risk, spot, stream


def column(*values: float) -> np.ndarray:
    return np.array(values, float)[:, None]


class TestDifferences:
    def test_a_difference_is_the_options_figure_less_the_baselines_future_by_future(self):
        before = np.arange(20.0)
        after = before + np.tile([-3.0, 1.0], 10)
        [found] = differences(before[:, None], after[:, None])
        assert (found.before, found.after, found.mean) == (9.5, 8.5, -1.0)
        half = students_t(19) * 2.0 * np.sqrt(20 / 19) / np.sqrt(20)  # every difference is 2 away from its mean
        assert (found.low, found.high) == pytest.approx((-1 - half, -1 + half))
        assert (found.p10, found.p90) == (-3.0, 1.0)
        assert found.below == 0.5
        assert found.note == ""

    def test_pairs_are_compared_and_not_two_means(self):
        before = np.linspace(0, 1000, 40)  # futures differ widely
        [found] = differences(before[:, None], (before - np.tile([9.0, 11.0], 20))[:, None])
        assert found.high < -9
        assert found.clear

    def test_a_figure_that_changes_in_no_future_is_said_to_and_has_no_interval(self):
        [found] = differences(column(*range(30)), column(*range(30)))
        assert (found.mean, found.equal, found.note) == (0, 1, NO_DIFFERENCE)
        assert np.isnan(found.low)
        assert found.nothing
        assert not found.clear

    def test_the_same_difference_in_every_future_is_clear_without_an_interval(self):
        [found] = differences(column(*range(30)), column(*(value + 2 for value in range(30))))
        assert (found.mean, found.note) == (2, SAME_DIFFERENCE)
        assert np.isnan(found.low)
        assert found.clear

    def test_what_floating_numbers_leave_over_is_no_difference(self):
        [found] = differences(column(*[0.1 + 0.2] * 30), column(*[0.3] * 30))
        assert found.nothing

    def test_rare_differences_are_flagged_and_given_no_interval(self):
        after = np.zeros(100)
        after[:3] = 1
        [found] = differences(np.zeros((100, 1)), after[:, None])
        assert found.note == TOO_FEW_EVENTS
        assert np.isnan(found.low)
        assert not found.clear

    def test_few_futures_give_no_interval(self):
        [found] = differences(column(1, 2, 3), column(2, 4, 8))
        assert found.note == TOO_FEW_FUTURES
        assert np.isnan(found.high)

    def test_ties_are_not_lower(self):
        [found] = differences(column(*[5] * 20), column(*[4] * 5, *[5] * 10, *[6] * 5))
        assert found.below == 0.25
        assert found.equal == 0.5

    def test_futures_without_the_figure_are_left_out(self):
        before = column(*range(20), np.nan)
        after = column(*(value - 1 - value % 3 for value in range(20)), 5)
        [found] = differences(before, after)
        assert found.mean == pytest.approx(-1 - np.mean([value % 3 for value in range(20)]))
        assert found.below == 1

    def test_a_figure_known_in_no_future_has_no_difference(self):
        [found] = differences(column(*[np.nan] * 20), column(*[1.0] * 20))
        assert np.isnan([found.mean, found.low, found.below, found.equal]).all()


class TestWilson:
    """Newcombe 1998, Statistics in Medicine 17, table I: 81 of 263, 15 of 148, 0 of 20 and 1 of 29."""

    @pytest.mark.parametrize(
        ("successes", "trials", "low", "high"),
        [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
    )
    def test_the_interval_of_a_share_is_as_printed(self, successes, trials, low, high):
        share, lower, upper = wilson(np.array([successes]), np.array([trials]))
        assert share[0] == successes / trials
        assert (lower[0], upper[0]) == pytest.approx((low, high), abs=5e-5)

    def test_none_and_all_end_exactly_at_nothing_and_one(self):
        _, low, high = wilson(np.array([0, 60]), np.array([60, 60]))
        assert low[0] == 0
        assert high[1] == 1

    def test_nothing_tried_has_no_share(self):
        assert np.isnan(np.array(wilson(np.array([0]), np.array([0])))).all()


class TestTheWholeHorizon:
    YEARLY = np.array([[10.0, 20.0, 60.0], [1.0, np.nan, 3.0]])
    LENGTHS = np.array([100.0, 300.0, 100.0])

    def test_flows_are_added_up(self):
        assert together(self.YEARLY[:1], self.LENGTHS, "total").tolist() == [90]

    def test_averages_weigh_years_by_their_nights_and_leave_out_what_is_not_known(self):
        assert together(self.YEARLY, self.LENGTHS, "average").tolist() == [26, 2]

    def test_a_stock_is_that_of_the_last_year(self):
        assert together(self.YEARLY, self.LENGTHS, "end").tolist() == [60, 3]

    def test_a_measure_of_nowhere_known_has_no_average(self):
        assert np.isnan(together(np.full((1, 3), np.nan), self.LENGTHS, "average")).all()


def small(opens: date | None = None, beds: int = 2) -> Baseline:
    """Children who need a home: one that may open, or homes elsewhere."""
    kind = {"placement_type": "residential"}
    return council(
        {
            "new": home(beds, opens, weekly_fee=4000, **kind),
            "elsewhere": spot(weekly_fee=8000, out_of_borough=True, **kind),
        },
        years=2,
        entrants={"local": stream(10)},
        leaving={"home": risk({"residential": 0.8})},
    )


OPENED = date(2025, 10, 1)


@pytest.fixture(scope="module")
def two() -> Comparison:
    return compared({"baseline": small(), "one": small(OPENED, 1), "two": small(OPENED, 2)}, 30, 1, workers=1)


class TestComparison:
    def test_years_add_up_to_the_horizon(self, two):
        by_year = sum(two.difference("two", "spend", "all", year).mean for year in two.years)
        assert two.difference("two", "spend").mean == pytest.approx(by_year)

    def test_groups_add_up_to_all(self, two):
        parts = [two.difference("two", "nights", group).mean for group in ("new", "elsewhere")]
        assert sum(parts) == pytest.approx(two.difference("two", "nights").mean)

    def test_nothing_differs_before_the_home_opens(self):
        late = compared({"baseline": small(), "late": small(date(2026, 5, 1))}, 12, 1, workers=1)
        assert late.difference("late", "spend", "all", "2025-26").nothing
        assert late.difference("late", "spend", "all", "2026-27").below > 0.5

    def test_options_come_best_first(self, two):
        assert best_first(two) == ["two", "one"]
        assert best_first(two, "children_average") in (["one", "two"], ["two", "one"])

    def test_every_measure_with_a_rule_has_a_figure_of_all_years_and_no_other(self, two):
        for name, kind in MEASURES.items():
            for group in two.groups(name):
                assert two.has(name, group) == (kind.horizon is not None)

    def test_provision_that_only_an_option_has_stands_at_nothing_in_the_baseline(self):
        baseline, option = small(), small(OPENED)
        [before] = replicate({"baseline": baseline}, 12, 1, 1)
        [after] = replicate({"with": option}, 12, 1, 1)
        kept = [place for place, key in enumerate(before.keys) if key[2] != "new"]
        keys = tuple(before.keys[place] for place in kept)
        without = Outcomes("baseline", keys, before.values[:, kept], before.monthly_keys, before.monthly)
        found = Comparison(baseline, without, (after,))
        assert found.difference("with", "nights", "new").before == 0
        assert found.difference("with", "nights", "new").mean == found.difference("with", "nights", "new").after > 0
        assert np.isnan(found.difference("with", "occupancy", "new", "2026-27").mean)

    def test_a_table_of_differences_has_one_row_a_year_measure_and_group(self, two):
        table = comparison_table(two, "one")
        assert not table.duplicated(["financial_year", "measure", "group"]).any()
        row = table[(table["financial_year"] == ALL_YEARS) & (table["measure"] == "spend") & (table["group"] == "all")]
        found = two.difference("one", "spend")
        expected = {"baseline": found.before, "option": found.after, "below_zero": found.below}
        expected |= {name: getattr(found, name) for name in ("mean", "low", "high", "p10", "p50", "p90")}
        assert {name: row[name].item() for name in expected} == pytest.approx(expected, abs=1e-6)


class TestPrecision:
    def test_replications_are_added_until_the_half_width_is_reached(self):
        told: list[int] = []
        wanted = Precision(0.03, most=2000)
        baselines = {"baseline": small(), "two": small(OPENED)}
        found = compared(baselines, 25, 1, workers=1, precision=wanted, more=told.append)
        futures = len(found.baseline.values)
        [known] = reached(found, wanted)
        assert 25 < futures < 2000
        assert known.half_width <= 0.03 * abs(known.difference)
        assert sum(told) == (futures - 25) * 2

    def test_added_replications_are_those_that_one_long_run_has(self):
        baselines = {"baseline": small(), "two": small(OPENED)}
        found = compared(baselines, 25, 1, workers=1, precision=Precision(0.01, most=75))
        assert len(found.baseline.values) == 75
        at_once = compared(baselines, 75, 1, workers=1)
        assert found.options[0].values.tobytes() == at_once.options[0].values.tobytes()
        assert found.options[0].monthly.tobytes() == at_once.options[0].monthly.tobytes()

    def test_the_cap_ends_what_no_number_of_replications_would_reach(self):
        unchanged = compared(
            {"baseline": small(), "same": small()}, 10, 1, workers=1, precision=Precision(0.1, most=60)
        )
        assert len(unchanged.baseline.values) == 10  # no difference at all is known exactly

    def test_a_target_in_pounds_is_taken_as_pounds(self, two):
        [one, _] = reached(two, Precision(50_000))
        assert one.wanted == 50_000
        assert one.met == (one.half_width <= 50_000)
        assert one.needed == pytest.approx(30 * (one.half_width / 50_000) ** 2)

    def test_additions_are_whole_chunks_within_the_cap(self, two):
        assert still_needed(two, Precision(0.01, most=30)) == 0
        assert still_needed(two, Precision(0.01, most=37)) == 7
        assert still_needed(two, Precision(0.01, most=10_000)) % CHUNK == 0
        assert still_needed(two, Precision(1e9)) == 0

    def test_too_few_events_are_never_known_well_enough(self):
        before, after = np.zeros(50), np.zeros(50)
        after[:2] = 1.0
        key = ("2025-26", "moves", "all")
        made = [
            Outcomes(n, (key,), v[:, None], (), np.empty((50, 0))) for n, v in (("baseline", before), ("rare", after))
        ]
        found = Comparison(small().replace(years=1), made[0], (made[1],))
        wanted = Precision(1000, most=60, measure="moves", year="2025-26")
        [known] = reached(found, wanted)
        assert known.note == TOO_FEW_EVENTS
        assert known.half_width < 1000
        assert not known.met
        assert still_needed(found, wanted) == 10

    def test_a_figure_that_no_future_has_is_not_waited_for(self):
        key = ("2025-26", "occupancy", "new")
        nothing, some = np.full(50, np.nan), np.linspace(0, 1, 50)
        made = [
            Outcomes(n, (key,), v[:, None], (), np.empty((50, 0))) for n, v in (("baseline", nothing), ("open", some))
        ]
        found = Comparison(small().replace(years=1), made[0], (made[1],))
        wanted = Precision(0.1, most=500, measure="occupancy", group="new", year="2025-26")
        assert np.isnan(reached(found, wanted)[0].difference)
        assert still_needed(found, wanted) == 0

    def test_a_figure_is_named_by_measure_group_and_year(self):
        baseline = small()
        assert precision_about("spend", 0.1, 500, baseline) == Precision(0.1, 500)
        found = precision_about("nights/elsewhere/2025-26", 0.2, 500, baseline)
        assert (found.measure, found.group, found.year) == ("nights", "elsewhere", "2025-26")
        assert precision_about(found.about, 0.2, 500, baseline) == found

    @pytest.mark.parametrize(
        ("about", "says"),
        [
            ("spnd", "did you mean 'spend'?"),
            ("spend/elswhere", "did you mean 'elsewhere'?"),
            ("spend/all/2031-32", "unknown year '2031-32'; allowed: 2025-26, 2026-27, all years"),
            ("spend/all/2025-26/x", "unknown year"),
            ("occupancy/new", "name a year, as in occupancy/new/2025-26"),
        ],
    )
    def test_a_figure_that_is_not_there_is_told_with_the_mend(self, about, says):
        with pytest.raises(InputError, match="--of") as error:
            precision_about(about, 0.1, 500, small())
        assert says in str(error.value)


def test_scenarios_that_share_their_children_give_what_each_gives_alone(example):
    """Children with the same demand are drawn once for all scenarios; nobody's luck may wear off on another's."""
    more = example.entrants["local"].replace(entries_per_year=60)
    made = {
        "baseline": example.replace(years=1),
        "dear": example.replace(years=1, provision={**example.provision}),
        "more": example.replace(years=1, entrants={**example.entrants, "local": more}),
    }
    together_played = replicate(made, 3, 1, workers=1)
    for name, found in zip(made, together_played, strict=True):
        [alone] = replicate({name: made[name]}, 3, 1, workers=1)
        assert found.values.tobytes() == alone.values.tobytes()
        assert found.monthly.tobytes() == alone.monthly.tobytes()
    assert together_played[0].values.tobytes() == together_played[1].values.tobytes()
    assert together_played[0].values.tobytes() != together_played[2].values.tobytes()
