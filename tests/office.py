"""For tests of the reports: a small comparison, a report made by hand, and names that try to do harm."""

from dataclasses import replace
from datetime import date
from math import nan
from pathlib import Path

from matplotlib.figure import Figure

from placesim.config.baseline import Baseline
from placesim.config.scenario import Scenario
from placesim.config.scenario_files import BASELINE, AppliedScenario
from placesim.experiment.manifest import RunSettings
from placesim.experiment.precision import compared
from placesim.report.charts.canvas import canvas
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.figures import Unit
from placesim.report.paper.parts import (
    Answer,
    Answers,
    Bullets,
    Cell,
    Chart,
    Charts,
    Command,
    Facts,
    Finding,
    Folded,
    Heading,
    Item,
    Medium,
    Paragraph,
    Report,
    Section,
    Table,
    only,
)
from tests.councils import SOURCE, carers, child_at_start, council, home, need, spot, stream

HOSTILE = (
    '=HYPERLINK("http://x.example")',
    "<script>alert(1)</script>",
    "../x",
    "CON",
    "x" * 300,
    "$\\frac{",
    "bell \x07 and escape \x1b[31m",
    "+1",
    "@SUM(1)",
    "-2+3|cmd",
    "no character \ufffe, \uffff",
    "turned \u202e round",
    "http://x.example/a",
    "[external.xlsx]A!A1 & more",
)


def harmless(name: str) -> str:
    """A name as reports print it: without what cannot be seen."""
    return " ".join("".join(c for c in name if c.isprintable() and c not in "\ufffe\uffff\u202e").split())


def small_council(name: str = "Testford", label: str = "The new home") -> Baseline:
    """Children who need a home: only dear ones elsewhere, until a home in the borough opens."""
    provision = {
        "near": home(
            3, opens=None, placement_type="near_homes", weekly_fee=3000, label=label, contract={"kind": "block"}
        ),
        "far": spot(placement_type="homes", weekly_fee=5000, out_of_borough=True, label=f"Far: {label}"),
    }
    transfers = [{"to": "near", "from": ["far"], "minimum_days": 0}]
    return council(
        {**provision, "carers": carers(2, placement_type="kin"), "agency": spot(placement_type="ifa")},
        name=name,
        years=2,
        placement_types={
            "near_homes": {"label": f"Near {label}"[:120], "group": "residential"},
            "homes": {"label": "Homes", "group": "residential"},
            "kin": {"label": label, "group": "fostering"},
            "ifa": {"label": label.upper(), "group": "fostering"},
        },
        needs={"care": need(["near"], ["far"], transfers=transfers), "family": need(["carers"], ["agency"])},
        entrants={"local": stream(9, ages={"1 to 17": 1}, needs={"1 to 17": {"care": 0.7, "family": 0.3}})},
        children_in_care={"children": [child_at_start("far", age=age) for age in (6, 9, 12, 15)]},
    )


def opening(day: str, **said: object) -> dict[str, object]:
    return {"kind": "open_home", "provision": "near", "opens": day, "source": SOURCE, **said}


def comparison_of(
    baseline: Baseline, scenarios: dict[str, list[dict[str, object]]], replications: int = 30
) -> ComparisonStudy:
    """Compare named lists of interventions with a baseline, in this process."""
    options = []
    for name, interventions in scenarios.items():
        written = Scenario.model_validate({"name": "x", "question": "What?", "interventions": interventions})
        # reports must do no harm even with names that a configuration would refuse
        scenario = written.model_copy(update={"name": name, "question": f"{name}, what of it?"})
        options.append(AppliedScenario(Path("scenario.yaml"), scenario, scenario.applied(baseline), {}))
    every = {BASELINE: baseline, **{option.scenario.name: option.baseline for option in options}}
    found = compared(every, replications, seed=1, workers=1)
    settings = RunSettings("placesim compare test.yaml", Path("test.yaml"), replications, 1, baseline.years, ())
    return ComparisonStudy(baseline, found, tuple(options), settings, {})


SCENARIOS: dict[str, list[dict[str, object]]] = {
    "Open in July": [opening("2025-07-01")],
    "Open late": [opening("2026-07-01", delay_days={"least": 0, "likeliest": 60, "most": 200}, never_opens_share=0.3)],
    "Nothing at all": [],
    "Dearer": [
        {"kind": "change_price", "provision": "far", "factor": 1.1, "from": "2025-10-01", "source": SOURCE},
    ],
}


MILLIONS = Unit("£ million", 1e6, 2, "£", "m")
PERCENT = Unit("% of children", 0.01, 1, "", "%")
CHILDREN = Unit("children", decimals=1)
MINUS = "\N{MINUS SIGN}"


def drawn() -> Figure:
    figure = canvas(340, 205)
    figure.add_subplot().plot([0, 1], [0, 1])
    return figure


def chart(name: str, finding: str, wide: bool = False, behind: tuple[Table, ...] = ()) -> Chart:
    return Chart(
        name, finding, f"One line that rises from 0 to 1, of {name}.", drawn, "A note.", behind, wide, "Charts"
    )


