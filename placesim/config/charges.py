"""Charges: which lines of a budget anything simulated is charged to; the others only carry what is given."""

from placesim.config.blocks import Blocks


def placement_lines(council: Blocks) -> list[str]:
    """Return the budget lines that provision is charged to, in the order of the budget."""
    paying = {provision.budget_line for provision in council.provision.values()}
    return [line for line in council.budget_lines if line in paying]


def charged_lines(council: Blocks) -> list[str]:
    """Return the budget lines that anything simulated is charged to, in the order of the budget."""
    paying = {cost.budget_line for cost in council.costs if cost.budget_line} | set(children_lines(council))
    return [line for line in council.budget_lines if line in paying]


def children_lines(council: Blocks) -> list[str]:
    """Return the budget lines that pay, or are paid, for children: all that is charged, but what decisions cost."""
    paying = set(placement_lines(council))
    paying |= {scheme.budget_line for scheme in council.after_care.values()}
    paying |= {item.budget_line for item in council.income.values()}
    return [line for line in council.budget_lines if line in paying]


def carried_lines(council: Blocks) -> list[str]:
    """Return the budget lines that nothing is charged to: what is given of them is carried to the total."""
    charged = charged_lines(council)
    return [line for line in council.budget_lines if line not in charged]
