"""The table of how sure headlines are: under luck alone, with assumptions drawn, and what their variance rests on."""

from typing import TYPE_CHECKING

from placesim.config.scenario_files import BASELINE
from placesim.experiment.differences import Difference
from placesim.experiment.knowledge.headlines import BothWays, LuckAndKnowledge
from placesim.experiment.tables import DECIMALS
from placesim.results.measures import MEASURES

if TYPE_CHECKING:
    import pandas as pd

UNCERTAINTY = "uncertainty.csv"

SHARES = {
    "luck": "luck_share",
    "knowledge": "knowledge_share",
    "interaction": "interaction_share",
    "unfitted": "luck_and_interaction_by_fit",
}
"""Columns of what the variance of the drawn futures rests on, each followed by its standard error."""


def uncertainty_table(known: LuckAndKnowledge) -> "pd.DataFrame":
    """Return one row a scenario and headline: the baseline's own figures, then every option's differences from it.

    `..._drawn` is with assumptions drawn, `..._luck` the same futures with every assumption at its value;
    `below_zero` is the share of futures in which the option's figure is lower. Luck, knowledge and interaction are
    shares of the variance of the drawn futures and add up to 1; `luck_and_interaction_by_fit` is what curves leave.
    """
    import pandas as pd

    return pd.DataFrame([_row(each) for each in known.told.values()])


def _row(each: BothWays) -> dict[str, str | float]:
    measure, group, year = each.headline
    keys = {"scenario": each.scenario, "financial_year": year, "measure": measure, "group": group}
    split = {column: getattr(each.split, name) for name, column in SHARES.items()}
    shares = {column: round(share.value, DECIMALS) for column, share in split.items()}
    errors = {f"{column}_error": round(share.error, DECIMALS) for column, share in split.items()}
    said = [share.reason or share.note for share in split.values()]
    reasons = [each.split.reason] if each.split.reason else said
    both = {**_ends(each, each.drawn, "drawn"), **_ends(each, each.luck, "luck")}
    note = "; ".join(dict.fromkeys(filter(None, reasons)))
    return {**keys, "unit": MEASURES[measure].unit, **both, **shares, **errors, "note": note}


def _ends(each: BothWays, figure: Difference, way: str) -> dict[str, float]:
    below = float("nan") if each.scenario == BASELINE else figure.below
    figures = {"mean": figure.mean, "p10": figure.p10, "p90": figure.p90, "below_zero": below}
    return {f"{name}_{way}": round(value, DECIMALS) for name, value in figures.items()}
