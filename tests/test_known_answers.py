"""Cases whose answers are known without simulating: queueing theory, and sums done by hand.

Children of the queueing cases enter in their first year and stay for weeks, so nobody comes near
18, where care is cut short; the exceptions stay until 18 on purpose, and their stays are known.
"""

from datetime import date
from math import exp, factorial, sqrt

import numpy as np
import pytest

from placesim.config.baseline import Baseline
from placesim.config.provision import Triangular
from placesim.config.provision_checks import approved_at_start
from placesim.config.values import Step
from placesim.experiment.councils import FixedCouncils
from placesim.experiment.draws import Future
from placesim.model import default_engine
from placesim.model.engine import CompiledBaseline, simulate
from placesim.model.history import History
from placesim.model.homes import triangular
from placesim.model.rates import YEAR, DatedRate
from placesim.model.streams import Streams
from placesim.model.supply import SupplyEvent
from placesim.results import finance, metrics
from placesim.results.financial_year import financial_years
from placesim.results.observed import observed
from placesim.results.prices import uplifts
from tests.conftest import play
from tests.councils import (
    NEVER,
    START,
    ScriptedLuck,
    carers,
    child_at_start,
    children_of,
    council,
    facts_of,
    home,
    need,
    places,
    plan,
    risk,
    scripted_child,
    spot,
    stream,
)

ENTRIES_PER_YEAR = 1000
WARM_UP_DAYS = 0.25 * YEAR
AGE_BANDS = {"under 5": [0, 5], "5 to 15": [5, 16], "16 and 17": [16, 18]}


def erlang_b(load: float, number: int) -> float:
    """Share of children turned away by a number of places under a load (the children expected without limit)."""
    terms = [load**n / factorial(n) for n in range(number + 1)]
    return terms[-1] / sum(terms)


def shares_in(history: History) -> dict[str, float]:
    """Share of entrants after the warm-up who were placed in each provision first."""
    episodes = history.episodes
    counted = (episodes["placement_number"] == 1) & (episodes["start_day"] > WARM_UP_DAYS)
    numbers = episodes["provision"][counted]
    return {name: float((numbers == number).mean()) for number, name in enumerate(history.names.provisions)}


def mean_and_error(shares: list[float]) -> tuple[float, float]:
    """Mean of independent replications and its standard error."""
    return float(np.mean(shares)), float(np.std(shares, ddof=1)) / sqrt(len(shares))


def played(baseline: Baseline, replications: int) -> list[History]:
    """Simulate by the engine that runs use where it is installed, for there are many children; both are held equal."""
    councils, engine = FixedCouncils({"one": baseline}), default_engine()
    return [councils.play("one", 1, Future(number), engine).history for number in range(replications)]


def assert_turned_away(baseline: Baseline, expected: dict[str, float], replications: int = 24) -> None:
    """Compare the share of entrants in each provision with theory, within 3.5 standard errors that are small."""
    futures = [shares_in(history) for history in played(baseline, replications)]
    for name, share in expected.items():
        mean, error = mean_and_error([future[name] for future in futures])
        assert error < 0.005, "too few children for the comparison to mean anything"
        assert mean == pytest.approx(share, abs=3.5 * error), name


