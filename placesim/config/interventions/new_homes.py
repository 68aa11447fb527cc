"""A home that the baseline does not have, set beside one that it does have, wherever that one stands."""

from placesim.config.baseline import Baseline
from placesim.config.children import Need, SearchOption, Tier, Transfer
from placesim.config.contracts import OPENING, BlockContract, Contract
from placesim.config.interventions.intervention import home_of
from placesim.config.problem import InconsistentError, Problem, nearest, shown
from placesim.config.provision import Home, Provision
from placesim.config.risks import Move


def with_new_home(baseline: Baseline, name: str, like: str | None, label: str | None) -> Baseline:
    """Return the baseline with a home that does not open yet, wherever the home it is like stands.

    Raises:
        InconsistentError: nothing says which home it is like, or there is no such home.
    """
    if like is None:
        homes = [name for name, provision in baseline.provision.items() if isinstance(provision.capacity, Home)]
        message = f"unknown home {shown(name)}; {nearest(name, homes)}"
        message += " For a new home, say which home it is `like`"
        raise InconsistentError([Problem(("provision",), message)])
    home = home_of(baseline, like, "like")
    shut = home.replace(opens=None, closes=None)
    label = label or name.replace("_", " ").capitalize()
    model = baseline.provision[like]
    added = model.replace(label=label, capacity=shut, contract=_without_dates(model.contract))
    provision: dict[str, Provision] = {}
    for other, each in baseline.provision.items():
        provision |= {other: each, name: added} if other == like else {other: each}
    needs = {need: _beside(each, name, like) for need, each in baseline.needs.items()}
    moves: dict[str, Move] = {
        move: each.replace(to=tuple(_tier_beside(tier, name, like) for tier in each.to))
        for move, each in baseline.moves.items()
    }
    return baseline.replace(provision=provision, needs=needs, moves=moves)


def _without_dates(contract: Contract) -> Contract:
    """Return a contract whose home is paid for from its opening: the days of another home are not its own."""
    undated = {"paid_from": OPENING, "registered": None}
    return contract.replace(**undated) if isinstance(contract, BlockContract) else contract


def _beside(need: Need, name: str, like: str) -> Need:
    transfers: list[Transfer] = []
    for transfer in need.transfers:
        also = (name,) if like in transfer.from_ else ()
        kept = transfer.replace(from_=(*transfer.from_, *also))
        transfers += [kept, kept.replace(to=name)] if transfer.to == like else [kept]
    search = tuple(_tier_beside(tier, name, like) for tier in need.search)
    return need.replace(search=search, transfers=tuple(transfers))


def _tier_beside(tier: Tier, name: str, like: str) -> Tier:
    options: list[SearchOption] = []
    for option in tier:
        options += [option, option.replace(provision=name)] if option.provision == like else [option]
    return tuple(options)
