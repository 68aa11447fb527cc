"""Councils in files, with ranges in place of some of their numbers, for tests of what is not known exactly."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from placesim.config.baseline import Baseline
from tests import councils
from tests.councils import SOURCE

Place = tuple[str | int, ...]
"""Where a number stands in a configuration."""

HOMES_FEE: Place = ("provision", "elsewhere", "price", "weekly_fee")
CARERS_FEE: Place = ("provision", "carers", "price", "weekly_fee")
ENTRIES: Place = ("entrants", "local", "entries_per_year")
PRICE = {"value": 5000, "low": 4000, "high": 7000}


def written(path: Path, council: Baseline, ranges: dict[Place, dict[str, Any]]) -> Path:
    """Write a council into a file, with ranges in place of some of its numbers."""
    values = council.model_dump(mode="json", by_alias=True, exclude_unset=True)
    for place, given in ranges.items():
        block: Any = values
        for step in place[:-1]:
            block = block[step]
        block[place[-1]] = {**given, "source": SOURCE}
    with path.open("w", encoding="utf-8") as file:
        YAML().dump(values, file)
    return path


def small(years: float = 2) -> Baseline:
    """Children come to carers who run out, and then to homes that are bought per child."""
    return councils.council(
        {
            "carers": councils.carers(4, weekly_fee=500, label="Carers"),
            "elsewhere": councils.spot(
                placement_type="residential", weekly_fee=5000, out_of_borough=True, label="Homes elsewhere"
            ),
        },
        entrants={"local": councils.stream(12)},
        leaving={"home": councils.risk({"foster_care": 1.2, "residential": 1.2})},
        years=years,
    )
