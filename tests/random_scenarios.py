"""Random scenarios: a random council and one or two interventions of any kind and size that fit it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from placesim.config.baseline import Baseline
from placesim.config.problem import InconsistentError
from placesim.config.provision import Home, Households
from placesim.config.scenario import Scenario
from placesim.config.values import place_on
from tests.councils import SOURCE, Block
from tests.random_councils import AGE_LIMITS, CAMPAIGNS, FACTORS, POLICIES, councils, days_from

NEVER = date(2099, 4, 1)
"""After every horizon."""


@dataclass(frozen=True)
class Made:
    """One intervention and the council before and after it."""

    block: Block
    nothing: Block | None
    """The same intervention without any size; none where it has some whatever its numbers."""
    begins: date
    """First day on which anything may differ."""
    before: Baseline
    after: Baseline

    @property
    def changes_nothing(self) -> Baseline:
        """The council after the intervention without any size."""
        return self.before if self.nothing is None else with_intervention(self.before, self.nothing)


def with_intervention(baseline: Baseline, block: Block) -> Baseline:
    """The baseline with one intervention made."""
    named = {"name": "A test", "question": "What if?", "interventions": [{**block, "source": SOURCE}]}
    return Scenario.model_validate(named).applied(baseline)


@st.composite
def scenarios(draw: st.DrawFn) -> list[Made]:
    """One or two interventions on a council, the second on what the first left."""
    baseline, made = draw(councils(longest=2)), []
    for place in range(draw(st.integers(1, 2))):
        targets = {kind: names for kind, names in _targets(baseline).items() if names}
        kind = draw(st.sampled_from(sorted(targets)))
        sized = draw(KINDS[kind](baseline, draw(st.sampled_from(targets[kind])), str(place)))
        try:
            after = with_intervention(baseline, sized.block)
        except InconsistentError as error:  # a factor on a factor may take a rate over what is allowed
            assume("a year; at most" not in str(error))
            raise
        made.append(Made(sized.block, sized.nothing, sized.begins, baseline, after))
        baseline = after
    return made


@st.composite
def costed_scenarios(draw: st.DrawFn) -> list[Made]:
    """The same, each with what it costs: a block of any kinds of cost that it can have."""
    costed = []
    for made in draw(scenarios()):
        before = costed[-1].after if costed else made.before
        block = {**made.block, "cost": draw(_costs(made, before))}
        costed.append(Made(block, None, made.begins, before, with_intervention(before, block)))
    return costed


@st.composite
def _costs(draw: st.DrawFn, made: Made, before: Baseline) -> Block:
    """What one intervention costs."""
    kind, campaign = made.block["kind"], made.block.get("campaign", "")
    amounts = ["one_off", "per_year", "staff_per_year", "capital"]
    if kind == "open_home":
        amounts += ["mobilisation", "per_move"]
    if kind == "allow_transfers" or (kind == "change_rate" and made.block["risk"] in before.moves):
        amounts.append("per_move")
    if kind == "recruit_carers":
        paid = [cost.approvals.campaign for cost in before.costs if cost.per_approval and cost.approvals]
        amounts += ["campaign"] if "until" in made.block else []
        amounts += [] if campaign in paid else ["per_approval"]
    chosen = draw(st.lists(st.sampled_from(amounts), unique=True))
    cost: Block = {amount: draw(st.sampled_from([100, 12_345.67])) for amount in chosen}
    if "capital" in cost:
        cost["capital"] = {"amount": cost["capital"], "grant": 50, "optimism_bias": draw(st.sampled_from([None, 0.24]))}
    if "mobilisation" in cost:
        cost["mobilisation_days"] = draw(st.sampled_from([1, 90]))
    line = draw(st.sampled_from(list(before.budget_lines)))
    return {**cost, "budget_line": line, "uplift_per_year": draw(st.sampled_from([0, 0.03])), "source": SOURCE}


def _targets(baseline: Baseline) -> dict[str, list[str]]:
    """What each kind of intervention can act upon."""
    provision = {name: each.capacity for name, each in baseline.provision.items()}
    homes = {name: capacity for name, capacity in provision.items() if isinstance(capacity, Home)}
    carers = [name for name, capacity in provision.items() if isinstance(capacity, Households)]
    bought = [name for name, capacity in provision.items() if capacity.kind in ("spot", "places")]
    bought = [name for name in bought if _takes_a_block(baseline.provision[name].contract)]
    opening = {name: home.opens for name, home in homes.items() if home.opens is not None}
    planned = [name for name, opens in opening.items() if opens > baseline.start]
    return {
        "open_home": [*planned, *(name for name in homes if name not in opening)],
        "open_home_like": list(homes),
        "delay_home": planned,
        "resize_home": [name for name, home in homes.items() if home.usable_beds in (None, 1)],
        "close_home": list(opening),
        "recruit_carers": carers,
        "keep_carers": carers,
        "divert_entries": list(baseline.entrants),
        "change_entries": list(baseline.entrants),
        "grow_entries": list(baseline.entrants),
        "change_rate": [name for name, risk in _risks(baseline).items() if any(risk.per_year.values())],
        "change_price": list(provision),
        "change_uplift": list(provision),
        "contract_places": bought,
        "transfer_policy": ["everywhere"],
        "allow_transfers": [name for name, capacity in provision.items() if capacity.kind != "spot"],
    }


def _takes_a_block(contract: Any) -> bool:
    """Whether places may be contracted by the block where this contract is."""
    return contract.kind == "block" or (contract.kind == "spot" and not contract.has_notice)


def _risks(baseline: Baseline) -> dict[str, Any]:
    return {**baseline.leaving, **baseline.moves}


def _lasting(timeline: tuple[Any, ...], day: date) -> Any:
    """The value that a timeline has from a day on, if it has only one."""
    values = {step.value for step in timeline[place_on(timeline, day) :]}
    return values.pop() if len(values) == 1 else None


@dataclass(frozen=True)
class Sized:
    """An intervention, the same without size, and the first day on which anything may differ."""

    block: Block
    nothing: Block | None
    begins: date


def _sized(block: Block, nothing: Block | None, begins: date | None = None) -> Sized:
    """An intervention, given what of it would be otherwise if it changed nothing."""
    return Sized(block, None if nothing is None else {**block, **nothing}, begins or block["from"])


Kind = Callable[[Baseline, str, str], st.SearchStrategy[Sized]]


def _from(baseline: Baseline) -> st.SearchStrategy[date]:
    return days_from(baseline.start, -30, 500)


@st.composite
def _grown(draw: st.DrawFn, kind: str, baseline: Baseline) -> Block:
    """The kind, the date and the ramp of a change."""
    return {"kind": kind, "from": draw(_from(baseline)), "ramp_days": draw(st.sampled_from([0, 0, 100]))}


@st.composite
def _opening(draw: st.DrawFn, baseline: Baseline, home: str) -> Block:
    """What a home that opens with the contract of a home may be told."""
    block: Block = {"kind": "open_home", "opens": draw(days_from(baseline.start, 1, 500))}
    block |= {
        "beds": draw(st.integers(4, 6)),
        "never_opens_share": draw(st.sampled_from([0, 0.5])),
        "admission_gap_days": draw(st.sampled_from([None, 0, 30])),
        "turnaround_days": draw(st.sampled_from([None, 0, 7])),
        "searches_first_days": draw(st.sampled_from([None, 0, 10])),
        "match_share": draw(st.sampled_from([None, 1, 0.5])),
        "weekly_fee": draw(st.none() | st.integers(0, 9000)),
        "contract": draw(st.sampled_from([None, {"kind": "block"}, {"kind": "spot"}])),
        "transfers_from": draw(st.sampled_from([None, "last_resort"])),
    }
    if block["contract"] is None and baseline.provision[home].contract.kind == "per_bed_cost":
        block["weekly_fee"] = None  # which nobody would pay
    return block


@st.composite
def _open_home(draw: st.DrawFn, baseline: Baseline, name: str, _place: str) -> Sized:
    planned, block = baseline.provision[name].capacity.opens, {**draw(_opening(baseline, name)), "provision": name}
    block["closes"] = block["opens"] + timedelta(days=draw(st.integers(1, 900)))
    # no beds shut a home that is planned; what changes nothing there is to say nothing but its day again
    as_planned = {**dict.fromkeys(block.keys() - {"kind", "provision"}), "opens": planned}
    paid = _paid_from(baseline.provision[name].contract)
    return _sized(block, as_planned if planned else {"beds": 0}, min(planned or paid, paid, block["opens"]))


def _paid_from(contract: Any) -> date:
    """The date from which a contract pays for a home that is not open yet; never where it waits for the opening."""
    dated = contract.paid_from if contract.kind == "block" else None
    dated = contract.registered if dated == "registration" else dated
    return dated if isinstance(dated, date) else NEVER


@st.composite
def _open_home_like(draw: st.DrawFn, baseline: Baseline, name: str, place: str) -> Sized:
    block = {**draw(_opening(baseline, name)), "provision": f"new_{place}", "like": name}
    return _sized(block, {"beds": 0}, block["opens"])


@st.composite
def _delay_home(draw: st.DrawFn, baseline: Baseline, name: str, _place: str) -> Sized:
    home = baseline.provision[name].capacity
    longest = (home.closes - home.opens).days - 1 if home.closes else 400
    block = {"kind": "delay_home", "provision": name, "days": draw(st.integers(0, longest))}
    return _sized(block, {"days": 0}, home.opens)


@st.composite
def _resize_home(draw: st.DrawFn, baseline: Baseline, name: str, _place: str) -> Sized:
    block = {**draw(_grown("resize_home", baseline)), "provision": name, "beds": draw(st.integers(1, 5))}
    beds = _lasting(baseline.provision[name].capacity.beds, block["from"])
    return _sized(block, None if beds is None else {"beds": int(beds)})


@st.composite
def _close_home(draw: st.DrawFn, baseline: Baseline, name: str, _place: str) -> Sized:
    home = baseline.provision[name].capacity
    day = max(home.opens, baseline.start) + timedelta(days=draw(st.integers(1, 500)))
    before = home.closes or NEVER
    return _sized({"kind": "close_home", "provision": name, "closes": day}, {"closes": before}, min(before, day))


@st.composite
def _recruit_carers(draw: st.DrawFn, baseline: Baseline, name: str, _place: str) -> Sized:
    block = {**draw(_grown("recruit_carers", baseline)), "provision": name}
    lag = draw(st.sampled_from([0, 60]))
    block |= {"approvals_per_year": draw(st.sampled_from([4, 0.5, 12])), "lag_days": lag}
    block["campaign"] = draw(st.sampled_from(["campaign", *CAMPAIGNS]))
    if draw(st.booleans()):
        block["until"] = block["from"] + timedelta(days=draw(st.integers(1, 400)))
    return _sized(block, {"approvals_per_year": 0}, block["from"] + timedelta(days=lag))


@st.composite
def _keep_carers(draw: st.DrawFn, baseline: Baseline, name: str, _place: str) -> Sized:
    factor = draw(st.sampled_from(FACTORS))
    return _sized(
        {**draw(_grown("keep_carers", baseline)), "provision": name, "leaving_factor": factor}, {"leaving_factor": 1}
    )


@st.composite
def _divert_entries(draw: st.DrawFn, baseline: Baseline, name: str, place: str) -> Sized:
    minimum, maximum = draw(st.sampled_from(AGE_LIMITS))
    block = {**draw(_grown("divert_entries", baseline)), "streams": name, "programme": f"programme_{place}"}
    block |= {"minimum_age": minimum, "maximum_age": maximum, "share": draw(st.sampled_from([0.5, 0.1, 1]))}
    return _sized(block, {"share": 0})


@st.composite
def _change_entries(draw: st.DrawFn, baseline: Baseline, name: str, _place: str) -> Sized:
    block = {**draw(_grown("change_entries", baseline)), "streams": name, "factor": draw(st.sampled_from(FACTORS))}
    return _sized(block, {"factor": 1})


@st.composite
def _grow_entries(draw: st.DrawFn, baseline: Baseline, name: str, _place: str) -> Sized:
    growth = draw(st.sampled_from([0.1, -0.1]))
    day = draw(_from(baseline))
    block = {"kind": "change_entries", "from": day, "streams": name, "growth_per_year": growth}
    return _sized(block, {"growth_per_year": 0})


@st.composite
def _change_rate(draw: st.DrawFn, baseline: Baseline, name: str, _place: str) -> Sized:
    happens_in = [kind for kind, rate in _risks(baseline)[name].per_year.items() if rate]
    block = {**draw(_grown("change_rate", baseline)), "risk": name, "factor": draw(st.sampled_from(FACTORS))}
    block["placement_types"] = draw(st.lists(st.sampled_from(happens_in), unique=True))
    return _sized(block, {"factor": 1})


@st.composite
def _change_price(draw: st.DrawFn, baseline: Baseline, name: str, _place: str) -> Sized:
    block = {**draw(_grown("change_price", baseline)), "provision": name, "factor": draw(st.sampled_from(FACTORS))}
    return _sized(block, {"factor": 1})


@st.composite
def _change_uplift(draw: st.DrawFn, baseline: Baseline, name: str, _place: str) -> Sized:
    block = {**draw(_grown("change_uplift", baseline)), "provision": name}
    before = _lasting(baseline.provision[name].price.uplift_per_year, block["from"])
    nothing = None if before is None else {"uplift_per_year": before}
    return _sized({**block, "uplift_per_year": draw(st.sampled_from([0.05, 0, -0.1]))}, nothing)


@st.composite
def _contract_places(draw: st.DrawFn, baseline: Baseline, name: str, _place: str) -> Sized:
    block = {**draw(_grown("contract_places", baseline)), "provision": name, "places": draw(st.integers(0, 5))}
    if baseline.provision[name].contract.kind == "spot":
        block["weekly_fee"] = draw(st.none() | st.integers(0, 9000))
    return _sized(block, {"places": 0})


@st.composite
def _transfer_policy(draw: st.DrawFn, baseline: Baseline, _name: str, _place: str) -> Sized:
    block = {"kind": "transfer_policy", "from": draw(_from(baseline)), "policy": draw(st.sampled_from(POLICIES))}
    before = _lasting(baseline.transfer_policy, block["from"])
    return _sized(block, None if before is None else {"policy": before})


@st.composite
def _allow_transfers(draw: st.DrawFn, baseline: Baseline, name: str, _place: str) -> Sized:
    """From what is listed later, so that nobody goes round in circles."""
    later = list(baseline.provision)[list(baseline.provision).index(name) + 1 :]
    block = {
        "kind": "allow_transfers",
        "to": name,
        "waiting_in": draw(st.lists(st.sampled_from(later), min_size=1, unique=True)),
        "needs": draw(st.lists(st.sampled_from(list(baseline.needs)), min_size=1, unique=True)),
        "minimum_days": draw(st.sampled_from([0, 28])),
        "from": draw(_from(baseline)),
    }
    return _sized(block, {"from": NEVER})


KINDS: dict[str, Kind] = {
    "open_home": _open_home,
    "open_home_like": _open_home_like,
    "delay_home": _delay_home,
    "resize_home": _resize_home,
    "close_home": _close_home,
    "recruit_carers": _recruit_carers,
    "keep_carers": _keep_carers,
    "divert_entries": _divert_entries,
    "change_entries": _change_entries,
    "grow_entries": _grow_entries,
    "change_rate": _change_rate,
    "change_price": _change_price,
    "change_uplift": _change_uplift,
    "contract_places": _contract_places,
    "transfer_policy": _transfer_policy,
    "allow_transfers": _allow_transfers,
}
