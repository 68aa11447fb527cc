"""Where numbers go if nothing changes: arithmetic with known answers, beside simulation, told and warned of."""

from math import exp, factorial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import Phase, given, settings

import placesim as api
from placesim.calibration.drift import drift_of, section, sentences
from placesim.calibration.pair import load_pair
from placesim.calibration.published import load_published
from placesim.config.baseline import Baseline
from placesim.config.faults import InputError
from placesim.config.loading import load_baseline
from placesim.config.stock_and_flow.cells import Cells
from placesim.config.stock_and_flow.drift import drifts, drivers, largest
from placesim.config.stock_and_flow.projection import projected
from placesim.config.stock_and_flow.time_in_placement import TimeInPlacement
from placesim.config.warnings.told import warnings_of
from placesim.config.yaml_files import read_yaml
from placesim.experiment.replications import replicate
from placesim.studies.drift import nearness, page
from tests.commands import placesim
from tests.conftest import CONFIGS
from tests.councils import SOURCE, council, places, risk, spot, stream
from tests.random_councils import councils

EXAMPLE = CONFIGS / "example.yaml"
AGES = {"under 1": (0, 1), "from 1": (1, 18)}
OTHERS = {"label": "Other placements"}


def babies(number: int, provision: str = "homes", band: str = "under 1") -> dict:
    """Children of an age at the start, all in one provision."""
    group = {"provision": provision, "stream": "local", "needs": {"care": 1}, "ages": {band: number}, "source": SOURCE}
    return {"groups": [group], "years_in_care": {"any": 1}, "source": SOURCE}


def small(supply: dict | None = None, **fields) -> Baseline:
    """A council whose children are all alike, and in which nothing happens but what a test says."""
    plain = {"age_bands": AGES, "children_in_care": babies(100), "leaving": {}, "moves": {}}
    return council(supply or {"homes": spot()}, **{**plain, **fields})


def children(baseline: Baseline, years: float) -> float:
    return sum(projected(baseline, years).after(years).values())


@pytest.mark.parametrize("years", [0.25, 1, 2.5, 5])
def test_constant_rates_give_the_closed_form(years: float):
    """N(t) = N(0) exp(-mt) + (entries/m)(1 - exp(-mt))."""
    baseline = small(leaving={"home": risk({"foster_care": 0.4})}, entrants={"local": stream(30)})
    expected = 100 * exp(-0.4 * years) + 30 / 0.4 * (1 - exp(-0.4 * years))
    assert children(baseline, years) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("years", [1, 4, 9])
def test_children_of_all_ages_turn_18_as_fast_as_they_grow_older(years: float):
    aged = babies(0)
    aged["groups"][0]["ages"] = {"under 1": 10, "from 1": 170}
    assert children(small(children_in_care=aged), years) == pytest.approx(180 - 10 * years, rel=1e-9)


@pytest.mark.parametrize("known", [1, 3, 12])
def test_places_that_chance_fills_are_lost_by_erlangs_formula(known: int):
    """In balance a provision with few places holds offered children x (1 - Erlang's loss)."""
    supply = {"homes": places(known), "elsewhere": spot(placement_type="other")}
    baseline = small(
        supply,
        placement_types={"foster_care": {"label": "Fostering"}, "other": OTHERS},
        needs={"care": {"label": "Care", "search": ["homes", "elsewhere"], "source": SOURCE}},
        leaving={"home": risk({"foster_care": 2, "other": 2})},
        entrants={"local": stream(8)},
        children_in_care=babies(1),
        at_18={
            "reasons": {"left": "Left"},
            "shares": {name: {"left": 1} for name in ("foster_care", "other")},
            "source": SOURCE,
        },
    )
    terms = [4**number / factorial(number) for number in range(known + 1)]
    held = projected(baseline, 6).after(6)
    assert held["foster_care"] == pytest.approx(4 * (1 - terms[-1] / sum(terms)), rel=2e-3)
    assert sum(held.values()) == pytest.approx(4, rel=1e-3)


def test_a_stream_that_never_leaves_stays_and_the_other_goes():
    baseline = small(leaving={"home": risk({"foster_care": 1}, by_stream={"local": 0})})
    assert children(baseline, 3) == pytest.approx(100, rel=1e-9)


