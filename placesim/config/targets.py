"""Targets: savings that a council has promised in a budget line, each for one financial year."""

from pydantic import Field

from placesim.config.budget_lines import FinancialYear
from placesim.config.values import Frozen, Label, Name, Number, Source


class Target(Frozen):
    """A saving that a budget line is to make in a financial year."""

    label: Label
    """What reports call it."""
    budget_line: Name
    """The budget line that is to spend less."""
    saving: Number = Field(gt=0, le=1_000_000_000)
    """Pounds to be saved in that year."""
    year: FinancialYear
    """The financial year, as in 2025-26."""
    in_budget: bool = True
    """True where the line's budget of that year has the saving taken out already: it is met when the outturn is within
    the budget. False: when the outturn is lower than the budget by the saving."""
    source: Source
