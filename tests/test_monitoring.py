"""Budget monitoring: forecasts beside what was set aside, what has moved since, and the plan of later years."""

import csv
from dataclasses import replace
from datetime import date
from math import isnan
from pathlib import Path

import numpy as np
import pytest

import placesim
from placesim.config.baseline import Baseline
from placesim.config.budget_lines import Rag
from placesim.config.faults import InputError
from placesim.config.input_files import InputFiles
from placesim.config.year_start import periods_before
from placesim.experiment.budget_accruals import budget_year, carried, nights_of
from placesim.experiment.monitoring import Basis, Monitoring, monitoring, together
from placesim.experiment.movement import COLUMNS, Earlier, Monitored, earlier_run, luck_of, moved
from placesim.experiment.plan import added, plan_of
from placesim.experiment.replications import Outcomes, replicate
from placesim.report.paper.parts import Cell, Only, Table
from placesim.report.scripts.run_monitoring import monitoring_section, rows_of
from placesim.report.study import Study
from placesim.report.words.monitoring import (
    THOUSANDS,
    VARIANCE,
    headline_lines,
    lag_words,
    left_out_words,
    outside_words,
    rating,
    rests_on,
)
from placesim.studies.monitoring import page
from tests.conftest import CONFIGS
from tests.councils import SOURCE, child_at_start, council, spot

SEEDS = CONFIGS.parent / "seeds" / "halton_papers.csv"
FUTURES = 12
YEAR = "2025-26"


def year_of(budget: float, actual: float | None = None, forecast: float | None = None, period: int = 8, **at) -> dict:
    to_date = {"to_date": {"period": period, "actual": actual, **at}} if actual is not None else {}
    told = {"forecast": forecast} if forecast is not None else {}
    return {YEAR: {"budget": budget, **to_date, **told, "source": SOURCE}}


def with_budgets(lines: dict | None = None, **fields) -> Baseline:
    """Homes that cost something, and offices and rents whose amounts are given."""
    budgets = {
        "homes": {"label": "Homes", "years": year_of(1_200, 800, 1_190)},
        "offices": {"label": "Offices", "years": year_of(500, 300, 520)},
        "rents": {"label": "Rents", "heading": "income", "years": year_of(-90, -60, -80)},
        **(lines or {}),
    }
    return council({"home": spot(budget_line="homes")}, budget_lines=budgets, **fields)


def months_of(year: str = YEAR) -> list[str]:
    april = int(year[:4])
    return [f"{april + (month > 12)}-{(month - 1) % 12 + 1:02d}" for month in range(4, 16)]


def outcomes_of(by_month: np.ndarray, line: str = "homes") -> Outcomes:
    """Futures of one year in which a line costs so much each month: shape (futures, 12)."""
    keys = tuple((month, "net_cost", line) for month in months_of())
    return Outcomes("baseline", ((YEAR, "net_cost", line),), by_month.sum(axis=1)[:, None], keys, by_month)


def rising(futures: int = FUTURES) -> np.ndarray:
    """Futures that cost 90, 91, ... a month, every month alike: what is spent by period 8 tells the year."""
    return np.repeat(90.0 + np.arange(futures)[:, None], 12, axis=1)


@pytest.fixture(scope="module")
def found() -> Monitoring:
    return monitoring(with_budgets(), outcomes_of(rising()))


def line(found: Monitoring, name: str):
    [each] = [each for each in found.every if each.name == name]
    return each


# The council's papers


