"""Interventions on demand: who enters care, and how many."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from placesim.config.baseline import Baseline
from placesim.config.children import Diversion
from placesim.config.interventions.intervention import EVERY, DatedIntervention, Names, Target, known
from placesim.config.interventions.words import labelled, percent, since
from placesim.config.problem import InconsistentError, Problem
from placesim.config.timelines import becomes, changed, multiplied, years_later
from placesim.config.values import Factor, Name, Number, Share, Step


class DivertEntries(DatedIntervention):
    """Keep a share of particular children from entering care, as work at the edge of care does.

    Example:
        kind: divert_entries
        streams: local
        minimum_age: 10
        maximum_age: 16
        share: 0.1
        from: 2026-04-01
        ramp_days: 365
        source: "assumption: an example"
    """

    kind: Literal["divert_entries"]
    share: Share
    """Share of these children who do not enter, each by their own luck."""
    streams: Names = ()
    """Streams of entrants it reaches; left out, all."""
    minimum_age: Number = Field(default=0, ge=0, le=18)
    """Youngest age it reaches, in years."""
    maximum_age: Number = Field(default=18, gt=0, le=18)
    """Age from which it reaches nobody, in years."""
    needs: Names = ()
    """Needs it reaches; left out, all."""
    programme: Name = "edge_of_care"
    """Whose luck decides: the same name diverts the same children in another scenario."""

    def applied(self, baseline: Baseline) -> Baseline:
        """Return the baseline with fewer of these children entering."""
        known(baseline.entrants, "stream", "streams", self.streams)
        known(baseline.needs, "need", "needs", self.needs)
        if self.maximum_age <= self.minimum_age:
            message = f"maximum_age {self.maximum_age:g} must be above minimum_age {self.minimum_age:g}"
            raise InconsistentError([Problem(("maximum_age",), message)])
        diversion = Diversion(
            share=self.grown((Step(value=0),), becomes(self.share)),
            minimum_age=self.minimum_age,
            maximum_age=self.maximum_age,
            needs=self.needs,
            source=self.source,
        )
        entrants = dict(baseline.entrants)
        for name in self.streams or baseline.entrants:
            if self.programme in entrants[name].diversions:
                message = (
                    f"{self.programme!r} diverts children of {name!r} already; give this another `programme`, "
                    "and each acts on the children the other leaves"
                )
                raise InconsistentError([Problem(("programme",), message)])
            diversions = {**entrants[name].diversions, self.programme: diversion}
            entrants[name] = entrants[name].replace(diversions=diversions)
        return baseline.replace(entrants=entrants)

    def change_in_words(self, council: Baseline) -> str:
        """Return which share of which children does not enter care."""
        streams = ", ".join(labelled(council.entrants, self.streams))
        needs = ", ".join(labelled(council.needs, self.needs))
        who = (f" ({streams})" if streams else "") + (f" whose need is {needs}" if needs else "")
        return f"{percent(self.share)} of children{self._ages()}{who} who would enter care do not, {since(self.from_)}"

    def acts_on(self) -> set[Target]:
        """Return the children it reaches, and the programme that does."""
        ages = f"{self.minimum_age} to {self.maximum_age}"
        return self._on_each(self.streams or EVERY, self.needs or EVERY, (ages,), (self.programme,))

    def provision_named(self) -> tuple[str, ...]:
        """Return nothing: it is about children, wherever they would live."""
        return ()

    def chosen(self, _council: Baseline) -> bool:
        """Tell that a council decides about work at the edge of care."""
        return True

    def brings(self, _council: Baseline) -> str:
        """Return fewer children entering care, where any are diverted."""
        return "fewer children entering care" if self.share else ""

    def _ages(self) -> str:
        if self.maximum_age == 18:
            return f" aged {self.minimum_age:g} or over" if self.minimum_age else ""
        youngest = f"{self.minimum_age:g} to " if self.minimum_age else ""
        return f" aged {youngest}under {self.maximum_age:g}"


class ChangeEntries(DatedIntervention):
    """Change how many children enter care: by a factor, or by growth from year to year.

    Example:
        kind: change_entries
        factor: 1.1
        from: 2025-04-01
        source: "assumption: an example"
    """

    kind: Literal["change_entries"]
    factor: Factor | None = None
    """Multiplier of the rate of entry; 1 changes nothing."""
    growth_per_year: Annotated[Number, Field(ge=-0.5, le=1)] | None = None
    """In place of a factor: the rise on the first day and on each anniversary of it, as a share (0.03 is 3%)."""
    streams: Names = ()
    """Streams of entrants it changes; left out, all."""

    def applied(self, baseline: Baseline) -> Baseline:
        """Return the baseline with another rate of entry."""
        known(baseline.entrants, "stream", "streams", self.streams)
        if (self.factor is None) == (self.growth_per_year is None):
            raise InconsistentError([Problem(("factor",), "give either factor or growth_per_year")])
        if self.growth_per_year is not None and self.ramp_days:
            raise InconsistentError([Problem(("ramp_days",), "growth_per_year grows by itself; take ramp_days out")])
        entrants = {
            name: stream.replace(entries_per_year=self._changed(baseline, stream.entries_per_year))
            if name in (self.streams or baseline.entrants)
            else stream
            for name, stream in baseline.entrants.items()
        }
        return baseline.replace(entrants=entrants)

    def change_in_words(self, council: Baseline) -> str:
        """Return how many more or fewer children enter care."""
        streams = ", ".join(labelled(council.entrants, self.streams))
        who = "children enter care" + (f" ({streams})" if streams else "")
        if self.growth_per_year is not None:
            more = "more" if self.growth_per_year >= 0 else "fewer"
            return f"{percent(abs(self.growth_per_year))} {more} {who} each year, {since(self.from_)}"
        factor = 1.0 if self.factor is None else self.factor
        many = "As many" if factor == 1 else f"{percent(abs(factor - 1))} {'more' if factor > 1 else 'fewer'}"
        return f"{many} {who}, {since(self.from_)}"

    def acts_on(self) -> set[Target]:
        """Return the streams whose rate of entry it changes."""
        return self._on_each(self.streams or EVERY)

    def provision_named(self) -> tuple[str, ...]:
        """Return nothing: it is about children, wherever they would live."""
        return ()

    def chosen(self, _council: Baseline) -> bool:
        """Tell that nobody decides how many children enter care; work that keeps children out is `divert_entries`."""
        return False

    def brings(self, _council: Baseline) -> str:
        """Return nothing: it happens to the council."""
        return ""

    def _changed(self, baseline: Baseline, rate: tuple[Step, ...]) -> tuple[Step, ...]:
        if self.growth_per_year is None:
            return self.grown(rate, multiplied(1 if self.factor is None else self.factor))
        for anniversary in _anniversaries(self.from_, baseline):
            rate = changed(rate, anniversary, 0, multiplied(1 + self.growth_per_year))
        return rate


def _anniversaries(first: date, baseline: Baseline) -> list[date]:
    """Return a day and its anniversaries, as far as any horizon of this baseline goes."""
    years = range(int(baseline.years) + baseline.start.year - first.year + 2)
    return [day for year in years if (day := years_later(first, year))]
