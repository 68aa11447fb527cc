"""Sensitivity: assumptions at both of their ends on the same futures, prices without new ones, where answers turn."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import placesim
from placesim.api.council import Council, drawable_of
from placesim.api.options import options_of
from placesim.config.baseline import Baseline
from placesim.config.ranges.assumptions import Assumption, Uncertainty
from placesim.config.ranges.shapes import Shape
from placesim.experiment.asked_figure import AskedFigure
from placesim.experiment.comparison import Comparison
from placesim.experiment.replications import Outcomes, replicate
from placesim.experiment.sensitivity.stage import Stage
from placesim.experiment.sensitivity.study import Sensitivity, futures_to_play, rows_of, tried
from placesim.experiment.sensitivity.together import Together
from placesim.experiment.sensitivity.turning import changes_first, changes_sides
from placesim.experiment.sensitivity.whole import COMMON, futures_of_whole, whole
from tests import councils
from tests.councils import SOURCE
from tests.ranged_councils import CARERS_FEE, ENTRIES, HOMES_FEE, PRICE, small, written

FUTURES = 12
RELATIVE = 1e-9


def stage_of(council: Council, figure: str = "spend", options: list[Any] | None = None) -> Stage:
    return Stage(drawable_of(council, options or []), AskedFigure(figure), seed=1)


@pytest.fixture
def council(tmp_path: Path) -> Council:
    ranges = {HOMES_FEE: PRICE, CARERS_FEE: {"low": 450, "high": 550}, ENTRIES: {"value": 12, "low": 8, "high": 20}}
    return placesim.load(written(tmp_path / "council.yaml", small(), ranges))


# Bars.


def test_the_bar_of_a_price_is_the_nights_bought_times_how_far_its_range_reaches(council):
    study = tried(stage_of(council), FUTURES)
    place = study.uncertainty.names.index(".".join(HOMES_FEE))
    weeks = study.central.before("priced_nights", "elsewhere").mean() / 7
    ends = study.ends("baseline", place)
    assert ends.low.mean == pytest.approx(weeks * (4000 - 5000), rel=RELATIVE)
    assert ends.high.mean == pytest.approx(weeks * (7000 - 5000), rel=RELATIVE)
    assert ends.width == pytest.approx(weeks * 3000, rel=RELATIVE)


def test_widest_bars_come_first(council):
    widths = [ends.width for ends in tried(stage_of(council), FUTURES).bars("baseline")]
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] > 0


def test_an_assumption_at_its_value_changes_nothing(tmp_path):
    known = placesim.load(written(tmp_path / "known.yaml", small(), {ENTRIES: {"value": 12, "low": 12, "high": 12}}))
    [ends] = tried(stage_of(known), FUTURES).bars("baseline")
    assert ends.low.nothing
    assert ends.high.nothing
    assert ends.width == 0


def test_an_end_is_the_future_that_its_value_would_have(council):
    study, place = tried(stage_of(council), FUTURES), 2
    assert study.assumptions[place].high == 20
    entrants = small().model_dump(mode="json", by_alias=True)["entrants"]
    more = replace_block(small(), entrants={"local": {**entrants["local"], "entries_per_year": 20}})
    [told] = replicate({"more": more}, FUTURES, seed=1)
    years = told.of("spend")
    assert study.at_end("baseline", place, 1) == pytest.approx(sum(years.values()), rel=RELATIVE)


def replace_block(council: Baseline, **blocks: Any) -> Baseline:
    return Baseline.model_validate({**council.model_dump(mode="json", by_alias=True, exclude_unset=True), **blocks})


# Prices without new futures.


def priced_in_every_way() -> Baseline:
    """A council whose prices have all that prices can have: contracts, a tail, ages, notice, rises; other money too."""
    block = {"kind": "block", "void_share": 0.8, "before_first_admission": 0.5}
    bought = {"kind": "spot", "notice_days": 28, "source": SOURCE}
    tailed = {"variation": 0.3, "tail": {"share": 0.3, "times": 1.5}, "uplift_per_year": 0.04}
    carers = councils.carers(4)
    carers["price"] = {"allowance_by_age": {0: 200, 9: 300}, "carer_fee": 90, "uplift_per_year": 0.02, "source": SOURCE}
    return councils.council(
        {
            "carers": carers,
            "hill": councils.home(3, placement_type="residential", weekly_fee=4000, contract=block),
            "elsewhere": councils.spot(placement_type="residential", weekly_fee=5000, price=tailed, contract=bought),
        },
        entrants={"local": councils.stream(20, ages={"1 to 17": 1}, needs={"1 to 17": {"care": 1}})},
        leaving={"guardians": councils.risk({"foster_care": 1.2, "residential": 1.5})},
        after_care={"allowance": {**OF_A_LINE, "label": "Guardians", "reason": "guardians", "weekly": 180}},
        income={"grant": {**OF_A_LINE, "label": "A grant", "stream": "local", "per_night": 30}},
        costs=[{**OF_A_LINE, "from": "2025-10-01", "staff_per_year": 90_000, "uplift_per_year": 0.03}],
        years=2,
    )


OF_A_LINE = {"budget_line": "placements", "source": SOURCE}

MONEY = {
    ("provision", "carers", "price", "allowance_by_age", "9"): {"low": 250, "high": 350},
    ("provision", "carers", "price", "carer_fee"): {"low": 80, "high": 100},
    ("provision", "hill", "contract", "void_share"): {"value": 0.8, "low": 0.5, "high": 1},
    ("provision", "hill", "price", "weekly_fee"): {"value": 4000, "low": 3500, "high": 4700},
    ("provision", "elsewhere", "price", "weekly_fee"): PRICE,
    ("provision", "elsewhere", "price", "variation"): {"value": 0.3, "low": 0.1, "high": 0.5},
    ("provision", "elsewhere", "price", "tail", "times"): {"value": 1.5, "low": 1.1, "high": 2.5},
    ("provision", "elsewhere", "price", "uplift_per_year"): {"value": 0.04, "low": 0, "high": 0.1},
    ("provision", "elsewhere", "contract", "notice_days"): {"value": 28, "low": 7, "high": 56},
    ("after_care", "allowance", "weekly"): {"value": 180, "low": 150, "high": 220},
    ("income", "grant", "per_night"): {"value": 30, "low": 20, "high": 40},
    ("costs", 0, "staff_per_year"): {"value": 90_000, "low": 60_000, "high": 120_000},
}
"""Numbers that change what is paid alone."""


def simulated_too(stage: Stage) -> Stage:
    """The same stage, told that every assumption may change who lives where."""
    known = tuple(replace(each, only_money=False) for each in stage.drawable.uncertainty.assumptions)
    return replace(stage, drawable=replace(stage.drawable, uncertainty=Uncertainty(known)))


@pytest.mark.parametrize("figure", ["net_cost", "spend", "void_cost", "notice_cost"])
def test_nights_priced_again_cost_what_simulating_them_would_tell(tmp_path, figure):
    stage = stage_of(placesim.load(written(tmp_path / "council.yaml", priced_in_every_way(), MONEY)), figure)
    assert all(each.only_money for each in stage.drawable.uncertainty.assumptions)
    again, simulated = (tried(each, 4) for each in (stage, simulated_too(stage)))
    assert np.allclose(again.at_ends, simulated.at_ends, rtol=RELATIVE, atol=0)
    assert np.ptp(again.at_ends, axis=1).any() or figure == "void_cost"


def test_prices_take_no_futures_of_their_own(tmp_path):
    stage = stage_of(placesim.load(written(tmp_path / "council.yaml", priced_in_every_way(), MONEY)))
    with_values, with_all_drawn = FUTURES, FUTURES
    assert futures_to_play(stage, FUTURES) == with_values + with_all_drawn
    assert futures_to_play(simulated_too(stage), FUTURES) == (1 + 2 * len(MONEY)) * FUTURES + with_all_drawn


# Options, and where the answer turns.


def options_on(council: Council, **scenarios: list[dict[str, Any]]) -> list[Any]:
    made = [
        placesim.scenario(name, [{"source": SOURCE, **each} for each in changes]) for name, changes in scenarios.items()
    ]
    return options_of(council, made)


def cheaper(factor: float) -> dict[str, Any]:
    return {"kind": "change_price", "provision": "elsewhere", "factor": factor, "from": "2025-04-01"}


def more_carers(households: int) -> dict[str, Any]:
    return {"kind": "recruit_carers", "provision": "carers", "approvals_per_year": households, "from": "2025-04-01"}


def test_an_option_is_told_by_its_difference_from_the_baseline(council):
    options = options_on(council, cheaper=[cheaper(0.9)])
    study = tried(stage_of(council, options=options), FUTURES)
    place = study.uncertainty.names.index(".".join(HOMES_FEE))
    weeks = study.central.before("priced_nights", "elsewhere").mean() / 7
    assert study.at_values("cheaper").mean() == pytest.approx(-0.1 * 5000 * weeks, rel=RELATIVE)
    assert study.ends("cheaper", place).high.mean == pytest.approx(-0.1 * 2000 * weeks, rel=RELATIVE)


def hand_made(values: list[Assumption], at_ends: Any, central: Any, names: tuple[str, ...]) -> Sensitivity:
    """A study whose figures a test wrote: of each scenario the same in every future but for a little luck."""
    keys, luck = (("2025-26", "spend", "all"),), np.arange(FUTURES)[:, None] * 1e-3
    months = np.empty((FUTURES, 0))
    outcomes = [Outcomes(n, keys, each + luck, (), months) for n, each in zip(names, central, strict=True)]
    comparison = Comparison(councils.council({"homes": councils.spot()}), outcomes[0], tuple(outcomes[1:]))
    figures = np.array(at_ends, float)[..., None] + luck[:, 0]
    together = Together(Uncertainty(tuple(values)), np.empty((FUTURES, len(values))), np.empty((len(names), FUTURES)))
    return Sensitivity(Uncertainty(tuple(values)), AskedFigure("spend"), comparison, figures, together)


def assumption(name: str, low: float, value: float, high: float, unit: str = "") -> Assumption:
    shape = Shape("triangular", value, low, high)
    return Assumption(name, name, value, low, high, "", unit, True, (SOURCE,), shape)


NAMES = ("baseline", "homes", "carers")


def linear(slope: dict[str, float]) -> Sensitivity:
    """Spend is 100 in the baseline; 90 and 95 in two options at a price of 10, and more by a slope for each pound."""
    central = [100.0, 90.0, 95.0]
    at_10 = dict(zip(NAMES, central, strict=True))
    ends = [[value + slope.get(name, 0) * (price - 10) for name, value in at_10.items()] for price in (5, 20)]
    return hand_made([assumption("price", 5, 10, 20, "pounds")], [ends], central, NAMES)


def test_a_linear_figure_has_bars_of_its_slope_times_the_range():
    ends = linear({"homes": 3.0}).ends("homes", 0)
    assert (ends.low.mean, ends.high.mean) == pytest.approx((3.0 * -5, 3.0 * 10), rel=RELATIVE)
    assert ends.low.note == ends.high.note == "the same difference in every future"


def test_an_option_stops_saving_where_its_line_reaches_the_baselines():
    [turn] = changes_sides(linear({"homes": 2.0}), ["homes", "carers"])
    assert (turn.option, turn.other) == ("homes", "baseline")
    assert turn.crossing.value == pytest.approx(15)
    assert turn.crossing.rising
    assert turn.crossing.low == pytest.approx(15) == turn.crossing.high


def test_another_option_comes_first_where_lines_of_options_cross():
    [turn] = changes_first(linear({"homes": 1.0}), ["homes", "carers"])
    assert (turn.option, turn.other) == ("homes", "carers")
    assert turn.crossing.value == pytest.approx(15)


@pytest.mark.parametrize("slope", [0.0, -1.0, 0.4])
def test_nothing_turns_where_no_lines_cross_within_the_range(slope):
    study = linear({"homes": slope})
    assert changes_sides(study, ["homes", "carers"]) == []
    assert changes_first(study, ["homes", "carers"]) == []


def test_a_value_at_the_end_of_its_range_turns_nothing_twice():
    study = hand_made([assumption("price", 5, 5, 20)], [[[100, 90], [100, 120]]], [100.0, 90.0], NAMES[:2])
    [turn] = changes_sides(study, ["homes"])
    assert turn.crossing.value == pytest.approx(10)


def test_an_assumption_of_one_option_takes_no_futures_of_others(tmp_path):
    path = written(tmp_path / "council.yaml", small(), {ENTRIES: {"value": 12, "low": 8, "high": 20}})
    carers = tmp_path / "carers.yaml"
    carers.write_text(CARERS, encoding="utf-8")
    council = placesim.load(path)
    stage = stage_of(council, options=options_of(council, [carers]))
    of_entries, of_approvals = 2, 1  # scenarios that each reaches
    assert stage.work(rows_of(stage), FUTURES) == (2 + 2 * of_entries + 2 * of_approvals) * FUTURES
    study = tried(stage, FUTURES)
    place = study.uncertainty.names.index("carers.recruit_carers.carers.approvals_per_year")
    assert study.ends("baseline", place).low.nothing
    assert study.ends("More carers", place).width > 0


CARERS = f"""
name: More carers
question: What if more carers were approved?
interventions:
  - kind: recruit_carers
    provision: carers
    approvals_per_year: {{value: 4, low: 1, high: 9}}
    from: 2025-04-01
    source: "{SOURCE}"
