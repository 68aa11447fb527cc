"""Warnings: what is allowed in a file and probably not meant is told in a line, and stops nothing."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from placesim.calibration.checking import checked
from placesim.config.faults import InputError
from placesim.config.input_files import InputFiles
from placesim.config.loading import load_baseline
from placesim.config.scenario_files import load_options
from placesim.config.stock_and_flow.projection import projected
from placesim.config.warnings.told import warnings_of
from placesim.config.warnings.warning import MOST_OF_A_KIND
from placesim.experiment.replications import replicate
from tests.conftest import CONFIGS

REPORTED = Path(__file__).parent / "reported_faults"
EXAMPLE = (CONFIGS / "example.yaml").read_text(encoding="utf-8")

ENTRIES = "entries_per_year: 40"
HOME = "capacity: {kind: home, beds: 4, delay_days: {least: 0, likeliest: 90, most: 365}, admission_gap_days: 42}"
RETURN_HOME = "per_year: {kinship: 0.1, in_house: 0.15, ifa: 0.12, residential: 0.08, juno_home: 0.08, supported: 0.05}"
BUDGET_LINES = EXAMPLE[EXAMPLE.index("  fostering_line: {label") : EXAMPLE.index("\nprovision:\n")]
PLAIN = "budget: 2_604_000; to_date: {period: 8, budget: 1_615_000, actual: 1_535_000}; forecast: 2_485_000"
INCOME = "budget: -2_604_000; to_date: {period: 8, budget: -1_615_000, actual: -1_535_000}; forecast: -2_485_000"
UPLIFT = "price: {weekly_fee: 900, uplift_per_year: 0.03, source"


def budgets(*years: str, heading: str = "expenditure") -> str:
    """Return the example's budget lines, each with figures of one year."""
    lines = [line.removesuffix("}") for line in BUDGET_LINES.splitlines()]
    given = f'\n    source: "assumption: a test"\n    heading: {heading}\n    years:\n      2025-26:\n'
    texts = []
    for line, year in zip(lines, years, strict=False):
        name, label = line.split(": {label: ")
        figures = "".join(f"        {each}\n" for each in (*year.split("; "), 'source: "assumption: a test"'))
        texts.append(f"{name}:\n    label: {label}{given}{figures}")
    return "".join(texts) + "".join(f"{line}}}\n" for line in lines[len(years) :])


@dataclass(frozen=True)
class Slip:
    """A change of the example that is allowed, and the warning it must give."""

    was: str
    becomes: str
    field: str
    says: str


