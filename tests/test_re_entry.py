"""Children who leave care may come back: known answers, whose luck decides, and what measures say of them."""

from collections.abc import Mapping
from math import exp, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import placesim
from placesim.api.council import drawable_of
from placesim.config.baseline import Baseline
from placesim.config.faults import InputError
from placesim.config.loading import load_baseline
from placesim.config.problem import InconsistentError
from placesim.config.scenario import Scenario
from placesim.config.stock_and_flow.drift import drivers
from placesim.config.stock_and_flow.projection import projected
from placesim.experiment.outputs import COARSE_DAYS, children_table, lists_children
from placesim.experiment.replications import replicate
from placesim.model import default_engine
from placesim.model.history import History
from placesim.model.left_before import IDS_FROM
from placesim.model.rates import YEAR
from placesim.model.re_entry import ReEntryRates
from placesim.results import after_care, history_checks, metrics
from placesim.results.observed import observed
from placesim.results.stability import moves_after_a_year_in_care
from placesim.results.stays import care_start_day
from tests.conftest import CONFIGS
from tests.councils import SOURCE, START, council, facts_of, need, risk, spot, stream
from tests.engines import played_by

AT_BIRTH = {"at birth": [0, 0.001], "from then on": [0.001, 18]}
OF_BABIES = {"ages": {"at birth": 1}, "needs": {"at birth": {"care": 1}}}


def re_entry(rate: float = 0.5, **fields: Any) -> dict[str, Any]:
    """The block, with one rate after every reason."""
    return {"per_year": {"return_home": rate}, "source": SOURCE, **fields}


def returning(block: Mapping[str, Any] | None, entries: float = 1000, leaving: float = 2, **fields: Any) -> Baseline:
    """A council of one unlimited provision, whose babies return home at a rate and may come back."""
    return council(
        {"homes": spot()},
        **{
            "years": 8,
            "age_bands": AT_BIRTH,
            "entrants": {"local": stream(entries, **OF_BABIES)},
            "leaving": {"return_home": risk({"foster_care": leaving})},
            "re_entry": block,
            **fields,
        },
    )


def future(baseline: Baseline, replication: int = 0) -> History:
    [history] = played_by(default_engine(), baseline, range(replication, replication + 1))
    return history


def periods(history: History) -> dict[tuple[int, int], tuple[float, float]]:
    """The first and the last day of each period of each child's care; infinite while it lasts."""
    table, found = history.episodes, {}
    columns = (table[name].tolist() for name in ("child_id", "period_of_care", "start_day", "end_day"))
    for child, period, start, end in zip(*columns, strict=True):
        found[child, period] = found.get((child, period), (start, end))[0], np.inf if np.isnan(end) else end
    return found


def away(history: History, period: int = 1) -> dict[int, tuple[float, float]]:
    """By child who left in a period: the day, and days to their coming back (infinite where not seen)."""
    known = periods(history)
    return {
        child: (left, known.get((child, period + 1), (np.inf, 0))[0] - left)
        for (child, number), (_, left) in known.items()
        if number == period and left < np.inf
    }


def share_back(history: History, days: float, period: int = 1) -> tuple[float, int]:
    """Of children who left early enough to be followed for so long: the share who came back, and how many there are."""
    gaps = [gap for left, gap in away(history, period).values() if left + days < history.days]
    return float(np.mean([gap <= days for gap in gaps])), len(gaps)


