"""The baseline: what a configuration file may say, validated, frozen and documented field by field."""

from datetime import date
from math import exp, log, sqrt
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from placesim.config.consistency import problems
from placesim.config.problem import agreed
from placesim.config.values import (
    Amounts,
    Bands,
    Count,
    Day,
    Factor,
    Frozen,
    Label,
    Name,
    Number,
    Rate,
    Share,
    Source,
    Whole,
    YearlyRise,
    expected,
)


class PlacementType(Frozen):
    """A kind of placement, as the council and the SSDA903 return speak of it."""

    label: Label
    """What reports call it."""
    group: Literal["fostering", "residential", "other"] = "other"
    """Where out-of-borough rates count it: foster care (kinship included), homes, or neither."""


class BudgetLine(Frozen):
    """A line of the council's budget that placements are charged to."""

    label: Label
    """What reports call it; the name on the council's budget."""


class Price(Frozen):
    """What a week in a provision costs the council."""

    weekly_fee: Number = Field(ge=0, le=1_000_000)
    """Mean pounds per child per week, at prices of the first financial year."""
    variation: Number = Field(default=0, ge=0, le=3)
    """Coefficient of variation of the fee between children (log-normal; 0: all pay the same)."""
    uplift_per_year: YearlyRise = Field(default=0, validate_default=True)
    """Rise on each 1 April after the first financial year, as a share (0.05 is 5%); may change by date."""
    block: bool = False
    """True when the council pays for every bed from the day the home opens, used or not (homes only)."""
    source: Source

    def fee_at(self, luck: float) -> float:
        """Return pounds per week for a child whose fee luck is a standard normal score (log-normal, mean kept)."""
        variance = log(1 + self.variation**2)
        return self.weekly_fee * exp(sqrt(variance) * luck - variance / 2)


class Spot(Frozen):
    """Bought child by child, without limit."""

    kind: Literal["spot"] = "spot"


class Places(Frozen):
    """A number of places that this council can really get, changing on dates; nobody is moved when it falls."""

    kind: Literal["places"]
    places: Amounts
    """Places usable by this council, whole numbers."""


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


class Triangular(Frozen):
    """A length of time between two limits with one likeliest value, in days."""

    least: Number = Field(ge=0, le=7305)
    likeliest: Number = Field(ge=0, le=7305)
    most: Number = Field(ge=0, le=7305)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.least <= self.likeliest <= self.most:
            found = f"{self.least:g}, {self.likeliest:g}, {self.most:g}"
            raise ValueError(f"least, likeliest and most must rise in this order; found {found}")
        return self


class Home(Frozen):
    """A named children's home with beds, an opening that may slip, and phased admission."""

    kind: Literal["home"]
    beds: Whole = Field(gt=0, le=50)
    """Registered beds."""
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
    usable_beds: Whole | None = Field(default=None, ge=0)
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
    minimum_age: Number = Field(default=0, ge=0, le=18)
    """Youngest age taken, in years."""
    maximum_age: Number = Field(default=18, gt=0, le=18)
    """Age from which no child is taken, in years."""
    crisis: bool = False
    """True for unregistered or emergency placements; nights here are counted as crisis nights."""
    source: Source


class Option(Frozen):
    """One provision in a search."""

    provision: Name
    """One of the provision above."""
    share: Share = 1
    """Share of children for whom it exists (a relative who can care); the child's own luck for this provision."""
    on_entry_only: bool = False
    """True when it is tried only as the child enters care."""


def _tier(value: Any) -> Any:
    options = value if isinstance(value, list | tuple) else (value,)
    if not all(isinstance(option, str | dict | Option) for option in options):
        raise expected("the name of a provision, {provision: name, share: 0.5}, or a list of them")
    return tuple({"provision": option} if isinstance(option, str) else option for option in options)


Tier = Annotated[tuple[Option, ...], BeforeValidator(_tier), Field(min_length=1)]
"""Provision equally good: one name, one `{provision, share, on_entry_only}`, or a list of them tried in order."""


class Transfer(Frozen):
    """Provision worth moving to for a child placed below first choice."""

    to: Name
    """Provision with a number of places that is worth moving to."""
    from_: tuple[Name, ...] = Field(alias="from", min_length=1)
    """Where children wait for it."""
    minimum_days: Number = Field(default=0, ge=0, le=3653)
    """Days in the placement before the child may move."""
    settled_after_days: Number | None = Field(default=None, gt=0)
    """Days in the placement after which the child is settled and is no longer moved."""


