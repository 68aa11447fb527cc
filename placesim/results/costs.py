"""Measures of what decisions cost beside placements, and of everything together, in cash on the days of payment."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from placesim.config.charges import charged_lines
from placesim.config.cost_checks import CAPITAL
from placesim.config.costs import KINDS, DatedCost, MovesCounted
from placesim.config.provision import Home, Households
from placesim.model.homes import day_of
from placesim.results.after_care import after_care_by_line
from placesim.results.counting import Grouped
from placesim.results.facts import Facts, Floats
from placesim.results.finance import spend
from placesim.results.financial_year import days_of_years
from placesim.results.income import income_by_line
from placesim.results.measures import measure
from placesim.results.prices import uplifts
from placesim.results.stretches import Whole


@dataclass(frozen=True)
class Charge:
    """What one cost comes to, of one kind."""

    line: str
    """The budget line that pays, or `capital`."""
    kind: str
    paid: Floats
    """Pounds in each piece, shape (futures, pieces)."""


@measure(unit="pounds", horizon="total", monthly=True, worse="higher")
def fixed_cost(facts: Facts) -> Grouped:
    """What decisions cost beside placements, in cash: staff, campaigns, mobilisation, capital less grant and so on."""
    figures = _added(facts, lambda charge: charge.line, (CAPITAL, *charged_lines(facts.baseline)))
    return {"all": facts.total(figures.values()), **figures}


@measure(unit="pounds", horizon="total", groups="kind of cost", worse="higher")
def cost_by_kind(facts: Facts) -> Grouped:
    """What decisions cost beside placements, in cash, by kind: the same money as `fixed_cost`."""
    return _added(facts, lambda charge: charge.kind, tuple(KINDS))


@measure(unit="pounds", horizon="total", monthly=True, worse="higher")
def net_cost(facts: Facts) -> Grouped:
    """Placement spend, costs of decisions and allowances after care, less income, in cash: what everything adds to."""
    found = [(sign, facts.once_by_period(part)) for part, sign in PARTS.items()]
    nothing = np.zeros(facts.shape)
    return {
        group: sum((sign * figures.get(group, nothing) for sign, figures in found), start=nothing)
        for group in ("all", CAPITAL, *charged_lines(facts.baseline))
    }


PARTS: dict[Callable[[Facts], Grouped], int] = {spend: 1, fixed_cost: 1, after_care_by_line: 1, income_by_line: -1}
"""What net cost is made of, with its sign."""


def _added(facts: Facts, of: Callable[[Charge], str], groups: tuple[str, ...]) -> Grouped:
    """Return charges added up by group and period."""
    by_piece = np.zeros(facts.shape_by_piece(len(groups)))
    for charge in facts.once(_charges):
        by_piece[groups.index(of(charge))] += charge.paid
    return dict(zip(groups, facts.in_periods(by_piece), strict=True))


def _charges(facts: Facts) -> list[Charge]:
    return [charge for cost in facts.baseline.costs for charge in _of_one(facts, cost)]


def _of_one(facts: Facts, cost: DatedCost) -> Iterator[Charge]:
    """Yield what one cost comes to, kind by kind; amounts but capital rise with its uplift."""
    days = _days(facts, cost)
    if cost.capital:
        spent = day_of(facts.baseline, cost.capital.spent_on) if cost.capital.spent_on else days.planned
        opens = (days.begins < inf)[:, None] if cost.capital.only_if_it_opens else 1
        yield Charge(CAPITAL, CAPITAL, cost.capital.net * _on(facts, spent) * opens)
    years_on = facts.pieces.years_on
    level = uplifts([cost], facts.history.start, int(years_on[-1]))[0][years_on]
    for kind, amount in cost.amounts.items():
        if amount and cost.budget_line:
            yield Charge(cost.budget_line, kind, amount * level * _times(facts, cost, kind, days))


@dataclass(frozen=True)
class _Days:
    """Days of one cost; infinity is never."""

    planned: float
    begins: Floats
    """The day on which it really begins in each future."""
    ends: float


def _days(facts: Facts, cost: DatedCost) -> _Days:
    """Return the days of a cost: for a home, those on which it was to open, really opens, and closes."""
    council, futures = facts.baseline, facts.futures or 1
    ends = day_of(council, cost.until) if cost.until else inf
    if cost.home is None:
        first = day_of(council, cost.begins(council.start))
        return _Days(first, np.full(futures, first), ends)
    home, number = council.provision[cost.home].capacity, facts.history.names.provisions.index(cost.home)
    assert isinstance(home, Home)
    closes = day_of(council, home.closes) if home.closes else inf
    coming, opens = facts.history.supply, np.full(futures, inf)
    here = coming["provision"] == number
    np.minimum.at(opens, facts.future_of("supply")[here], coming["day"][here])
    return _Days(day_of(council, home.opens) if home.opens else inf, opens, min(ends, closes))


def _times(facts: Facts, cost: DatedCost, kind: str, days: _Days) -> Floats:
    """Return how many times an amount of one kind is paid in each piece, shape (futures, pieces)."""
    match kind:
        case "one_off":
            return _on(facts, days.planned)
        case "mobilisation":
            opens = np.where(days.begins < inf, days.begins, days.planned)
            return _nights(facts, opens - cost.mobilisation_days, opens) / cost.mobilisation_days
        case "campaign":
            return _nights(facts, days.begins, days.ends) / (days.ends - days.planned)
        case "per_approval":
            return _counted(facts, "supply", "day", _approved(facts, cost))
        case "per_move":
            return _moves(facts, cost, days)
    last = int(facts.pieces.years_on[-1])
    return _nights(facts, days.begins, days.ends) / days_of_years(facts.history.start, last)[facts.pieces.years_on]


def _on(facts: Facts, day: float) -> Floats:
    """Return 1 in the piece that a day is in, the same in every future; nothing outside the horizon."""
    edges = facts.pieces.edges
    return np.tile((edges[:-1] <= day) & (day < edges[1:]), (facts.futures or 1, 1)).astype(float)


def _nights(facts: Facts, begins: Floats, ends: Floats | float) -> Floats:
    """Return the nights between two days in each piece, shape (futures, pieces); a night is a midnight."""
    edges = facts.pieces.edges
    first, last = (np.broadcast_to(np.floor(day), begins.shape)[:, None] for day in (begins, ends))
    return np.asarray(np.maximum(np.minimum(last, edges[1:]) - np.maximum(first, edges[:-1]), 0.0))


def _counted(facts: Facts, table: str, day: str, counts: NDArray[np.bool_]) -> Floats:
    """Count some rows of a table by future and piece."""
    laid = facts.laid(table, day)
    return np.asarray(laid.only(laid.inside & counts[laid.rows]).added(facts.shape_by_piece(1))[0])


def _approved(facts: Facts, cost: DatedCost) -> NDArray[np.bool_]:
    """Tell which rows of planned supply are households of the campaign that a cost pays for."""
    assert cost.approvals
    carers = facts.baseline.provision[cost.approvals.provision].capacity
    assert isinstance(carers, Households)
    number = facts.history.names.provisions.index(cost.approvals.provision)
    campaign = list(carers.campaigns).index(cost.approvals.campaign) + 1
    coming = facts.history.supply
    return np.asarray((coming["provision"] == number) & (coming["campaign"] == campaign))


def _moves(facts: Facts, cost: DatedCost, days: _Days) -> Floats:
    """Count the moves that a cost pays for, from its first day until its last."""
    assert cost.moves
    ended = facts.history.episodes["end_day"]
    since = days.begins[facts.future_of("episodes")]
    return _counted(
        facts, "episodes", "end_day", _is_counted(facts, cost.moves) & (ended >= since) & (ended < days.ends)
    )


def _is_counted(facts: Facts, moves: MovesCounted) -> NDArray[np.bool_]:
    """Tell which episodes end with such a move."""
    names, episodes = facts.history.names, facts.history.episodes
    place, after = episodes["provision"], np.roll(episodes["provision"], -1)  # a move is followed by its next placement
    moved = episodes["end_reason"] == names.reasons.index(moves.reason)
    if moves.from_:
        moved &= np.isin(place, _numbers(names.provisions, moves.from_))
    if moves.placement_types:
        kinds = np.array(names.type_of)[place]
        moved &= np.isin(kinds, _numbers(names.placement_types, moves.placement_types))
    if moves.to:
        moved &= after == names.provisions.index(moves.to)
    return np.asarray(moved)


def _numbers(names: tuple[str, ...], wanted: tuple[str, ...]) -> Whole:
    return np.array([names.index(name) for name in wanted], np.int64)
