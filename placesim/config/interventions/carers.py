"""Interventions on foster carers: recruit more, keep those there are."""

from datetime import timedelta
from typing import Any, Literal

from pydantic import Field

from placesim.config.baseline import Baseline
from placesim.config.interventions.intervention import (
    DatedIntervention,
    Names,
    Target,
    When,
    carers_of,
    with_capacity,
)
from placesim.config.interventions.words import days_text, label_of, labels_of, percent, since
from placesim.config.problem import InconsistentError, Problem
from placesim.config.text import day_text
from placesim.config.timelines import added, changed, multiplied, stopped, summed
from placesim.config.values import Factor, Name, Number, Rate, Step


class RecruitCarers(DatedIntervention):
    """Approve more foster households a year, by a campaign whose families come some time after it starts.

    Example:
        kind: recruit_carers
        provision: council_carers_in_borough
        approvals_per_year: 4
        from: 2025-10-01
        until: 2027-10-01
        lag_days: 180
        source: "assumption: an example"
    """

    kind: Literal["recruit_carers"]
    provision: Name
    """Provision that the households join."""
    approvals_per_year: Rate
    """Households approved a year beyond those of the baseline."""
    lag_days: Number = Field(default=0, ge=0, le=1096)
    """Days from the start of the campaign to its first approvals."""
    until: When | None = None
    """Day the campaign ends; its approvals end the lag later. Left out, it goes on."""
    campaign: Name = "campaign"
    """Whose households these are: the same name brings the same families in another scenario."""

    def applied(self, baseline: Baseline) -> Baseline:
        """Return the baseline with more approvals."""
        carers = carers_of(baseline, self.provision)
        if self.until is not None and self.until <= self.from_:
            message = f"dates out of order: the campaign ends on {self.until} but begins on {self.from_}"
            raise InconsistentError([Problem(("until",), message)])
        lag = timedelta(days=self.lag_days)
        approvals = changed((Step(value=0),), self.from_ + lag, self.ramp_days, added(self.approvals_per_year))
        if self.until is not None:
            approvals = stopped(approvals, self.until + lag)
        before = carers.campaigns.get(self.campaign, (Step(value=0),))
        campaigns = {**carers.campaigns, self.campaign: summed(before, approvals)}
        return with_capacity(baseline, self.provision, carers.replace(campaigns=campaigns))

    def change_in_words(self, council: Baseline) -> str:
        """Return how many more households are approved, and when."""
        until = f" until {day_text(self.until)}" if self.until else ""
        lag = f"; its first approvals come {days_text(self.lag_days)} later" if self.lag_days else ""
        return (
            f"{label_of(council, self.provision)}: {self.approvals_per_year:g} more households approved a year by a "
            f"campaign {since(self.from_)}{until}{lag}"
        )

    def counted(self, council: Baseline) -> dict[str, Any]:
        """Return the days of the campaign, and the households that it approves."""
        approvals = {"provision": self.provision, "campaign": self.campaign}
        return {**super().counted(council), "until": self.until, "approvals": approvals}

    def acts_on(self) -> set[Target]:
        """Return the provision whose households are recruited."""
        return self._on_each(self.provision_named())

    def provision_named(self) -> tuple[str, ...]:
        """Return the provision that the households join."""
        return (self.provision,)

    def chosen(self, _council: Baseline) -> bool:
        """Tell that a council decides to recruit."""
        return True

    def brings(self, _council: Baseline) -> str:
        """Return more carers, where any are approved."""
        return "more carers" if self.approvals_per_year else ""


class KeepCarers(DatedIntervention):
    """Change how often foster households stop: support that keeps carers, or the loss of it.

    Example:
        kind: keep_carers
        provision: [council_carers_in_borough, council_carers_elsewhere]
        leaving_factor: 0.5
        from: 2026-04-01
        source: "assumption: an example"
    """

    kind: Literal["keep_carers"]
    provision: Names = Field(min_length=1)
    """Provision whose households it keeps."""
    leaving_factor: Factor
    """Multiplier of the rate at which households stop; 0.5 halves it, 1 changes nothing."""

    def applied(self, baseline: Baseline) -> Baseline:
        """Return the baseline with another rate of households leaving."""
        for name in self.provision:
            carers = carers_of(baseline, name)
            leaves = self.grown(carers.leaves_per_year, multiplied(self.leaving_factor))
            baseline = with_capacity(baseline, name, carers.replace(leaves_per_year=leaves))
        return baseline

    def change_in_words(self, council: Baseline) -> str:
        """Return how often households stop."""
        stop = f"stop at {percent(self.leaving_factor)} of the present rate"
        if self.leaving_factor == 1:
            stop = "stop as often as now,"
        return f"{labels_of(council, self.provision)}: households {stop} {since(self.from_)}"

    def acts_on(self) -> set[Target]:
        """Return each provision whose households it keeps."""
        return self._on_each(self.provision)

    def provision_named(self) -> tuple[str, ...]:
        """Return the provision whose households it keeps."""
        return self.provision

    def chosen(self, _council: Baseline) -> bool:
        """Tell keeping carers, which a council decides, from more of them leaving than now."""
        return self.leaving_factor <= 1

    def brings(self, _council: Baseline) -> str:
        """Return more carers, where fewer stop."""
        return "more carers" if self.leaving_factor < 1 else ""