SLIPS = {
    "a type with no way out before 18": Slip(
        RETURN_HOME,
        "per_year: {kinship: 0.1, in_house: 0.15, ifa: 0.12, residential: 0.08, juno_home: 0.08}",
        "placement_types.supported",
        "children here leave care at 18 only",
    ),
    "more children than places": Slip(
        "capacity: {kind: places, places: 3}",
        "capacity: {kind: places, places: 2}",
        "provision.homes_in_borough.capacity",
        "3 children are here on the start date, and only 2 places: all stay",
    ),
    "a fee per night": Slip(
        "weekly_fee: 6500", "weekly_fee: 928", "provision.homes_in_borough.price.weekly_fee", "is it pounds a night?"
    ),
    "a fee per year": Slip(
        "weekly_fee: 1150", "weekly_fee: 59800", "provision.agency_carers.price.weekly_fee", "is it pounds a year?"
    ),
    "a fee unlike those of its type": Slip(
        "weekly_fee: 7500",
        "weekly_fee: 39000",
        "provision.homes_elsewhere.price.weekly_fee",
        "the others of its type cost about £6,500); is it pounds a year?",
    ),
    "a home cheaper than fostering": Slip(
        "weekly_fee: 1150",
        "weekly_fee: 6600",
        "provision.homes_in_borough.price.weekly_fee",
        "£6,500 a week for a home is less than fostering in 'agency_carers', £6,600",
    ),
    "a home paid for that may never open": Slip(
        HOME,
        HOME.replace("42}", "42, never_opens_share: 0.1}\n    contract: {kind: block, paid_from: 2026-01-01}"),
        "provision.new_home.contract.paid_from",
        "though in 10% of futures it never opens: there it is paid for to the end",
    ),
    "a contract by the night": Slip(
        "price: {weekly_fee: 6000, uplift_per_year: 0.04,",
        "contract: {kind: block, weekly_fee: 860}\n    price: {weekly_fee: 6000, uplift_per_year: 0.04,",
        "provision.new_home.contract.weekly_fee",
        "comes to £860 a week, the price is £6,000; write pounds per place per week",
    ),
    "an uplift of half": Slip(
        UPLIFT,
        UPLIFT.replace("0.03", "0.5"),
        "provision.supported_accommodation.price.uplift_per_year",
        "a rise of 50% every year; write 5% as 0.05",
    ),
    "a dated price that is no multiplier": Slip(
        UPLIFT,
        UPLIFT.replace("source", "by_date: [1, {from: 2026-06-01, value: 950}], source").replace("[1,", "[{value: 1},"),
        "provision.supported_accommodation.price.by_date.item 2",
        "multiplies the fee by 950",
    ),
    "an uplift and a dated price on one day": Slip(
        UPLIFT,
        UPLIFT.replace("source", "by_date: [{value: 1}, {from: 2026-04-01, value: 1.03}], source"),
        "provision.supported_accommodation.price.by_date.item 2",
        "on 2026-04-01 the uplift of 3.0% acts as well as this step (x 1.03); keep one of the two",
    ),
    "rates per day": Slip(
        "per_year: {residential: 0.15, juno_home: 0.2}",
        "per_year: {residential: 0.0004, juno_home: 0.0005}",
        "moves.step_down.per_year",
        "is it per day? Write events per year",
    ),
    "a rate in per cent": Slip(
        "per_year: {residential: 0.15, juno_home: 0.2}",
        "per_year: {residential: 0.15, juno_home: 50}",
        "moves.step_down.per_year.juno_home",
        "50 a year: to every child every 7.3 days",
    ),
    "entries per day": Slip(
        ENTRIES, "entries_per_year: 0.11", "entrants", "are they per month or per day? Write a year's"
    ),
    "entries per month": Slip(
        ENTRIES, "entries_per_year: 3.3", "entrants", "in 3 years; check entries, rates and units"
    ),
    "entries that more than fill care": Slip(ENTRIES, "entries_per_year: 80", "entrants", "in 3 years"),
    "a share of usable places ten times off": Slip(
        "usable_share: 0.75",
        "usable_share: 0.075",
        "provision.council_carers.capacity.usable_share",
        "only 0.075 of approved places are ever used",
    ),
    "carers who leave at once": Slip(
        "leaves_per_year: 0.12",
        "leaves_per_year: 1.2",
        "provision.council_carers.capacity.leaves_per_year",
        "households foster for less than a year",
    ),
    "approvals ten times off": Slip(
        "approvals_per_year: 3",
        "approvals_per_year: 30",
        "provision.council_carers.capacity.approvals_per_year",
        "30 approved a year, and there are 20",
    ),
    "a home that hardly ever opens": Slip(
        HOME,
        HOME.replace("42}", "42, never_opens_share: 0.95}"),
        "provision.new_home.capacity.never_opens_share",
        "the home never opens in 95% of futures",
    ),
    "a home that suits hardly anybody": Slip(
        HOME,
        HOME.replace("42}", "42, match_share: 0.006}"),
        "provision.new_home.capacity.match_share",
        "the home suits 0.60% of children",
    ),
    "a band that provision takes in part": Slip(
        "minimum_age: 16\n",
        "minimum_age: 17\n",
        "children_in_care.groups.item 6.ages.16 and 17",
        "some of these 9 children are drawn with ages that 'supported_accommodation' does not take",
    ),
    "an opening after the last day": Slip(
        HOME,
        HOME.replace("42}", "42, opens: 2062-04-01}"),
        "provision.new_home.capacity.opens",
        "2062-04-01 is after the last day simulated, 2030-04-01; it never acts",
    ),
    "an opening before 1990": Slip(
        HOME,
        HOME.replace("42}", "42, opens: 0206-04-01}"),
        "provision.new_home.capacity.opens",
        "0206-04-01 is before 1990",
    ),
    "a step after the last day": Slip(
        ENTRIES,
        "entries_per_year: [{value: 40}, {from: 2062-04-01, value: 44}]",
        "entrants.local.entries_per_year.item 2",
        "this step never acts: 2062-04-01 is after the last day simulated",
    ),
    "a step before 1990": Slip(
        ENTRIES,
        "entries_per_year: [{value: 40}, {from: 0206-04-01, value: 44}]",
        "entrants.local.entries_per_year.item 1",
        "on 2025-04-01, the start date, the step from 0206-04-01 holds already",
    ),
    "a step that changes nothing": Slip(
        ENTRIES,
        "entries_per_year: [{value: 40}, {from: 2026-04-01, value: 40}]",
        "entrants.local.entries_per_year.item 2",
        "from 2026-04-01 on the value is what it was before",
    ),
    "two labels alike": Slip(
        "label: Homes elsewhere",
        "label: homes in  the borough",
        "provision.homes_elsewhere.label",
        "is also the label of provision.homes_in_borough",
    ),
    "two reasons for leaving alike": Slip(
        "independence: Independence at 18",
        "independence: Return home",
        "at_18.reasons.independence",
        "is also the label of leaving.return_home",
    ),
    "provision nobody searches": Slip(
        "search: [{provision: relatives, share: 0.25, on_entry_only: true}, council_carers, agency_carers]",
        "search: [council_carers, agency_carers]",
        "provision.relatives",
        "no search, move or transfer leads here, so no child ever comes",
    ),
    "a line at another period": Slip(
        BUDGET_LINES,
        budgets(PLAIN, PLAIN.replace("period: 8", "period: 9"), PLAIN),
        "budget_lines.agency_line.years.2025-26.to_date.period",
        "9, but 2 other lines say 8; is one of them wrong?",
    ),
    "two lines at two periods": Slip(
        BUDGET_LINES,
        budgets(PLAIN, PLAIN.replace("period: 8", "period: 9")),
        "budget_lines.agency_line.years.2025-26.to_date.period",
        "9, but 1 other line says 8; is one of them wrong?",
    ),
    "a budget with a minus too many": Slip(
        BUDGET_LINES,
        budgets(PLAIN.replace("budget: 2_604_000", "budget: -2_604_000")),
        "budget_lines.fostering_line.years.2025-26.budget",
        "-2,604,000 is below nothing, but the forecast is above it; take the minus out, or say `heading: income` and",
    ),
    "an actual of recharges with a minus too many": Slip(
        BUDGET_LINES,
        budgets(PLAIN.replace("actual: 1_535_000", "actual: -1_535_000"), heading="recharges"),
        "budget_lines.fostering_line.years.2025-26.to_date.actual",
        "-1,535,000 is below nothing, but the budget is above it; take the minus out, or write all of them",
    ),
    "a forecast without the minus of the others": Slip(
        BUDGET_LINES,
        budgets(INCOME.replace("forecast: -2_485_000", "forecast: 2_485_000")),
        "budget_lines.fostering_line.years.2025-26.forecast",
        "2,485,000 is above nothing, but the budget is below it; write it with a minus, or all of them without",
    ),
    "income to date without a minus": Slip(
        BUDGET_LINES,
        budgets(INCOME.replace("actual: -1_535_000", "actual: 1_535_000"), heading="income"),
        "budget_lines.fostering_line.years.2025-26.to_date.actual",
        "1,535,000 is above nothing, but the budget is below it; write it with a minus",
    ),
    "an actual with a digit too many": Slip(
        BUDGET_LINES,
        budgets(PLAIN.replace("actual: 1_535_000", "actual: 15_350_000")),
        "budget_lines.fostering_line.years.2025-26.to_date.actual",
        "15,350,000 to date is 5.9 times the budget of the whole year, 2,604,000; is a digit wrong, or one of them in",
    ),
    "a profile of another line": Slip(
        BUDGET_LINES,
        budgets(PLAIN.replace("budget: 1_615_000", "budget: 15_759_000")),
        "budget_lines.fostering_line.years.2025-26.to_date.budget",
        "15,759,000 to date is 6.1 times the budget of the whole year",
    ),
    "income to date of more than a year": Slip(
        BUDGET_LINES,
        budgets(INCOME.replace("actual: -1_535_000", "actual: -4_000_000"), heading="income"),
        "budget_lines.fostering_line.years.2025-26.to_date.actual",
        "-4,000,000 to date is 1.5 times the budget of the whole year, -2,604,000",
    ),
}