class TestKnownAnswers:
    @pytest.mark.parametrize("period", [1, 2])
    def test_the_share_who_have_come_back_by_a_day_is_exponential_in_it(self, period):
        history = future(returning(re_entry(0.5)))
        for years in (0.25, 1, 2):
            share, children = share_back(history, years * YEAR, period)
            expected = 1 - exp(-0.5 * years)
            assert children > 1000
            assert share == pytest.approx(expected, abs=3.5 * sqrt(expected * (1 - expected) / children))

    def test_bands_of_time_since_leaving_add_up_risk_piece_by_piece(self):
        bands = {"half a year": [0, 0.5], "to 2": [0.5, 2], "later": [2, 18]}
        block = re_entry(0.3, time_since_leaving_bands=bands, by_time_since_leaving={"half a year": 3, "later": 0})
        history = future(returning(block))
        for years, met in ((0.25, 0.225), (0.5, 0.45), (1, 0.6), (2, 0.9), (4, 0.9)):
            share, children = share_back(history, years * YEAR)
            assert share == pytest.approx(1 - exp(-met), abs=3.5 * sqrt(0.25 / children))

    def test_the_number_in_care_is_that_of_a_chain_of_two_states(self):
        """Leaving at m, back at r: (r + m exp(-(m + r) a)) / (m + r) of those born into care are there at a."""
        baseline = returning(re_entry(0.5), entries=200, leaving=1, years=20)
        found = [metrics.children_year_end(facts_of(baseline, future(baseline, n)))["all"] for n in range(3)]
        for year in (2, 10, 19):
            until = min(year + 1, 18)
            expected = 200 * (0.5 * until + (1 - exp(-1.5 * until)) / 1.5) / 1.5
            assert np.mean([each[year] for each in found]) == pytest.approx(expected, rel=0.05)

    def test_arithmetic_of_stock_and_flow_lets_them_come_back_too(self):
        baseline = returning(re_entry(0.5), entries=200, leaving=1, years=20)
        for years in (2, 10, 17):
            expected = 200 * (0.5 * years + (1 - exp(-1.5 * years)) / 1.5) / 1.5
            assert sum(projected(baseline, years).after(years).values()) == pytest.approx(expected, rel=0.01)

    def test_what_a_number_hangs_on_tells_the_rate_of_coming_back(self):
        found = {driver.name: driver.changes["foster_care"] for driver in drivers(returning(re_entry(0.5), 200), 5)}
        assert found["re_entry.per_year.return_home"] < -1

    def test_age_and_stream_and_date_change_the_rate(self):
        """Nobody of the other stream comes back, nobody before the date, nobody under a year of age."""
        block = re_entry(
            1,
            by_age={"under 1": 0},
            by_stream={"other": 0},
            by_date=[{"value": 0}, {"from": START.replace(year=START.year + 3), "value": 5}],
        )
        of_babies = {"ages": {"under 1": 1}, "needs": {"under 1": {"care": 1}}}
        entrants = {name: stream(300, **of_babies) for name in ("local", "other")}
        ages = {"under 1": [0, 1], "from 1": [1, 18]}
        history = future(returning(block, age_bands=ages, entrants=entrants))
        back = history.episodes["period_of_care"] > 1
        children = dict(zip(history.children["child_id"].tolist(), history.children["stream"].tolist(), strict=True))
        assert back.sum() > 300
        assert {children[child] for child in history.episodes["child_id"][back].tolist()} == {0}
        assert history.episodes["start_day"][back].min() >= 3 * 365

    def test_nobody_comes_back_on_the_last_day_before_18_so_late_that_no_age_is_left(self):
        rates = ReEntryRates(returning(re_entry(1)))
        spent_at_18 = (18 * YEAR - 5) / YEAR
        assert rates.day(0.0, 5.0, 0, spent_at_18 - 1e-4) == pytest.approx(18 * YEAR, abs=0.1)
        assert rates.day(0.0, 5.0, 0, spent_at_18 - 1e-12) == np.inf
        assert rates.day(0.0, 5.0, 0, spent_at_18 + 1) == np.inf


class TestPeriodsOfCare:
    def test_time_in_care_begins_anew(self):
        """Nobody returns home in the first half year in care: not of the first period, and not of any later one."""
        settling = risk({"foster_care": 4}, by_time_in_care={"half a year": 0})
        bands = {"half a year": [0, 0.5], "later": [0.5, 18]}
        baseline = returning(re_entry(3), 100).replace(time_in_care_bands=bands, leaving={"return_home": settling})
        lengths = {key: end - start for key, (start, end) in periods(future(baseline)).items()}
        assert max(number for _, number in lengths) > 3
        assert min(lengths.values()) > YEAR / 2 - 1e-6

    def test_placement_numbers_go_on_and_the_child_stands_in_the_table_of_children_once(self):
        history = future(returning(re_entry(2), 50))
        child, number = history.episodes["child_id"], history.episodes["placement_number"]
        assert len(set(history.children["child_id"].tolist())) == len(history.children["child_id"])
        assert [n for c, n in zip(child, number, strict=True) if c == child[number.argmax()]] == list(
            range(1, number.max() + 1)
        )
        assert history_checks.problems(facts_of(returning(re_entry(2), 50), history)) == []

    def test_each_period_has_luck_of_its_own(self):
        """How long a child stays says nothing of how long the next time, nor of how soon they come back."""
        history = future(returning(re_entry(2)))
        known = periods(history)
        first, second, between = np.array(
            [
                (known[child, 1][1] - known[child, 1][0], end - start, start - known[child, 1][1])
                for (child, number), (start, end) in known.items()
                if number == 2 and end < np.inf
            ]
        ).T
        assert len(first) > 2000
        for one, other in ((first, second), (first, between), (second, between)):
            assert abs(np.corrcoef(np.argsort(np.argsort(one)), np.argsort(np.argsort(other)))[0, 1]) < 0.15

    def test_measures_count_time_in_care_from_the_last_entry(self):
        baseline = returning(None, moves={"breakdown": risk({"foster_care": 0})})
        stays = [
            {"start_day": 0, "end_day": 400, "end_reason": "return_home"},
            {"period_of_care": 2, "placement_number": 2, "start_day": 500, "end_day": 600, "end_reason": "breakdown"},
            {"period_of_care": 2, "placement_number": 3, "start_day": 600},
        ]
        facts = facts_of(baseline, observed(baseline, 730, stays, children=[{"entered_day": 0}]))
        assert care_start_day(facts).tolist() == [0, 500, 500]
        assert moves_after_a_year_in_care(facts)["breakdown"].sum() == 0


