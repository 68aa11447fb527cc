"""Looks: which fields of a card come first, what they are called, where their sliders end; all else is the schema's.

This is the only knowledge of the page about kinds of intervention that their classes do not have themselves.
"""

from dataclasses import dataclass

Ends = tuple[float, float, float]
"""Least, most and step of a slider, in what the box counts in."""


@dataclass(frozen=True)
class Look:
    """How a field is shown."""

    label: str
    """In plain words, with the unit."""
    slider: Ends | None = None
    percent: bool = False
    """Whether the box counts in per cent what the file has as a share."""

    @property
    def whole(self) -> bool:
        """Whether it counts pounds, days, beds or children, of which nobody types thousandths."""
        return self.slider is not None and self.slider[2] >= 1 and not self.percent


def _percent(label: str, least: float = 0, most: float = 100, step: float = 1) -> Look:
    return Look(label, (least, most, step), percent=True)


def _pounds(label: str, most: float, step: float) -> Look:
    return Look(f"{label} (£)", (0, most, step))


def _days(label: str, most: float, step: float = 1) -> Look:
    return Look(f"{label} (days)", (0, most, step))


TIMES: Ends = (0, 3, 0.05)
YEAR, THREE_YEARS = 365, 1096

TITLES = {
    "open_home": "Open a home",
    "delay_home": "Open a home later",
    "resize_home": "More or fewer beds",
    "close_home": "Close a home",
    "recruit_carers": "Recruit carers",
    "keep_carers": "Keep carers",
    "divert_entries": "Work at the edge of care",
    "change_entries": "Children entering care",
    "change_rate": "How often something happens",
    "change_price": "Prices",
    "change_uplift": "Yearly rise of prices",
    "contract_places": "Places contracted",
    "change_contract": "Terms of a contract",
    "transfer_policy": "Who is offered a freed place",
    "allow_transfers": "Who may move where",
}
"""What a card is headed, by kind."""

FIRST: dict[str, tuple[str, ...]] = {
    "open_home": (
        "provision",
        "opens",
        "beds",
        "delay_days.likeliest",
        "weekly_fee",
        "contract.kind",
        "turnaround_days",
    ),
    "delay_home": ("provision", "days"),
    "resize_home": ("provision", "beds", "from"),
    "close_home": ("provision", "closes"),
    "recruit_carers": ("provision", "approvals_per_year", "from", "until", "lag_days"),
    "keep_carers": ("provision", "leaving_factor", "from", "ramp_days"),
    "divert_entries": ("share", "minimum_age", "maximum_age", "from", "ramp_days"),
    "change_entries": ("factor", "growth_per_year", "streams", "from"),
    "change_rate": ("risk", "factor", "placement_types", "from", "ramp_days"),
    "change_price": ("provision", "factor", "from"),
    "change_uplift": ("provision", "uplift_per_year", "from"),
    "contract_places": ("provision", "places", "weekly_fee", "from"),
    "change_contract": ("provision", "contract.kind", "contract.notice_days", "contract.places", "contract.share"),
    "transfer_policy": ("policy", "from"),
    "allow_transfers": ("to", "waiting_in", "minimum_days", "settled_after_days", "from"),
}
"""Fields that matter first, by kind; the others are folded."""