class TestErlang:
    """One provision without transfers is a loss system (Erlang, 1917)."""

    @pytest.mark.parametrize(("load", "number"), [(1, 2), (5, 5), (10, 14), (20, 20), (30, 25)])
    def test_the_share_of_children_turned_away_is_erlangs(self, load, number):
        """Five cases of 24 replications of 2 years: some 240,000 entries in all."""
        stays = {"leaves": risk({"foster_care": ENTRIES_PER_YEAR / load})}
        provision = {"ours": places(number), "elsewhere": spot()}
        baseline = council(provision, years=2, entrants={"local": stream(ENTRIES_PER_YEAR)}, leaving=stays)
        assert_turned_away(baseline, {"elsewhere": erlang_b(load, number)})

    def test_the_share_turned_away_by_two_provisions_in_series_is_that_of_their_places_together(self):
        load, first, second = 12, 7, 6
        stays = {"leaves": risk({"foster_care": ENTRIES_PER_YEAR / load})}
        provision = {"first": places(first), "second": places(second), "elsewhere": spot()}
        baseline = council(provision, years=2, entrants={"local": stream(ENTRIES_PER_YEAR)}, leaving=stays)
        past_both = erlang_b(load, first + second)
        expected = {
            "first": 1 - erlang_b(load, first),
            "second": erlang_b(load, first) - past_both,
            "elsewhere": past_both,
        }
        assert_turned_away(baseline, expected)

    def test_foster_households_turn_away_as_many_as_the_same_number_of_places(self):
        """Which household a child lives with does not change whether there is a place."""
        load, households = 9, 8
        stays = {"leaves": risk({"foster_care": ENTRIES_PER_YEAR / load})}
        provision = {"ours": carers(households, {1: 0.75, 3: 0.25}), "elsewhere": spot()}
        baseline = council(provision, years=2, entrants={"local": stream(ENTRIES_PER_YEAR)}, leaving=stays)
        assert_turned_away(baseline, {"elsewhere": erlang_b(load, 12)})

    @pytest.mark.parametrize(
        ("early_per_year", "turn_years", "late_per_year"),
        [(200, 0.004, 40), (0, 0.0195, 1000), (40, 0.02, 1000)],
        ids=["many leave early or stay long", "nearly all stay equally long", "risk rises"],
    )
    def test_the_share_turned_away_depends_on_the_mean_stay_alone(self, early_per_year, turn_years, late_per_year):
        """Erlang's insensitivity, for stays whose rate of leaving turns with time in care."""
        survives = exp(-early_per_year * turn_years)
        early_years = (1 - survives) / early_per_year if early_per_year else turn_years
        load = ENTRIES_PER_YEAR * (early_years + survives / late_per_year)
        stays = {"leaves": risk({"foster_care": 1}, by_time_in_care={"early": early_per_year, "late": late_per_year})}
        baseline = council(
            {"ours": places(18), "elsewhere": spot()},
            years=2,
            time_in_care_bands={"early": [0, turn_years], "late": [turn_years, 18]},
            entrants={"local": stream(ENTRIES_PER_YEAR)},
            leaving=stays,
        )
        assert_turned_away(baseline, {"elsewhere": erlang_b(load, 18)})

    def test_it_holds_for_children_who_all_stay_until_eighteen(self):
        """Entrants of the last 20 days of childhood: stays are uniform, 10 days on average, and end by birthday."""
        last_days = 20 / YEAR
        baseline = council(
            {"ours": places(25), "elsewhere": spot()},
            years=2,
            age_bands={"childhood": [0, 18 - last_days], "last days": [18 - last_days, 18]},
            entrants={"local": stream(ENTRIES_PER_YEAR, {"last days": 1})},
        )
        assert_turned_away(baseline, {"elsewhere": erlang_b(ENTRIES_PER_YEAR * last_days / 2, 25)})

    def test_a_provision_that_grows_on_a_date_turns_away_what_its_new_size_says(self):
        load = 10
        stays = {"leaves": risk({"foster_care": ENTRIES_PER_YEAR / load})}
        steps = [{"value": 3}, {"from": "2025-05-01", "value": 12}]
        baseline = council(
            {"ours": places(steps), "elsewhere": spot()},
            years=2,
            entrants={"local": stream(ENTRIES_PER_YEAR)},
            leaving=stays,
        )
        assert_turned_away(baseline, {"elsewhere": erlang_b(load, 12)})


@pytest.fixture(scope="module")
def counts_in_care():
    """Independent counts: nobody stays longer than the 36.525 days that lie between two of them.

    160 entries a year stay 18.2625 days on average (uniform, until 18), so 8 are in care on
    average. With about 7,000 counts the variance is known to 1.7%, a third of what is allowed.
    """
    most_years, entries = 0.1, 160
    baseline = council(
        {"elsewhere": spot()},
        years=30,
        age_bands={"childhood": [0, 18 - most_years], "last days": [18 - most_years, 18]},
        entrants={"local": stream(entries, {"last days": 1})},
    )
    found = []
    for history in played(baseline, 24):
        episodes = history.episodes
        days = np.arange(1, 299) * most_years * YEAR
        came = np.searchsorted(np.sort(episodes["start_day"]), days, side="right")
        went = np.searchsorted(np.sort(episodes["end_day"]), days, side="right")
        found.append(came - went)
    return np.concatenate(found)


class TestNumberInCare:
    """Children who never wait are an M/G/infinity system: the number in care is a Poisson number."""

    def test_its_mean_is_entries_times_stay(self, counts_in_care):
        assert counts_in_care.mean() == pytest.approx(160 * 0.05, rel=0.01)

    def test_its_variance_is_its_mean(self, counts_in_care):
        assert counts_in_care.var() / counts_in_care.mean() == pytest.approx(1, abs=0.05)

    def test_it_is_a_poisson_number(self, counts_in_care):
        for number in range(4, 13):
            expected = exp(-8) * 8**number / factorial(number)
            error = sqrt(expected * (1 - expected) / len(counts_in_care))
            assert (counts_in_care == number).mean() == pytest.approx(expected, abs=3.5 * error), number


