"""A configuration moved to the first day of a past, and as long as it."""

from datetime import date, timedelta

from placesim.config.baseline import Baseline
from placesim.config.children import ChildrenInCare
from placesim.config.horizon import DAYS_A_YEAR
from placesim.config.timelines import years_later

BEFORE_RETURNS = "assumption: who was in care on the first day stands in the returns"


def moved(baseline: Baseline, first: date, days: float) -> Baseline:
    """Return a configuration that begins on another day and lasts as long as a history; who was there, that tells."""
    nobody = ChildrenInCare(source=BEFORE_RETURNS)
    return baseline.model_copy(update={"start": first, "years": _years(first, round(days)), "children_in_care": nobody})


def _years(first: date, days: int) -> float:
    """Return a length in days as configurations count years: whole years end on the anniversary of the first day."""
    last = first + timedelta(days=days)
    whole = last.year - first.year - (years_later(first, last.year - first.year) > last)
    return whole + (last - years_later(first, whole)).days / DAYS_A_YEAR