def test_a_rate_by_time_in_the_placement_has_its_average_over_placements():
    """Of long placements, one ends each mean length: m = 4 for half a year, then 0.5."""
    breakdown = risk({"foster_care": 1}, by_time_in_placement={"new": 4, "old": 0.5})
    baseline = small(moves={"breakdown": breakdown}, time_in_placement_bands={"new": (0, 0.5), "old": (0.5, 18)})
    rows = Cells(baseline.age_bands, baseline.time_in_care_bands).shape[0]
    long_ago = 80
    rate = TimeInPlacement(baseline, long_ago).averaged({"breakdown": np.ones((long_ago, 1))})["breakdown"]
    mean_length = (1 - exp(-2)) / 4 + exp(-2) / 0.5
    assert rows == 2
    assert rate[0, 0] == pytest.approx(4)
    assert rate[-1, 0] == pytest.approx(1 / mean_length, rel=1e-3)


def test_children_who_differ_lastingly_move_as_a_gamma_mixture_does():
    """(1 + v H)^(-1/v) of children have not moved once they have met a cumulative rate of H = 1, at v = 1: a half."""
    supply = {"homes": spot(), "elsewhere": spot(placement_type="other")}
    stayed = {}
    for variance in (0, 1):
        moves = {"breakdown": risk({"foster_care": 0.4}, frailty_variance=variance, to=["elsewhere"])}
        stayed[variance] = projected(small(supply, moves=moves), 2.5).after(2.5)["foster_care"]
    assert stayed[0] == pytest.approx(100 * exp(-1), rel=1e-6)
    assert stayed[1] == pytest.approx(100 / 2, rel=0.02)


def test_what_hangs_on_entries_is_a_tenth_of_those_who_came():
    baseline = small(leaving={"home": risk({"foster_care": 0.4})}, entrants={"local": stream(30)})
    found = drivers(baseline, 5)
    came = 30 / 0.4 * (1 - exp(-2))
    by_name = {each.name: each.changes["foster_care"] for each in found}
    assert by_name["entrants.local.entries_per_year"] == pytest.approx(-0.1 * came, rel=1e-6)
    slower = 100 * exp(-0.36 * 5) + 30 / 0.36 * (1 - exp(-0.36 * 5))
    assert largest(found, "foster_care", 1)[0].name == "leaving.home.per_year.foster_care"
    assert by_name["leaving.home.per_year.foster_care"] == pytest.approx(slower - 100 * exp(-2) - came, rel=1e-6)


def test_a_change_counts_from_15_per_cent_or_three_children_whichever_is_more():
    assert [drifts(*each) for each in ((10, 13), (10, 13.1), (100, 115), (100, 84.9), (0, 3), (0, 4))] == [
        *(False, True, False, True, False, True)
    ]


def simulated_beside(baseline: Baseline, futures: int) -> list[tuple[float, float]]:
    """Return, for each placement type, the children expected at the end and the simulated mean."""
    expected = projected(baseline, baseline.years).after(baseline.years)
    [outcomes] = replicate({"baseline": baseline}, futures, 1, workers=1)
    ends = {name: list(outcomes.of("children_year_end", name).values())[-1] for name in baseline.placement_types}
    return [(expected[name], float(np.mean(ends[name]))) for name in ends]


@pytest.mark.parametrize(("name", "room"), [("example", 0.05), ("halton", 0.06), ("halton_2023", 0.06)])
def test_arithmetic_is_near_simulation_for_every_placement_type(name: str, room: float):
    """Within a share or three children, in the last year; docs/drift.md has the figures."""
    for expected, simulated in simulated_beside(load_baseline(CONFIGS / f"{name}.yaml"), 40):
        assert expected == pytest.approx(simulated, rel=room, abs=3)


def test_of_random_councils_eight_types_in_ten_are_near_simulation():
    """Rates of random councils reach dozens of events a year, which a quarter of a year cannot follow."""
    near: list[bool] = []

    @settings(max_examples=24, phases=[Phase.generate], deadline=None, derandomize=True, database=None)
    @given(councils(longest=2))
    def one(baseline: Baseline):
        pairs = simulated_beside(baseline, 12)
        near.extend(not drifts(simulated, expected) for expected, simulated in pairs)

    one()
    assert len(near) > 40
    assert np.mean(near) > 0.8


def test_the_study_tells_how_near_arithmetic_comes(tmp_path: Path):
    found = nearness(load_baseline(EXAMPLE, years=2), 20, 1, workers=1)
    assert found.compared == 10  # five types in which children live, two years
    assert found.apart < found.at_most < 5
    assert f"| Exampleton | 10 | {found.children:.1f} |" in page([found], "a command")


