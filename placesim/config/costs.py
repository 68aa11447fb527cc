"""Costs: what decisions cost beside placements, each paid on days of its own."""

from datetime import date
from typing import Annotated

from pydantic import Field

from placesim.config.values import Day, Frozen, Name, Number, Printable, Source, Whole, YearlyRise

Pounds = Annotated[Number, Field(ge=0, le=1_000_000_000)]
"""An amount of money; never negative."""

LONGEST_LABEL = 200
"""Characters of a label: a few names of provision fit."""

KINDS = {
    "capital": "Capital, less grant",
    "one_off": "One-off",
    "mobilisation": "Mobilisation",
    "campaign": "Campaign",
    "per_year": "Running costs",
    "staff_per_year": "Staff",
    "per_approval": "Households approved",
    "per_move": "Moves",
}
"""Kinds of cost, by the field that gives them, as reports call them."""


class Capital(Frozen):
    """Money spent once on a building or on works, and how much of it somebody else pays."""

    amount: Pounds
    """Pounds, as estimated, in cash of the day on which they are spent: no uplift is added."""
    grant: Pounds = 0
    """Pounds of it that somebody else pays, whatever the works turn out to cost."""
    optimism_bias: Annotated[Number, Field(ge=0, le=5)] | None = None
    """Share by which such works turn out dearer than an early estimate, added to the amount: 0.24 is the upper bound
    for standard buildings (Mott MacDonald 2002, in the Green Book's guidance); left out, nothing is added, and reports
    say so."""
    spent_on: Day | None = None
    """Day on which it is spent; left out, the first day of what it is for, of a home the planned opening."""
    only_if_it_opens: bool = False
    """True: not spent in futures in which the home never opens, as where the money itself may not be found; otherwise
    it is spent whatever comes of the home."""

    @property
    def net(self) -> float:
        """Pounds that the council has to find."""
        return self.amount * (1 + (self.optimism_bias or 0)) - self.grant


class Cost(Frozen):
    """What a decision costs beside placements; several amounts add up, and `source` alone says that it costs nothing.

    Pounds at prices of the first financial year. Amounts are charged to one budget line; capital is kept apart.
    """

    label: Annotated[str, Field(min_length=1, max_length=LONGEST_LABEL), Printable] | None = None
    """What reports call it; left out, what the intervention is."""
    budget_line: Name | None = None
    """The budget line that pays; needed by everything but capital."""
    one_off: Pounds = 0
    """Pounds paid once, on the first day; for a home on the day of its planned opening, even if it never opens."""
    mobilisation: Pounds = 0
    """Pounds for a home before it opens, as for staff in training: paid evenly over the `mobilisation_days` before the
    day it really opens, or was planned to if it never does."""
    mobilisation_days: Annotated[Whole, Field(ge=1, le=3653)] = Field(default_factory=int)
    """Days over which mobilisation is paid; a whole number, as a day is the least that money is paid for."""
    campaign: Pounds = 0
    """Pounds for a campaign as a whole, paid evenly from the first day until it ends; it needs an end."""
    per_year: Pounds = 0
    """Pounds a financial year, day by day, as for a contract or a team; for a home while it is really open."""
    staff_per_year: Pounds = 0
    """Pounds a financial year for staff, day by day as `per_year`; reports tell it apart."""
    per_approval: Pounds = 0
    """Pounds for each household that a campaign approves, on the day of approval, whenever that is; assessment and
    training, for one."""
    per_move: Pounds = 0
    """Pounds for each move counted, on the day of the move: all of them, not only those beyond the baseline's."""
    capital: Capital | None = None
    """A building or works, kept apart from all budget lines."""
    until: Day | None = None
    """Day from which it is no longer paid by the year or by the move; left out, where the intervention ends, where its
    home closes, or never."""
    uplift_per_year: YearlyRise = Field(default=0, validate_default=True)
    """Rise on each 1 April after the first financial year, as a share (0.03 is 3%); may change by date. Capital does
    not rise."""
    source: Source

    @property
    def amounts(self) -> dict[str, float]:
        """Pounds by kind of cost, apart from capital; what is not given is 0."""
        return {kind: getattr(self, kind) for kind in KINDS if kind != "capital"}


class ApprovalsCounted(Frozen):
    """Which households are paid for when they are approved."""

    provision: Name
    """The provision that they join."""
    campaign: Name
    """The recruitment campaign that finds them."""


class MovesCounted(Frozen):
    """Which moves are paid for."""

    reason: Name
    """Why the child moves: a name of the moves, or `transfer` for a move to a preferred place."""
    from_: tuple[Name, ...] = Field(default=(), alias="from")
    """Provision that they leave; left out, any."""
    placement_types: tuple[Name, ...] = ()
    """Placement types that they leave; left out, any."""
    to: Name | None = None
    """Provision that they move to; left out, any."""


class DatedCost(Cost):
    """A cost with its first day and what it is counted by: the council's own, or one that an intervention brings."""

    from_: Day | None = Field(default=None, alias="from")
    """First day; left out, the start date, or the opening of the home."""
    home: Name | None = None
    """In place of a first day: the home with whose opening it begins."""
    approvals: ApprovalsCounted | None = None
    """Which approvals `per_approval` pays for."""
    moves: MovesCounted | None = None
    """Which moves `per_move` pays for."""

    def begins(self, start: date) -> date:
        """Return its first day, where it names one; the start date of the simulation otherwise."""
        return self.from_ or start
