"""Documents that are generated, or promise something, are current."""

import re

import pytest

from placesim import __version__
from placesim.calibration.reference import page as published_page
from placesim.config.reference import page, scenario_page
from placesim.config.scenario_files import load_options
from tests.conftest import CONFIGS

ROOT = CONFIGS.parent


def text(*parts: str) -> str:
    return ROOT.joinpath(*parts).read_text(encoding="utf-8")


def test_the_reference_of_configurations_is_current():
    assert text("docs", "configuration.md") == page(), "run: python -m placesim.config.reference docs/configuration.md"


def test_the_reference_of_scenarios_is_current():
    command = "python -m placesim.config.reference --interventions docs/interventions.md"
    assert text("docs", "interventions.md") == scenario_page(), f"run: {command}"


def test_the_reference_of_published_figures_is_current():
    command = "python -m placesim.calibration.reference docs/published.md"
    assert text("docs", "published.md") == published_page(), f"run: {command}"


def test_every_field_of_published_figures_is_explained():
    rows = [line for line in published_page().splitlines() if line.startswith("| `")]
    assert len(rows) == 22
    assert all(row.split("|")[4].strip() for row in rows)


def test_the_scenario_in_the_reference_is_one(example, tmp_path):
    written = re.findall(r"```yaml\n(name: .*?)```", scenario_page(), re.DOTALL)
    path = tmp_path / "scenario.yaml"
    path.write_text(written[0], encoding="utf-8")
    [option] = load_options([path], example, None)
    assert option.baseline != example


@pytest.mark.parametrize("page", [page, scenario_page])
def test_every_field_of_a_configuration_and_of_a_scenario_is_explained(page):
    rows = [line for line in page().splitlines() if line.startswith("| `")]
    assert len(rows) > 60
    unexplained = [row.split("|")[1].strip() for row in rows if not row.split("|")[4].strip()]
    assert unexplained == []


def test_links_between_documents_lead_somewhere():
    for path in [ROOT / "README.md", *ROOT.glob("docs/**/*.md"), ROOT / "seeds" / "README.md"]:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                assert (path.parent / target).exists(), (path.name, target)


def test_the_change_log_and_the_citation_name_this_version():
    assert f"## {__version__}" in text("CHANGELOG.md")
    assert f"version: {__version__}" in text("CITATION.cff")
