"""After care: allowances that go on when a child has left care, as special guardians' and for staying put."""

from typing import Annotated

from pydantic import Field

from placesim.config.values import ADULT_AGE, Count, Day, Frozen, Label, Name, Number, Share, Source, Whole, YearlyRise

OLDEST = 25
"""Until which birthday a council may pay; its duties to care leavers end with it."""

Age = Annotated[Whole, Field(ge=0, lt=OLDEST)]
"""Completed years."""


class AfterCare(Frozen):
    """Allowances paid week by week from the day a child leaves care for a reason until a birthday."""

    label: Label
    """What reports call it."""
    reason: Name
    """The reason for leaving care, before 18 or at 18, from which it is paid."""
    until_age: Annotated[Whole, Field(ge=1, le=OLDEST)] = int(ADULT_AGE)
    """The birthday on which it ends, by the calendar; a birthday on 29 February falls on 1 March in other years."""
    weekly: Annotated[Number, Field(ge=0, le=100_000)]
    """Mean pounds a week for one child, at prices of the first financial year."""
    share: Share = 1
    """Share of those who leave for this reason that it is paid for; each leaver counts as this much of an allowance."""
    uplift_per_year: YearlyRise = Field(default=0, validate_default=True)
    """Rise on each 1 April after the first financial year, as a share; may change by date."""
    stock_by_age: dict[Age, Count] = Field(default_factory=dict)
    """Allowances already paid on the start date by completed age, as in {5: 3, 12: 1}; birthdays are spread evenly over
    the year."""
    stock_until: tuple[Day, ...] = ()
    """Days on which allowances already paid on the start date end, one each, beside those counted by age."""
    budget_line: Name
    """The budget line that pays for it."""
    source: Source
