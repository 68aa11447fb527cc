"""Interventions on transfers: who is offered a freed place first, and who may move where."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

from pydantic import Field

from placesim.config.baseline import Baseline
from placesim.config.blocks import POLICIES, Policy, PolicyStep
from placesim.config.children import Transfer
from placesim.config.interventions.intervention import (
    EVERY,
    Intervention,
    Names,
    Target,
    When,
    known,
    searched,
    settled_too_soon,
)
from placesim.config.interventions.words import days_text, label_of, labels_of, since
from placesim.config.problem import InconsistentError, Problem, agreed
from placesim.config.risks import TRANSFER
from placesim.config.text import day_text
from placesim.config.values import ADULT_AGE, Name, Number, place_on


class ChangeTransferPolicy(Intervention):
    """Change which waiting child is offered a freed place first.

    Example:
        kind: transfer_policy
        policy: highest_fee
        from: 2026-04-01
        source: "assumption: an example"
    """

    kind: Literal["transfer_policy"]
    policy: Policy
    """`longest_wait`, `highest_fee` (at prices of the first financial year) or `highest_need`."""
    from_: When = Field(alias="from")
    """First day of the policy."""

    def applied(self, baseline: Baseline) -> Baseline:
        """Return the baseline with another policy."""
        before = baseline.transfer_policy
        if all(step.value == self.policy for step in before[place_on(before, self.from_) :]):
            return baseline
        first = before[0].replace(from_=date.min)  # the first also holds before its date
        kept = (first, *(step for step in before[1:] if step.from_ < self.from_))
        return baseline.replace(transfer_policy=(*kept, PolicyStep(from_=self.from_, value=self.policy)))

    def change_in_words(self, _council: Baseline) -> str:
        """Return who is offered a freed bed first, and from when."""
        return f"From {day_text(self.from_)} a freed bed is offered first to {POLICIES[self.policy]}"

    def begins(self) -> date:
        """Return the first day of the policy."""
        return self.from_

    def acts_on(self) -> set[Target]:
        """Return the policy: there is one for all."""
        return {(self.kind,)}

    def provision_named(self) -> tuple[str, ...]:
        """Return nothing: the policy holds everywhere."""
        return ()

    def chosen(self, _council: Baseline) -> bool:
        """Tell that a council decides its policy."""
        return True

    def brings(self, _council: Baseline) -> str:
        """Return nothing: what one child gains another loses."""
        return ""


class AllowTransfers(Intervention):
    """Let children who wait in one provision move to another, beside the transfers there are.

    Example:
        kind: allow_transfers
        to: council_carers_in_borough
        waiting_in: ifa_elsewhere
        needs: family
        minimum_days: 28
        settled_after_days: 365
        from: 2026-04-01
        source: "assumption: an example"
    """

    kind: Literal["allow_transfers"]
    to: Name
    """Provision with a number of places that is worth moving to."""
    waiting_in: Names = Field(min_length=1)
    """Where children wait for it."""
    needs: Names = ()
    """Needs of these children; left out, every need whose search lists the place."""
    minimum_days: Number = Field(default=0, ge=0, le=3653)
    """Days in the placement before a child may move."""
    settled_after_days: Number | None = Field(default=None, gt=0)
    """Days in the placement after which a child is settled and is no longer moved."""
    maximum_age: Number = Field(default=ADULT_AGE, gt=0, le=18)
    """Age from which nobody is moved, in years."""
    minimum_days_to_18: Number = Field(default=0, ge=0, le=6575)
    """Days that must be left to the 18th birthday for a move to be worth it."""
    from_: When = Field(alias="from")
    """First day on which anybody may wait."""

    def applied(self, baseline: Baseline) -> Baseline:
        """Return the baseline with these transfers allowed."""
        known(baseline.provision, "provision", "to", (self.to,))
        known(baseline.provision, "provision", "waiting_in", self.waiting_in)
        known(baseline.needs, "need", "needs", self.needs)
        agreed(list(self._problems(baseline)))
        reached = self.needs or [name for name, need in baseline.needs.items() if self.to in searched(need)]
        if not reached:
            message = f"no need's search lists {self.to!r}, so nobody would wait for it; say which `needs` may"
            raise InconsistentError([Problem(("to",), message)])
        needs = {
            name: need.replace(transfers=(*need.transfers, self._allowed())) if name in reached else need
            for name, need in baseline.needs.items()
        }
        return baseline.replace(needs=needs)

    def change_in_words(self, council: Baseline) -> str:
        """Return who may wait for what, and from when."""
        after = f" after {days_text(self.minimum_days)}" if self.minimum_days else ""
        until = f", until settled at {days_text(self.settled_after_days)}" if self.settled_after_days else ""
        return (
            f"Children in {labels_of(council, self.waiting_in)} may wait for {label_of(council, self.to)}{after}"
            f"{until}{self._allowed().ages_in_words()}, {since(self.from_)}"
        )

    def begins(self) -> date:
        """Return the first day on which anybody may wait."""
        return self.from_

    def counted(self, council: Baseline) -> dict[str, Any]:
        """Return the first day, and each transfer that it allows."""
        moves = {"reason": TRANSFER, "from": self.waiting_in, "to": self.to}
        return {**super().counted(council), "moves": moves}

    def acts_on(self) -> set[Target]:
        """Return the place, where children wait for it, and their needs."""
        return self._on_each((self.to,), self.waiting_in or EVERY, self.needs or EVERY)

    def provision_named(self) -> tuple[str, ...]:
        """Return nothing: it opens no place and changes no price."""
        return ()

    def chosen(self, _council: Baseline) -> bool:
        """Tell that a council decides who may move."""
        return True

    def brings(self, _council: Baseline) -> str:
        """Return nothing: it adds no place."""
        return ""

    def _problems(self, baseline: Baseline) -> Iterator[Problem]:
        if self.to in self.waiting_in:
            place = self.waiting_in.index(self.to)
            yield Problem(("waiting_in", place), f"{self.to!r} cannot be left for itself; take it out")
        if baseline.provision[self.to].capacity.kind == "spot":
            yield Problem(("to",), f"{self.to!r} is spot provision: it is never full, so nobody waits for it")
        yield from settled_too_soon("settled_after_days", self.settled_after_days, self.minimum_days)

    def _allowed(self) -> Transfer:
        return Transfer(
            to=self.to,
            from_=self.waiting_in,
            minimum_days=self.minimum_days,
            settled_after_days=self.settled_after_days,
            maximum_age=self.maximum_age,
            minimum_days_to_18=self.minimum_days_to_18,
            starts=self.from_,
        )