class Need(Frozen):
    """What a child needs, as the provision to try, best first."""

    label: Label
    """What reports call it."""
    level: Whole = Field(default=1, ge=0, le=100)
    """How intensive the need is; the policy `highest_need` offers a bed to the highest level first."""
    search: tuple[Tier, ...] = Field(min_length=1)
    """Provision to try, best first; a list inside the list is equally good. The last is spot provision for all ages."""
    transfers: tuple[Transfer, ...] = ()
    """Provision a child placed below it keeps waiting for."""
    source: Source


class EntrantStream(Frozen):
    """Children who enter care, of one kind."""

    label: Label
    """What reports call it."""
    entries_per_year: Amounts
    """Children entering care a year; may change by date."""
    variation_between_years: Number = Field(default=0, ge=0, le=2)
    """Coefficient of variation of the yearly rate between financial years, beyond chance (0: every year is alike)."""
    ages: dict[str, Share]
    """Share of entrants by age band; ages are spread evenly within a band."""
    needs: dict[str, dict[Name, Share]]
    """For each age band, the share of entrants with each need."""
    source: Source


class StartGroup(Frozen):
    """Children in one provision on the start date."""

    provision: Name
    """Where these children live on the start date."""
    stream: Name
    """The entrant stream these children once came by."""
    needs: dict[Name, Share]
    """Share of these children with each need."""
    ages: dict[str, Count]
    """How many children by age band."""
    years_in_care: dict[str, Share] | None = None
    """Share by time-in-care band, where it differs from the council's."""
    source: Source


class ListedChild(Frozen):
    """One child in care on the start date, without a name."""

    provision: Name
    """Where the child lives."""
    stream: Name
    """The entrant stream the child once came by."""
    need: Name
    """What the child needs."""
    age_years: Number = Field(ge=0, lt=18)
    years_in_care: Number = Field(ge=0, lt=18)
    days_in_placement: Number = Field(ge=0, lt=6575)


class ChildrenInCare(Frozen):
    """Children in care on the start date: as counts, as a list or file of children, or both."""

    groups: tuple[StartGroup, ...] = ()
    years_in_care: dict[str, Share] = Field(default_factory=dict)
    """Share of children by time-in-care band; nobody has been in care longer than they have lived."""
    children: tuple[ListedChild, ...] = ()
    """Children one by one; `file: children.csv` (relative to this file) reads them from a table with these columns."""
    source: Source


class Risk(Frozen):
    """Something that may happen to a placed child, as a rate that depends on placement, age, time in care and date."""

    label: Label
    """What reports call it."""
    per_year: dict[Name, Rate]
    """Events per child-year by placement type; types left out have none."""
    by_age: dict[str, Factor] = Field(default_factory=dict)
    """Multiplier by age band; bands left out have 1."""
    by_time_in_care: dict[str, Factor] = Field(default_factory=dict)
    """Multiplier by time-in-care band; bands left out have 1."""
    by_date: Amounts = Field(default=1, validate_default=True)
    """Multiplier from a date on."""
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


class Baseline(Frozen):
    """Today carried forward: one council, its children, its provision, and how both change."""

    name: Label
    """The council, as reports head it."""
    question: str = Field(default="What happens if nothing changes?", max_length=500)
    """What a commissioner wants to know, in a sentence; it heads the report."""
    start: Day = Field(ge=date(1990, 1, 1), le=date(2100, 1, 1))
    """Day 0: the date on which the children in care are counted."""
    years: Number = Field(gt=0, le=30)
    """How many years to simulate."""
    evidence: str | None = None
    """Folder of evidence tables (CSV with a column `id`), relative to this file."""
    transfer_policy: Literal["longest_wait", "highest_fee", "highest_need"] = "longest_wait"
    """Which waiting child is offered a freed bed first."""
    age_bands: Bands
    """Names of age bands with [from, to) in years; they cover 0 to 18 without gap or overlap."""
    time_in_care_bands: Bands
    """Names of bands of years in care so far, covering 0 to 18 in the same way."""
    placement_types: dict[Name, PlacementType] = Field(min_length=1)
    budget_lines: dict[Name, BudgetLine] = Field(min_length=1)
    provision: dict[Name, Provision] = Field(min_length=1)
    needs: dict[Name, Need] = Field(min_length=1)
    entrants: dict[Name, EntrantStream] = Field(min_length=1)
    children_in_care: ChildrenInCare
    leaving: dict[Name, Risk]
    """Reasons for leaving care before 18, as rates."""
    moves: dict[Name, Move]
    """Reasons for moving placement, as rates."""
    at_18: AtEighteen

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        agreed(problems(self))
        return self
