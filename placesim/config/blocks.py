"""The blocks of a configuration, together."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from placesim.config.after_care import AfterCare
from placesim.config.bands import Bands
from placesim.config.budget_lines import BudgetLine, Rag
from placesim.config.children import ChildrenInCare, EntrantStream, Need
from placesim.config.costs import DatedCost
from placesim.config.finance import Finance
from placesim.config.income import Income
from placesim.config.provision import PlacementType, Provision
from placesim.config.re_entry import ReEntry
from placesim.config.risks import AtEighteen, Move, Risk
from placesim.config.targets import Target
from placesim.config.values import Dated, Day, Frozen, Label, Name, Number, Share, Source, in_order

LEAST_YEARS = 0.1
"""The shortest simulation, in years: a month or so, as `--years` allows."""

Policy = Literal["longest_wait", "highest_fee", "highest_need"]
"""Who is offered a freed bed first: who has waited longest, whose place costs most, or whose need is highest."""

POLICIES: dict[Policy, str] = {
    "longest_wait": "the child who has waited longest",
    "highest_fee": "the child whose place costs most",
    "highest_need": "the child with the highest need",
}
"""Who that is, as a sentence says it."""


class PolicyStep(Dated):
    """Which waiting child is offered a freed bed first, from a date on."""

    value: Policy
    """`longest_wait`, `highest_fee` or `highest_need`."""


def _policies(value: Any) -> Any:
    return ({"value": value},) if isinstance(value, str) else value


Policies = Annotated[tuple[PolicyStep, ...], BeforeValidator(_policies), Field(min_length=1), AfterValidator(in_order)]
"""One policy, or a list of `{from: 2026-04-01, value: highest_fee}`."""


class Complexity(Frozen):
    """How far what makes a child's placement dear also keeps the child out of small local homes."""

    strength: Share
    """0: whether a home suits a child is luck of its own; 1: only the child's complexity decides."""
    source: Source


class Blocks(Frozen):
    """Everything a configuration says, block by block, before it is known whether the blocks fit each other."""

    name: Label
    """The council, as reports head it."""
    question: str = Field(default="What happens if nothing changes?", max_length=500)
    """What a commissioner wants to know, in a sentence; it heads the report."""
    start: Day = Field(ge=date(1990, 1, 1), le=date(2100, 1, 1))
    """Day 0: the date on which the children in care are counted."""
    years: Number = Field(ge=LEAST_YEARS, le=30)
    """How many years to simulate."""
    evidence: str | None = None
    """Folder of evidence tables (CSV with a column `id`), relative to this file."""
    ranges: str | None = None
    """File that says how far numbers here are known, relative to this file; numbers here may carry their own range."""
    transfer_policy: Policies = Field(default="longest_wait", validate_default=True)
    """Which waiting child is offered a freed bed first: `longest_wait`, `highest_fee` or `highest_need`; may change by
    date."""
    age_bands: Bands
    """Names of age bands with [from, to) in years; they cover 0 to 18 without gap or overlap."""
    time_in_care_bands: Bands
    """Names of bands of years in care so far, covering 0 to 18 in the same way."""
    time_in_placement_bands: Bands = Field(default={"any": (0, 18)}, validate_default=True)
    """Names of bands of years in the placement so far, covering 0 to 18 in the same way; left out, one band."""
    complexity: Complexity | None = None
    """How far children whose placements are dear suit homes less; left out, not at all."""
    placement_types: dict[Name, PlacementType] = Field(min_length=1)
    budget_lines: dict[Name, BudgetLine] = Field(min_length=1)
    provision: dict[Name, Provision] = Field(min_length=1)
    needs: dict[Name, Need] = Field(min_length=1)
    entrants: dict[Name, EntrantStream] = Field(min_length=1)
    children_in_care: ChildrenInCare
    leaving: dict[Name, Risk]
    """Reasons for leaving care before 18, as rates."""
    moves: dict[Name, Move]
    """Reasons for moving placement, as rates."""
    at_18: AtEighteen
    re_entry: ReEntry | None = None
    """Children who leave care before 18 and come back; left out, nobody does."""
    after_care: dict[Name, AfterCare] = Field(default_factory=dict)
    income: dict[Name, Income] = Field(default_factory=dict)
    rag: Rag = Rag()
    costs: tuple[DatedCost, ...] = ()
    """What decisions cost beside placements: the council's own standing costs, and those that interventions bring."""
    finance: Finance = Field(default={}, validate_default=True)
    targets: tuple[Target, ...] = ()
    """Savings that budget lines are to make, each for one financial year."""
