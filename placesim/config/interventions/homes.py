"""Interventions on homes there are or will be: delay, resize, close."""

from abc import ABC
from datetime import date, timedelta
from typing import Any, Literal

from pydantic import Field

from placesim.config.baseline import Baseline
from placesim.config.interventions.intervention import (
    HOME,
    DatedIntervention,
    Intervention,
    Target,
    When,
    home_of,
    with_capacity,
)
from placesim.config.interventions.words import days_text, label_of, plural, since
from placesim.config.problem import InconsistentError, Problem
from placesim.config.provision import Home
from placesim.config.text import day_text
from placesim.config.timelines import whole_becomes
from placesim.config.values import Name, Number, Whole


class HomeIntervention(Intervention, ABC):
    """A change of one home; whatever is done to it, the home is what it acts on, and the council decides."""

    provision: Name
    """The home."""

    def acts_on(self) -> set[Target]:
        """Return the home."""
        return {(HOME, self.provision)}

    def provision_named(self) -> tuple[str, ...]:
        """Return the home."""
        return (self.provision,)

    def chosen(self, _council: Baseline) -> bool:
        """Tell that a council decides about homes."""
        return True


class DelayHome(HomeIntervention):
    """Open a home later than planned.

    Example:
        kind: delay_home
        provision: juno_summer_lane
        days: 365
        source: "assumption: an example"
    """

    kind: Literal["delay_home"]
    provision: Name
    """The home; an earlier intervention or the baseline says when it opens."""
    days: Number = Field(ge=0, le=7305)
    """Days added to the planned opening; its chance delay comes on top."""

    def applied(self, baseline: Baseline) -> Baseline:
        """Return the baseline with the home opening later."""
        home, opens = _opening(baseline, self.provision)
        if opens <= baseline.start:
            message = f"{self.provision!r} is open on the start date and cannot be delayed"
            raise InconsistentError([Problem(("provision",), message)])
        return with_capacity(baseline, self.provision, home.replace(opens=opens + timedelta(days=self.days)))

    def change_in_words(self, council: Baseline) -> str:
        """Return on which day the home then opens, and by how much later; the day by all changes of the scenario."""
        name, days = label_of(council, self.provision), days_text(self.days)
        capacity = council.provision[self.provision].capacity if self.provision in council.provision else None
        opens = capacity.opens if isinstance(capacity, Home) else None
        if opens is None:
            return f"{name} opens {days} later than planned"
        return f"{name} opens on {day_text(opens)}, delayed by {days}"

    def begins(self) -> None:
        """Return no day: what it delays says when."""

    def counted(self, _council: Baseline) -> dict[str, Any]:
        """Return the home, whose opening it delays."""
        return {"home": self.provision}

    def brings(self, _council: Baseline) -> str:
        """Return nothing: a delay helps nobody."""
        return ""


class ResizeHome(HomeIntervention, DatedIntervention):
    """Give a home more or fewer registered beds from a date on; nobody is moved when they fall.

    Example:
        kind: resize_home
        provision: juno_rutland_street
        beds: 3
        from: 2029-04-01
        source: "assumption: an example"
    """

    kind: Literal["resize_home"]
    provision: Name
    """The home."""
    beds: Whole = Field(ge=0, le=50)
    """Registered beds from then on; over a ramp, rounded on the way."""

    def applied(self, baseline: Baseline) -> Baseline:
        """Return the baseline with the home resized."""
        home = home_of(baseline, self.provision)
        if not self.beds:
            raise InconsistentError([Problem(("beds",), "a home without beds is closed; use close_home")])
        return with_capacity(
            baseline, self.provision, home.replace(beds=self.grown(home.beds, whole_becomes(self.beds)))
        )

    def change_in_words(self, council: Baseline) -> str:
        """Return how many beds the home has from then on."""
        beds = f"{self.beds} registered {plural('bed', self.beds)}"
        return f"{label_of(council, self.provision)} has {beds} {since(self.from_)}"

    def brings(self, _council: Baseline) -> str:
        """Return nothing: whether these are more beds than before, it cannot know."""
        return ""


class CloseHome(HomeIntervention):
    """Close a home on a day; its children must move.

    Example:
        kind: close_home
        provision: juno_summer_lane
        closes: 2029-03-31
        source: "assumption: an example"
    """

    kind: Literal["close_home"]
    provision: Name
    """The home."""
    closes: When
    """Day it closes."""

    def applied(self, baseline: Baseline) -> Baseline:
        """Return the baseline with the home closing."""
        home, _ = _opening(baseline, self.provision)
        return with_capacity(baseline, self.provision, home.replace(closes=self.closes))

    def change_in_words(self, council: Baseline) -> str:
        """Return when the home closes."""
        return f"{label_of(council, self.provision)} closes on {day_text(self.closes)}"

    def begins(self) -> date:
        """Return the day it closes."""
        return self.closes

    def brings(self, _council: Baseline) -> str:
        """Return nothing: fewer beds are not expected to help."""
        return ""


def _opening(baseline: Baseline, name: str) -> tuple[Home, date]:
    """Return a home that opens, or is open, and its planned opening.

    Raises:
        InconsistentError: there is no such home, or nothing opens it.
    """
    home = home_of(baseline, name)
    if home.opens is None:
        message = f"{name!r} does not open yet; put an open_home before this"
        raise InconsistentError([Problem(("provision",), message)])
    return home, home.opens
