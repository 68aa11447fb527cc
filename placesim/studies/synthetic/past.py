"""The past of a synthetic council, as its returns would tell it: a history in the names of its configuration."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from placesim.config.baseline import Baseline
from placesim.results.observed import Row, observed
from placesim.returns.account import COLUMNS, Account
from placesim.returns.past import Past
from placesim.studies.synthetic.council import SyntheticCouncil
from placesim.studies.synthetic.families import Child
from placesim.studies.synthetic.placing import IFA, IN_HOUSE, KINSHIP, RESIDENTIAL, SUPPORTED

PROVISION = {
    KINSHIP: "relatives",
    IN_HOUSE: "council_carers",
    IFA: "agency_carers",
    RESIDENTIAL: "homes",
    SUPPORTED: "supported_accommodation",
}
"""Where children of each placement type live."""

NEED = {"homes": "home", "supported_accommodation": "independence"}
"""The need that a placement implies; anywhere else family care."""

STAYING_PUT = {KINSHIP: 0.8, IN_HOUSE: 0.65, IFA: 0.5}
"""Share of children who stay with their carers at 18."""

Placement = tuple[str, int, int, str | None]
"""Placement type, first day, last day, and why it ended; no reason while it is open."""


def past_of_council(council: SyntheticCouncil, baseline: Baseline) -> Past:
    """Return what happened from the first return on: who had left before is not told.

    Args:
        council: the council.
        baseline: its configuration, read.
    """
    days = council.character.days
    told = [(child, rows) for child in council.lived.children if (rows := list(_told(child, council)))]
    told.sort(key=lambda each: (each[0].enters >= 0, each[0].number))
    episodes = [row for number, (child, rows) in enumerate(told) for row in _episodes(number, child, rows)]
    children = [_child(number, child) for number, (child, _) in enumerate(told)]
    history = observed(baseline, float(days), episodes, steps=_steps(council), children=children)
    needs = list(baseline.needs)
    place = [needs.index(NEED.get(name, "family")) for name in history.names.provisions]
    account = Account(pd.DataFrame(columns=list(COLUMNS)))
    return Past(baseline, history, np.array(place)[history.episodes["provision"]], account)


def _told(child: Child, council: SyntheticCouncil) -> Iterator[Placement]:
    """Return the placements of a child that returns tell of: those not over on the first day."""
    yield from (placement for placement in child.placements if placement[2] > 0)
    if here := council.lived.here.get(child.number):
        yield here.placement_type, here.since, council.character.days, None


def _episodes(number: int, child: Child, rows: list[Placement]) -> Iterator[Row]:
    for place, (kind, begins, ends, why) in enumerate(rows, start=1):
        row = {"child_id": number, "placement_number": place, "provision": PROVISION[kind], "start_day": float(begins)}
        yield row if why is None else row | {"end_day": float(ends), "end_reason": why or _at_18(child, kind)}


def _at_18(child: Child, kind: str) -> str:
    """Return how a child leaves at 18, by a luck that nothing else depends on."""
    luck = np.random.default_rng([child.number, child.born % 1000]).random()
    return "staying_put" if luck < STAYING_PUT.get(kind, 0.0) else "independence"


def _child(number: int, child: Child) -> Row:
    return {
        "child_id": number,
        "stream": "unaccompanied" if child.unaccompanied else "local",
        "age_at_entry": child.age_on(child.enters),
        "entered_day": float(child.enters),
        "in_care_at_start": child.enters < 0,
    }


def _steps(council: SyntheticCouncil) -> Iterator[Row]:
    """Return approved in-house places and those taken, once a day on which either changed."""
    by_day = {max(day, 0): (approved, taken) for day, approved, taken in council.lived.steps}
    before = None
    for day, (places, taken) in by_day.items():
        if (places, taken) != before:
            yield {"provision": PROVISION[IN_HOUSE], "day": float(day), "places": places, "taken": taken}
        before = places, taken