def warned(folder: Path, *changes: tuple[str, str]) -> list[str]:
    """Return the warnings about the example with some of its text changed."""
    text = EXAMPLE
    for was, becomes in changes:
        assert was in text
        text = text.replace(was, becomes, 1)
    path = folder / "council.yaml"
    path.write_text(text, encoding="utf-8")
    return [str(warning) for warning in warnings_of(path, load_baseline(path))]


@pytest.mark.parametrize("slip", SLIPS.values(), ids=[name.replace(" ", "_") for name in SLIPS])
def test_a_slip_is_told_by_line_and_field_with_what_to_do(slip: Slip, tmp_path: Path):
    found = [line for line in warned(tmp_path, (slip.was, slip.becomes)) if slip.says in line]
    assert len(found) == 1
    where, field, _ = found[0].removeprefix(f"{tmp_path / 'council.yaml'}:").split(": ", 2)
    key = next(part for part in reversed(slip.field.split(".")) if not part.startswith("item "))
    assert field == slip.field
    assert key in (tmp_path / "council.yaml").read_text(encoding="utf-8").splitlines()[int(where) - 1]


def test_everything_out_of_borough_is_told(tmp_path: Path):
    text = EXAMPLE.replace("    out_of_borough: true\n", "").replace(
        "    budget_line:", "    out_of_borough: true\n    budget_line:"
    )
    (tmp_path / "council.yaml").write_text(text, encoding="utf-8")
    found = warnings_of(tmp_path / "council.yaml", load_baseline(tmp_path / "council.yaml"))
    assert any("all of it is out of borough" in warning.text for warning in found)


