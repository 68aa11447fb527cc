"""Re-entry: children who have left care before 18 may come back to it, as a rate, also those who left before day 0."""

from pydantic import Field

from placesim.config.bands import Bands
from placesim.config.values import Amounts, Factor, Frozen, Name, Number, Rate, Source

RE_ENTRY = "re_entry"
"""What interventions call the rate of coming back; no reason for leaving or moving may have this name."""

LEFT_BEFORE = "left_before"
"""What measures call those who come back and had left before the start; no reason for leaving may have this name."""


class LeftBefore(Frozen):
    """One child who had left care before the start date and may come back, without a name."""

    age_years: Number = Field(ge=0, lt=18)
    """Age on the start date."""
    days_since_leaving: Number = Field(ge=0, lt=6575)
    """Days from the day on which the child left care to the start date."""
    reason: Name
    """The reason for which the child left."""
    stream: Name
    """The entrant stream the child once came by."""
    need: Name
    """What the child needed on leaving."""


class ReEntry(Frozen):
    """Children who have left care before 18 and come back to it, as a rate until their 18th birthday.

    Time in care begins anew, the child's need is the one they left with, and a place is sought as on entering care.
    """

    per_year: dict[Name, Rate]
    """Children coming back per child-year since leaving, by reason for leaving; after reasons left out nobody does."""
    time_since_leaving_bands: Bands = Field(default={"any": (0, 18)}, validate_default=True)
    """Names of bands of years since leaving care, covering 0 to 18 without gap or overlap; left out, one band."""
    by_time_since_leaving: dict[str, Factor] = Field(default_factory=dict)
    """Multiplier by time-since-leaving band; bands left out have 1."""
    by_age: dict[str, Factor] = Field(default_factory=dict)
    """Multiplier by age band; bands left out have 1."""
    by_stream: dict[Name, Factor] = Field(default_factory=dict)
    """Multiplier by the entrant stream the child first came by; streams left out have 1."""
    by_date: Amounts = Field(default=1, validate_default=True)
    """Multiplier from a date on."""
    left_before: tuple[LeftBefore, ...] = ()
    """Children who had left care before the start date, one by one, and may come back like those who leave after it;
    `file: left_before.csv` (relative to this file) reads them from a table with these columns."""
    source: Source
