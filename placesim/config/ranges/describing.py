"""Describing assumptions: what a number is called, in what it counts, and whether it is about money alone."""

from collections.abc import Sequence

from placesim.config.baseline import Baseline
from placesim.config.problem import Path
from placesim.config.text import plain

MONEY_OF_PROVISION = ("price", "contract")

MONEY_BLOCKS = ("after_care", "income", "costs")

MONEY_OF_INTERVENTIONS = ("cost", "contract", "weekly_fee")

MONEY_KINDS = ("change_price", "change_uplift", "contract_places", "change_contract")

POUNDS = (
    "weekly_fee",
    "carer_fee",
    "allowance_by_age",
    "one_off",
    "mobilisation",
    "campaign",
    "staff_per_year",
    "per_approval",
    "per_move",
    "amount",
    "grant",
    "weekly",
    "per_night",
)

SHARES = ("share", "usable_share", "match_share", "never_opens_share", "uplift_per_year", "strength", "optimism_bias")

TIMES = (
    "factor",
    "times",
    "by_date",
    "by_type_and_date",
    "by_age",
    "by_time_in_care",
    "by_time_in_placement",
    "by_stream",
)


def unit_of(place: Path) -> str:
    """Return in what a number counts: `pounds`, `share`, `times`, `days`, or empty where reports print it bare."""
    fields = [str(part) for part in reversed(place)]
    for field in fields[:4]:
        if field in POUNDS or (field == "per_year" and {"cost", "costs", "contract"} & set(fields)):
            return "pounds"
        if field in SHARES or field.endswith("_share"):
            return "share"
        if field in TIMES:
            return "times"
        if field.endswith("_days") or field.startswith("minimum_days"):
            return "days"
    return ""


def only_money(place: Path) -> bool:
    """Tell whether a number of a configuration changes what is paid alone, if fees decide nobody's move."""
    of_provision = place[:1] == ("provision",) and len(place) > 2 and place[2] in MONEY_OF_PROVISION
    return of_provision or place[0] in MONEY_BLOCKS


def only_money_of(kind: str, field: Path) -> bool:
    """Tell whether a number of an intervention changes what is paid alone, if fees decide nobody's move."""
    return kind in MONEY_KINDS or field[0] in MONEY_OF_INTERVENTIONS


def label_of_place(baseline: Baseline, place: Path) -> str:
    """Return what reports call a number of a configuration that has no label of its own."""
    block = getattr(baseline, str(place[0]), None)
    entry = block.get(place[1]) if isinstance(block, dict) and len(place) > 1 else None
    label = getattr(entry, "label", "")
    return _label(label, place[2:] if label else place)


def label_of_change(baseline: Baseline, kind: str, provision: Sequence[str], field: Path) -> str:
    """Return what reports call a number of an intervention that has no label of its own."""
    named = [baseline.provision[name].label for name in provision if name in baseline.provision]
    about = ", ".join(named) or kind.replace("_", " ").capitalize()
    return _label(about, field)


def _label(about: str, field: Path) -> str:
    words = [str(part).replace("_", " ") for part in field if part not in ("price", "capacity", "value")]
    return plain(f"{about}: {', '.join(words)}" if about and words else about or ", ".join(words).capitalize())