class TestWhoIsInCare:
    """Children as they enter, and as they are on the start date: shares of 10,000 or more, within 3.5 errors."""

    def test_entrants_have_the_declared_ages_spread_evenly_within_a_band(self):
        shares = {"under 5": 0.35, "5 to 15": 0.5, "16 and 17": 0.15}
        baseline = council(
            {"elsewhere": spot()}, years=12, age_bands=AGE_BANDS, entrants={"local": stream(ENTRIES_PER_YEAR, shares)}
        )
        ages = play(baseline).children["age_at_entry"]
        for band, (low, high) in AGE_BANDS.items():
            there = (ages >= low) & (ages < high)
            assert there.mean() == pytest.approx(shares[band], abs=3.5 * sqrt(0.25 / len(ages))), band
            spread = (high - low) / sqrt(12 * there.sum())
            assert ages[there].mean() == pytest.approx((low + high) / 2, abs=3.5 * spread), band

    def test_entrants_have_the_needs_of_their_age(self):
        shares = {"under 5": {"family": 1, "home": 0}, "5 to 15": {"family": 0.8, "home": 0.2}}
        baseline = council(
            {"a_home": spot(), "elsewhere": spot()},
            years=12,
            age_bands=AGE_BANDS,
            needs={"family": need("elsewhere"), "home": need("a_home")},
            entrants={"local": stream(ENTRIES_PER_YEAR, {"under 5": 0.5, "5 to 15": 0.5}, shares)},
        )
        children = children_of(baseline, Streams(1, 0))
        older = [child.need for child in children if child.age(child.care_start_day) >= 5]
        assert not any(child.need for child in children if child.age(child.care_start_day) < 5)
        assert np.mean(older) == pytest.approx(0.2, abs=3.5 * sqrt(0.16 / len(older)))

    def test_entries_vary_between_years_as_much_as_declared(self):
        """A Poisson number whose mean is log-normal: variance 100 + (0.3 x 100)^2 = 1,000, mean 100."""
        entrants = {"local": stream(100, variation_between_years=0.3)}
        baseline = council({"elsewhere": spot()}, entrants=entrants, start="2025-04-01")
        numbers = [len(children_of(baseline, Streams(1, replication))) for replication in range(1500)]
        assert np.mean(numbers) == pytest.approx(100, abs=3.5 * sqrt(1000 / 1500))
        assert np.var(numbers) == pytest.approx(1000, rel=0.15)

    def test_children_at_the_start_are_as_many_and_as_old_as_counted(self):
        group = {"provision": "elsewhere", "stream": "local", "needs": {"care": 1}, "source": "assumption: a test"}
        ages = {"under 5": 7, "16 and 17": 4}
        baseline = council(
            {"elsewhere": spot()},
            age_bands=AGE_BANDS,
            entrants={"local": stream(0, {"under 5": 1})},
            children_in_care={"groups": [{**group, "ages": ages}], "years_in_care": {"any": 1}},
        )
        found = sorted(child.age(0) for child in children_of(baseline, Streams(1, 0)))
        assert [age < 5 for age in found] == [True] * 7 + [False] * 4
        assert all(16 <= age < 18 for age in found[7:])

    def test_children_at_the_start_have_been_in_care_as_long_as_declared_but_not_longer_than_they_have_lived(self):
        group = {"provision": "elsewhere", "stream": "local", "needs": {"care": 1}, "source": "assumption: a test"}
        baseline = council(
            {"elsewhere": spot()},
            age_bands=AGE_BANDS,
            time_in_care_bands={"first year": [0, 1], "after a year": [1, 18]},
            entrants={"local": stream(0, {"under 5": 1})},
            children_in_care={
                "groups": [{**group, "ages": {"16 and 17": 10_000, "under 5": 1000}}],
                "years_in_care": {"first year": 0.3, "after a year": 0.7},
            },
        )
        children = children_of(baseline, Streams(1, 0))
        first_year = [child.care_start_day > -YEAR for child in children if child.age(0) >= 16]
        assert np.mean(first_year) == pytest.approx(0.3, abs=3.5 * sqrt(0.21 / 10_000))
        assert all(child.born_day <= child.care_start_day <= child.placement_start_day <= 0 for child in children)


class TestReasons:
    def test_children_leave_for_each_reason_in_proportion_to_its_rate(self):
        rates = {"return_home": 10.0, "adoption": 20.0, "guardianship": 50.0}
        leaving = {name: risk({"foster_care": rate}) for name, rate in rates.items()}
        baseline = council(
            {"elsewhere": spot()}, years=20, entrants={"local": stream(ENTRIES_PER_YEAR)}, leaving=leaving
        )
        left = metrics.leavers(facts_of(baseline, play(baseline)))
        total = left["all"].sum()
        assert total > 19_000
        for name, rate in rates.items():
            share = rate / sum(rates.values())
            assert left[name].sum() / total == pytest.approx(share, abs=3.5 * sqrt(share * (1 - share) / total)), name

    def test_children_leave_at_eighteen_for_each_reason_in_its_share(self):
        shares = {"staying_put": 0.7, "independence": 0.3}
        baseline = council(
            {"elsewhere": spot()},
            years=10,
            age_bands={"childhood": [0, 17.9], "nearly 18": [17.9, 18]},
            entrants={"local": stream(ENTRIES_PER_YEAR, {"nearly 18": 1})},
            at_18={
                "reasons": dict.fromkeys(shares, "At 18"),
                "shares": {"foster_care": shares},
                "source": "assumption: a test",
            },
        )
        left = metrics.leavers(facts_of(baseline, play(baseline)))
        total = left["all"].sum()
        assert total > 9_000
        assert left["staying_put"].sum() / total == pytest.approx(0.7, abs=3.5 * sqrt(0.7 * 0.3 / total))

    def test_breakdowns_happen_as_often_as_their_rate_says(self):
        """4 a child-year, counted against the child-years lived: a Poisson number."""
        baseline = council(
            {"elsewhere": spot()},
            years=20,
            entrants={"local": stream(200)},
            leaving={"leaves": risk({"foster_care": 1})},
            moves={"breakdown": risk({"foster_care": 4}, planned=False)},
        )
        facts = facts_of(baseline, play(baseline))
        expected = 4 * facts.nights.sum() / YEAR
        assert expected > 10_000
        assert metrics.moves(facts)["breakdown"].sum() == pytest.approx(expected, abs=3.5 * sqrt(expected))