@pytest.mark.parametrize(
    ("year", "heading"),
    [
        (PLAIN, "expenditure"),
        (INCOME, "income"),
        (INCOME, "recharges"),
        ("budget: -16_000; to_date: {period: 8, budget: 8_000, actual: -1_000}; forecast: -30_000", "income"),
        ("budget: 2_604_000; to_date: {period: 8, budget: 1_615_000, actual: -125_000}", "expenditure"),
        ("budget: 30_000; to_date: {period: 8, budget: 20_000, actual: 99_000}", "expenditure"),
        ("budget: 0; to_date: {period: 8, actual: 400_000}; forecast: 600_000", "expenditure"),
        ("budget: 300_000; to_date: {period: 8, actual: 440_000}; forecast: 660_000", "expenditure"),
    ],
)
def test_budgets_as_they_are_in_true_ledgers_are_let_pass(year: str, heading: str, tmp_path: Path):
    assert warned(tmp_path, (BUDGET_LINES, budgets(year, heading=heading))) == []


def test_a_line_of_another_year_may_stand_at_another_period(tmp_path: Path):
    past = budgets(PLAIN, PLAIN.replace("period: 8", "period: 12"))
    of_two_years = "2024-25".join(past.rsplit("2025-26", 1))
    assert warned(tmp_path, (BUDGET_LINES, of_two_years)) == []


@pytest.mark.parametrize("mark", ["c", "x", "..", "[low]"])
def test_a_suppressed_figure_cited_as_evidence_is_told(mark: str, tmp_path: Path):
    (tmp_path / "papers").mkdir()
    table = f"id,quantity,value,unit\nS001,Entries,{mark},children\nS002,Entries,40,children\n"
    (tmp_path / "papers" / "figures.csv").write_text(table, encoding="utf-8")
    cited = ("start: 2025-04-01", "evidence: papers\nstart: 2025-04-01")
    last = "at_18:\n  reasons: {staying_put: Stayed with carers at 18, independence: Independence at 18}\n"
    [found] = warned(tmp_path, cited, (last, last + "  source: [S001]\n"), *LAST_SOURCE_TAKEN_OUT)
    assert f"at_18.source.item 1: S001 is suppressed in the evidence ('{mark}')" in found
    assert warned(tmp_path, cited, (last, last + "  source: [S002]\n"), *LAST_SOURCE_TAKEN_OUT) == []
    excused = last + '  source: [S001, "assumption: as the region"]\n'
    assert warned(tmp_path, cited, (last, excused), *LAST_SOURCE_TAKEN_OUT) == []


LAST_SOURCE_TAKEN_OUT = [
    ('    supported: {independence: 1}\n  source: "assumption: example"\n', "    supported: {independence: 1}\n")
]

SCENARIOS = [
    ("factor: 1, from: 2026-04-01", "this scenario changes nothing: with it all is as without"),
    ("factor: 1.2, from: 2035-04-01", "this scenario changes nothing before 2030-04-01, when the simulation ends"),
    ("factor: 1.2, from: 2026-04-01", ""),
]


