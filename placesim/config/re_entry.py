"""Re-entry: children who have left care before 18 may come back to it, as a rate."""

from pydantic import Field

from placesim.config.values import Amounts, Bands, Factor, Frozen, Name, Rate, Source


class ReEntry(Frozen):
    """Children who have left care before 18 and come back to it, as a rate from the day they left to their 18th
    birthday; without this block nobody comes back.

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
    source: Source