class TestLittlesLaw:
    def test_nights_are_the_children_in_care_added_up_over_all_midnights(self, example):
        """Episode by episode on one side; on the other midnight by midnight, from entry and leaving days alone."""
        history = play(example)
        left = history.children_frame()["left_day"].fillna(np.inf).to_numpy()
        came, midnights = history.children["entered_day"], np.arange(1, history.days + 1)
        in_care = sum(int(((came < midnight) & (left >= midnight)).sum()) for midnight in midnights)
        assert facts_of(example, history).nights.sum() == in_care

    def test_midnights_are_the_area_under_the_number_in_care_but_for_chance(self, example):
        """A sum over midnights 1 to T is the area from 0 to T and half of what the number in care changes by."""
        history = play(example)
        left = history.children_frame()["left_day"].fillna(history.days).to_numpy()
        days = (left - np.maximum(history.children["entered_day"], 0)).sum()
        change = (left == history.days).sum() - history.children["in_care_at_start"].sum()
        chance = 3.5 * sqrt(len(left) / 6)  # of two times of day, each uniform over a day
        assert facts_of(example, history).nights.sum() == pytest.approx(days + change / 2, abs=chance)

    def test_entries_less_leavers_are_the_change_in_the_number_in_care(self, example):
        facts = facts_of(example, play(example))
        in_care = np.concatenate([[facts.history.children["in_care_at_start"].sum()], facts.at_end.sum(axis=0)])
        change = metrics.entries(facts)["all"] - metrics.leavers(facts)["all"]
        assert np.diff(in_care).tolist() == change.tolist()


