"""Common sense on Halton's options: later saves less, more beds flatten, carers and agencies trade one for one."""

import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from placesim.config.baseline import Baseline
from placesim.config.interventions.homes import DelayHome
from placesim.config.interventions.opening import OpenHome
from placesim.config.interventions.prices import ChangePrice
from placesim.config.scenario_files import BASELINE, load_options, scenario_paths
from placesim.config.values import Step
from placesim.experiment.comparison import Comparison
from placesim.experiment.precision import compared
from placesim.report.study import Study
from placesim.report.words.assumptions import blocks_of, most_money_first
from tests.conftest import CONFIGS, play

SOURCE = ("assumption: a test",)
JUNO = ("juno_summer_lane", "juno_widnes", "juno_widnes_council", "juno_rutland_street")
FEW = 12
SCENARIOS = CONFIGS / "scenarios" / "halton"


def options(baseline: Baseline, *paths: Path) -> dict[str, Baseline]:
    found = load_options(scenario_paths(paths), baseline, CONFIGS.parent / "seeds")
    return {BASELINE: baseline, **{option.path.stem[0]: option.baseline for option in found}}


@pytest.fixture(scope="module")
def all_options(halton) -> dict[str, Baseline]:
    return options(halton, SCENARIOS)


@pytest.fixture(scope="module")
def everything(all_options) -> Comparison:
    return compared(all_options, FEW, 1, workers=1)


def test_there_are_the_twenty_options(all_options):
    assert "".join(name for name in all_options if name != BASELINE) == "abcdefghijklmnopqrst"


def test_notice_costs_money_and_moves_nobody(everything):
    """Unplanned endings of some 60 placements in homes, each about four weeks of £8,500 and more."""
    assert everything.difference("t", "spend").mean == pytest.approx(everything.after("t", "notice_cost").mean())
    assert everything.difference("t", "used_cost").nothing
    assert everything.difference("t", "moves").nothing
    assert everything.after("t", "notice_cost", "homes_elsewhere").min() > 0


def test_slow_matching_and_risk_leave_less_of_the_homes(everything):
    nights = {name: everything.difference(name, "nights", "juno_home").mean for name in "aconm"}
    assert nights["a"] > nights["n"] > nights["o"] > 0
    assert nights["c"] > nights["m"] > 0


def test_reviews_empty_homes_and_planned_supported_accommodation_brings_young_people_home(everything):
    assert everything.difference("p", "children_average", "residential").mean < -1
    assert everything.difference("q", "nights", "park_house").mean > 0
    assert everything.difference("q", "nights", "maya_court").mean > 0
    assert everything.difference("q", "nights", "supported_elsewhere").mean < 0


def test_assumptions_stand_by_the_money_that_rests_on_them_in_the_option_that_uses_them_most(halton, everything):
    played = {option.scenario: Study(halton, option) for option in everything.options}
    blocks = most_money_first(Study(halton, everything.baseline), played, blocks_of(halton, {}))
    places = [block.path for block in blocks]
    assert places[0][:2] == ("provision", "homes_elsewhere")
    sizes = {block.path: block.size for block in blocks}
    assert re.fullmatch(r"\d+% of spend in “[a-s]”", sizes["provision", JUNO[0], "price"])
    assert places.index(("provision", JUNO[0], "price")) < places.index(("provision", "adopters", "price"))


def test_support_for_carers_is_paid_for(everything):
    """Half of today's fostering staff again, £323,000 a year from April 2026, beside what placements cost."""
    assert everything.difference("s", "spend").mean == everything.difference("f", "spend").mean
    net = [everything.difference(name, "net_cost").mean for name in "sf"]
    fixed = [everything.difference(name, "fixed_cost").mean for name in "sf"]
    assert net[0] - net[1] == pytest.approx(fixed[0] - fixed[1], rel=1e-6)
    assert fixed[0] - fixed[1] > 4 * 323_000


def test_the_order_of_options_by_spend_is_another_once_costs_are_counted(everything):
    assert everything.difference("a", "spend").mean < 0 < everything.difference("a", "net_cost").mean
    assert everything.difference("a", "spend").mean < everything.difference("c", "spend").mean
    assert everything.difference("c", "net_cost").mean < everything.difference("a", "net_cost").mean


def test_carers_falling_is_worst_on_out_of_borough(everything):
    shares = {name: everything.difference(name, "out_of_borough_share").mean for name in everything.names}
    assert max(shares, key=lambda name: shares[name]) == "j"
    assert shares["j"] > 0


def test_demand_and_dearer_homes_cost_more_and_all_the_strategy_together_saves_most(everything):
    spend = {name: everything.difference(name, "spend").mean for name in everything.names}
    assert spend["k"] > 0
    assert spend["l"] > 0
    assert min(spend, key=lambda name: spend[name]) == "i"


def test_delay_and_risk_leave_less_of_the_four_homes(everything):
    nights = [everything.difference(name, "nights", "juno_home").mean for name in "acb"]
    assert nights[0] > nights[1]
    assert nights[0] > nights[2] > 0


def test_ten_more_households_by_2028_are_ten_more_than_today(everything):
    households = everything.after("d", "carer_households", "all", "2027-28").mean()
    assert households == pytest.approx(67, abs=3.5)  # 12 futures; the mean of many is in docs/scenarios.md


