"""Blocks: what goes with a value that is the first of its block, so that the block can be used at once."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from placesim.config.baseline import Baseline
from placesim.config.costs import KINDS
from placesim.config.provision import Home
from placesim.config.schema import schema_written
from placesim.config.yaml_files import inside
from placesim.page.cards.beginnings import TRIED
from placesim.page.cards.layout import Place
from placesim.page.cards.leaves import MODELS, Leaf

WEEKS_A_YEAR = 365 / 7

DAYS_BEFORE = 91
"""Days before an opening over which a home's mobilisation is paid where nobody says otherwise."""


def whole_block(values: Mapping[str, Any], leaf: Leaf, value: Any, council: Baseline) -> tuple[Place, Any]:
    """Return where a value is to be written and what: the value itself, or the block that it is the first of.

    Args:
        values: what the file says of the intervention.
        leaf: the value's place.
        value: what is to stand there.
        council: the baseline as the configuration says it.
    """
    if leaf.place == ("contract", "kind"):
        return ("contract",), _contract(values, str(value), council)
    first = leaf.place[0]
    if len(leaf.place) == 1 or isinstance(inside(values, first), dict):
        return leaf.place, value
    for part in reversed(leaf.place[1:]):
        value = {part: value}
    if first == "delay_days":
        value = _delay(values, value, council)
    return (first,), {**_cost(values, value, council), **value} if first == "cost" else value


def _delay(values: Mapping[str, Any], given: Mapping[str, Any], council: Baseline) -> dict[str, Any]:
    """Return a delay of which one number is given: the others as the configuration has them, or from 0 to twice it."""
    (name, number), home = next(iter(given.items())), _home(values, council)
    if not isinstance(number, Decimal):
        return {"least": 0, "likeliest": 0, "most": 0, **given}
    known = (
        home.delay_days.model_dump()
        if home and home.delay_days
        else {"least": 0, "likeliest": number, "most": 2 * number}
    )
    at = list(known).index(name)
    bounds = [min(each, number) if place < at else max(each, number) for place, each in enumerate(known.values())]
    return {**dict(zip(known, bounds, strict=True)), **given}


def _cost(values: Mapping[str, Any], given: Mapping[str, Any], council: Baseline) -> dict[str, Any]:
    """Return what a cost needs beside what is given: the budget line of the provision, or the first; days; a source."""
    line = next((council.provision[name].budget_line for name in provision_of(values, council)), None)
    days = {"mobilisation_days": DAYS_BEFORE} if "mobilisation" in given else {}
    return {"budget_line": line or next(iter(council.budget_lines)), **given, **days, "source": TRIED}


def _contract(values: Mapping[str, Any], kind: str, council: Baseline) -> dict[str, Any]:
    """Return a contract of another kind: terms that it can have are kept, those that it needs are added."""
    whole = {**values, "contract": {"kind": kind}}
    terms = schema_written(MODELS[str(values["kind"])], whole, ("contract",)).get("properties", {})
    before = values.get("contract")
    kept = {
        key: each
        for key, each in (before if isinstance(before, dict) else {}).items()
        if key in terms and key != "kind"
    }
    names = provision_of(values, council)
    homes = not names or isinstance(council.provision[names[0]].capacity, Home)
    fee = council.provision[names[0]].contracted_weekly_fee() if names else 0
    needed: dict[str, Any] = {} if homes or kind == "spot" else {"places": 3}
    needed |= {"share": 0.9, "measured": "month"} if kind == "guaranteed" else {}
    needed |= {"per_year": round(fee * WEEKS_A_YEAR)} if kind == "per_bed_cost" else {}
    return {"kind": kind, **needed, **kept}


def provision_of(values: Mapping[str, Any], council: Baseline) -> list[str]:
    """Return the provision of the council that an intervention names, or that a new home is like."""
    given = [values.get("provision"), values.get("like")]
    names = [name for each in given for name in (each if isinstance(each, list) else [each])]
    return [name for name in names if isinstance(name, str) and name in council.provision]


def _home(values: Mapping[str, Any], council: Baseline) -> Home | None:
    capacities = [council.provision[name].capacity for name in provision_of(values, council)]
    return next((each for each in capacities if isinstance(each, Home)), None)


def cost_says_nothing(leaf: Leaf, values: Mapping[str, Any]) -> bool:
    """Tell whether a cost whose last amount was taken out is left without any."""
    cost = values.get("cost")
    return leaf.place[0] == "cost" and leaf.place[1] in KINDS and isinstance(cost, dict) and not set(KINDS) & set(cost)
