"""Defaults: what holds where a field of a card is left empty, by the configuration or by the schema."""

from collections.abc import Mapping
from typing import Any

from placesim.config.baseline import Baseline
from placesim.config.provision import Home, Provision
from placesim.page.cards.leaves import Leaf


def stands_in(values: Mapping[str, Any], leaf: Leaf, council: Baseline) -> tuple[Any, bool]:
    """Return what holds where a field is empty, None where nothing does, and whether the configuration says so.

    Args:
        values: what the file says of the intervention.
        leaf: the field.
        council: the baseline as the configuration says it.
    """
    provision = _opened(values, council)
    found = _of_home(provision, leaf) if provision and values.get("kind") == "open_home" else None
    if found is not None:
        return found, True
    return (None if leaf.default in ("", [], ()) else leaf.default), False


def _opened(values: Mapping[str, Any], council: Baseline) -> Provision | None:
    """Return the home that an opening takes its terms from: the planned one, or the one that a new one is like."""
    names = [values.get("provision"), values.get("like")]
    return next(
        (council.provision[name] for name in names if isinstance(name, str) and name in council.provision), None
    )


def _of_home(provision: Provision, leaf: Leaf) -> Any:
    """Return what a home of the configuration has in a field of its opening; None where it has nothing."""
    if leaf.field == "weekly_fee":
        return provision.contracted_weekly_fee()
    if leaf.field == "contract.kind":
        return provision.contract.kind
    home, (first, *rest) = provision.capacity, leaf.place
    if not isinstance(home, Home) or first not in Home.model_fields:
        return None
    found = home.beds[0].value if first == "beds" else getattr(home, str(first))
    if first == "delay_days" and found is None:
        return 0
    for part in rest:
        found = getattr(found, str(part), None)
    return found