class TestRates:
    """A budget of luck is spent along the path taken: every day here was worked out by hand."""

    @staticmethod
    def ends(luck: ScriptedLuck, age: float, years_in_care: float = 0, provision: int = 0) -> list[tuple[float, str]]:
        """Days and reasons for which the placements of one child, in care at the start, end.

        Fostering: leaving at 0.001 a day, twice that in a home and from 10 July 2025 (100 days on),
        three times from the tenth birthday, half after a year in care; breakdown at 0.01 a day.
        """
        baseline = council(
            {"a_carer": spot(), "a_home": spot(placement_type="home")},
            years=2,
            age_bands={"young": [0, 10], "older": [10, 18]},
            time_in_care_bands={"first year": [0, 1], "after a year": [1, 18]},
            needs={"care": need("a_home", "a_carer")},
            entrants={"local": stream(0, {"young": 1})},
            leaving={
                "leaves": risk(
                    {"foster_care": 0.001 * YEAR, "home": 0.002 * YEAR},
                    by_age={"older": 3},
                    by_time_in_care={"after a year": 0.5},
                    by_date=[{"value": 1}, {"from": "2025-07-10", "value": 2}],
                )
            },
            moves={"breakdown": risk({"foster_care": 0.01 * YEAR}, planned=False)},
        )
        care_start = -years_in_care * YEAR
        child = scripted_child(1, luck, age=age, provision=provision, care_start_day=care_start)
        episodes = simulate(CompiledBaseline(baseline), [child], plan(baseline, Streams(1, 0))).episodes_frame()
        return list(zip(episodes.end_day.round(6), episodes.end_reason, strict=True))

    @pytest.mark.parametrize(
        ("budget", "day"),
        [
            (0.05, 50),  # 50 days at 0.001
            (0.1, 100),  # up to the date
            (0.2, 150),  # then 50 days at 0.002
            (0.3, 200),  # 100 days at 0.002, up to the tenth birthday on day 200
            (0.9, 300),  # then 100 days at 0.006, up to a year in care on day 300
            (1.2, 400),  # then 100 days at 0.003
        ],
    )
    def test_the_day_follows_date_birthday_and_time_in_care(self, budget, day):
        luck = ScriptedLuck([budget], number_of_moves=1)
        assert self.ends(luck, age=10 - 200 / YEAR, years_in_care=1 - 300 / YEAR) == [(day, "leaves")]

    def test_the_sooner_of_two_risks_happens(self):
        luck = ScriptedLuck([0.3], {1: [0.4]}, number_of_moves=1)
        assert self.ends(luck, age=1)[0] == (40, "breakdown")

    def test_whoever_outlasts_every_risk_leaves_on_their_eighteenth_birthday(self):
        assert self.ends(ScriptedLuck([NEVER], number_of_moves=1), age=17) == [(YEAR, "eighteen")]

    def test_a_budget_for_leaving_carries_over_to_the_next_placement(self):
        """0.05 of 0.25 is met in 50 days of fostering; 0.1 in 50 days of a home, the rest in 25 at the doubled rate."""
        luck = ScriptedLuck([0.25], {1: [0.5]}, number_of_moves=1)
        assert self.ends(luck, age=1) == [(50, "breakdown"), (125, "leaves")]

    def test_risk_met_across_every_band_is_spent_at_a_move(self):
        """1.2 of 1.8 is met in 400 days of fostering; then a home has twice the rate, 0.006 a day."""
        luck = ScriptedLuck([1.8], {1: [4.0]}, number_of_moves=1)
        ends = self.ends(luck, age=10 - 200 / YEAR, years_in_care=1 - 300 / YEAR)
        assert ends == [(400, "breakdown"), (500, "leaves")]

    def test_a_budget_for_breakdown_is_fresh_in_each_placement(self):
        """A breakdown after 50 days, and another 30 days into the next placement, whatever was left of the first."""
        baseline = council(
            {"a_carer": spot()},
            moves={"breakdown": risk({"foster_care": YEAR}), "planned": risk({"foster_care": YEAR})},
        )
        luck = ScriptedLuck([], {1: [50, 60], 2: [30, 40]}, number_of_moves=2)
        child = scripted_child(1, luck, provision=0)
        history = simulate(CompiledBaseline(baseline), [child], plan(baseline, Streams(1, 0)))
        assert history.episodes_frame().end_day.dropna().tolist() == [50, 80]

    def test_a_dated_rate_reaches_its_totals_on_the_days_worked_by_hand(self):
        """36.525 a year is 0.1 a day; nothing from day 100; 0.2 a day from day 200."""
        steps = (Step(value=36.525), Step.model_validate({"from": date(2025, 7, 10), "value": 0}))
        steps += (Step.model_validate({"from": date(2025, 10, 18), "value": 73.05}),)
        rate = DatedRate.of(steps, START)
        assert rate.days_at(np.array([1, 9.9, 10.2, 20])) == pytest.approx([10, 99, 201, 250])
        assert [rate.total(day) for day in (10, 100, 150, 200, 250)] == pytest.approx([1, 10, 10, 10, 20])

    def test_the_days_of_a_dated_rate_and_its_totals_are_inverse(self):
        steps = tuple(
            Step.model_validate({"from": date(2025 + year, 4, 1), "value": value})
            for year, value in enumerate([3, 40, 0.5])
        )
        rate = DatedRate.of(steps, START)
        totals = np.linspace(0.1, 60, 50)
        assert [rate.total(day) for day in rate.days_at(totals)] == pytest.approx(totals.tolist())

    def test_a_rate_that_stays_nil_is_never_reached(self):
        assert DatedRate.of((Step(value=0),), START).days_at(np.array([0.5])).tolist() == [np.inf]

    @pytest.mark.parametrize(
        ("uniform", "days"),
        [(0, 0), (0.05, 30 * sqrt(0.2)), (0.25, 30), (0.625, 120 - 90 * sqrt(0.5)), (1, 120)],
    )
    def test_delay_follows_the_triangular_distribution(self, uniform, days):
        """0, 30, 120: a quarter of the distribution lies below its likeliest value."""
        assert triangular(Triangular(least=0, likeliest=30, most=120), uniform) == pytest.approx(days)

    def test_a_certain_delay_is_that_delay(self):
        assert triangular(Triangular(least=30, likeliest=30, most=30), 0.4) == 30

    @pytest.mark.parametrize(
        ("households", "sizes"),
        [(1, {2: 1}), (2, {1: 1, 2: 1}), (10, {1: 4, 2: 5, 3: 1}), (100, {1: 40, 2: 45, 3: 15})],
    )
    def test_households_at_the_start_have_places_in_the_declared_shares(self, households, sizes):
        found = approved_at_start(households, {1: 0.4, 2: 0.45, 3: 0.15})
        assert {size: found.count(size) for size in set(found)} == sizes


