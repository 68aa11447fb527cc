"""Price questions: whether another price has to be simulated, or follows from the nights there are."""

from placesim.config.baseline import Baseline


def ordered_by_fee(council: Baseline) -> bool:
    """Tell whether a freed bed is ever offered to the child whose place costs most.

    Then another price may change who moves where, and a question of price has to be simulated.
    """
    return any(step.value == "highest_fee" for step in council.transfer_policy)