def options_table(names: tuple[str, ...] = ("Open a home", "More carers", "Nothing")) -> Table:
    """Differences as a comparison has them: sure, too few to say, and none, below the baseline's own figures."""
    saves = Cell(f"{MINUS}3.10", -3.1e6, MILLIONS, f"{MINUS}3.80 to {MINUS}2.50", (-3.8e6, -2.5e6), strong=True)
    costs = Cell("+0.20", 0.2e6, MILLIONS, "too few to say")
    same = Cell("0", 0.0, MILLIONS, "in every future")
    rows = tuple(
        (Cell(name, below="What of it?"), spend, Cell("42.1", 0.421, PERCENT), Cell("none", nan, CHILDREN))
        for name, spend in zip(names, (saves, costs, same) * len(names), strict=False)
    )
    first = (Cell("baseline"), Cell("61.20", 61.2e6, MILLIONS), Cell("43.4", 0.434, PERCENT), Cell("too few to say"))
    columns = ("Option", "Spend, all years, £m", "Out of borough, %", "Moves")
    return Table("Options compared, £ million", columns, rows, True, first, sheet="Options")


def year_table(years: int = 4) -> Table:
    """A mean with its interval and its range for each year, the last row the total."""
    rows = tuple(
        (
            Cell(name),
            *(Cell("1.20", 1.2e6, MILLIONS, "1.10 to 1.30\n0.90 to 1.60", (1.1e6, 1.3e6, 0.9e6, 1.6e6)),) * (years - 1),
            Cell("1.00", 1e6, MILLIONS, "too few to say\n0.90 to 1.60", (nan, nan, 0.9e6, 1.6e6)),
        )
        for name in ("Homes", "Carers", "In all")
    )
    columns = ("", *(f"{2025 + year}-{26 + year}" for year in range(years)))
    ends = ("low", "high", "p10", "p90")
    return Table("Spend, £ million", columns, rows, total=True, ends=ends, sheet="Spend by year")


def months_table() -> Table:
    rows = tuple((Cell(f"Month {month}"), Cell("x", date(2025, month, 1))) for month in range(1, 13))
    return Table("Months", ("Name", "Month"), rows, sheet="Spend by year")


AGAIN = Section(
    "Running it again",
    "again",
    (
        Command("placesim compare council.yaml"),
        Facts((("Seed", "1"), ("SHA-256", "ab" * 32))),
        Table("Libraries", ("Name", "Version"), ((Cell("numpy"), Cell("2.0")),)),
    ),
    annex=True,
)


def report() -> Report:
    """A report with every kind of part."""
    answers = (
        Answer("Does it save money?", "It saves about £3.1m (2.5 to 3.8)", ("It opens in `July`.",)),
        Answer("How sure is that?", "Very", (), Table("How sure", ("What", "Futures"), ((Cell("saves"), Cell("98")),))),
    )
    each = (
        Heading("Open a home"),
        Bullets((Item("A lease", "Assumption", "there", (Item("from the paper"),)),)),
        Folded("Figures by year", (Heading("Spend"), year_table(), months_table())),
        chart("alone", "A chart that stands alone", wide=True, behind=(Table("Behind", ("What",), ((Cell("x"),),)),)),
        only(Medium.PAGE, parts=(Paragraph("Only on the page."),)),
        only(Medium.DOCUMENT, parts=(Paragraph("Only on paper."),)),
    )
    sections = (
        Section("Answers", "answers", (Answers(answers),)),
        Section("Each option", "each", each, annex=True),
        Section("Side by side", "options", (
            Finding("Two options save money."), options_table(),
            Charts(tuple(chart(f"small-{n}", f"Small chart {n}") for n in range(4))))),
        AGAIN,
    )  # fmt: skip
    return Report(
        "Comparison", "Testford: options compared", "What would new homes do?", sections,
        (Paragraph("How to read this.", quiet=True),), (("Period", "1 April 2025 to 31 March 2029"), ("Seed", "1")),
        "Trial: 20 futures.", ("Options", "Spend by year"),
    )  # fmt: skip


def hostile_report() -> Report:
    """A report in which every text is one that tries to do harm."""
    table = replace(options_table(HOSTILE), columns=HOSTILE[:4], caption=HOSTILE[0])
    rows = tuple((Cell(name),) * 4 for name in HOSTILE)
    alike = Table(HOSTILE[3], ("Name", "Same", "same", "SAME"), rows, sheet="Alike")
    parts = tuple(
        part
        for name in HOSTILE
        for part in (Heading(name), Finding(name), Paragraph(name), Bullets((Item(name, name),)), Command(name),
                     Facts(((name, name),)), chart("harm", name))
    )  # fmt: skip
    answers = Answers(tuple(Answer(name, name, (name,)) for name in HOSTILE))
    sections = (
        Section(HOSTILE[0], "a", (answers, table, alike)),
        Section(HOSTILE[5], "b", parts, annex=True),
        Section(HOSTILE[1], "again", (Facts(tuple((name, name) for name in HOSTILE)),)),
    )
    return Report(HOSTILE[1], HOSTILE[0], HOSTILE[6], sections, (Paragraph(HOSTILE[0]),), ((HOSTILE[7], HOSTILE[8]),),
                  HOSTILE[9])  # fmt: skip
