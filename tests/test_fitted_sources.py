"""A number may rest on a fit to the council's own return: neither an assumption nor a figure of the evidence."""

import pytest
from pydantic import TypeAdapter, ValidationError

from placesim.config.evidence import Figure, is_assumption, is_fitted
from placesim.config.values import Source
from placesim.report.words.assumptions import Block, blocks_of
from placesim.report.words.cited import cited
from placesim.report.words.sources import evidence_ids, reasons, source_items
from tests.councils import council, spot

FIT = "fitted: 2019-20 to 2023-24, 812 children, 45 events"
EVIDENCE = {"S001": Figure("S001", "Children", "12", "a paper", "high")}

sources = TypeAdapter(Source)


def block(*items: str) -> Block:
    return Block("Rates", "Breakdown", (), tuple(cited(item, EVIDENCE) for item in items))


def test_a_fitted_source_is_allowed_beside_evidence_and_assumptions():
    assert sources.validate_python([FIT, "S001", "assumption: why"]) == (FIT, "S001", "assumption: why")
    assert is_fitted(FIT)
    assert not is_assumption(FIT)


def test_a_fitted_source_must_say_to_what():
    with pytest.raises(ValidationError, match="a fitted source must say to what"):
        sources.validate_python("fitted: ")


def test_reports_say_fitted_to_and_count_it_as_no_assumption():
    fitted = block(FIT)
    assert (fitted.assumed, fitted.fitted, fitted.rests_on) == (False, True, "fit")
    [item] = source_items(fitted.sources)
    assert (item.tag, item.text) == ("Fitted to", "2019-20 to 2023-24, 812 children, 45 events")
    assert evidence_ids(fitted.sources) == "fitted to 2019-20 to 2023-24, 812 children, 45 events"
    assert reasons(fitted.sources) == ""


def test_what_is_fitted_in_part_still_rests_on_assumption_for_the_rest():
    partly = block(FIT, "S001", "assumption: no child was there")
    assert (partly.assumed, partly.only_assumed, partly.fitted) == (True, False, False)
    assert partly.rests_on == "evidence, fit and assumption"


def test_every_block_of_a_configuration_may_be_fitted():
    baseline = council({"carers": {**spot(), "source": FIT}})
    found = {each.path: each for each in blocks_of(baseline, {})}
    assert found["provision", "carers"].fitted
