"""What lastingly makes children differ: closed-form answers for frailty, complexity, streams, time in the placement."""

from math import exp, sqrt
from statistics import NormalDist
from typing import ClassVar

import numpy as np
import pytest
from scipy.stats import norm

from placesim.config.baseline import Baseline
from placesim.model.demand import Demand, same_demand
from placesim.model.dispositions import Disposition, Dispositions
from placesim.model.engine import CompiledBaseline, simulate
from placesim.model.rates import YEAR
from placesim.model.streams import Streams
from tests.conftest import play
from tests.councils import (
    SOURCE,
    START,
    ScriptedLuck,
    child_at_start,
    council,
    home,
    need,
    plan,
    risk,
    scripted_child,
    spot,
    stream,
)

CHILDREN = 4000
SHARE = 0.6


def many(provision: dict | None = None, **fields: object) -> Baseline:
    """A council with thousands of children under ten on day 0, placed without limit unless told otherwise."""
    group = {
        "provision": "elsewhere",
        "stream": "local",
        "needs": {"care": 1},
        "ages": {"1 to 9": CHILDREN},
        "source": SOURCE,
    }
    bands = {"under 1": [0, 1], "1 to 9": [1, 10], "10 to 17": [10, 18]}
    in_care = {"groups": [group], "years_in_care": {"any": 1}}
    return council(provision or {"elsewhere": spot()}, age_bands=bands, **{"children_in_care": in_care, **fields})


def drawn(baseline: Baseline, replication: int = 0):
    return Demand(baseline).draw(Streams(3, replication))


def share_that_never_moved(baseline: Baseline) -> float:
    """Of children in care on day 0, over the year."""
    episodes = play(baseline).episodes
    moved = np.unique(episodes["child_id"][episodes["placement_number"] > 1])
    return 1 - len(moved) / CHILDREN


class TestFrailty:
    @pytest.mark.parametrize("variance", [0.5, 1.5])
    def test_the_share_without_a_breakdown_is_that_of_a_gamma_mixture(self, variance):
        """(1 + v r t)^(-1/v) at a rate of r = 1.2 over a year (Vaupel and others 1979)."""
        breakdown = risk({"foster_care": 1.2}, frailty_variance=variance)
        found = share_that_never_moved(many(moves={"breakdown": breakdown}))
        assert found == pytest.approx((1 + variance * 1.2) ** (-1 / variance), abs=4 * sqrt(0.25 / CHILDREN))

    def test_the_factor_has_mean_1_and_the_variance_given_and_is_the_same_in_every_placement(self):
        baseline = many(moves={"breakdown": risk({"foster_care": 1}, frailty_variance=0.8)})
        luck = drawn(baseline).luck
        factors = luck.move_factors[:, 0]
        assert factors.mean() == pytest.approx(1, abs=4 * sqrt(0.8 / CHILDREN))
        assert factors.var() == pytest.approx(0.8, rel=0.15)
        plain = drawn(many(moves={"breakdown": risk({"foster_care": 1})})).luck
        for number in (1, 4, 5, 9):  # two blocks of luck
            asked = np.array([luck.move_budgets(row, number)[0] for row in range(50)])
            even = np.array([plain.move_budgets(row, number)[0] for row in range(50)])
            assert asked == pytest.approx(even / factors[:50])

    def test_breakdowns_of_a_year_are_spread_wider_than_chance(self):
        """Negative binomial: variance = mean + v mean^2; Poisson without frailty."""
        for variance in (0.0, 2.0):
            breakdown = risk({"foster_care": 1.0}, frailty_variance=variance)
            episodes = play(many(moves={"breakdown": breakdown})).episodes
            moves = np.bincount(episodes["child_id"])[:CHILDREN] - 1.0
            assert moves.var() / moves.mean() == pytest.approx(1 + variance * moves.mean(), rel=0.12)

    def test_no_frailty_is_a_factor_of_exactly_1(self):
        luck = drawn(many(moves={"breakdown": risk({"foster_care": 1}, frailty_variance=0)})).luck
        assert (luck.move_factors == 1.0).all()


class TestTimeInPlacement:
    BANDS: ClassVar = {"a quarter": [0, 0.25], "later": [0.25, 18]}

    def test_survival_follows_the_rates_of_each_band(self):
        """exp(-(3 x 0.25 + 0.5 x 0.75)) of children who came on day 0 have not moved after a year."""
        fast_then_slow = {"a quarter": 3.0, "later": 0.5}
        children = [child_at_start("elsewhere", age=5) for _ in range(CHILDREN)]
        baseline = council(
            {"elsewhere": spot()},
            time_in_placement_bands=self.BANDS,
            moves={"breakdown": risk({"foster_care": 1}, by_time_in_placement=fast_then_slow)},
            children_in_care={"children": children},
        )
        expected = exp(-(3 * 0.25 + 0.5 * 0.75))
        assert share_that_never_moved(baseline) == pytest.approx(expected, abs=4 * sqrt(0.25 / CHILDREN))

    @pytest.mark.parametrize(
        ("days_before", "ends"), [(0, 0.25 * YEAR + 0.5), (60, 0.25 * YEAR - 60 + 0.5), (100, 0.5)]
    )
    def test_a_placement_begun_before_the_start_is_as_old_as_it_is(self, days_before, ends):
        """No rate in the first quarter, one event a day after it; a budget of half a day."""
        baseline = council(
            {"elsewhere": spot()},
            time_in_placement_bands=self.BANDS,
            moves={"breakdown": risk({"foster_care": YEAR}, by_time_in_placement={"a quarter": 0})},
        )
        luck = ScriptedLuck([], {1: [0.5]}, number_of_moves=1)
        child = scripted_child(1, luck, day=-days_before, provision=0)
        episodes = simulate(CompiledBaseline(baseline), [child], plan(baseline, Streams(1, 0))).episodes
        assert episodes["end_day"][0] == pytest.approx(ends)


