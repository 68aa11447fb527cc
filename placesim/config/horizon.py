"""The horizon: how many days are simulated, and which is the last."""

from datetime import date, timedelta

from placesim.config.baseline import Baseline
from placesim.config.timelines import years_later

DAYS_A_YEAR = 365.25


def horizon_days(baseline: Baseline) -> float:
    """Return the length of the simulation in days: whole years end on the anniversary of the start."""
    whole, part = divmod(baseline.years, 1)
    anniversary = years_later(baseline.start, int(whole))
    return float((anniversary - baseline.start).days) + round(part * DAYS_A_YEAR)


def last_day(baseline: Baseline) -> date:
    """Return the last day that is simulated."""
    return baseline.start + timedelta(days=horizon_days(baseline) - 1)
