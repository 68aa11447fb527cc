"""Offers: what may be added to a what-if, in the groups in which a commissioner thinks, if the council can use it."""

from collections.abc import Callable
from dataclasses import dataclass

from placesim.api.council import Council
from placesim.config.baseline import Baseline
from placesim.config.contracts import BlockContract, SpotContract
from placesim.config.provision import Home
from placesim.config.reference import first_line
from placesim.page.cards import beginnings, choices
from placesim.page.cards.beginnings import Begin
from placesim.page.cards.choices import Names
from placesim.page.cards.leaves import MODELS

HOMES = "Homes"
CARERS = "Carers"
FEWER = "Fewer children coming in"
LEAVING = "Leaving care"
MONEY = "Prices and contracts"
MOVES = "Moves between placements"
DEMAND = "Demand"


@dataclass(frozen=True)
class Choice:
    """One thing that may be chosen."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True)
class Offer:
    """One kind of change that may be added."""

    group: str
    kind: str
    """What `with_change` takes."""
    title: str
    help: str
    choices: tuple[Choice, ...]
    """What it may be about, each with what `with_change` takes in place of the kind; empty where that is not asked."""


@dataclass(frozen=True)
class Catalogued:
    """An offer before it is known what a council has."""

    group: str
    name: str
    """Its own, as forms spell it."""
    title: str
    about: Callable[[Baseline], Names]
    """What it may be about; where that is nothing, it is not offered."""
    begin: Begin
    asked: bool = True
    """Whether a user chooses what it is about; otherwise its card says."""
    kind: str = ""
    """The kind of intervention, where that is not its own name."""
    hint: str = ""
    """When to use it, and when another; said behind what the kind is."""

    @property
    def adds(self) -> str:
        """The kind of intervention that it adds."""
        return self.kind or self.name

    def named(self, about: str) -> str:
        """Return how a form spells it with what it is about."""
        return f"{self.name}.{about}"


def opens_never(council: Baseline, name: str) -> bool:
    """Tell a home that is only planned: nothing opens it yet."""
    return _home(council, name).opens is None


def planned_homes(council: Baseline) -> Names:
    """Return the homes that are only planned."""
    return {name: label for name, label in choices.homes(council).items() if opens_never(council, name)}


def homes_to_come(council: Baseline) -> Names:
    """Return the homes that are not open on the start date: those that open first, then those only planned."""
    coming = {name: label for name, label in choices.homes(council).items() if not _is_open(council, name)}
    return dict(sorted(coming.items(), key=lambda item: opens_never(council, item[0])))


def _is_open(council: Baseline, name: str) -> bool:
    opens = _home(council, name).opens
    return opens is not None and opens <= council.start


def _home(council: Baseline, name: str) -> Home:
    capacity = council.provision[name].capacity
    if not isinstance(capacity, Home):
        raise KeyError(name)
    return capacity


def waited_for(council: Baseline) -> Names:
    """Return the provision that children could wait for while they live in another."""
    provision = choices.provision(council)
    return {name: provision[name] for name in beginnings.waiting_for(council)}


def priced(council: Baseline) -> Names:
    """Return the provision that costs anything, the dearest first."""
    fees = {name: each.price.weekly_fee for name, each in council.provision.items()}
    return _dearest_first(council, {name: label for name, label in choices.provision(council).items() if fees[name]})


def bought(council: Baseline) -> Names:
    """Return the provision that others provide, the dearest first."""
    return _dearest_first(council, choices.bought(council))


def _dearest_first(council: Baseline, names: Names) -> Names:
    return dict(sorted(names.items(), key=lambda item: -council.provision[item[0]].price.weekly_fee))


def contracted_in_part(council: Baseline) -> Names:
    """Return the provision of which places can be contracted: none are under other terms."""
    return {name: label for name, label in bought(council).items() if _has_no_terms(council, name)}


def _has_no_terms(council: Baseline, name: str) -> bool:
    contract = council.provision[name].contract
    return not contract.has_notice if isinstance(contract, SpotContract) else isinstance(contract, BlockContract)


def _waiting(council: Baseline) -> Names:
    return {"": ""} if any(need.transfers for need in council.needs.values()) else {}


BY_NAME = (
    "Listed are the homes that the council's file names one by one; places that it only counts or buys are under "
    "“Prices and contracts”."
)

PLANS = (
    "Its day, what is paid for and what it costs are then to be filled in; plans that are already written as "
    "scenarios are under “Open”."
)

LATE = (
    "Use it to ask what a delay of so many days does. For a delay that is only possible, use “Delay” on the card that "
    "opens the home; both together add up."
)

CATALOGUE = (
    Catalogued(HOMES, "open_home", "Open a planned home", planned_homes, beginnings.open_home, hint=PLANS),
    Catalogued(HOMES, "new_home", "Open a new home, like", choices.homes, beginnings.new_home, kind="open_home"),
    Catalogued(HOMES, "delay_home", "Open a home later", homes_to_come, beginnings.delay_home, hint=LATE),
    Catalogued(HOMES, "resize_home", "More or fewer beds", choices.homes, beginnings.resize_home, hint=BY_NAME),
    Catalogued(HOMES, "close_home", "Close a home", choices.homes, beginnings.close_home, hint=BY_NAME),
    Catalogued(
        HOMES,
        "home_contract",
        "Pay for a home otherwise",
        choices.homes,
        beginnings.change_contract,
        kind="change_contract",
        hint=BY_NAME,
    ),
    Catalogued(CARERS, "recruit_carers", "Recruit carers", choices.carers, beginnings.recruit_carers),
    Catalogued(CARERS, "keep_carers", "Keep the carers there are", choices.carers, beginnings.keep_carers, asked=False),
    Catalogued(FEWER, "divert_entries", "Work at the edge of care", lambda _: {"": ""}, beginnings.divert_entries),
    Catalogued(
        FEWER,
        "coming_back",
        "Fewer children coming back",
        choices.coming_back,
        beginnings.change_rate,
        asked=False,
        kind="change_rate",
    ),
    Catalogued(
        LEAVING,
        "leaving_rate",
        "Leave care sooner or later by",
        choices.reasons,
        beginnings.change_rate,
        kind="change_rate",
    ),
    Catalogued(MONEY, "change_price", "Other prices", priced, beginnings.change_price),
    Catalogued(MONEY, "change_uplift", "Prices rise faster or slower", priced, beginnings.change_uplift),
    Catalogued(MONEY, "contract_places", "Contract places", contracted_in_part, beginnings.contract_places),
    Catalogued(MONEY, "change_contract", "Notice and other terms", bought, beginnings.change_contract),
    Catalogued(
        MOVES, "moving_rate", "Move more or less often by", choices.moves, beginnings.change_rate, kind="change_rate"
    ),
    Catalogued(MOVES, "allow_transfers", "Let children move to", waited_for, beginnings.allow_transfers),
    Catalogued(MOVES, "transfer_policy", "Who is offered a freed place", _waiting, beginnings.transfer_policy),
    Catalogued(DEMAND, "change_entries", "More or fewer children enter", lambda _: {"": ""}, beginnings.change_entries),
)
"""Everything that may be added, in the order in which it is offered."""


def catalogue(council: Council) -> tuple[Offer, ...]:
    """Return what may be added to what-ifs of a council; what it has no use for is left out."""
    return tuple(_offer(each, names) for each in CATALOGUE if (names := each.about(council.baseline)))


def _offer(entry: Catalogued, names: Names) -> Offer:
    asked = {name: label for name, label in names.items() if name} if entry.asked else {}
    chosen = tuple(Choice(entry.named(name), label) for name, label in asked.items())
    help_ = " ".join(filter(None, (first_line(MODELS[entry.adds]), entry.hint)))
    return Offer(entry.group, entry.name, entry.title, help_, chosen)