def published(folder: Path, past: str) -> Path:
    """Write a file of one figure of the example, and what was published of years before."""
    path = folder / "published.yaml"
    figure = "{label: Entries, measure: entries, financial_year: 2025-26, value: 40, source: 'assumption: a test'}"
    path.write_text(f"name: Test\nfigures:\n  - {figure}\npast:\n{past}", encoding="utf-8")
    return path


PAST = "  - {placement_type: ifa, at_year_end: {2024-25: 34, 2023-24: 30}, source: 'assumption: a test'}\n"


def test_drift_is_told_beside_the_years_before_with_what_drives_it(tmp_path: Path):
    baseline, figures = load_pair(EXAMPLE, published(tmp_path, PAST))
    [outcomes] = replicate({"baseline": baseline}, 10, 1, workers=1)
    found = {one.label: one for one in drift_of(baseline, outcomes, figures, read_yaml(EXAMPLE))}
    agency = found["Agency fostering (IFA)"]
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    assert list(agency.past.items()) == [("2023-24", 30), ("2024-25", 34)]
    assert (agency.now, agency.drifts, len(agency.arithmetic)) == (34, True, 5)
    assert agency.hangs_on[0].name == "entrants.local.entries_per_year"
    assert "entries_per_year: 40" in lines[agency.hangs_on[0].line - 1]
    assert agency.hangs_on[0].change < -5
    assert found["Kinship care"].hangs_on == []
    assert "Juno homes" not in found  # nobody ever lives there
    text = section(list(found.values()))
    assert "| Placement type | 2023-24 | 2024-25 | Start | 2025-26 |" in text
    assert "Agency fostering (IFA): more enter care than leave it" in text
    assert sentences([found["Kinship care"]]) == [
        "No placement type drifts by more than 15% or 3 children, whichever is more."
    ]


def test_the_command_prints_and_keeps_where_the_numbers_go(tmp_path: Path):
    out = tmp_path / "page.md"
    arguments = ("agree", EXAMPLE, published(tmp_path, PAST), "--replications", "5", "--drift", "--out", out)
    done = placesim(*arguments)
    assert done.returncode == 0, done.stderr
    assert "What those that drift hang on most" in done.stdout
    text = out.read_text(encoding="utf-8")
    assert "## Where the numbers go if nothing changes" in text
    assert "--drift --out" in text


@pytest.mark.parametrize(
    ("past", "says"),
    [
        (PAST.replace("ifa", "agency"), "agency"),
        (PAST + PAST, "'ifa' stands twice under past; put its years together"),
    ],
)
def test_past_years_of_no_type_or_of_one_type_twice_are_faults(past: str, says: str, tmp_path: Path):
    with pytest.raises(InputError, match=says):
        load_pair(EXAMPLE, published(tmp_path, past))


def test_check_warns_of_drift_that_nobody_explains(tmp_path: Path):
    path = tmp_path / "council.yaml"
    text = EXAMPLE.read_text(encoding="utf-8")
    reason = ", drifts_because: more enter care than leave it"
    assert reason in text
    path.write_text(text.replace(reason, ""), encoding="utf-8")
    [warning] = warnings_of(path, load_baseline(path))
    assert "placement_types.ifa: if nothing changes, 34 children here become about 79 in 5 years" in str(warning)


def test_a_notebook_gets_the_same():
    told = api.load(EXAMPLE, years=2)
    table = api.run(told, replications=5, workers=1).drift()
    last = table.query("placement_type == 'ifa'").iloc[-1]
    assert list(table.columns) == ["placement_type", "financial_year", "arithmetic", "simulated"]
    assert last["arithmetic"] == pytest.approx(projected(told.baseline, 2).after(2)["ifa"], rel=1e-3)
    assert told.drift()["arithmetic"].tolist() == table["arithmetic"].tolist()
    hanging = told.drivers().query("placement_type == 'ifa'").set_index("number")["if_a_tenth_less"]
    assert hanging["entrants.local.entries_per_year"] < -2


def test_the_published_years_of_halton_end_on_the_start_date():
    baseline, figures = load_pair(CONFIGS / "halton.yaml", CONFIGS / "halton_published.yaml")
    start = projected(baseline, 0).after(0)
    assert {each.placement_type: each.at_year_end["2024-25"] for each in figures.past} == {
        name: pytest.approx(start[name]) for name in start if start[name]
    }
    assert load_published(CONFIGS / "halton_published.yaml").past == figures.past
