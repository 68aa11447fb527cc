"""Children: what they need, who enters care, and who is in care on the start date."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from placesim.config.values import (
    ADULT_AGE,
    Amounts,
    Count,
    Day,
    Frozen,
    Label,
    Name,
    Number,
    Share,
    Shares,
    Source,
    Whole,
    expected,
)


class SearchOption(Frozen):
    """One provision in a search."""

    provision: Name
    """One of the provision above."""
    share: Share = 1
    """Share of children for whom it exists (a relative who can care); the child's own luck for this provision."""
    on_entry_only: bool = False
    """True when it is tried only as the child enters care."""


def _tier(value: Any) -> Any:
    options = value if isinstance(value, list | tuple) else (value,)
    if not all(isinstance(option, str | dict | SearchOption) for option in options):
        raise expected("the name of a provision, {provision: name, share: 0.5}, or a list of them")
    return tuple({"provision": option} if isinstance(option, str) else option for option in options)


Tier = Annotated[tuple[SearchOption, ...], BeforeValidator(_tier), Field(min_length=1)]
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
    maximum_age: Number = Field(default=ADULT_AGE, gt=0, le=18)
    """Age from which nobody is moved here, in years."""
    minimum_days_to_18: Number = Field(default=0, ge=0, le=6575)
    """Days that must be left to the 18th birthday for a move to be worth it."""
    starts: Day | None = None
    """First day on which anybody may wait; left out, from the start date."""

    def ages_in_words(self) -> str:
        """Return the limits of age as the end of a sentence says them, where there are any."""
        under = f", under {self.maximum_age:g}" if self.maximum_age < ADULT_AGE else ""
        left = self.minimum_days_to_18
        return under + (f", with {left:,.0f} days or more left to the 18th birthday" if left else "")


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


class Diversion(Frozen):
    """Work at the edge of care that keeps a share of particular children from entering."""

    share: Shares
    """Share of these children who do not enter, each by their own luck; may change by date."""
    minimum_age: Number = Field(default=0, ge=0, le=18)
    """Youngest age it reaches, in years."""
    maximum_age: Number = Field(default=18, gt=0, le=18)
    """Age from which it reaches nobody, in years."""
    needs: tuple[Name, ...] = ()
    """Needs it reaches; left out, all."""
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
    diversions: dict[Name, Diversion] = Field(default_factory=dict)
    """Programmes that keep particular children from entering; each has luck of its own."""
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


class YearsInPlacement(Frozen):
    """How long counted children had been in their placement on the start date, by placement type and time in care."""

    placement_types: tuple[Name, ...] = Field(min_length=1)
    """Of whom this is told, by where they live on the start date."""
    time_in_care: tuple[str, ...] = ()
    """Time-in-care bands of these children; left out, all."""
    bands: dict[str, Share]
    """Share by time-in-placement band, evenly within a band; who would have been there for longer than in care has been
    there since coming into care."""
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
    years_in_placement: tuple[YearsInPlacement, ...] = ()
    """How long counted children had been in their placement; for those not named here, any time since they came into
    care is as likely as any other."""
    children: tuple[ListedChild, ...] = ()
    """Children one by one; `file: children.csv` (relative to this file) reads them from a table with these columns."""
    real: bool = False
    """True when the children listed are real ones, as those that `placesim fit` lists; run folders then say so."""
    source: Source

    @property
    def all_listed(self) -> bool:
        """Whether every child is listed, so that the day is known on which each placement began."""
        return not any(count for group in self.groups for count in group.ages.values())

    @property
    def real_children(self) -> int:
        """How many real children are listed one by one; 0 where it is not said that they are real."""
        return len(self.children) if self.real else 0
