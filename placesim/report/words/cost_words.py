"""One cost in words: every amount, when and for what it is paid, and how it rises."""

from collections.abc import Iterator

from placesim.config.costs import Capital, Cost
from placesim.config.text import day_text, listing

AMOUNTS = {
    "one_off": "once",
    "campaign": "for the campaign",
    "per_year": "a year",
    "staff_per_year": "a year for staff",
    "per_approval": "for each household approved",
    "per_move": "for each move",
}
"""What is said after an amount of each kind."""


def cost_in_words(cost: Cost) -> str:
    """Return what a cost comes to as part of a sentence; `nothing` where it is said to cost nothing."""
    said = listing(list(_amounts(cost)))
    if not said:
        return "nothing"
    until = f", until {day_text(cost.until)}" if cost.until else ""
    return f"{said}{until}{_rise(cost)}"


def _amounts(cost: Cost) -> Iterator[str]:
    if cost.capital:
        yield _capital(cost.capital)
    if cost.mobilisation:
        yield f"{pounds(cost.mobilisation)} over {cost.mobilisation_days:,.15g} days before it opens"
    amounts = cost.amounts
    yield from (f"{pounds(amounts[kind])} {said}" for kind, said in AMOUNTS.items() if amounts[kind])


def _capital(capital: Capital) -> str:
    """Return what is built for how much; where no optimism bias is given, that is said."""
    bias = capital.optimism_bias
    added = "no optimism bias added" if bias is None else f"{percent(bias)} added for optimism bias"
    grant = f", {pounds(capital.grant)} of it from a grant" if capital.grant else ""
    when = f" on {day_text(capital.spent_on)}" if capital.spent_on else ""
    return f"{pounds(capital.amount)} of capital{when} ({added}{grant})"


def _rise(cost: Cost) -> str:
    rises = [step.value for step in cost.uplift_per_year]
    if not any(rises):
        return ""
    return f", rising {percent(rises[0])} each 1 April" if len(rises) == 1 else ", rising each 1 April by dated rates"


def percent(share: float) -> str:
    """Return a share as in 12.5%."""
    return f"{share * 100:.4g}%"


def pounds(amount: float) -> str:
    """Return pounds as in £12,500."""
    return f"£{amount:,.0f}"
