"""Interventions on contracts: places contracted by the block, and a contract in place of another."""

from datetime import date
from typing import Any, Literal

from pydantic import Field

from placesim.config.baseline import Baseline
from placesim.config.contract_checks import contract_problems
from placesim.config.contract_days import first_day_apart
from placesim.config.contract_words import KINDS, contract_in_words
from placesim.config.contracts import BlockContract, Contract, SpotContract
from placesim.config.interventions.intervention import (
    DatedIntervention,
    Intervention,
    Names,
    Target,
    known,
    with_provision,
)
from placesim.config.interventions.words import label_of, labels_of, plural, since
from placesim.config.problem import InconsistentError, Problem, agreed
from placesim.config.provision import Home, Households, Provision
from placesim.config.timelines import whole_added
from placesim.config.values import Name, Number, Step, Whole


class ChangeContract(Intervention):
    """Put other terms in place of a contract's, of any kind; dates stand in the terms.

    Example:
        kind: change_contract
        provision: homes_elsewhere
        contract: {kind: spot, notice_days: [{value: 0}, {from: 2026-04-01, value: 28}], notice_after: [breakdown]}
        source: "assumption: an example"
    """

    kind: Literal["change_contract"]
    provision: Names = Field(min_length=1)
    """Provision with the contract; several have the same terms each for itself."""
    contract: Contract
    """What is paid for, as a provision of the configuration says it."""

    def applied(self, baseline: Baseline) -> Baseline:
        """Return the baseline with these terms."""
        known(baseline.provision, "provision", "provision", self.provision)
        changed = {name: self._with_terms(baseline.provision[name]) for name in self.provision}
        agreed([found for each in changed.values() for found in contract_problems(baseline, ("contract",), each)])
        return with_provision(baseline, changed)

    def _with_terms(self, provision: Provision) -> Provision:
        terms, home = self.contract, isinstance(provision.capacity, Home)
        if not terms.source and not home and (terms.kind != "spot" or terms.has_notice):
            terms = terms.replace(source=self.source)
        one_price = {"variation": 0, "tail": None} if home and terms.kind != "spot" else {}
        return provision.replace(contract=terms, price=provision.price.replace(**one_price))

    def change_in_words(self, council: Baseline) -> str:
        """Return what is paid for from now on."""
        found = [council.provision[name] for name in self.provision if name in council.provision]
        terms = contract_in_words(council, self._with_terms(found[0])) if found else KINDS[self.contract.kind]
        return f"Contract of {labels_of(council, self.provision)}: {terms}"

    def begins(self) -> date | None:
        """Return no date: the terms say from when they hold."""
        return None

    def counted(self, council: Baseline) -> dict[str, Any]:
        """Return the first day on which anything else is paid for than before; none where nothing ever is."""
        found = [council.provision[name] for name in self.provision]
        days = [first_day_apart(each, self._with_terms(each), council.start) for each in found]
        return {"from": min((day for day in days if day), default=None)}

    def acts_on(self) -> set[Target]:
        """Return the provision with the contract."""
        return self._on_each(self.provision)

    def provision_named(self) -> tuple[str, ...]:
        """Return the provision with the contract."""
        return self.provision

    def chosen(self, council: Baseline) -> bool:
        """Tell terms that a council decides on from notice that providers ask for."""
        asked = isinstance(self.contract, SpotContract) and self.contract.has_notice
        before = [council.provision[name].contract for name in self.provision if name in council.provision]
        return not asked or any(isinstance(each, SpotContract) and each.has_notice for each in before)

    def brings(self, _council: Baseline) -> str:
        """Return nothing beside the money itself."""
        return ""


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
        before, fee = self._before(provision), provision.contracted_weekly_fee()
        places = self.grown(before.places or (Step(value=0),), whole_added(self.places))
        paid = fee if self.weekly_fee is None else self.weekly_fee
        contract = before.replace(places=places, weekly_fee=paid, source=self.source)
        return with_provision(baseline, {self.provision: provision.replace(contract=contract)})

    def _before(self, provision: Provision) -> BlockContract:
        """Return the contract that these places are added to."""
        before, fee = provision.contract, provision.contracted_weekly_fee()
        if isinstance(before, BlockContract):
            if self.weekly_fee not in (None, fee):
                message = f"another contract here pays {fee:g} a week; one provision has one contract price"
                raise InconsistentError([Problem(("weekly_fee",), message)])
            return before
        if isinstance(before, SpotContract) and not before.has_notice:
            return BlockContract(kind="block")
        message = f"{self.provision!r} has another contract ({KINDS[before.kind]}); change_contract takes its place"
        raise InconsistentError([Problem(("provision",), message)])

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
