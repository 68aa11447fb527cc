"""Income: grants that a council gets for each night of particular children in care."""

from typing import Annotated

from pydantic import Field

from placesim.config.values import Frozen, Label, Name, Number, Source, YearlyRise


class Income(Frozen):
    """A grant by the night, as the Home Office's for unaccompanied children."""

    label: Label
    """What reports call it."""
    stream: Name
    """The entrant stream whose children's nights in care it is paid for; care ends at 18."""
    per_night: Annotated[Number, Field(ge=0, le=100_000)]
    """Pounds for each night, at the rate of the first financial year."""
    uplift_per_year: YearlyRise = Field(default=0, validate_default=True)
    """Rise on each 1 April after the first financial year, as a share; may change by date."""
    budget_line: Name
    """The budget line on which it stands."""
    source: Source