@pytest.fixture(scope="module")
def papers() -> dict[str, dict[str, str]]:
    with SEEDS.open(encoding="utf-8-sig", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def printed(papers: dict[str, dict[str, str]], line_printed: str) -> list[float]:
    """Annual budget, budget to date, actual to date and variance of the forecast, in thousands, as printed."""
    what = ("annual budget", "budget to date", "actual to date", "forecast outturn variance (+under/-over)")
    of = {row["quantity"]: row["value"] for row in papers.values()}
    return [float(of[f"Budget 2025/26: {line_printed}: {each}"]) for each in what]


def in_thousands(halton: Baseline, *headings: str) -> list[float]:
    lines = [each for each in halton.budget_lines.values() if each.heading in headings and YEAR in each.years]
    years = [each.years[YEAR] for each in lines]
    totals = [sum(each.budget for each in years), sum(each.to_date.budget for each in years)]
    totals += [sum(each.to_date.actual for each in years), sum(each.budget - each.forecast for each in years)]
    return [total / 1000 for total in totals]


@pytest.mark.parametrize(
    "total, headings",
    [
        ("Total Expenditure", ["expenditure"]),
        ("Total Income", ["income"]),
        ("Net Operational Expenditure", ["expenditure", "income"]),
        ("Net Total Recharges", ["recharges"]),
        ("Net Departmental Expenditure", ["expenditure", "income", "recharges"]),
    ],
)
def test_haltons_lines_add_up_to_the_totals_of_its_paper(halton, papers, total, headings):
    assert in_thousands(halton, *headings) == printed(papers, total)


def test_every_figure_of_haltons_budget_is_the_one_printed(halton, papers):
    for each in halton.budget_lines.values():
        for year in each.years.values():
            rows = [float(papers[source]["value"]) * 1000 for source in year.source]
            assert rows == [year.budget, year.to_date.budget, year.to_date.actual, year.budget - year.forecast], each


def test_evidence_of_the_budget_is_numbered_once_and_on(papers):
    assert list(papers) == [f"S{number:03d}" for number in range(1, len(papers) + 1)]


# Forecasts


def test_a_forecast_given_actual_to_date_is_the_actual_and_what_goes_with_it(found):
    """Every future spends evenly, so an actual of 800 at period 8 makes a year of 1,200 in all of them."""
    homes = line(found, "homes")
    assert homes.basis is Basis.ACTUAL
    assert homes.outturn == pytest.approx(np.full(FUTURES, 1_200.0))
    assert (homes.variance, homes.over.share, found.period) == (pytest.approx(0), 0, 8)


def test_what_is_owed_and_not_in_the_ledger_yet_is_told():
    late = {"homes": {"label": "Homes", "paid_after_days": 30, "source": SOURCE, "years": year_of(1_200, 700)}}
    homes = line(monitoring(with_budgets(late), outcomes_of(rising())), "homes")
    assert homes.unbilled == pytest.approx(100)
    assert homes.outturn == pytest.approx(np.full(FUTURES, 1_200.0), rel=1e-3)
    assert homes.per_day == pytest.approx(700 * 12 / (7 - 1 / 31) - 1_200)  # a day of October less in the ledger


def test_lines_that_are_given_are_carried_as_the_council_forecasts_them(found):
    offices, rents = line(found, "offices"), line(found, "rents")
    assert (offices.basis, offices.mean, offices.variance) == (Basis.GIVEN, 520, -20)
    assert (rents.mean, rents.variance) == (-80, -10)  # less income than budgeted is adverse
    assert found.total("All").outturn == pytest.approx(line(found, "homes").outturn + 520 - 80)


def test_a_line_without_a_forecast_carries_its_budget_and_later_years_what_was_last_given():
    rents = {"label": "Rents", "given": {"2026-27": 7}, "source": SOURCE}
    budgets = with_budgets({"offices": {"label": "Offices", "years": year_of(500)}, "rents": rents})
    assert [carried(budgets, "offices", year) for year in (YEAR, "2027-28")] == [500, 500]
    assert [carried(budgets, "rents", year) for year in (YEAR, "2026-27", "2029-30")] == [0, 7, 7]


def test_what_is_given_beside_what_is_simulated_leaves_the_line_seen_from_the_start():
    part = {"homes": {"label": "Homes", "given": {YEAR: 50}, "source": SOURCE, "years": year_of(1_200, 800)}}
    homes = line(monitoring(with_budgets(part), outcomes_of(rising())), "homes")
    assert homes.basis is Basis.START
    assert homes.outturn == pytest.approx(rising().sum(axis=1) + 50)


def test_too_few_futures_are_not_conditioned():
    homes = line(monitoring(with_budgets(), outcomes_of(rising(9))), "homes")
    assert homes.basis is Basis.START
    assert isnan(homes.range[0])


def test_a_line_without_a_budget_is_named_and_in_no_total():
    lines = {"homes": {"label": "Homes"}}
    found = monitoring(with_budgets(lines), outcomes_of(rising()))
    assert found.unbudgeted == ("Homes",)
    assert found.total("All").mean == 440


def test_an_actual_that_no_future_comes_near_is_told():
    lines = {"homes": {"label": "Homes", "years": year_of(1_200, 400)}}
    found = monitoring(with_budgets(lines), outcomes_of(rising()))
    assert line(found, "homes").outside
    assert "beyond every simulated future for Homes" in outside_words(found)


def test_only_a_whole_year_with_budgets_is_monitored():
    assert budget_year(with_budgets()) == YEAR
    assert budget_year(with_budgets(start=date(2025, 6, 1), years=1)) is None
    assert budget_year(council({"home": spot()})) is None
    assert monitoring(council({"home": spot()}), outcomes_of(rising())) is None


def from_december(actual: float, **line) -> Baseline:
    homes = {"homes": {"label": "Homes", "source": SOURCE, "years": year_of(1_200, actual), **line}}
    return with_budgets(homes, start=date(2025, 12, 1), years=2)


def four_months(futures: int = FUTURES) -> Outcomes:
    """Futures that cost 31, 31, 28 and 31 pounds, and one more a month in each future, from December to March."""
    return outcomes_of(np.array([*[0.0] * 8, 31, 31, 28, 31]) + np.arange(futures)[:, None] * (np.arange(12) >= 8))


def test_a_simulation_that_starts_where_actuals_end_adds_what_is_owed_and_what_is_to_come():
    """Ten days are owed at a pound a day, the price of December, and 121 pounds are to come."""
    budgets = from_december(800, paid_after_days=10)
    homes = line(monitoring(budgets, four_months()), "homes")
    assert homes.basis is Basis.FROM_THERE
    assert homes.outturn[0] == pytest.approx(800 + 10 + 121)
    assert homes.outturn[1] == pytest.approx(800 + 10 * 32 / 31 + 125)


@pytest.mark.parametrize("stands", [year_of(1_200), year_of(1_200, 600, period=6)], ids=["nowhere", "earlier"])
def test_a_line_whose_actual_does_not_end_where_the_simulation_starts_has_no_forecast(stands):
    """Its four months are no year: against the year's budget they would never be overspent."""
    budgets = with_budgets({"homes": {"label": "Homes", "years": stands}}, start=date(2025, 12, 1), years=2)
    found = monitoring(budgets, four_months())
    assert [each.name for each in found.every] == ["offices", "rents"]
    assert (found.not_known, found.unbudgeted) == (("Homes",), ())
    assert found.total("All").budget == 500 - 90
    assert left_out_words(found).startswith("In no total here, and without a forecast for 2025-26: Homes. ")


def test_of_two_lines_only_the_one_that_is_known_is_forecast_and_the_first_page_says_so():
    lines = {"homes": {"label": "Homes", "years": year_of(1_200, 800)},
             "carers": {"label": "Carers", "years": year_of(300, 100, period=6)}}  # fmt: skip
    provision = {"home": spot(budget_line="homes"), "agency": spot(budget_line="carers")}
    found = monitoring(council(provision, budget_lines=lines, start=date(2025, 12, 1), years=2), four_months())
    assert (found.not_known, found.unbudgeted, found.period) == (("Carers",), (), 8)
    assert left_out_words(monitoring(from_december(800), four_months())) == ""
    assert len(headline_lines(Monitored(found, "luck"))) == 2
    assert headline_lines(Monitored(found, "luck"))[1].endswith("1 line simulated, 1 left out: not known")


def test_lines_that_pay_for_no_children_are_carried_wherever_they_stand():
    elsewhere = {"offices": {"label": "Offices", "years": year_of(500, 300, 520, period=6)}}
    budgets = with_budgets({**elsewhere, "rents": {"label": "Rents"}}, start=date(2025, 12, 1), years=2)
    assert line(monitoring(budgets, four_months()), "offices").outturn == pytest.approx(np.full(FUTURES, 520))


def test_what_forecasts_rest_on_is_said_though_given_lines_stand_at_another_period():
    budgets = with_budgets({"offices": {"label": "Offices", "years": year_of(500, 300, 520, period=6)}},
                           start=date(2025, 12, 1), years=2)  # fmt: skip
    found = monitoring(budgets, four_months())
    assert found.period is None
    assert "what the ledger held at the end of period 8 (30 November 2025), what was owed" in rests_on(found)
    provision = {"home": spot(budget_line="homes"), "other": spot(budget_line="offices")}
    both = monitoring(
        council(provision, budget_lines={"homes": {"label": "Homes", "years": year_of(1_200, 800)},
                                         "offices": {"label": "Offices", "years": year_of(500, 300, period=6)}}),
        outcomes_of(rising()),
    )  # fmt: skip
    assert "conditioned on what the ledger held to date: futures" in rests_on(both)


def test_a_line_that_costs_nothing_more_comes_to_its_actual():
    homes = line(monitoring(from_december(800, paid_after_days=10), outcomes_of(np.zeros((FUTURES, 12)))), "homes")
    assert homes.basis is Basis.FROM_THERE
    assert homes.outturn == pytest.approx(np.full(FUTURES, 800))


@pytest.mark.parametrize("futures", [FUTURES, 3])
def test_an_actual_of_a_line_that_is_simulated_to_cost_nothing_is_spent_all_the_same(futures):
    budgets, nothing = with_budgets(), outcomes_of(np.zeros((futures, 12)))
    homes = line(monitoring(budgets, nothing), "homes")
    assert homes.outturn == pytest.approx(np.full(futures, 800))
    assert homes.outside  # and is told: the configuration does not fit the ledger
    assert plan_of(budgets, nothing, "homes")[0].mean == pytest.approx(800)


def test_no_more_days_are_owed_than_the_year_has_had():
    """Ninety days late, two months into the year: the ledger lacks April and May, and nothing of last year."""
    late = {"homes": {"label": "Homes", "years": year_of(1_200, 5, period=2), "paid_after_days": 90, "source": SOURCE,
                      "given": {YEAR: 365}}}  # fmt: skip
    by_month = np.tile([0, 0, *nights_of(YEAR)[2:]], (FUTURES, 1))
    homes = line(monitoring(with_budgets(late, start=date(2025, 6, 1), years=2), outcomes_of(by_month)), "homes")
    assert homes.basis is Basis.FROM_THERE
    assert homes.outturn == pytest.approx(np.full(FUTURES, 5 + 61 + 304 + 365))


def test_what_is_given_beside_is_then_spent_evenly():
    homes = line(monitoring(from_december(800, given={YEAR: 365}), four_months()), "homes")
    assert homes.outturn[0] == pytest.approx(800 + 121 + 121)


def test_a_start_elsewhere_in_the_year_forecasts_no_part_of_it():
    assert [periods_before(from_december(1).replace(start=day), YEAR) for day in (
        date(2025, 12, 1), date(2025, 4, 1), date(2024, 7, 1), date(2025, 12, 2))] == [8, 0, 0, None]  # fmt: skip
    assert budget_year(from_december(1).replace(start=date(2025, 11, 1))) is None
    assert periods_before(from_december(1).replace(years=0.2), YEAR) is None


def test_a_sum_of_lines_stands_where_all_of_them_stand(found):
    homes, offices = line(found, "homes"), line(found, "offices")
    assert together("Both", [homes, offices]).to_date.actual == 1_100
    elsewhere = replace(offices, to_date=offices.to_date.replace(period=6))
    assert together("Both", [homes, elsewhere]).to_date is None


@pytest.mark.parametrize("budget, expected", [(1_000, "red"), (1_150, "amber"), (2_000, "green")])
def test_red_amber_and_green_go_by_the_probability_of_meeting_the_budget(budget, expected):
    lines = {"homes": {"label": "Homes", "years": year_of(budget)}}
    homes = line(monitoring(with_budgets(lines), outcomes_of(rising())), "homes")
    assert rating(Rag(), homes) == expected
    assert rating(Rag(green=1 - homes.over.share, red=0), homes) == "green"


def test_a_probability_on_the_threshold_is_amber_or_green_whatever_a_computer_rounds():
    """Eight of ten futures are over: 1 - 0.8 is 0.19999999999999996."""
    homes = line(monitoring(with_budgets(), outcomes_of(rising(10))), "homes")
    on_red = replace(homes, outturn=np.array([1.0] * 2 + [3.0] * 8), budget=2.0)
    assert rating(Rag(), on_red) == "amber"
    assert rating(Rag(green=0.2, red=0.1), on_red) == "green"
    assert rating(Rag(), replace(on_red, outturn=np.array([1.0] + [3.0] * 9))) == "red"


def test_given_lines_are_neither_red_nor_green(found):
    assert rating(Rag(), line(found, "offices")) == ""


def test_an_overspend_stands_in_brackets():
    told = [VARIANCE.number(value) for value in (1_000, -1_000, 0, -1, float("nan"))]
    assert told == ["1", "(1)", "0", "0", "none"]


def test_the_first_page_says_forecast_budget_and_chance():
    lines = {"homes": {"label": "Homes", "years": year_of(1_150_000)}}
    found = monitoring(with_budgets(lines), outcomes_of(rising() * 1000))
    first, every = headline_lines(Monitored(found, "luck"))
    assert first == (
        "Homes 2025-26: £1.15m forecast (£1.09m to £1.20m in 8 of 10 futures) against a budget of £1.15m; "
        "50% chance of an overspend"
    )
    assert every.endswith("1 line simulated, 2 carried as given")


def test_what_a_day_of_lag_is_worth_is_said_only_where_it_is_worth_something(found):
    assert "Homes £" in lag_words(found)
    assert lag_words(monitoring(with_budgets(), outcomes_of(rising(9)))) == ""


# Movement


def test_movement_is_paired_where_the_luck_is_the_same():
    before, now = np.arange(20.0), np.arange(20.0) + 5
    assert moved(before, now, same_luck=True)[0] == 5
    paired, apart = moved(before, now + np.sin(before), True), moved(before, now + np.sin(before), False)
    assert paired.mean == pytest.approx(apart.mean)
    assert paired.high - paired.low < (apart.high - apart.low) / 5


def test_movement_of_what_is_given_is_known():
    assert moved(np.array([500.0]), np.full(20, 520.0), same_luck=False) == (20, 20, 20)


def test_luck_is_that_of_seed_and_demand_and_not_of_budgets():
    one = with_budgets()
    other_actual = with_budgets({"homes": {"label": "Homes", "years": year_of(1_200, 900)}})
    more_children = with_budgets(children_in_care={"children": [child_at_start("home")]})
    assert luck_of(one, 1) == luck_of(other_actual, 1)
    assert len({luck_of(one, 1), luck_of(one, 2), luck_of(more_children, 1)}) == 3


def test_lines_move_together_only_where_all_were_known(found):
    since = Earlier("june", YEAR, "6", "luck", {"homes": rising().sum(axis=1), "offices": np.array([500.0])})
    monitored = Monitored(found, "luck", since)
    homes, offices, rents = (line(found, name) for name in ("homes", "offices", "rents"))
    assert monitored.movement(homes, offices).mean == pytest.approx(1_200 + 520 - rising().sum(axis=1).mean() - 500)
    assert monitored.movement(homes, rents) is None
    assert Monitored(found, "luck").movement(homes) is None


HEAD = ",".join(COLUMNS)


@pytest.mark.parametrize(
    "text, says",
    [
        (None, "holds no outturn.csv"),
        ("line,outturn\n", "its columns should be financial_year, period"),
        (f"{HEAD}\n2025-26,8,x,homes,0,much\n", "should be a number; found 'much'"),
        (f"{HEAD}\n2025-26,8,x,homes,0,inf\n", "should be a number; found 'inf'"),
        (f"{HEAD}\n2024-25,8,x,homes,0,1\n", "is 2024-25, but this run forecasts 2025-26"),
        (f"{HEAD}\n2025-26,8,x,homes,0,1\n2025-26,6,x,homes,0,1\n", "should hold one run"),
        (f"{HEAD}\n", "should hold one run"),
    ],
)
def test_a_folder_that_no_run_left_is_refused(tmp_path, text, says):
    if text is not None:
        (tmp_path / "outturn.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=says.replace(".", r"\.")):
        earlier_run(tmp_path, YEAR, InputFiles())


# Runs, reports and the plan

BUDGETS = """budget_lines:
  fostering_line: {label: In-house fostering, paid_after_days: 20, source: "assumption: a test",
    years: {2025-26: {budget: 800_000, to_date: {period: 8, actual: ACTUAL}, source: "assumption: a test"}}}
  agency_line: {label: Agency fostering, years: {2025-26: {budget: 2_000_000, source: "assumption: a test"}}}
  residential_line: {label: Residential care}
  offices: {label: Offices, given: {2025-26: 1000}, source: "assumption: a test",
    years: {2025-26: {budget: 900, source: "assumption: a test"}}}
"""


def example_with_budgets(folder: Path, actual: int) -> Path:
    text = (CONFIGS / "example.yaml").read_text(encoding="utf-8")
    begins, ends = text.index("budget_lines:"), text.index("provision:\n")
    path = folder / "ours.yaml"
    path.write_text(text[:begins] + BUDGETS.replace("ACTUAL", str(actual)) + "\n" + text[ends:], encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """Two runs of one year: at one actual, and then, set against it, at another."""
    folder = tmp_path_factory.mktemp("monitoring")
    settings = {"replications": FUTURES, "workers": 1}
    first = placesim.run(placesim.load(example_with_budgets(folder, 500_000), years=1), **settings)
    first._write_tables(folder)
    second = placesim.load(example_with_budgets(folder, 520_000), years=1)
    return first, placesim.run(second, since=folder, **settings), folder


def test_a_run_leaves_the_outturn_of_every_line_in_every_future(pair):
    first, _, folder = pair
    table = first.outturn()
    assert table.groupby("budget_line").size().to_dict() == {"fostering_line": FUTURES, "agency_line": FUTURES,
                                                             "offices": 1}  # fmt: skip
    known = earlier_run(folder, YEAR, InputFiles())
    assert known.outturns["fostering_line"] == pytest.approx(
        line(first.monitored.now, "fostering_line").outturn, abs=0.01
    )
    assert (known.luck, known.period) == (first.monitored.luck, "8")


def test_movement_since_an_earlier_run_is_the_difference_of_the_means(pair):
    _, second, _ = pair
    before, now = (line(each.monitored.now, "fostering_line") for each in pair[:2])
    movement = second.monitored.movement(now)
    assert movement.mean == pytest.approx(now.mean - before.mean, abs=0.01)
    assert movement.mean > 20_000  # more was spent, and more is to come
    assert second.monitored.movement(line(second.monitored.now, "offices")) == (0, 0, 0)


def test_a_run_with_since_says_so_in_what_makes_it_again(pair):
    _, second, folder = pair
    assert f"--since {folder.as_posix()}" in second.settings().command
    assert folder / "outturn.csv" in [each.path for each in second.settings().inputs]


def test_since_needs_budgets(tmp_path):
    with pytest.raises(ValueError, match="since: needs budgets"):
        placesim.run(placesim.load(CONFIGS / "example.yaml", years=1), 2, since=tmp_path)


def test_a_council_without_budgets_has_no_outturns():
    result = placesim.run(placesim.load(CONFIGS / "example.yaml", years=0.2), 2)
    assert result.monitored is None
    with pytest.raises(ValueError, match="outturn: needs budgets"):
        result.outturn()


@pytest.fixture(scope="module")
def sheets(pair) -> dict[str, list[Table]]:
    """Tables of the workbook by sheet, and those of the page without one."""
    _, second, _ = pair
    section = monitoring_section(second.study, second.monitored)
    every = [part for part in section.parts if isinstance(part, Table)]
    every += [table for part in section.parts if isinstance(part, Only) for table in part.parts]
    found: dict[str, list[Table]] = {}
    for table in every:
        found.setdefault(table.sheet, []).append(table)
    return found


def cells(table: Table, row: int) -> dict[str, Cell]:
    return dict(zip(table.columns, table.rows[row], strict=True))


def test_the_sheets_figures_are_the_forecasts(pair, sheets):
    _, second, _ = pair
    [table] = sheets["Monitoring"]
    for place, row in enumerate(rows_of(second.monitored.now)):
        told = cells(table, place)
        assert told["Forecast (mean)"].value == pytest.approx(row.shown.mean)
        assert [told[end].value for end in ("p10", "p50", "p90")] == pytest.approx(row.shown.range)
        if row.shown.simulated:
            assert told["Probability of overspend"].value == row.shown.over.share


def test_totals_and_variances_of_the_sheet_are_live_and_add_up(sheets):
    [table] = sheets["Monitoring"]
    lines, total = table.rows[:-1], cells(table, len(table.rows) - 1)
    for column in ("Annual budget", "Forecast (mean)"):
        place = table.columns.index(column)
        assert total[column].formula.template == "=SUM({@0..@2})"
        assert total[column].value == pytest.approx(sum(row[place].value for row in lines))
    variance = total["Variance (overspend in brackets)"]
    assert variance.formula.template == "={1}-{7}"
    assert variance.value == pytest.approx(total["Annual budget"].value - total["Forecast (mean)"].value)


def test_expenditure_income_and_recharges_have_totals_and_a_net(found):
    recharge = monitoring(
        with_budgets({"support": {"label": "Support", "heading": "recharges", "years": year_of(10)}}),
        outcomes_of(rising()),
    )
    labels = [(row.shown.label, row.sum) for row in rows_of(recharge) if row.sum]
    assert labels == [
        ("Total expenditure", "=SUM({@0..@1})"),
        ("Total income", "=SUM({@3..@3})"),
        ("Net operational expenditure", "={@2}+{@4}"),
        ("Net recharges", "=SUM({@6..@6})"),
        ("Net departmental expenditure", "={@5}+{@7}"),
    ]
    assert rows_of(found)[-1].shown.mean == pytest.approx(found.total("All").mean)


def test_the_profile_adds_up_to_the_forecast_and_its_ledger_to_the_actual(pair, sheets):
    _, second, _ = pair
    accrued, held = sheets["Profile"]
    carers = line(second.monitored.now, "fostering_line")
    assert cells(accrued, 0)["Year"].value == pytest.approx(carers.mean)
    assert cells(held, 0)["P8"].value == pytest.approx(520_000)
    assert cells(held, 0)["P12"].value == pytest.approx(carers.mean)


def test_the_page_tells_the_movement_of_every_line_and_of_all(pair, sheets):
    _, second, _ = pair
    [brief] = sheets[""]
    moves = [cells(brief, place)["Moved"].value for place in range(len(brief.rows))]
    assert moves[0] == pytest.approx(second.monitored.movement(line(second.monitored.now, "fostering_line")).mean)
    assert moves[-1] == pytest.approx(sum(moves[:-1]))


def test_the_parts_of_the_plan_add_up_and_its_first_year_is_the_forecast(pair, sheets):
    _, second, _ = pair
    [table] = sheets["Plan"]
    first = cells(table, 0)
    assert first["Outturn (mean)"].value == pytest.approx(line(second.monitored.now, "fostering_line").mean)
    assert cells(table, len(table.rows) - 1)["Outturn (mean)"].value == pytest.approx(
        second.monitored.now.total("All").mean
    )


def test_the_plan_tells_uplift_from_demand_and_from_what_is_given():
    """One child stays in a home all along: what rises is the price, a night of a leap year, and what is given."""
    lines = {"homes": {"label": "Homes", "given": {YEAR: 10, "2026-27": 25}, "source": SOURCE}}
    budgets = council(
        {"home": spot(budget_line="homes", weekly_fee=700, price={"uplift_per_year": 0.05})},
        budget_lines=lines,
        years=3,
        children_in_care={"children": [child_at_start("home")]},
    )
    [outcomes] = replicate({"baseline": budgets}, FUTURES, 1, workers=1)
    first, second, third = plan_of(budgets, outcomes, "homes")
    assert first.mean == pytest.approx(365 * 100 + 10)
    assert (second.base, second.uplift, second.fixed) == pytest.approx((first.mean, 365 * 5, 15))
    assert second.demand == pytest.approx(0, abs=1e-6)
    assert (third.uplift, third.fixed) == pytest.approx((366 * (110.25 - 105), 0))
    assert third.demand == pytest.approx(105)  # the night of 29 February 2028, at last year's price
    assert added([(first, second), (first, second)])[1].demand == pytest.approx(2 * second.demand, abs=1e-6)


def test_a_year_in_which_nothing_is_paid_has_no_uplift():
    budgets = council(
        {"home": spot(budget_line="homes", weekly_fee=700, price={"by_date": [{"value": 1}, {
            "from": date(2026, 4, 1), "value": 0}, {"from": date(2027, 4, 1), "value": 1.1}]})},
        budget_lines={"homes": {"label": "Homes"}},
        years=3,
        children_in_care={"children": [child_at_start("home")]},
    )  # fmt: skip
    [outcomes] = replicate({"baseline": budgets}, 2, 1, workers=1)
    first, free, third = plan_of(budgets, outcomes, "homes")
    assert (free.mean, free.uplift, free.demand) == pytest.approx((0, 0, -first.mean))
    assert (third.uplift, third.demand) == pytest.approx((third.mean, 0))


def test_the_page_on_halton_is_the_one_its_command_keeps(halton):
    year = halton.replace(years=1)
    [outcomes] = replicate({"baseline": year}, 20, 1, workers=1)
    told = page(year, outcomes, outcomes, "the command")
    found = monitoring(year, outcomes)
    for each in found.simulated:
        assert f"**{THOUSANDS.number(each.mean)}**" in told
    assert "S181" in told
    kept = (CONFIGS.parent / "docs" / "halton_monitoring.md").read_text(encoding="utf-8")
    headings = [text for text in told.splitlines() if text.startswith("#")]
    assert [text for text in kept.splitlines() if text.startswith("#")] == headings


def test_every_line_of_halton_that_pays_for_children_is_seen_with_its_own_basis(halton):
    year = halton.replace(years=1)
    [outcomes] = replicate({"baseline": year}, 20, 1, workers=1)
    found = monitoring(year, outcomes)
    seen = {each.name: each.basis for each in found.simulated}
    assert [name for name, basis in seen.items() if basis is Basis.START] == ["care_leavers", "government_grants"]
    assert found.total("All").budget == 55_584_000
    assert found.total("All").council == 55_793_000
    assert not any(each.outside for each in found.simulated)
    assert Study(year, outcomes).baseline.rag == Rag()