class TestMoney:
    def test_a_financial_year_has_the_nights_of_its_calendar(self):
        """From 1 January 2026: 90 nights to 31 March; 2027-28 has a 29 February; then 275 to 31 December."""
        years = financial_years(date(2026, 1, 1), 1096)
        assert years.labels == ("2025-26", "2026-27", "2027-28", "2028-29")
        assert years.lengths.tolist() == [90, 365, 366, 275]

    def test_uplift_compounds_on_each_first_of_april(self):
        rises = [{"value": 0.05}, {"from": "2027-04-01", "value": 0.03}]
        price = council({"elsewhere": spot(price={"uplift_per_year": rises})}).provision["elsewhere"].price
        assert uplifts([price], START, 3)[0] == pytest.approx([1, 1.05, 1.05 * 1.03, 1.05 * 1.03**2])

    def test_the_first_uplift_is_on_the_first_april_after_the_start(self):
        """A council that starts on 31 March 2026: one night at 100, two at 110 (the 50% is a year later)."""
        rises = [{"value": 0.1}, {"from": "2027-04-01", "value": 0.5}]
        baseline = council({"elsewhere": spot(price={"uplift_per_year": rises})}, start="2026-03-31")
        history = observed(baseline, 3, [{"child_id": 1, "provision": "elsewhere", "start_day": -5}])
        assert finance.spend(facts_of(baseline, history))["all"] == pytest.approx([100, 220])

    def test_a_child_costs_nights_by_weekly_fee_across_a_first_of_april(self):
        """From 1 March to 1 May 2026: 31 nights at 700 a week, then 30 nights at 735."""
        baseline = council({"elsewhere": spot(price={"uplift_per_year": 0.05})}, years=2)
        stay = {"child_id": 1, "provision": "elsewhere", "start_day": 334, "end_day": 395, "end_reason": "eighteen"}
        spent = finance.spend(facts_of(baseline, observed(baseline, 730, [stay])))
        assert spent["all"] == pytest.approx([3100, 3150])

    def test_a_child_who_stays_costs_every_night_of_a_leap_year(self):
        baseline = council(
            {"elsewhere": spot()}, start="2027-04-01", children_in_care={"children": [child_at_start("elsewhere")]}
        )
        assert finance.spend(facts_of(baseline, play(baseline)))["all"] == pytest.approx([36_600])

    @pytest.mark.parametrize(("luck", "weekly_fee"), [(-1, 714.16), (0, 957.83), (1, 1284.63)])
    def test_fees_vary_between_children_log_normally(self, luck, weekly_fee):
        """Mean 1,000 and variation 0.3: sigma^2 = ln 1.09 = 0.0861777; the median is 1,000 / sqrt(1.09)."""
        baseline = council({"elsewhere": spot(weekly_fee=1000, price={"variation": 0.3})})
        week = {"child_id": 1, "provision": "elsewhere", "start_day": 0, "end_day": 7, "fee_luck": luck}
        history = observed(baseline, 365, [{**week, "end_reason": "eighteen"}])
        assert finance.spend(facts_of(baseline, history))["all"] == pytest.approx([weekly_fee], abs=0.005)

    def contracted(self, **capacity) -> Baseline:
        """Three beds from 1 May 2025 (day 30), one more every 30 days; a thousand pounds a bed a night."""
        opening = {"admission_gap_days": 30, **capacity}
        terms = {"price": {"uplift_per_year": 0.1}, "contract": {"kind": "block"}}
        juno = home(3, date(2025, 5, 1), opening, weekly_fee=7000, placement_type="juno_home", **terms)
        provision = {"juno": juno, "elsewhere": spot()}
        return council(provision, years=2)

    def test_a_block_contract_is_paid_for_every_bed_from_the_day_it_opens(self):
        """335 nights of 3 beds in 2025-26, 365 nights of 3 beds at 1,100 in 2026-27."""
        baseline = self.contracted()
        spent = finance.spend(facts_of(baseline, play(baseline)))
        assert spent["juno"] == pytest.approx([1_005_000, 1_204_500])

    def test_nights_that_children_slept_in_a_block_contracted_home_are_not_void(self):
        baseline = self.contracted()
        child = scripted_child(1, ScriptedLuck(), day=50)
        facts = facts_of(baseline, simulate(CompiledBaseline(baseline), [child], plan(baseline, Streams(1, 0))))
        assert finance.void_nights(facts)["juno"] == pytest.approx([3 * 335 - 315, 3 * 365 - 365])
        assert finance.void_cost(facts)["juno"] == pytest.approx([690_000, 730 * 1100])

    def test_a_block_contract_ends_on_the_day_the_home_closes(self):
        baseline = self.contracted(closes="2025-10-18")
        child = scripted_child(1, ScriptedLuck(), day=50)
        facts = facts_of(baseline, simulate(CompiledBaseline(baseline), [child], plan(baseline, Streams(1, 0))))
        assert finance.spend(facts)["juno"] == pytest.approx([3 * 170 * 1000, 0])
        assert finance.void_nights(facts)["juno"] == pytest.approx([3 * 170 - 150, 0])

    def test_a_block_contract_pays_for_registered_beds_where_matching_fills_fewer(self):
        baseline = self.contracted(usable_beds=2)
        assert finance.void_nights(facts_of(baseline, play(baseline)))["juno"] == pytest.approx([3 * 335, 3 * 365])

    def test_a_contract_for_a_home_that_never_opens_costs_nothing(self):
        baseline = self.contracted(never_opens_share=1)
        assert finance.spend(facts_of(baseline, play(baseline)))["all"].tolist() == [0, 0]