@pytest.mark.parametrize(("change", "says"), SCENARIOS)
def test_a_scenario_that_changes_nothing_in_the_years_simulated_is_told(change: str, says: str, tmp_path: Path):
    path = tmp_path / "option.yaml"
    intervention = f'{{kind: change_entries, {change}, source: "assumption: a test"}}'
    path.write_text(f"name: Tried\nquestion: What if?\ninterventions: [{intervention}]\n", encoding="utf-8")
    files, example = InputFiles(), CONFIGS / "example.yaml"
    baseline = load_baseline(example, files=files)
    options = load_options([path], baseline, None, files)
    found = [str(warning) for warning in warnings_of(example, baseline, options, files)]
    assert found == ([f"{path}:3: interventions: {says}; " + found[0].split("; ")[1]] if says else [])


@pytest.mark.parametrize(("value", "told"), [(57.7, 1), (0.577, 0), (0.3, 0)])
def test_a_published_share_in_per_cent_is_told(value: float, told: int, tmp_path: Path):
    path = tmp_path / "published.yaml"
    figure = f"{{label: Out, measure: out_of_borough_share, financial_year: 2025-26, value: {value}, within_share: 0.1"
    path.write_text(f'name: Test\nfigures: [{figure}, source: "assumption: a test"}}]\n', encoding="utf-8")
    found = checked([CONFIGS / "example.yaml", path])
    assert not found.faults
    assert [warning.where for warning in found.warnings] == [f"{path}:2: figures.item 1.value"] * told


def test_nothing_is_told_of_halton_the_example_or_their_scenarios():
    for council, *others in (
        ("example.yaml", "scenarios/example"),
        ("halton.yaml", "halton_published.yaml", "scenarios/halton", "scenarios/halton_sweeps"),
        ("halton_2023.yaml", "halton_2023_published.yaml", "halton_2023_known.yaml"),
    ):
        named = [CONFIGS / other for other in others]
        paths = [path for each in named for path in (sorted(each.glob("*.yaml")) if each.is_dir() else [each])]
        found = checked([CONFIGS / council, *paths])
        assert (found.warnings, found.faults, len(found.good)) == ([], [], len(paths) + 1)


def test_a_placement_that_began_before_care_is_a_fault():
    with pytest.raises(InputError, match="days_in_placement is more than years_in_care"):
        load_baseline(REPORTED / "placement_before_care.yaml")


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("too_many_start.yaml", "5 children are here on the start date, and only 3 places: all stay, and nobody new"),
        ("uplift_and_by_date.yaml", "on 2026-04-01 the uplift of 5.0% acts as well as this step (x 1.05)"),
    ],
)
def test_files_that_were_let_pass_in_silence_are_told(file: str, says: str):
    found = warnings_of(REPORTED / file, load_baseline(REPORTED / file))
    assert sum(says in warning.text for warning in found) == 1


def test_of_many_warnings_of_one_kind_only_the_first_are_told(tmp_path: Path):
    steps = ", ".join(f"{{from: {2031 + number}-04-01, value: {number}}}" for number in range(12))
    found = warned(tmp_path, (ENTRIES, f"entries_per_year: [{{value: 40}}, {steps}]"))
    assert len(found) == MOST_OF_A_KIND + 1
    assert found[-1].endswith("council.yaml: 7 more like this are not shown; mend these and check again")


@pytest.mark.parametrize("name", ["example", "halton", "halton_2023"])
def test_stock_and_flow_foretells_the_number_in_care_that_is_simulated(name: str):
    """Within a fiftieth after two years, without simulating."""
    baseline = load_baseline(CONFIGS / f"{name}.yaml").replace(years=2)
    [outcomes] = replicate({"baseline": baseline}, 150, 1, workers=1)
    simulated = [float(np.mean(year)) for year in outcomes.of("children_year_end").values()][-1]
    assert sum(projected(baseline, 2).after(2).values()) == pytest.approx(simulated, rel=0.02)


def test_a_home_that_opens_after_the_last_day_is_told_though_it_is_in_the_file(tmp_path: Path):
    path = tmp_path / "option.yaml"
    home = (CONFIGS / "scenarios" / "example" / "open_the_new_home.yaml").read_text(encoding="utf-8")
    opens = next(line for line in home.splitlines() if "opens:" in line)
    path.write_text(home.replace(opens, opens.split("opens:")[0] + "opens: 2062-04-01"), encoding="utf-8")
    files, example = InputFiles(), CONFIGS / "example.yaml"
    baseline = load_baseline(example, files=files)
    found = warnings_of(example, baseline, load_options([path], baseline, None, files), files)
    assert ["begins on 2062-04-01, when the simulation has ended" in str(warning) for warning in found] == [True]