class TestCommonLuck:
    def test_the_block_changes_nothing_of_anybodys_first_period_of_care(self):
        without, with_it = (future(returning(block, 200)).episodes for block in (None, re_entry(1)))
        first = with_it["period_of_care"] == 1
        assert not first.all()
        for column in ("child_id", "provision", "start_day", "end_day", "end_reason", "fee_luck"):
            assert np.array_equal(with_it[column][first], without[column], equal_nan=True)

    def test_a_child_comes_back_as_soon_after_leaving_on_whatever_day_that_was(self):
        """Half as fast home, each child leaves twice as late, and is then away for as long."""
        fast, slow = (away(future(returning(re_entry(1), 100, leaving=rate))) for rate in (2, 1))
        both = [child for child in slow if slow[child][1] < np.inf and fast[child][1] < np.inf]
        assert len(both) > 300
        assert all(slow[child][0] > fast[child][0] for child in both)
        assert [slow[child][1] for child in both] == pytest.approx([fast[child][1] for child in both])

    def test_a_reason_for_leaving_more_changes_nobodys_luck_in_later_periods(self):
        before = returning(re_entry(1), 100)
        more = before.replace(leaving={"adopted": risk({"foster_care": 0}), **before.leaving})
        assert periods(future(more)) == periods(future(before))


class TestMeasures:
    STAYS = (
        {"end_day": 50, "end_reason": "return_home"},
        {"period_of_care": 2, "placement_number": 2, "start_day": 100},
    )

    def test_re_entries_are_told_by_the_reason_for_which_children_had_left(self):
        baseline = returning(re_entry(), 0)
        facts = facts_of(baseline, observed(baseline, 365, self.STAYS, children=[{}]))
        found = {group: figures.tolist() for group, figures in metrics.re_entries(facts).items()}
        assert found == {"all": [1], "return_home": [1], "eighteen": [0], "left_before": [0]}
        assert metrics.entries(facts)["all"].tolist() == [2]

    def test_a_child_known_to_have_left_before_the_start_is_told_apart(self):
        baseline = returning(re_entry(), 0)
        stays = [{"period_of_care": 2, "start_day": 10}]
        facts = facts_of(baseline, observed(baseline, 365, stays, children=[{"entered_day": 10}]))
        found = metrics.re_entries(facts)
        assert (found["left_before"].tolist(), found["all"].tolist()) == ([1], [1])

    def test_simulated_re_entries_are_the_entries_beyond_first_ones(self):
        baseline = returning(re_entry(1), 100)
        facts = facts_of(baseline, future(baseline))
        first = np.histogram(facts.history.children["entered_day"], facts.periods.edges)[0]
        assert (metrics.re_entries(facts)["all"] + first).tolist() == metrics.entries(facts)["all"].tolist()

    def test_where_nobody_may_come_back_there_is_no_such_measure(self):
        baseline = returning(None, 100)
        assert metrics.re_entries(facts_of(baseline, future(baseline))) == {}

    def test_the_table_of_children_tells_the_last_leaving_and_none_of_who_is_back_in_care(self):
        stays = [
            *self.STAYS,
            {"child_id": 1, "end_day": 20, "end_reason": "return_home"},
            {
                "child_id": 1,
                "period_of_care": 2,
                "placement_number": 2,
                "start_day": 30,
                "end_day": 70,
                "end_reason": "eighteen",
            },
        ]
        children = [{"child_id": n} for n in (0, 1)]
        table = observed(returning(re_entry(), 0), 365, stays, children=children).children_frame()
        assert table["left_day"].fillna(-1).tolist() == [-1, 70]
        assert table["left_reason"].fillna("").tolist() == ["", "eighteen"]

    def test_a_guardians_allowance_ends_on_the_day_the_child_comes_back(self):
        scheme = {"label": "An allowance", "reason": "return_home", "weekly": 70, "budget_line": "placements"}
        baseline = returning(re_entry(), 0, after_care={"guardians": {**scheme, "source": SOURCE}})
        facts = facts_of(baseline, observed(baseline, 365, self.STAYS, children=[{}]))
        assert after_care.after_care_spend(facts)["all"].tolist() == [pytest.approx(50 * 10)]
        assert after_care.after_care_allowances(facts)["all"].tolist() == [0]