"""


# Full indices.


def test_full_indices_share_out_a_sum_by_the_variance_of_its_parts(tmp_path):
    """Spend is nights x fee for carers and for homes, each uniform: shares are those of slope^2 x range^2."""
    ranges = {HOMES_FEE: {"low": 4000, "high": 6000}, CARERS_FEE: {"low": 100, "high": 900}}
    stage = stage_of(placesim.load(written(tmp_path / "council.yaml", small(0.5), ranges)))
    found = whole(stage, 128)
    study = tried(stage, COMMON)
    slopes = [study.central.before("priced_nights", name).mean() for name in ("carers", "elsewhere")]
    parts = np.array([slopes[0] * 800, slopes[1] * 2000]) ** 2
    indices = found.indices(0)
    first, total = ([index.value for index in of] for of in (indices.first, indices.total))
    assert first == pytest.approx(parts / parts.sum(), abs=0.03)
    assert total == pytest.approx(first, abs=0.03)


def test_the_futures_of_full_indices_are_told_before_they_are_played(tmp_path):
    told: list[int] = []
    ranges = {HOMES_FEE: PRICE, ENTRIES: {"value": 12, "low": 8, "high": 20}}
    council = placesim.load(written(tmp_path / "council.yaml", small(0.25), ranges))
    stage = replace(stage_of(council), progress=told.append)
    whole(stage, 2)
    drawn, others, prices_of_the_drawn, entries_of_the_others = 2, 2, 0, 0  # no children who were not there before
    rows = drawn + others + prices_of_the_drawn + entries_of_the_others
    assert sum(told) == futures_of_whole(stage, 2) == COMMON * rows
