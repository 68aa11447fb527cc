"""Published figures beside futures whose assumptions are drawn: what drawing adds, and what is known."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from placesim.calibration.comparing import Comparing, Found
from placesim.calibration.scatter import Scatter, sentences
from placesim.calibration.trials import Playing
from placesim.config.input_files import InputFiles
from placesim.experiment.draws import DrawnStudy
from placesim.experiment.replications import replicate
from tests.conftest import CONFIGS

FEE, FUTURES = 7500, 16
HOMES = "homes_elsewhere"


def spend(year: str = "2025-26", **changes) -> dict:
    return {
        "label": f"Homes elsewhere in {year}",
        "measure": "spend",
        "group": HOMES,
        "financial_year": year,
        "value": 3_000_000,
        "source": "assumption: test",
        **changes,
    }


def comparing(folder: Path, *figures: dict, **range_: float) -> Comparing:
    """Return the example with a range in place of the fee of homes elsewhere, and published figures of it."""
    values = YAML(typ="safe", pure=True).load((CONFIGS / "example.yaml").read_text(encoding="utf-8"))
    values["evidence"] = str(CONFIGS.parent / "seeds")
    if range_:
        values["provision"][HOMES]["price"]["weekly_fee"] = {"value": FEE, **range_}
    paths = folder / "council.yaml", folder / "published.yaml"
    for path, content in zip(paths, (values, {"name": "Test", "figures": list(figures)}), strict=True):
        YAML().dump(content, path)
    return Comparing(*paths, with_drift=False, files=InputFiles())


def found(compared: Comparing, drawn: bool = True) -> Found:
    return compared.found(Playing(FUTURES, 1, workers=1), DrawnStudy(compared.drawable, 1) if drawn else None)


def test_what_drawing_adds_is_the_drawn_fee_on_the_same_nights(tmp_path):
    compared = comparing(tmp_path, spend(within_share=0.1), low=6000, high=9500)
    [scatter] = found(compared).scattered
    fees = DrawnStudy(compared.drawable, 1).futures(0, FUTURES).rows[:, 0]
    [fixed] = replicate({"fixed": compared.baseline}, FUTURES, 1, workers=1)
    added = fixed.of("spend", HOMES)["2025-26"] * (fees / FEE - 1)
    assert scatter.deviation == pytest.approx(added.std(ddof=1))
    assert scatter.drawn.mean - scatter.fixed.mean == pytest.approx(added.mean())


def test_a_figure_is_wider_than_published_when_two_deviations_are_more_than_it_may_be_off(tmp_path):
    figures = (
        spend(label="Narrow", within_share=0.05),
        spend(label="Wide", within_share=0.9),
        spend(label="Nothing said"),
        spend("2026-27", label="Later", within_share=0.05),
    )
    compared = found(comparing(tmp_path, *figures, low=6000, high=9500))
    assert [each.wider for each in compared.scattered] == [True, False, False, False]
    assert [each.told for each in compared.scattered] == [True, True, False, False]
    assert 2 * compared.scattered[0].deviation > compared.scattered[0].room == pytest.approx(150_000)
    assert sentences(compared.scattered)[1].startswith("Narrow scatters wider than that")
    rows = [line for line in compared.page("placesim agree").splitlines() if line.endswith(("| YES |", "| - |"))]
    assert len(rows) == 3


def test_fitted_figures_are_judged_with_every_assumption_at_its_value(tmp_path):
    with_range = comparing(tmp_path, spend(within_share=0.1), low=6000, high=12000)
    together = found(with_range)
    assert together.agreements == found(with_range, drawn=False).agreements == [together.scattered[0].fixed]
    assert together.scattered[0].drawn.mean > together.scattered[0].fixed.mean


def test_a_range_without_width_adds_nothing(tmp_path):
    [scatter] = found(comparing(tmp_path, spend(within_share=0.1), low=FEE, high=FEE)).scattered
    assert scatter.deviation == 0
    assert scatter.drawn == scatter.fixed
    assert sentences([scatter]) == [
        "1 published figure of 2025-26 says how far it may be off.",
        "It does not scatter wider than that: drawing adds at most 0% of it (Homes elsewhere in 2025-26).",
    ]


def test_without_figures_of_the_first_year_nothing_can_be_told(tmp_path):
    scattered: list[Scatter] = found(
        comparing(tmp_path, spend("2026-27", within_share=0.1), low=7000, high=8000)
    ).scattered
    [told] = sentences(scattered)
    assert told.startswith("No published figure of the first year says how far it may be off")


def test_without_ranges_the_page_is_as_it_was(tmp_path):
    compared = comparing(tmp_path, spend(within_share=0.1))
    assert "drawn" not in found(compared, drawn=False).page("placesim agree")