def left(age: float = 5.0, days: float = 30, **fields: Any) -> dict[str, Any]:
    """A child who had left before the start."""
    child = {"age_years": age, "days_since_leaving": days, "reason": "return_home", "stream": "local", "need": "care"}
    return {**child, **fields}


class TestLeftBefore:
    def test_the_share_who_have_come_back_by_a_day_is_that_of_children_away_so_long(self):
        """Away for a tenth of a year: 0.4 years more at twice the rate, then at the rate itself."""
        bands = {"half a year": [0, 0.5], "later": [0.5, 18]}
        block = re_entry(
            0.5,
            time_since_leaving_bands=bands,
            by_time_since_leaving={"half a year": 2},
            left_before=[left(days=YEAR / 10)] * 4000,
        )
        history = future(returning(block, 0, leaving=0, years=2))
        days = history.children["entered_day"]
        for years, met in ((0.2, 0.2), (0.4, 0.4), (1.4, 0.9)):
            expected = 1 - exp(-met)
            assert (days < years * YEAR).sum() / 4000 == pytest.approx(
                expected, abs=3.5 * sqrt(expected * (1 - expected) / 4000)
            )

    def test_they_enter_with_their_need_in_a_second_period_of_care_and_leave_by_its_luck(self):
        needs = {"care": need("homes"), "more_care": need("others")}
        children = [left(need="more_care"), left(age=17.99)] * 100
        block, leaving = re_entry(5, left_before=children), {"return_home": risk({"foster_care": 2})}
        supply = {"homes": spot(), "others": spot()}
        baseline = council(supply, years=3, needs=needs, leaving=leaving, re_entry=block)
        history = future(baseline)
        table = history.episodes_frame()
        assert set(table["period_of_care"][table["placement_number"] == 1]) == {2}
        assert table["child_id"].min() >= IDS_FROM
        assert set(table["provision"][table["child_id"] % 2 == 0]) == {"others"}
        assert (table["child_id"] % 2 == 1).sum() < 20
        assert history_checks.problems(facts_of(baseline, history)) == []

    def test_listing_them_changes_nothing_for_anybody_else(self):
        listed = re_entry(1, left_before=[left()] * 50)
        without, with_them = (periods(future(returning(block, 100))) for block in (re_entry(1), listed))
        assert {key: days for key, days in with_them.items() if key[0] < IDS_FROM} == without
        assert len(with_them) > len(without)

    def test_one_child_more_in_the_list_changes_none_of_those_above(self):
        fewer, more = (periods(future(returning(re_entry(1, left_before=[left()] * number), 0))) for number in (30, 31))
        assert {key: days for key, days in more.items() if key[0] < IDS_FROM + 30} == fewer


EXAMPLE = (CONFIGS / "example.yaml").read_text(encoding="utf-8")

HEADINGS = "age_years,days_since_leaving,reason,stream,need\n"


def written(folder: Path, block: str, rows: str = "") -> Path:
    """The example with a block on children who come back, and beside it a table of those who left before."""
    path = folder / "council.yaml"
    source = "\n  source: 'assumption: a test'\n"
    path.write_text(f"{EXAMPLE}\nre_entry:\n  per_year: {{return_home: 0.2}}\n  {block}{source}", encoding="utf-8")
    (folder / "left.csv").write_text(f"{HEADINGS}{rows}", encoding="utf-8")
    return path


