"""Fees: what each placement costs a week at prices of the first financial year, for all placements at once."""

import numpy as np

from placesim.model.same_bits import exp_each
from placesim.results.facts import Facts, Floats


def weekly_fees(facts: Facts) -> Floats:
    """Return what each episode costs a week, at prices of the first financial year.

    It is `Price.fee_at` for all episodes at once.
    """
    prices, episodes = [provision.price for provision in facts.baseline.provision.values()], facts.history.episodes
    mean = np.array([price.weekly_fee for price in prices])[episodes["provision"]]
    variance = np.array([price.fee_variance for price in prices])[episodes["provision"]]
    return np.asarray(mean * exp_each(np.sqrt(variance) * episodes["fee_luck"] - variance / 2))
