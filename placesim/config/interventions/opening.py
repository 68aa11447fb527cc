"""The intervention that opens a home: one that the baseline plans, or a new one like it."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

from pydantic import Field

from placesim.config.baseline import Baseline
from placesim.config.children import Transfer
from placesim.config.contract_checks import contract_problems
from placesim.config.contract_words import KINDS, terms_in_words
from placesim.config.contracts import Contract
from placesim.config.costs import Cost
from placesim.config.interventions.home_fees import contract_at, fee_and_terms
from placesim.config.interventions.homes import HomeIntervention
from placesim.config.interventions.intervention import (
    Names,
    When,
    home_of,
    known,
    searched,
    settled_too_soon,
    with_capacity,
    with_provision,
)
from placesim.config.interventions.new_homes import with_new_home
from placesim.config.interventions.words import days_text, label_of, labels_of, percent, plural
from placesim.config.problem import InconsistentError, Problem, agreed
from placesim.config.provision import Home, Triangular
from placesim.config.risks import TRANSFER
from placesim.config.text import day_text
from placesim.config.values import Label, Name, Number, Share, Whole

LIMITS = {
    name: f"transfer_{name}" for name in ("minimum_days", "settled_after_days", "maximum_age", "minimum_days_to_18")
}
"""What limits a transfer, and what an opening home calls it."""


class OpenHome(HomeIntervention):
    """Open a children's home: one that the baseline plans, or a new one like it.

    Example:
        kind: open_home
        provision: juno_summer_lane
        opens: 2026-04-01
        beds: 4
        delay_days: {least: 0, likeliest: 60, most: 240}
        never_opens_share: 0.05
        admission_gap_days: 42
        weekly_fee: 6750
        contract: {kind: block}
        transfers_from: homes_elsewhere
        transfer_minimum_days: 28
        source: "assumption: an example"
    """

    kind: Literal["open_home"]
    provision: Name
    """The home; where the baseline does not have it, `like` says which home it resembles."""
    opens: When | None = None
    """Planned opening; left out, the one that the baseline or an earlier intervention gives the home."""
    like: Name | None = None
    """Home of the baseline that a new home resembles: type, price, ages, and its place in searches and transfers."""
    label: Label | None = None
    """What reports call a new home."""
    beds: Whole | None = Field(default=None, ge=0, le=50)
    """Registered beds; 0: the home does not open. Left out here and below: as the baseline says."""
    delay_days: Triangular | None = None
    """How late it may open, in days."""
    never_opens_share: Share | None = None
    """Probability that it never opens."""
    admission_gap_days: Number | None = Field(default=None, ge=0, le=730)
    """Days between one admission and the next until it is full (phased admission)."""
    turnaround_days: Number | None = Field(default=None, ge=0, le=365)
    """Days that a bed stands empty after a child leaves, while the next child is matched and prepared."""
    searches_first_days: Number | None = Field(default=None, ge=0, le=730)
    """Days that a free bed is kept for children who need a placement, before others may transfer into it."""
    usable_beds: Whole | None = Field(default=None, ge=1)
    """Beds really filled where matching keeps it below its registered beds."""
    match_share: Share | None = None
    """Share of children whom its residents and staff would suit."""
    closes: When | None = None
    """Day it closes."""
    weekly_fee: Number | None = Field(default=None, ge=0, le=1_000_000)
    """Pounds per bed per week, at prices of the first financial year, also in place of a fee that the home's contract
    has of its own; refused where the contract pays what a bed costs a year."""
    contract: Contract | None = None
    """What is paid for: `{kind: block}`, every bed from opening, used or not; `{kind: spot}`, only nights used; or any
    other that a provision of the configuration can have."""
    transfers_from: Names | None = None
    """Provision whose children may move here, in place of the transfers the baseline has for it; []: nobody may."""
    transfer_minimum_days: Number = Field(default=0, ge=0, le=3653)
    """Days in the placement before a child may move here."""
    transfer_settled_after_days: Number | None = Field(default=None, gt=0)
    """Days in the placement after which a child is settled and is no longer moved here."""
    transfer_maximum_age: Number | None = Field(default=None, gt=0, le=18)
    """Age from which nobody is moved here, in years."""
    transfer_minimum_days_to_18: Number | None = Field(default=None, ge=0, le=6575)
    """Days that must be left to the 18th birthday for a move here to be worth it."""

    def applied(self, baseline: Baseline) -> Baseline:
        """Return the baseline with this home opening."""
        if self.like is not None and self.provision in baseline.provision:
            message = (
                f"{self.provision!r} is in the baseline already; give the new home another name, or take out `like`"
            )
            raise InconsistentError([Problem(("like",), message)])
        there = self.provision in baseline.provision
        with_home = baseline if there else with_new_home(baseline, self.provision, self.like, self.label)
        home = home_of(with_home, self.provision)
        if home.opens is not None and home.opens <= baseline.start:
            message = f"{self.provision!r} is open on the start date; resize_home and close_home change open homes"
            raise InconsistentError([Problem(("provision",), message)])
        agreed(list(self._problems(baseline)))
        if self.beds == 0:
            shut = home.replace(opens=None)
            return baseline if home.opens is None else with_capacity(baseline, self.provision, shut)
        if self.opens is None and home.opens is None:
            message = f"missing: nothing says yet when {self.provision!r} opens; add `opens: 2026-04-01`"
            raise InconsistentError([Problem(("opens",), message)])
        provision = with_home.provision[self.provision]
        price = provision.price.replace(**self._price())
        contract = contract_at(self.weekly_fee, self.contract, provision.contract)
        opened = provision.replace(capacity=self._opened(home), price=price, contract=contract)
        agreed(list(contract_problems(with_home, ("contract",), opened)) if self.contract else [])
        return self._transferring(with_provision(with_home, {self.provision: opened}))

    def change_in_words(self, council: Baseline) -> str:
        """Return which home opens, when, with what and at which price."""
        name = label_of(council, self.provision)
        if self.beds == 0:
            return f"{name} does not open (0 beds)"
        like = f", like {label_of(council, self.like)}," if self.like else ""
        when = f" opens on {day_text(self.opens)}" if self.opens else " opens, on the day planned before this,"
        beds = self.beds or home_of(council, self.provision).beds[0].value
        opens = f"{name}{like}{when} with {beds:g} {plural('bed', beds)}"
        said = [opens, *self._risks_in_words(), *self._filling_in_words(), *self._price_in_words(council)]
        if self.transfers_from is not None:
            ages = self._wanted().ages_in_words() if self.transfers_from else ""
            said.append(f"open to children from {labels_of(council, self.transfers_from) or 'nowhere else'}{ages}")
        if self.closes:
            said.append(f"closing on {day_text(self.closes)}")
        return ", ".join(said).replace(",,", ",")

    def begins(self) -> date | None:
        """Return the planned opening, where it gives one."""
        return None if self.beds == 0 else self.opens

    def counted(self, _council: Baseline) -> dict[str, Any]:
        """Return the home, with whose opening it begins, and the children who transfer there."""
        return {"home": self.provision, "moves": {"reason": TRANSFER, "to": self.provision}}

    def cost_paid(self) -> Cost | None:
        """Return what the home costs; nothing of one that is told not to open."""
        return None if self.beds == 0 else self.cost

    def brings(self, _council: Baseline) -> str:
        """Return more beds, unless the home is told not to open."""
        return "" if self.beds == 0 else "more beds"

    def _risks_in_words(self) -> Iterator[str]:
        if self.delay_days and self.delay_days.most:
            late = self.delay_days
            yield f"{late.least:g} to {late.most:g} days late, likeliest {late.likeliest:g}"
        if self.never_opens_share:
            yield f"with a chance of {percent(self.never_opens_share)} that it never opens"

    def _filling_in_words(self) -> Iterator[str]:
        if self.admission_gap_days:
            yield f"one child admitted every {days_text(self.admission_gap_days)} until full"
        if self.turnaround_days is not None:
            yield f"a bed empty for {days_text(self.turnaround_days)} between one child and the next"
        if self.searches_first_days:
            kept = days_text(self.searches_first_days)
            yield f"a free bed kept {kept} for children who need a placement before others may move there"
        if self.usable_beds:
            yield f"{self.usable_beds} really filled"
        if self.match_share is not None:
            yield f"suiting {percent(self.match_share)} of children"

    def _price_in_words(self, council: Baseline) -> Iterator[str]:
        """Yield the fee that is paid, and the contract; what comes from the baseline or another home included."""
        home = council.provision[self.provision]
        contract = self.contract or home.contract
        fee, terms = fee_and_terms(contract, home.price.weekly_fee if self.weekly_fee is None else self.weekly_fee)
        average = " on average" if home.price.variation and contract.kind == "spot" else ""
        if fee is not None:
            yield f"at £{fee:,.0f} a bed a week{average}"
        yield KINDS[contract.kind]
        yield from terms_in_words(council, terms)

    def _problems(self, baseline: Baseline) -> Iterator[Problem]:
        if self.opens is not None and self.opens <= baseline.start:
            yield Problem(("opens",), f"must be after the start date, {baseline.start}; found {self.opens}")
        for field in LIMITS.values():
            if self.transfers_from is None and field in self.model_fields_set:
                yield Problem((field,), "goes with transfers_from; add that, or take this out")
        if self.provision in (self.transfers_from or ()):
            yield Problem(("transfers_from",), f"{self.provision!r} cannot be left for itself; take it out")
        limit = self.transfer_settled_after_days
        yield from settled_too_soon("transfer_settled_after_days", limit, self.transfer_minimum_days)

    def _opened(self, home: Home) -> Home:
        given = (
            "delay_days",
            "never_opens_share",
            "admission_gap_days",
            "turnaround_days",
            "searches_first_days",
            "usable_beds",
            "match_share",
            "closes",
            "beds",
        )
        said = {name: getattr(self, name) for name in given if getattr(self, name) is not None}
        return home.replace(opens=self.opens or home.opens, **said)

    def _price(self) -> dict[str, Any]:
        fee = {} if self.weekly_fee is None else {"weekly_fee": self.weekly_fee}
        one_price = {"variation": 0, "tail": None} if self.contract and self.contract.kind != "spot" else {}
        return {**fee, **one_price}

    def _transferring(self, baseline: Baseline) -> Baseline:
        if self.transfers_from is None:
            return baseline
        known(baseline.provision, "provision", "transfers_from", self.transfers_from)
        wanted = (self._wanted(),) if self.transfers_from else ()
        needs = {
            name: need.replace(transfers=(*(t for t in need.transfers if t.to != self.provision), *wanted))
            if self.provision in searched(need)
            else need
            for name, need in baseline.needs.items()
        }
        return baseline.replace(needs=needs)

    def _wanted(self) -> Transfer:
        """Return the transfer to this home, with its limits."""
        limits = {name: getattr(self, field) for name, field in LIMITS.items() if getattr(self, field) is not None}
        return Transfer(to=self.provision, from_=self.transfers_from or (), **limits)
