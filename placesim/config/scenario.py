"""Scenarios: named sets of interventions, made one after the other.

Interventions act in the order in which a scenario lists them, each on what those before it left:
factors on the same number multiply, additions add up, and where two set the same thing the
later one stands. None of them touches anybody's luck.
"""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationError

from placesim.config.baseline import Baseline
from placesim.config.cost_checks import cost_problems
from placesim.config.costs import LONGEST_LABEL, DatedCost
from placesim.config.interventions.carers import KeepCarers, RecruitCarers
from placesim.config.interventions.contracts import ChangeContract, ContractPlaces
from placesim.config.interventions.demand import ChangeEntries, DivertEntries
from placesim.config.interventions.homes import CloseHome, DelayHome, ResizeHome
from placesim.config.interventions.intervention import Intervention
from placesim.config.interventions.opening import OpenHome
from placesim.config.interventions.prices import ChangePrice, ChangeUplift
from placesim.config.interventions.rates import ChangeRate
from placesim.config.interventions.transfers import AllowTransfers, ChangeTransferPolicy
from placesim.config.interventions.words import labels_of
from placesim.config.problem import InconsistentError, Path, Problem, agreed
from placesim.config.text import plain
from placesim.config.values import Frozen, Label, Printable

AnyIntervention = Annotated[
    OpenHome
    | DelayHome
    | ResizeHome
    | CloseHome
    | RecruitCarers
    | KeepCarers
    | DivertEntries
    | ChangeEntries
    | ChangeRate
    | ChangePrice
    | ChangeUplift
    | ContractPlaces
    | ChangeContract
    | ChangeTransferPolicy
    | AllowTransfers,
    Field(discriminator="kind"),
]


MOST_CONSEQUENCES = 3
"""Faults told of one intervention that a baseline cannot bear; more would bury what has to be mended."""


class Scenario(Frozen):
    """A named set of interventions, with the question it answers."""

    name: Label
    """What reports call it."""
    question: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), Printable]
    """What a commissioner wants to know, in a sentence."""
    evidence: str | None = None
    """Folder of evidence tables, relative to this file; left out, that of the baseline."""
    includes: tuple[str, ...] = ()
    """Other scenario files, relative to this one, whose interventions come first, in this order; a file that several of
    them include acts once."""
    ranges_named_after: Label | None = None
    """Name of another file, without its ending, that ranges of this one go by where they have no name of their own;
    left out, this file's own. A copy that says so draws the same values as the file that it was copied from."""
    interventions: tuple[AnyIntervention, ...] = ()
    """Changes, made in this order, each to what those before it left."""

    def applied(self, baseline: Baseline) -> Baseline:
        """Return the baseline with every intervention made, in order.

        Raises:
            InconsistentError: an intervention does not fit; paths begin with `interventions`.
        """
        for place, intervention in enumerate(self.interventions):
            try:
                baseline = with_intervention(intervention, baseline)
            except InconsistentError as error:
                at = [Problem(("interventions", place, *found.path), found.message) for found in error.problems]
                raise InconsistentError(at) from None
        return baseline


def with_intervention(intervention: Intervention, baseline: Baseline) -> Baseline:
    """Return a baseline with one intervention made, and with what it costs among its costs.

    Raises:
        InconsistentError: it does not fit, or the baseline would no longer agree with itself; paths
            begin within the intervention.
    """
    try:
        return _with_its_cost(intervention, baseline, intervention.applied(baseline))
    except ValidationError as error:
        broken = [_consequence(intervention, *each) for each in _consequences(error)]
        raise InconsistentError(broken[:MOST_CONSEQUENCES]) from None


def _with_its_cost(intervention: Intervention, before: Baseline, baseline: Baseline) -> Baseline:
    """Return a baseline that also pays what an intervention costs; where nothing is paid, nothing is added.

    Raises:
        InconsistentError: the cost does not fit; paths begin with `cost`.
    """
    paid = intervention.cost_paid()
    if paid is None:
        return baseline
    about = labels_of(baseline, intervention.provision_named())
    kind = plain(intervention.kind.replace("_", " ").capitalize())
    called = {"label": f"{kind}: {about}"[:LONGEST_LABEL] if about else kind}
    given = {name: getattr(paid, name) for name in paid.model_fields_set}
    cost = DatedCost.model_validate({**called, **intervention.counted(before), **given})
    found = cost_problems(baseline, cost, baseline.costs)
    agreed([Problem(("cost", *each.path), each.message) for each in found])
    return baseline.replace(costs=(*baseline.costs, cost))


def _consequences(error: ValidationError) -> Iterator[tuple[Path, str]]:
    """Yield what a changed baseline would break: where in the baseline, and what."""
    for item in error.errors():
        original = item.get("ctx", {}).get("error")
        if isinstance(original, InconsistentError):
            yield from (((*item["loc"], *problem.path), problem.message) for problem in original.problems)
        else:
            yield item["loc"], item["msg"]


def _consequence(intervention: Intervention, where: Path, message: str) -> Problem:
    """Return the problem, at the field of the intervention that it comes from where that can be told."""
    last = next((part for part in reversed(where) if isinstance(part, str)), "")
    given = {name: getattr(intervention, name) for name in intervention.model_fields_set}
    fields = [name for name, value in given.items() if last and last in (name, value)]
    return Problem(tuple(fields[:1]), f"after this, {'.'.join(map(str, where))}: {message}")
