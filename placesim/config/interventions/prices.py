"""Interventions on money: prices and their uplifts."""

from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import Field

from placesim.config.baseline import Baseline
from placesim.config.interventions.intervention import EVERY, DatedIntervention, Names, Target, known, with_provision
from placesim.config.interventions.words import labels_of, percent, since
from placesim.config.prices import Price
from placesim.config.timelines import becomes, multiplied
from placesim.config.values import Factor, Number, value_on


class ChangePrice(DatedIntervention):
    """Change what provision costs from a date on, beside its yearly uplift.

    Example:
        kind: change_price
        provision: [homes_in_borough, homes_elsewhere]
        factor: 0.97
        from: 2027-04-01
        source: "assumption: an example"
    """

    kind: Literal["change_price"]
    provision: Names = ()
    """Provision whose price changes, and with it all that its contract pays, its own fee included; left out, all."""
    factor: Factor
    """Multiplier of the price; 1 changes nothing."""

    def applied(self, baseline: Baseline) -> Baseline:
        """Return the baseline with other prices."""
        change = multiplied(self.factor)
        return _repriced(
            baseline, self.provision, lambda price: price.replace(by_date=self.grown(price.by_date, change))
        )

    def change_in_words(self, council: Baseline) -> str:
        """Return which prices become how much of what they would be."""
        whose = labels_of(council, self.provision) or "all provision"
        return f"Prices of {whose} become {percent(self.factor)} of what they would be, {since(self.from_)}"

    def acts_on(self) -> set[Target]:
        """Return each price that it changes."""
        return self._on_each(self.provision or EVERY)

    def provision_named(self) -> tuple[str, ...]:
        """Return the provision whose price changes; empty for all."""
        return self.provision

    def chosen(self, _council: Baseline) -> bool:
        """Tell a price negotiated down from one that goes up."""
        return self.factor <= 1

    def brings(self, _council: Baseline) -> str:
        """Return nothing beside the money itself."""
        return ""


class ChangeUplift(DatedIntervention):
    """Change how fast a price rises: the uplift of every 1 April from a date on.

    Example:
        kind: change_uplift
        provision: [homes_in_borough, homes_elsewhere]
        uplift_per_year: 0.11
        from: 2026-04-01
        source: "assumption: an example"
    """

    kind: Literal["change_uplift"]
    provision: Names = ()
    """Provision whose price rises differently; left out, all."""
    uplift_per_year: Annotated[Number, Field(ge=-0.5, le=1)]
    """Rise on each 1 April from then on, as a share (0.05 is 5%), in place of the baseline's."""

    def applied(self, baseline: Baseline) -> Baseline:
        """Return the baseline with other uplifts."""
        change = becomes(self.uplift_per_year)
        return _repriced(
            baseline,
            self.provision,
            lambda price: price.replace(uplift_per_year=self.grown(price.uplift_per_year, change)),
        )

    def change_in_words(self, council: Baseline) -> str:
        """Return which prices rise by how much a year."""
        whose = labels_of(council, self.provision) or "all provision"
        return f"Prices of {whose} rise by {percent(self.uplift_per_year)} on each 1 April, {since(self.from_)}"

    def acts_on(self) -> set[Target]:
        """Return each price that it changes."""
        return self._on_each(self.provision or EVERY)

    def provision_named(self) -> tuple[str, ...]:
        """Return the provision whose price rises differently; empty for all."""
        return self.provision

    def chosen(self, council: Baseline) -> bool:
        """Tell a rise negotiated down from one that is above the baseline's anywhere."""
        names = self.provision or tuple(council.provision)
        prices = [council.provision[name].price for name in names if name in council.provision]
        return not any(self.uplift_per_year > value_on(price.uplift_per_year, self.from_) for price in prices)

    def brings(self, _council: Baseline) -> str:
        """Return nothing beside the money itself."""
        return ""


def _repriced(baseline: Baseline, provision: Names, change: Callable[[Price], Price]) -> Baseline:
    """Return the baseline with the price of some provision changed, or of all where none is named."""
    known(baseline.provision, "provision", "provision", provision)
    names = provision or tuple(baseline.provision)
    changed = {name: baseline.provision[name] for name in names}
    return with_provision(baseline, {name: p.replace(price=change(p.price)) for name, p in changed.items()})