class TestHomes:
    """Children wait elsewhere from the start; the home is planned for 1 May 2025, day 30."""

    def arrivals(
        self, children: int = 4, beds: int = 4, opens: date | None = date(2025, 5, 1), **capacity
    ) -> list[float]:
        """Days on which waiting children move to the home."""
        baseline = council(
            {"the_home": home(beds, opens, capacity), "elsewhere": spot()},
            needs={
                "care": need("the_home", "elsewhere", transfers=[{"to": "the_home", "from": ["elsewhere"]}]),
            },
            children_in_care={"children": [child_at_start("elsewhere", days=day) for day in range(children)]},
        )
        episodes = play(baseline).episodes
        return sorted(episodes["start_day"][episodes["provision"] == 0].tolist())

    def test_a_home_opens_on_its_day(self):
        assert self.arrivals() == [30, 30, 30, 30]

    def test_a_late_home_opens_late(self):
        delay = {"least": 45, "likeliest": 45, "most": 45}
        assert self.arrivals(delay_days=delay) == [75, 75, 75, 75]

    def test_a_home_admits_one_child_at_a_time_until_it_is_full(self):
        assert self.arrivals(admission_gap_days=42) == [30, 72, 114, 156]

    def test_a_home_kept_below_its_registered_beds_fills_no_more(self):
        assert self.arrivals(usable_beds=2) == [30, 30]

    def test_a_home_that_never_opens_takes_nobody(self):
        assert self.arrivals(never_opens_share=1) == []

    @pytest.mark.parametrize(("turnaround_days", "moves"), [(0, 100), (30, 130)])
    def test_a_bed_stands_empty_while_the_next_child_is_prepared(self, turnaround_days, moves):
        """One bed, left on day 100 by a child who turns 18; another child waits for it elsewhere."""
        baseline = council(
            {"the_home": home(1, capacity={"turnaround_days": turnaround_days}), "elsewhere": spot()},
            needs={"care": need("the_home", "elsewhere", transfers=[{"to": "the_home", "from": ["elsewhere"]}])},
        )
        children = [
            scripted_child(1, ScriptedLuck(), age=18 - 100 / YEAR, provision=0),
            scripted_child(2, ScriptedLuck(), provision=1),
            scripted_child(3, ScriptedLuck(), day=110),
        ]
        history = simulate(CompiledBaseline(baseline), children, plan(baseline, Streams(1, 0)))
        episodes = history.episodes
        into_the_home = (episodes["provision"] == 0) & (episodes["child_id"] > 1)
        assert episodes["child_id"][into_the_home].tolist() == [2]
        assert episodes["start_day"][into_the_home] == pytest.approx([moves])
        facts = facts_of(baseline, history)
        assert metrics.occupancy(facts)["the_home"] == pytest.approx([(365 - turnaround_days) / 365])

    @pytest.mark.parametrize(
        ("beds", "days"),
        [
            ([(None, 2), (date(2025, 8, 1), 4)], [30, 72, 122, 164]),
            ([(None, 2), (date(2025, 6, 1), 3), (date(2025, 7, 1), 4)], [30, 72, 114, 156]),
            ([(None, 1), (date(2025, 9, 1), 2), (date(2025, 9, 10), 4)], [30, 153, 195, 237]),
        ],
    )
    def test_a_home_that_grows_still_admits_one_child_at_a_time(self, beds, days):
        """Open on day 30, one child every 42 days; new beds wait for their date and for their turn."""
        steps = [{"value": number} | ({"from": day} if day else {}) for day, number in beds]
        assert self.arrivals(children=6, beds=steps, admission_gap_days=42) == days

    def test_planned_provision_without_a_date_takes_nobody(self):
        assert self.arrivals(opens=None) == []

    def test_a_home_that_closes_before_all_its_beds_are_open_opens_no_more(self):
        assert self.arrivals(admission_gap_days=42, closes=date(2025, 6, 13)) == [30, 72]

    def test_homes_never_open_as_often_as_they_are_likely_to(self):
        baseline = council({"juno": home(1, date(2025, 5, 1), {"never_opens_share": 0.3}), "elsewhere": spot()})
        opened = sum(bool(plan(baseline, Streams(1, replication))) for replication in range(2000))
        assert opened == pytest.approx(1400, abs=3.5 * sqrt(2000 * 0.3 * 0.7))

    def test_children_of_a_home_that_closes_move_on_that_day(self):
        baseline = council(
            {"the_home": home(3, START, {"closes": "2025-07-10"}), "elsewhere": spot()},
            children_in_care={"children": [child_at_start("the_home"), child_at_start("the_home")]},
        )
        episodes = play(baseline).episodes_frame()
        assert episodes.query("provision == 'the_home'").end_day.tolist() == [100, 100]
        assert episodes.query("provision == 'the_home'").end_reason.tolist() == ["home_closed", "home_closed"]
        assert episodes.query("provision == 'elsewhere'").start_day.tolist() == [100, 100]


class TestWaiting:
    """A full home, and a child who enters elsewhere on day 10."""

    def settled(self, bed_free_on: float, **limits: float) -> float:
        """Day on which the child stopped waiting, out of 365."""
        transfer = {"to": "the_home", "from": ["elsewhere"], **limits}
        baseline = council(
            {"the_home": home(1), "elsewhere": spot()},
            needs={"care": need("the_home", "elsewhere", transfers=[transfer])},
            leaving={"leaves": risk({"foster_care": YEAR})},
        )
        children = [
            scripted_child(0, ScriptedLuck([bed_free_on]), provision=0),
            scripted_child(1, ScriptedLuck([NEVER]), day=10),
        ]
        searches = simulate(CompiledBaseline(baseline), children, plan(baseline, Streams(1, 0))).searches
        return float(searches["settled_day"][searches["child_id"] == 1][0])

    def test_a_child_waits_until_moved(self):
        assert self.settled(bed_free_on=100) == 100

    def test_a_child_who_settles_waits_no_longer(self):
        assert self.settled(bed_free_on=100, settled_after_days=60) == 70

    def test_a_child_who_is_never_offered_a_place_is_waiting_still(self):
        assert np.isnan(self.settled(bed_free_on=NEVER))

    def test_a_child_who_had_the_best_there_was_does_not_wait(self):
        assert self.settled(bed_free_on=5) == 10