class TestStreams:
    def two_streams(self, **by_stream: float) -> Baseline:
        return council(
            {"elsewhere": spot()},
            entrants={"local": stream(400), "alone": stream(400)},
            leaving={"return_home": risk({"foster_care": 1.0}, by_stream=by_stream)},
        )

    def test_nobody_of_a_stream_with_factor_0_leaves_for_that_reason(self):
        history = play(self.two_streams(alone=0))
        went_home = history.episodes["end_reason"] == history.names.reasons.index("return_home")
        alone = np.isin(history.episodes["child_id"], history.children["child_id"][history.children["stream"] == 1])
        assert (went_home & ~alone).sum() > 50
        assert (went_home & alone).sum() == 0

    def test_a_factor_of_2_is_twice_the_rate(self):
        twice, plain = (drawn(self.two_streams(**factors)).luck.leaving[:, 0] for factors in ({"alone": 2}, {}))
        alone = drawn(self.two_streams()).stream == 1
        assert (twice[alone] == plain[alone] / 2).all()
        assert (twice[~alone] == plain[~alone]).all()


def with_complexity(strength: float | None, homes: int = 2) -> Baseline:
    """Homes that suit 60% of children, and provision elsewhere whose fee differs between children."""
    provision = {f"home_{n}": home(4, START, {"match_share": SHARE}) for n in range(homes)}
    provision["elsewhere"] = spot(price={"variation": 0.5})
    complexity = None if strength is None else {"strength": strength, "source": SOURCE}
    needs = {"care": need([f"home_{n}" for n in range(homes)], "elsewhere")}
    return many(provision, complexity=complexity, needs=needs)


class TestComplexity:
    @pytest.mark.parametrize("strength", [0, 0.3, 0.8, 1])
    def test_the_share_of_all_children_whom_a_home_suits_stays(self, strength):
        suits = drawn(with_complexity(strength)).luck.suiting("home_0") < SHARE
        assert suits.mean() == pytest.approx(SHARE, abs=4 * sqrt(SHARE * (1 - SHARE) / CHILDREN))

    def test_without_complexity_luck_is_untouched(self):
        none, nought = (drawn(with_complexity(strength)).luck for strength in (None, 0))
        assert (none.suiting("home_0") == nought.suiting("home_0")).all()

    def test_complexity_that_decides_alone_gives_the_exact_mean_fee_of_children_who_suit(self):
        """Of a log-normal fee, those whose score is below q pay Phi(q - s) / Phi(q) of the mean."""
        baseline = with_complexity(1)
        luck, price = drawn(baseline).luck, baseline.provision["elsewhere"].price
        fees = np.array([price.fee_at(score) for score in luck.fee])
        spread, limit = sqrt(price.fee_variance), norm.ppf(SHARE)
        expected = price.weekly_fee * norm.cdf(limit - spread) / norm.cdf(limit)
        suits = luck.suiting("home_0") < SHARE
        assert fees[suits].mean() == pytest.approx(expected, rel=0.02)
        assert luck.fee[suits].max() < luck.fee[~suits].min()

    def test_complexity_that_decides_alone_keeps_the_same_children_out_of_every_home(self):
        luck = drawn(with_complexity(1)).luck
        assert ((luck.suiting("home_0") < SHARE) == (luck.suiting("home_1") < SHARE)).all()

    def test_the_stronger_complexity_is_the_fewer_children_suit_some_home(self):
        """1 - 0.4^2 = 84% where each home suits by luck of its own; 60% where complexity decides alone."""
        some = {}
        for strength in (0, 0.6, 1):
            luck = drawn(with_complexity(strength)).luck
            some[strength] = ((luck.suiting("home_0") < SHARE) | (luck.suiting("home_1") < SHARE)).mean()
        assert some[0] == pytest.approx(0.84, abs=0.025)
        assert some[1] == pytest.approx(0.60, abs=0.035)
        assert some[1] < some[0.6] < some[0]

    def test_whether_a_relative_can_care_does_not_depend_on_complexity(self):
        luck, plain = (drawn(with_complexity(strength)).luck for strength in (1, 0))
        assert (luck.suiting("elsewhere") == plain.suiting("elsewhere")).all()


def test_scenarios_share_drawn_children_only_where_children_differ_alike():
    plain = many(moves={"breakdown": risk({"foster_care": 1})})
    frail = many(moves={"breakdown": risk({"foster_care": 1}, frailty_variance=0.5)})
    dearer = many(moves={"breakdown": risk({"foster_care": 2})})
    assert same_demand(plain, dearer)
    assert not same_demand(plain, frail)
    assert not same_demand(with_complexity(0), with_complexity(0.5))


@pytest.mark.parametrize(
    ("strength", "fee_luck", "uniform"), [(0.6, 1.0, 0.9), (0.6, -0.5, 0.2), (1, 0.7, 0), (1, -2, 0.9)]
)
def test_complexity_mixes_the_scores_of_child_and_home_so_that_their_squares_add_to_one(strength, fee_luck, uniform):
    """0.6 of the child's score and 0.8 of the home's; at 1 the home's has no say."""
    normal = NormalDist()
    own = 0.8 * normal.inv_cdf(uniform) if strength < 1 else 0
    found = Dispositions((), (), strength, Disposition("re-entry", ()), ("juno",)).suiting(
        "juno", np.array([uniform], float), np.array([fee_luck])
    )
    assert found == pytest.approx([normal.cdf(strength * fee_luck + own)])
