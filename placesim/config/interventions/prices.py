"""Interventions on money: prices, uplifts, and places contracted by the block."""

from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import Field

from placesim.config.baseline import Baseline
from placesim.config.contracts import BlockContract
from placesim.config.interventions.intervention import EVERY, DatedIntervention, Names, Target, known, with_provision
from placesim.config.interventions.words import label_of, labels_of, percent, plural, since
from placesim.config.prices import Price
from placesim.config.problem import InconsistentError, Problem
from placesim.config.provision import Home, Households
from placesim.config.timelines import becomes, multiplied, whole_added
from placesim.config.values import Factor, Name, Number, Step, Whole, value_on


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
    """Provision whose price changes, block contracts included; left out, all."""
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


class ContractPlaces(DatedIntervention):
    """Contract a number of places in spot provision or among others' places, paid for whether used or not.

    Example:
        kind: contract_places
        provision: homes_elsewhere
        places: 5
        weekly_fee: 7500
        from: 2026-04-01
        source: "assumption: an example"
    """

    kind: Literal["contract_places"]
    provision: Name
    """Provision with the places."""
    places: Whole = Field(ge=0, le=1000)
    """Places contracted, beyond those contracted before."""
    weekly_fee: Number | None = Field(default=None, ge=0, le=1_000_000)
    """Pounds per contracted place per week, at prices of the first financial year; left out, the provision's fee."""

    def applied(self, baseline: Baseline) -> Baseline:
        """Return the baseline with these places contracted."""
        known(baseline.provision, "provision", "provision", (self.provision,))
        provision = baseline.provision[self.provision]
        if isinstance(provision.capacity, Home | Households):
            message = "only spot provision and places can be contracted in part; open_home takes "
            raise InconsistentError([Problem(("provision",), f"{message}`contract: {{kind: block}}`")])
        before, fee = provision.contract, provision.contracted_weekly_fee()
        places: tuple[Step, ...] = (Step(value=0),)
        if before.kind == "block":
            places = before.places or places
            if self.weekly_fee not in (None, fee):
                message = f"another contract here pays {fee:g} a week; one provision has one contract price"
                raise InconsistentError([Problem(("weekly_fee",), message)])
        contract = BlockContract(
            kind="block",
            places=self.grown(places, whole_added(self.places)),
            weekly_fee=fee if self.weekly_fee is None else self.weekly_fee,
            source=self.source,
        )
        return with_provision(baseline, {self.provision: provision.replace(contract=contract)})

    def change_in_words(self, council: Baseline) -> str:
        """Return what is contracted at which fee; where it names none, the one that the contract pays."""
        provision = council.provision.get(self.provision)
        fee = self.weekly_fee
        if fee is None and provision:
            fee = provision.contracted_weekly_fee()
        at = "" if fee is None else f" at £{fee:,.0f} a week each"
        number = f"{self.places} {plural('place', self.places)}"
        name = label_of(council, self.provision)
        return f"{name}: {number} contracted{at}, paid for whether used or not, {since(self.from_)}"

    def acts_on(self) -> set[Target]:
        """Return the provision with the places."""
        return self._on_each(self.provision_named())

    def provision_named(self) -> tuple[str, ...]:
        """Return the provision with the places."""
        return (self.provision,)

    def chosen(self, _council: Baseline) -> bool:
        """Tell that a council decides what it contracts."""
        return True

    def brings(self, _council: Baseline) -> str:
        """Return places contracted, where there are any."""
        return "places contracted" if self.places else ""
