"""Risks: what may happen to a placed child, as rates; leaving care and moving."""

from pydantic import Field

from placesim.config.children import Tier
from placesim.config.values import Amounts, Factor, Frozen, Label, Name, Number, Rate, Share, Source

TRANSFER = "transfer"

BUILT_IN_MOVES = {
    TRANSFER: "Move to a preferred place",
    "carer_left": "Carer stopped fostering",
    "home_closed": "Home closed",
}
"""Moves that the model makes by itself; configurations may not use these names."""


class Risk(Frozen):
    """Something that may happen to a placed child, as a rate that depends on placement, child, time and date."""

    label: Label
    """What reports call it."""
    per_year: dict[Name, Rate]
    """Events per child-year by placement type; types left out have none."""
    by_age: dict[str, Factor] = Field(default_factory=dict)
    """Multiplier by age band; bands left out have 1."""
    by_time_in_care: dict[str, Factor] = Field(default_factory=dict)
    """Multiplier by time-in-care band; bands left out have 1."""
    by_time_in_placement: dict[str, Factor] = Field(default_factory=dict)
    """Multiplier by time-in-placement band; bands left out have 1."""
    by_stream: dict[Name, Factor] = Field(default_factory=dict)
    """Multiplier by entrant stream, as in {unaccompanied: 0}; streams left out have 1."""
    by_date: Amounts = Field(default=1, validate_default=True)
    """Multiplier from a date on."""
    by_type_and_date: dict[Name, Amounts] = Field(default_factory=dict)
    """Multiplier from a date on by placement type; types left out have 1."""
    source: Source


class NeedChange(Frozen):
    """A child's need rises or falls at a move."""

    from_: Name = Field(alias="from")
    """The need before the move."""
    to: Name
    """The need after it."""
    share: Share
    """Probability, the child's own luck."""
    minimum_age: Number = Field(default=0, ge=0, le=18)
    """Only from this age, in years."""


class Move(Risk):
    """A move from one placement to another."""

    planned: bool = True
    """False for a breakdown, an unplanned ending."""
    frailty_variance: Number = Field(default=0, ge=0, le=20)
    """How much children differ lastingly in this rate: variance of a gamma factor of mean 1 (0: not at all)."""
    same_carer_again: bool = True
    """False: foster carers whose placement ended so are not asked to take the same child next."""
    to: tuple[Tier, ...] = ()
    """Provision to try first, best first, written like a search; left out, the child's need says."""
    need_changes: tuple[NeedChange, ...] = ()


class AtEighteen(Frozen):
    """How children leave on their 18th birthday."""

    reasons: dict[Name, Label]
    """Reasons with what reports print."""
    shares: dict[Name, dict[Name, Share]]
    """For each placement type, the share of children by reason; each row adds to 1."""
    source: Source