LOOKS: dict[str, Look] = {
    "provision": Look("Provision"),
    "open_home/provision": Look("Home"),
    "delay_home/provision": Look("Home"),
    "resize_home/provision": Look("Home"),
    "close_home/provision": Look("Home"),
    "recruit_carers/provision": Look("Carers whom the new households join"),
    "keep_carers/provision": Look("Carers"),
    "change_price/provision": Look("Whose price; none: all"),
    "change_uplift/provision": Look("Whose price; none: all"),
    "opens": Look("Planned opening"),
    "like": Look("A new home, like"),
    "label": Look("What a new home is called"),
    "beds": Look("Beds", (0, 12, 1)),
    "delay_days.least": _days("Delay: at least", 730),
    "delay_days.likeliest": _days("Delay: likeliest", 730),
    "delay_days.most": _days("Delay: at most", THREE_YEARS),
    "never_opens_share": _percent("Chance that it never opens (%)"),
    "admission_gap_days": _days("From one admission to the next, until full", 120),
    "turnaround_days": _days("A bed stands empty between children", 120),
    "searches_first_days": _days("A free bed is kept for children who need a place", 60),
    "usable_beds": Look("Beds really filled", (1, 12, 1)),
    "match_share": _percent("Children whom the home would suit (%)"),
    "closes": Look("Closes on"),
    "weekly_fee": Look("Weekly fee (£)", (0, 12_000, 50)),
    "contract.kind": Look("What is paid for"),
    "contract.places": Look("Places contracted", (0, 30, 1)),
    "contract.places.from": Look("Places contracted, then from"),
    "contract.weekly_fee": Look("Weekly fee of the contract (£)", (0, 12_000, 50)),
    "contract.paid_from": Look("Paid from: opening, registration or a date"),
    "contract.registered": Look("Registered on"),
    "contract.before_first_admission": _percent("Part of the fee paid until the first child comes (%)"),
    "contract.void_share": _percent("Part of the fee paid for an empty bed (%)"),
    "contract.notice_days": _days("Notice", 60),
    "contract.notice_days.from": Look("Notice, then from"),
    "contract.notice_after": Look("Notice is paid after"),
    "contract.notice_given_days": _days("Of these, notice given before", 60),
    "contract.notice_share": _percent("Part of the fee paid during notice (%)"),
    "contract.until_refilled": Look("Notice ends when another child takes the place"),
    "contract.share": _percent("Nights guaranteed (%)"),
    "contract.measured": Look("Measured over"),
    "contract.per_year": _pounds("A bed a year", 600_000, 1000),
    "contract.source": Look("Where the terms come from, one to a line"),
    "transfers_from": Look("Children may move here from; none: as planned"),
    "transfer_minimum_days": _days("Before a child may move here", YEAR),
    "transfer_settled_after_days": _days("Settled, and no longer moved here, after", 730),
    "transfer_maximum_age": Look("Nobody is moved here from age (years)", (1, 18, 1)),
    "transfer_minimum_days_to_18": _days("Left to the 18th birthday at least", 730),
    "days": _days("Opens later by", THREE_YEARS),
    "from": Look("From"),
    "ramp_days": _days("Grows to its full size over", THREE_YEARS),
    "approvals_per_year": Look("More households approved a year", (0, 20, 0.5)),
    "lag_days": _days("From the start to the first approvals", YEAR),
    "until": Look("Until"),
    "campaign": Look("Campaign: the same name brings the same families"),
    "leaving_factor": Look("Households that stop, compared with now (times)", TIMES),
    "share": _percent("Children who do not enter (%)"),
    "streams": Look("Which children; none: all"),
    "minimum_age": Look("From age (years)", (0, 17, 1)),
    "maximum_age": Look("Under age (years)", (1, 18, 1)),
    "needs": Look("Which needs; none: all"),
    "programme": Look("Programme: the same name reaches the same children"),
    "factor": Look("How often, compared with now (times)", TIMES),
    "change_entries/factor": Look("Children entering, compared with now (times)", TIMES),
    "change_price/factor": Look("Price, compared with what it would be (times)", (0.5, 1.5, 0.01)),
    "growth_per_year": _percent("In its place: growth a year (%)", -20, 20, 0.5),
    "risk": Look("What happens"),
    "placement_types": Look("Living where; none: anywhere"),
    "uplift_per_year": _percent("Rise each 1 April (%)", -5, 20, 0.5),
    "places": Look("Places contracted", (0, 30, 1)),
    "policy": Look("A freed place is offered first to"),
    "to": Look("They may move to"),
    "waiting_in": Look("Children who live in"),
    "minimum_days": _days("Before a child may move", YEAR),
    "settled_after_days": _days("Settled, and no longer moved, after", 1096),
    "allow_transfers/maximum_age": Look("Nobody is moved from age (years)", (1, 18, 1)),
    "minimum_days_to_18": _days("Left to the 18th birthday at least", 730),
    "source": Look("Where this comes from, one to a line"),
    "cost.label": Look("What the cost is called"),
    "cost.budget_line": Look("Budget line that pays"),
    "cost.one_off": _pounds("Once", 1_000_000, 5000),
    "cost.mobilisation": _pounds("Before the home opens", 500_000, 5000),
    "cost.mobilisation_days": _days("Paid over", YEAR),
    "cost.campaign": _pounds("For the campaign", 500_000, 5000),
    "cost.per_year": _pounds("A year", 1_000_000, 5000),
    "cost.staff_per_year": _pounds("A year for staff", 1_000_000, 5000),
    "cost.per_approval": _pounds("For each household approved", 50_000, 500),
    "cost.per_move": _pounds("For each move", 20_000, 250),
    "cost.capital.amount": _pounds("Capital", 2_000_000, 10_000),
    "cost.capital.grant": _pounds("Of the capital, paid by others", 2_000_000, 10_000),
    "cost.capital.optimism_bias": _percent("Added to the capital for optimism bias (%)"),
    "cost.capital.spent_on": Look("Capital is spent on"),
    "cost.capital.only_if_it_opens": Look("Capital is spent only if the home opens"),
    "cost.until": Look("Paid until"),
    "cost.uplift_per_year": _percent("The cost rises each 1 April (%)", -5, 15, 0.5),
    "cost.uplift_per_year.from": Look("Rise of the cost, then from"),
    "cost.source": Look("Where the cost comes from, one to a line"),
}
"""How fields are shown, by their place; with the kind in front where one kind calls it differently."""

