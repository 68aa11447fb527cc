"""Reports of councils at the edge: nobody in care, one child, nothing that costs anything; every sentence is true."""

import re

import pytest

from placesim.config.baseline import Baseline
from placesim.config.input_files import InputFile
from placesim.experiment.manifest import RunSettings, sha256
from placesim.experiment.replications import replicate
from placesim.report.paper.page import page_text
from placesim.report.scripts.run import run_report
from placesim.report.study import Study
from tests.conftest import CONFIGS
from tests.councils import child_at_start
from tests.pages import Page

FUTURES = 12
CONFIGURATION = CONFIGS / "example.yaml"


def report_of(baseline: Baseline) -> str:
    """The words of the page that a run of two years makes."""
    council = baseline.replace(years=2)
    [outcomes] = replicate({"baseline": council}, FUTURES, 1, 1)
    settings = RunSettings(
        "placesim run", CONFIGURATION, FUTURES, 1, 2, (InputFile(CONFIGURATION, sha256(CONFIGURATION)),)
    )
    return Page(page_text(run_report(Study(council, outcomes), settings, {}))).text


@pytest.fixture(scope="module")
def nobody(example) -> Baseline:
    nobody_enters = {name: each.replace(entries_per_year=0) for name, each in example.entrants.items()}
    return example.replace(children_in_care={"source": "assumption: none"}, entrants=nobody_enters)


@pytest.fixture(scope="module")
def of_nobody(nobody) -> str:
    return report_of(nobody)


def test_nobody_in_care_is_nobody_not_about_nobody(of_nobody):
    assert "Children in care: unchanged at 0" in of_nobody
    assert "Children leaving care in the year: unchanged at 0" in of_nobody
    assert not re.search(r"about (£?)0\b(?!\.)", of_nobody)


def test_where_nobody_lives_anywhere_nothing_is_worked_out(of_nobody):
    assert "No child lives in any placement in any future, so there is nothing to work out." in of_nobody
    assert "Worked out from the figures of this run" not in of_nobody


def test_places_that_nobody_takes_are_none_of_those_usable(of_nobody):
    assert "Homes in the borough, places: none of those usable taken in 2026-27" in of_nobody


def test_spend_of_nothing_is_nothing(example):
    free = {name: each.replace(price=each.price.replace(weekly_fee=0)) for name, each in example.provision.items()}
    said = report_of(example.replace(provision=free))
    assert "Placement spend in a year: unchanged at £0" in said
    assert "Why spend changes" not in said
    assert "Which placements gain and lose children" in said


@pytest.fixture(scope="module")
def of_one_child(nobody) -> str:
    child = child_at_start("agency_carers", age=7, years_in_care=1, days=100, need="family")
    return report_of(nobody.replace(children_in_care={"source": "assumption: one", "children": [child]}))


def test_one_child_is_a_child(of_one_child):
    assert "about 1 child has it at the start or on entry" in of_one_child
    assert "Children in care on the start date (1 child)" in of_one_child
    assert not re.search(r"\b1 (children|moves|leavers|entries)\b", of_one_child)


def test_fewer_than_one_event_is_not_about_none(of_one_child):
    assert "fewer than one leaver in all years" in of_one_child
    assert not re.search(r"about 0 (leavers|moves|entries|children)", of_one_child)


def test_a_gain_of_part_of_a_child_is_told_with_what_it_is_of(of_one_child):
    assert not re.search(r"\d to about 0, \+", of_one_child)