def opened(halton: Baseline, beds: int = 4, days: int = 0, **fields) -> Baseline:
    """Halton with a first Juno home open from April 2026, as large and as late as told."""
    home = OpenHome(kind="open_home", provision=JUNO[0], opens="2026-04-01", beds=beds, source=SOURCE, **fields)
    made = home.applied(halton)
    late = DelayHome(kind="delay_home", provision=JUNO[0], days=days, source=SOURCE)
    return late.applied(made) if days else made


def saved(found: Comparison, name: str) -> np.ndarray:
    """Pounds that an option saves over the horizon, in every future."""
    return found.before("spend") - found.after(name, "spend")


def more_than(one: np.ndarray, other: np.ndarray) -> float:
    """By how many standard errors the mean of one exceeds the other's, future by future."""
    apart = one - other
    return float(apart.mean() / (apart.std(ddof=1) / np.sqrt(len(apart))))


def delayed(halton: Baseline, delays: tuple[int, ...], replications: int) -> list[np.ndarray]:
    late = {str(days): opened(halton, days=days, weekly_fee=5500) for days in delays}
    found = compared({BASELINE: halton, **late}, replications, 1)
    return [saved(found, str(days)) for days in delays]


def test_later_opening_is_never_shown_to_save_more(halton):
    savings = delayed(halton, (0, 365, 1095), 25)
    assert all(more_than(later, earlier) < 2 for earlier, later in pairwise(savings))
    assert more_than(savings[0], savings[-1]) > 2
    assert savings[-1].mean() > 0


@pytest.mark.slow
def test_later_opening_never_saves_more_on_average(halton):
    means = [each.mean() for each in delayed(halton, (0, 182, 365, 730, 1095), 600)]
    assert means == sorted(means, reverse=True)


def test_savings_rise_with_beds_and_flatten_when_beds_stay_empty(halton):
    sizes = (2, 4, 8, 16, 32, 50)
    larger = {str(beds): opened(halton, beds, admission_gap_days=7, contract={"kind": "spot"}) for beds in sizes}
    found = compared({BASELINE: halton, **larger}, FEW, 1, workers=1)
    savings = [saved(found, name) for name in found.names]
    assert all(more_than(fewer, more) < 2 for fewer, more in pairwise(savings))
    a_bed = np.diff([0, *(each.mean() for each in savings)]) / np.diff([0, *sizes])
    assert a_bed[-1] < 0.25 * a_bed[0]
    last = found.years[-1]
    empty = [
        found.difference(name, "places_average", JUNO[0], last).after
        - found.difference(name, "children_average", JUNO[0], last).after
        for name in found.names
    ]
    assert empty[0] < 0.5
    assert empty[-1] > 10


def with_more_carers(halton: Baseline, times: int) -> Baseline:
    def more(steps: tuple[Step, ...]) -> tuple[Step, ...]:
        return tuple(step.replace(value=step.value * times) for step in steps)

    provision = {
        name: each.replace(
            capacity=each.capacity.replace(
                households=each.capacity.households * times, approvals_per_year=more(each.capacity.approvals_per_year)
            )
        )
        if each.capacity.kind == "households"
        else each
        for name, each in halton.provision.items()
    }
    return halton.replace(provision=provision)


def test_more_carers_lower_agency_nights_one_for_one_until_none_wait(halton):
    """Nights bought of agencies fall by the nights that council carers give, until every search finds a carer."""
    times = (2, 3, 12, 24)
    found = compared({BASELINE: halton, **{str(n): with_more_carers(halton, n) for n in times}}, FEW, 1, workers=1)

    def gained(name: str, placement_type: str, year: str) -> float:
        return found.difference(name, "nights", placement_type, year).mean

    first = found.years[0]  # later on, children in steadier placements go other ways than those in agency care
    for name in ("2", "3"):
        assert -gained(name, "ifa", first) / gained(name, "in_house", first) == pytest.approx(1, abs=0.1)
    for year in found.years:
        assert found.difference("12", "first_choice_full", "council_carers_in_borough", year).after == 0
        assert gained("24", "ifa", year) == pytest.approx(gained("12", "ifa", year), rel=0.02)


def test_prices_times_two_make_spend_times_two(halton):
    doubled = ChangePrice(kind="change_price", factor=2, from_=halton.start, source=SOURCE).applied(halton)
    found = compared({BASELINE: halton, "doubled": doubled}, 4, 1, workers=1)
    for group in found.groups("spend"):
        for year in found.years:
            before, after = found.before("spend", group, year), found.after("doubled", "spend", group, year)
            assert after == pytest.approx(2 * before, rel=1e-12)


@pytest.mark.parametrize("replication", range(3))
def test_the_four_homes_fill_no_faster_than_their_phasing_allows(all_options, replication):
    council = all_options["a"]
    history = play(council, replication)
    for name in JUNO:
        number = history.names.provisions.index(name)
        home = council.provision[name].capacity
        opens = float((home.opens - council.start).days)
        steps = history.places["provision"] == number
        days, taken = history.places["day"][steps], history.places["taken"][steps]
        allowed = np.clip(np.floor((days - opens) / home.admission_gap_days) + 1, 0, 4)
        assert (taken <= allowed).all()
        assert taken.max() == 4


def test_nothing_of_the_options_changes_who_enters_care_but_work_at_the_edge_of_it(everything, halton):
    assert halton.start == date(2025, 4, 1) == date(2026, 4, 1) - timedelta(days=365)
    for name in "abcdefhjlmnopqrs":
        assert everything.difference(name, "entries").nothing, name
    assert everything.difference("g", "entries").mean < 0
    assert everything.difference("k", "entries").mean > 0