HOMES = ("open_home", "delay_home")

ONLY_OF = {
    "cost.mobilisation": HOMES,
    "cost.mobilisation_days": HOMES,
    "cost.capital.only_if_it_opens": HOMES,
    "cost.campaign": ("recruit_carers",),
    "cost.per_approval": ("recruit_carers",),
    "cost.per_move": ("open_home", "allow_transfers", "change_rate"),
}
"""Fields that have a meaning for some kinds only; for others they are shown only where the file gives them."""


HELP = {
    "open_home/delay_days": "The home may open late by chance: each future draws how late between the least and the "
    "most, oftenest near the likeliest. To open it later for certain, give a later planned opening, or add “Open a "
    "home later”.",
}
"""Help in place of the schema's, by the kind and the first part of the field, where it says which of two to use."""

EMPTY = {
    "opens": "on the day planned before",
    "closes": "it does not close",
    "until": "it goes on",
    "delay_days.least": "opens on its day",
    "delay_days.likeliest": "opens on its day",
    "delay_days.most": "opens on its day",
    "usable_beds": "all registered beds",
    "transfer_settled_after_days": "never settled",
    "settled_after_days": "never settled",
    "transfer_maximum_age": "at any age",
    "transfer_minimum_days_to_18": "any number of days",
    "cost.until": "as long as the change lasts",
    "cost.capital.spent_on": "on the first day of the change",
}
"""What holds where a box is empty and nothing else is said, neither by the schema nor by the configuration."""

EITHER = {"factor": "growth_per_year", "growth_per_year": "factor"}
"""Fields of which an intervention has one or the other."""

OF_NEW_HOMES = ("like", "label")
"""Fields that only a home has which the configuration does not know."""


def look_of(kind: str, field: str) -> Look:
    """Return how a field of a kind is shown; what is not in the table is called what the file calls it."""
    spellings = (field, field.removesuffix(".value"), field.rpartition(".")[0])
    found = [LOOKS.get(f"{kind}/{each}") or LOOKS.get(each) for each in spellings]
    return next(filter(None, found), Look(field.replace("_", " ").replace(".", ": ").capitalize()))
