"""Price questions that need no new simulation: nights and their levels make spend linear in a fee."""

from datetime import date

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.prices import Price
from placesim.results.facts import Floats
from placesim.results.financial_year import Periods
from placesim.results.prices import price_levels


def ordered_by_fee(council: Baseline) -> bool:
    """Tell whether a freed bed is ever offered to the child whose place costs most.

    Then another price may change who moves where, and a question of price has to be simulated.
    """
    return any(step.value == "highest_fee" for step in council.transfer_policy)


def levelled_nights(nights: Floats, price: Price, start: date, periods: Periods) -> Floats:
    """Return nights of all periods together, each times the level of its price: spend is a seventh of the fee times it.

    Exact where no price changes within a period, as none does within a month unless it is dated so.

    Args:
        nights: `priced_nights` or `paid_nights` of one provision, shape (futures, periods).
        price: its price.
        start: day 0.
        periods: the periods of the nights.
    """
    [level] = price_levels([price], start, periods)
    return np.asarray(nights @ level)