class TestPlacesThatChange:
    def test_nobody_is_moved_when_places_fall(self):
        baseline = council(
            {"ours": places([{"value": 3}, {"from": "2025-06-01", "value": 1}]), "elsewhere": spot()},
            children_in_care={"children": [child_at_start("ours") for _ in range(3)]},
        )
        assert play(baseline).episodes_frame().provision.tolist() == ["ours"] * 3

    def test_places_that_fell_are_not_filled_again(self):
        """Three live there, places fall to one on day 61; two leave on day 100, so the fourth child cannot come."""
        baseline = council(
            {"ours": places([{"value": 3}, {"from": "2025-06-01", "value": 1}]), "elsewhere": spot()},
            leaving={"leaves": risk({"foster_care": YEAR})},
        )
        budgets = [100, 100, NEVER]
        children = [scripted_child(n, ScriptedLuck([budget]), provision=0) for n, budget in enumerate(budgets)]
        children.append(scripted_child(3, ScriptedLuck([NEVER]), day=110))
        history = simulate(CompiledBaseline(baseline), children, plan(baseline, Streams(1, 0)))
        assert history.episodes_frame().query("child_id == 3").provision.tolist() == ["elsewhere"]


class TestCarers:
    def test_children_whose_carer_stops_move_on_that_day(self):
        baseline = council(
            {"ours": carers(1, {2: 1}, capacity={"leaves_per_year": 30}), "elsewhere": spot()},
            children_in_care={"children": [child_at_start("ours"), child_at_start("ours")]},
        )
        left = next(event.day for event in plan(baseline, Streams(1, 0)) if event.kind == "leaves")
        episodes = play(baseline).episodes_frame()
        assert episodes.query("provision == 'ours'").end_day.tolist() == [left, left]
        assert episodes.query("provision == 'ours'").end_reason.tolist() == ["carer_left", "carer_left"]
        assert episodes.query("provision == 'elsewhere'").start_day.tolist() == [left, left]

    def test_children_of_other_carers_stay(self):
        baseline = council(
            {"ours": carers(2, {1: 1}), "elsewhere": spot()},
            children_in_care={"children": [child_at_start("ours"), child_at_start("ours")]},
        )
        supply = [*plan(baseline, Streams(1, 0)), SupplyEvent(50, 0, "leaves", 0)]
        history = simulate(CompiledBaseline(baseline), children_of(baseline, Streams(1, 0)), supply)
        moved = history.episodes_frame().query("end_reason == 'carer_left'")
        assert (len(moved), len(history.episodes_frame().query("provision == 'ours' and end_day.isna()"))) == (1, 1)

    def test_a_newly_approved_carer_takes_the_next_child(self):
        baseline = council({"ours": carers(0), "elsewhere": spot()})
        children = [scripted_child(n, ScriptedLuck(), day=day) for n, day in enumerate([10, 30, 31])]
        history = simulate(CompiledBaseline(baseline), children, [SupplyEvent(20, 0, "joins", 0, 1)])
        assert history.episodes_frame().provision.tolist() == ["elsewhere", "ours", "elsewhere"]

    def test_as_many_approved_places_are_usable_as_the_share_says(self):
        mix = {1: 0.4, 2: 0.45, 3: 0.15}
        baseline = council({"ours": carers(100, mix, capacity={"usable_share": 0.8}), "elsewhere": spot()})
        usable = sum(event.usable for event in plan(baseline, Streams(1, 0)))
        assert usable == round(0.8 * (40 + 2 * 45 + 3 * 15))

    def test_a_place_with_a_child_in_it_at_the_start_is_usable(self):
        baseline = council(
            {"ours": carers(4, {2: 1}, capacity={"usable_share": 0.5}), "elsewhere": spot()},
            children_in_care={"children": [child_at_start("ours") for _ in range(7)]},
        )
        assert sum(event.usable for event in plan(baseline, Streams(1, 0))) == 7

    def test_carers_join_and_leave_as_often_as_their_rates_say(self):
        """200 at the start, 12 approved a year, leaving at 0.2 a year: 200 e^-1 + 12/0.2 (1 - e^-1) after 5 years."""
        baseline = council(
            {"ours": carers(200, capacity={"approvals_per_year": 12, "leaves_per_year": 0.2}), "elsewhere": spot()},
            years=5,
        )
        elapsed = (date(2030, 4, 1) - START).days / YEAR
        still = 200 * exp(-0.2 * elapsed) + 60 * (1 - exp(-0.2 * elapsed))
        found = [
            metrics.carer_households(facts_of(baseline, play(baseline, replication)))["ours"][-1]
            for replication in range(100)
        ]
        assert np.mean(found) == pytest.approx(still, abs=3.5 * np.std(found, ddof=1) / 10)
