"""A small comparison for tests of the reports: a home that may open, carers, and names that try to do harm."""

from pathlib import Path

from placesim.config.baseline import Baseline
from placesim.config.scenario import Scenario
from placesim.config.scenario_files import BASELINE, AppliedScenario
from placesim.experiment.manifest import RunSettings
from placesim.experiment.precision import compared
from placesim.report.comparison.comparing import Comparing
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
        "near": home(3, opens=None, placement_type="near_homes", weekly_fee=3000, label=label, price={"block": True}),
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


def comparing_of(
    baseline: Baseline, scenarios: dict[str, list[dict[str, object]]], replications: int = 30
) -> Comparing:
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
    return Comparing(baseline, found, tuple(options), settings, {})


SCENARIOS: dict[str, list[dict[str, object]]] = {
    "Open in July": [opening("2025-07-01")],
    "Open late": [opening("2026-07-01", delay_days={"least": 0, "likeliest": 60, "most": 200}, never_opens_share=0.3)],
    "Nothing at all": [],
    "Dearer": [
        {"kind": "change_price", "provision": "far", "factor": 1.1, "from": "2025-10-01", "source": SOURCE},
    ],
}