class TestFiles:
    def test_children_who_left_before_are_read_from_a_table(self, tmp_path):
        path = written(tmp_path, "file: left.csv", "7.5,30,return_home,local,family\n9,400,return_home,local,home\n")
        found = load_baseline(path).re_entry
        assert found is not None
        assert [(child.age_years, child.days_since_leaving, child.need) for child in found.left_before] == [
            (7.5, 30, "family"),
            (9, 400, "home"),
        ]

    @pytest.mark.parametrize(
        ("row", "says", "hidden"),
        [
            ("19.25,30,return_home,local,family", "age_years: must be below 18", "19.25"),
            (
                "9,10,return_hom,local,home",
                "reason: not the name of any reason for leaving before 18 here",
                "return_hom ",
            ),
            (
                "2.5,1234,return_home,local,home",
                "days_since_leaving: days_since_leaving is more than age_years",
                "1234",
            ),
        ],
    )
    def test_what_is_wrong_in_the_table_is_told_by_its_line_and_never_what_a_child_has_there(
        self, row, says, hidden, tmp_path
    ):
        with pytest.raises(InputError) as refused:
            load_baseline(written(tmp_path, "file: left.csv", f"7.5,30,return_home,local,family\n{row}\n"))
        told = str(refused.value)
        assert f"{tmp_path / 'left.csv'}:3: {says}" in told
        assert hidden not in told

    def test_days_of_those_who_had_left_are_written_in_coarse_steps(self, tmp_path):
        path = written(tmp_path, "file: left.csv", "7.5,30,return_home,local,family\n" * 200)
        baseline = load_baseline(path, years=1)
        [outcomes] = replicate({"baseline": baseline}, replications=1, seed=1, workers=1, keep_histories=True)
        table = children_table(outcomes, lists_children(baseline))
        back = table[table["child_id"] >= IDS_FROM]
        assert len(back) > 10
        assert (back["entered_day"] % COARSE_DAYS == 0).all()
        assert (back["age_at_entry"] % 1 == 0).all()

    def test_a_rate_of_coming_back_may_have_a_range_and_is_drawn(self, tmp_path):
        council = placesim.load(written(tmp_path, "by_time_since_leaving: {any: {low: 0.5, high: 2, value: 1}}"))
        drawable = drawable_of(council)
        assert drawable.uncertainty.names == ("re_entry.by_time_since_leaving.any",)
        drawn = drawable.baselines(np.array([1.75]))["baseline"].re_entry
        assert drawn is not None
        assert drawn.by_time_since_leaving == {"any": 1.75}

    def test_a_file_of_ranges_names_a_rate_of_coming_back_by_its_path(self, tmp_path):
        ranges = (
            "ranges:\n  coming_back: {paths: [re_entry.per_year.return_home], standard_error: 0.04, "
            "source: 'assumption: a test'}\n"
        )
        (tmp_path / "ranges.yaml").write_text(ranges, encoding="utf-8")
        drawable = drawable_of(placesim.load(written(tmp_path, "by_age: {}"), ranges=tmp_path / "ranges.yaml"))
        assert drawable.uncertainty.names == ("coming_back",)
        assert drawable.uncertainty.central.tolist() == [0.2]


class TestInterventions:
    HALF: Mapping[str, Any] = {"kind": "change_rate", "risk": "re_entry", "factor": 0.5, "from": "2026-04-01"}

    def changed(self, baseline: Baseline, **fields: Any) -> Baseline:
        """The council after work that keeps children from coming back."""
        block = {**self.HALF, "source": SOURCE, **fields}
        made = Scenario.model_validate({"name": "A test", "question": "What if?", "interventions": [block]})
        return made.applied(baseline)

    def test_half_the_rate_from_a_date_doubles_the_time_to_coming_back_from_then_on(self):
        before = returning(re_entry(1), 200)
        usual, half = (away(future(council)) for council in (before, self.changed(before)))
        year = 365.0
        seen = [child for child in half if half[child][1] < np.inf and child in usual]
        apart = [(half[child], usual[child]) for child in seen if half[child][0] == usual[child][0]]
        assert len(apart) > 300
        for (left, late), (_, soon) in apart:
            until = max(year - left, 0)
            assert late == pytest.approx(soon if soon < until else until + 2 * (soon - until))

    def test_it_says_what_it_does_and_that_a_council_may_choose_it(self):
        half, before = self.changed, returning(re_entry(1))
        scenario = Scenario.model_validate(
            {"name": "A test", "question": "What if?", "interventions": [{**self.HALF, "source": SOURCE}]}
        )
        [made] = scenario.interventions
        assert made.in_words(half(before)) == (
            "Children who have left care come back at 50% of the present rate, from 1 April 2026."
        )
        assert (made.chosen(before), made.brings(before)) == (True, "fewer children coming back to care")

    def test_placement_types_and_a_council_where_nobody_comes_back_are_refused(self):
        with pytest.raises(InconsistentError, match="live in no placement type before they do"):
            self.changed(returning(re_entry(1)), placement_types="foster_care")
        with pytest.raises(InconsistentError, match="unknown reason for leaving or moving 're_entry'"):
            self.changed(returning(None))
