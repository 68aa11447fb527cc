"""Provision: placement types, places of all kinds, and what they cost."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from placesim.config.contracts import Contract, SpotContract, own_weekly_fee
from placesim.config.prices import Price
from placesim.config.values import (
    Amounts,
    Beds,
    Count,
    Day,
    Frozen,
    Label,
    Name,
    Number,
    Share,
    Source,
    Whole,
    value_on,
)


class PlacementType(Frozen):
    """A kind of placement, as the council and the SSDA903 return speak of it."""

    label: Label
    """What reports call it."""
    group: Literal["fostering", "residential", "other"] = "other"
    """Where out-of-borough rates count it: foster care (kinship included), homes, or neither."""
    drifts_because: str = Field(default="", max_length=500)
    """Why the number of children here is meant to change by itself; `check` warns of a change that nobody explains."""
    for_adoption: bool = False
    """True for children placed with their adopters: for long-term stability, the placement before counts with it."""


class Spot(Frozen):
    """Bought child by child, without limit."""

    kind: Literal["spot"] = "spot"


class Places(Frozen):
    """A number of places that this council can really get, changing on dates; nobody is moved when it falls."""

    kind: Literal["places"]
    places: Amounts
    """Places usable by this council, whole numbers."""
    usable_share: Share = 1
    """Share of these places that can really be filled, for places counted as approved (some are on hold, matched, or
    kept for a sibling); places are rounded to whole ones."""

    def usable_on(self, day: date) -> int:
        """Return the places that can really be filled on a day."""
        return int(value_on(self.places, day) * self.usable_share + 0.5)


class Households(Frozen):
    """Foster carers one by one, each with approved places; children must move when their carer leaves."""

    kind: Literal["households"]
    households: Count
    """Approved households on the start date."""
    approved_places: dict[Whole, Share] = Field(min_length=1)
    """Share of households by approved places, as in {1: 0.4, 2: 0.45, 3: 0.15}."""
    usable_share: Share
    """Share of approved places that can really be used (not on hold, matched, or kept for a sibling)."""
    approvals_per_year: Amounts
    """New households approved a year."""
    leaves_per_year: Amounts
    """Rate at which a household stops fostering, per household-year."""
    campaigns: dict[Name, Amounts] = Field(default_factory=dict)
    """Households approved a year beyond these, by recruitment campaign; each campaign's have luck of their own."""


class Triangular(Frozen):
    """A length of time between two limits with one likeliest value, in days."""

    least: Number = Field(ge=0, le=7305)
    """The shortest it can be."""
    likeliest: Number = Field(ge=0, le=7305)
    """Where its density is highest; the mean is a third of the three added up."""
    most: Number = Field(ge=0, le=7305)
    """The longest it can be."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.least <= self.likeliest <= self.most:
            found = f"{self.least:g}, {self.likeliest:g}, {self.most:g}"
            raise ValueError(f"least, likeliest and most must rise in this order; found {found}")
        return self


class Home(Frozen):
    """A named children's home with beds, an opening that may slip, and phased admission."""

    kind: Literal["home"]
    beds: Beds
    """Registered beds, whole numbers; may change by date. Nobody is moved when they fall."""
    opens: Day | None = None
    """Planned opening; left out, the home is planned provision that does not open unless a scenario opens it."""
    closes: Day | None = None
    """Day the home closes; its children must move."""
    delay_days: Triangular | None = None
    """How late the home may open, in days; left out, it opens on the day."""
    never_opens_share: Share = 0
    """Probability that the home never opens."""
    admission_gap_days: Number = Field(default=0, ge=0, le=730)
    """Days between one admission and the next until the home is full (phased admission)."""
    turnaround_days: Number = Field(default=0, ge=0, le=365)
    """Days that a bed stands empty after a child leaves, while the next child is matched and prepared."""
    searches_first_days: Number = Field(default=0, ge=0, le=730)
    """Days that a free bed is kept for children who need a placement, before it is offered to those placed below
    first choice elsewhere (0: offered at once)."""
    usable_beds: Whole | None = Field(default=None, ge=1)
    """Beds really filled where matching keeps the home below its registered beds."""
    match_share: Share = 1
    """Share of children whom the home's residents and staff would suit; luck of the child and the home."""


Capacity = Annotated[Spot | Places | Households | Home, Field(discriminator="kind")]


class Provision(Frozen):
    """Places of one placement type from one source."""

    label: Label
    """What reports call it."""
    placement_type: Name
    """One of the placement types above."""
    out_of_borough: bool = False
    """True when the place is outside the council's boundary, whoever provides it."""
    capacity: Capacity
    """How many places there are: `kind` is `spot`, `places`, `households` or `home`."""
    price: Price
    """What it costs."""
    budget_line: Name
    """The budget line that pays for it."""
    contract: Contract = SpotContract()
    """What is paid for whether used or not: `kind` is `spot` (nothing), `block`, `guaranteed` or `per_bed_cost`."""
    minimum_age: Number = Field(default=0, ge=0, le=18)
    """Youngest age taken, in years."""
    maximum_age: Number = Field(default=18, gt=0, le=18)
    """Age from which no child is taken, in years."""
    crisis: bool = False
    """True for unregistered or emergency placements; nights here are counted as crisis nights."""
    source: Source

    def contracted_weekly_fee(self) -> float:
        """Return pounds a week for each place under contract, at prices of the first financial year."""
        own = own_weekly_fee(self.contract)
        return self.price.weekly_fee if own is None else own
