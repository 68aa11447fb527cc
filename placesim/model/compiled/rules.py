"""A council's rules as the columns that the compiled engine reads."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from placesim.config.baseline import Baseline
from placesim.config.provision import Home, Provision
from placesim.config.values import place_on
from placesim.model.compiled import world
from placesim.model.engine import CompiledBaseline
from placesim.model.matching import Choice, Wish

Row = Mapping[str, Any]
Table = NDArray[Any]


class CompiledRules:
    """A council's rules, and which luck of the children they go by."""

    def __init__(self, council: CompiledBaseline):
        """Compile every rule of a council."""
        self._council, self._luck = council, {name: n for n, name in enumerate(_luck_names(council))}
        self.luck = tuple(self._luck)
        self.most_wishes = max((len(wishes) for wishes in council.rules.transfers.values()), default=0)
        columns = (self._scalars(), self._matching(), self._endings(), self._rates(), self._coming_back())
        self.columns = world.Rules(**{name: column for part in columns for name, column in part.items()})

    def _scalars(self) -> Row:
        council, baseline = self._council, self._council.baseline
        policy = baseline.transfer_policy[place_on(baseline.transfer_policy, baseline.start)]
        numbers = {name: council.rules.reason_numbers[name] for name in ("transfer", "carer_left", "home_closed")}
        return {
            "days": council.days,
            "leaving_risks": len(baseline.leaving),
            "moves": len(baseline.moves),
            "leaving_reasons": len(council.rules.leaving_reasons),
            "policy": world.POLICIES[policy.value],
            "provisions": _table("provision", [_provision(council, *each) for each in _numbered(baseline)]),
            "other_carers": np.array([not move.same_carer_again for move in baseline.moves.values()], np.int64),
            "levels": np.array([need.level for need in baseline.needs.values()], float),
            **numbers,
        }

    def _matching(self) -> Row:
        rules, moves = self._council.rules, {name: n for n, name in enumerate([*self._council.baseline.moves, None])}
        needs, places = len(rules.needs), len(rules.provisions)
        searches = {(need, moves[move], int(entry)): found for (need, move, entry), found in rules.searches.items()}
        searching, choices = _spans((needs, len(moves), 2), searches)
        waiting, wishes = _spans((needs, places), rules.transfers)
        return {
            "searches": searching,
            "choices": self._choices(choices),
            "transfers": waiting,
            "wishes": _table("wish", [self._wish(wish) for wish in wishes]),
        }

    def _choices(self, choices: Sequence[Choice]) -> Table:
        """Return choices laid out, each of them once and copied wherever it stands: many searches have it."""
        numbers = {choice: number for number, choice in enumerate(dict.fromkeys(choices))}
        table = _table("choice", [self._choice(choice) for choice in numbers])
        return table[[numbers[choice] for choice in choices]]

    def _choice(self, choice: Choice) -> Row:
        return {**choice._asdict(), "luck": self._luck.get(choice.luck, 0)}

    def _wish(self, wish: Wish) -> Row:
        days = {name: getattr(wish, name) for name in ("minimum_days", "settled_after_days", "starts_day")}
        return {**self._choice(wish.choice), **days}

    def _endings(self) -> Row:
        rules, baseline = self._council.rules, self._council.baseline
        moves = {name: n for n, name in enumerate(baseline.moves)}
        after = {(moves[move], need): found for (move, need), found in rules.need_changes.items()}
        changing, changes = _spans((len(moves), len(rules.needs)), after)
        shares = {
            (n,): [(reason, share) for reason, share in baseline.at_18.shares[kind].items() if share > 0]
            for n, kind in enumerate(rules.placement_types)
        }
        leaving, reasons = _spans((len(rules.placement_types),), shares)
        return {
            "need_changes": changing,
            "changes": _table("need_change", [{"minimum_age": a, "share": s, "to": to} for a, s, to in changes]),
            "at_18": leaving,
            "reasons": _table("reason", [{"reason": rules.reason_numbers[name], "share": s} for name, s in reasons]),
        }

    def _rates(self) -> Row:
        rates = self._council.rates
        some = rates.per_day > 0
        many = some.sum(axis=-1)
        last = np.cumsum(many).reshape(many.shape)
        spans = np.zeros(last.shape, world.LAYOUT["span"])
        spans["first"], spans["last"] = last - many, last
        found = np.zeros(many.sum(), world.LAYOUT["rate"])
        found["risk"], found["per_day"] = np.nonzero(some)[-1], rates.per_day[some]
        edges = {f"{name}_edges": getattr(rates, f"{name}_edges") for name in ("age", "time", "placed", "date")}
        return {"rates_of": spans, "rates": found, **{name: np.array(each, float) for name, each in edges.items()}}

    def _coming_back(self) -> Row:
        back = self._council.re_entry
        return {
            "back_after": np.array(back.after, np.int64),
            "back_per_day": back.per_day,
            "since_edges": np.array(back.since),
            "back_date_edges": np.array(back.dates),
        }


def _numbered(baseline: Baseline) -> list[tuple[int, Provision]]:
    return list(enumerate(baseline.provision.values()))


def _provision(council: CompiledBaseline, number: int, provision: Provision) -> Row:
    capacity = provision.capacity
    return {
        "capacity": world.CAPACITIES[capacity.kind],
        "placement_type": council.rules.type_of[number],
        "is_home": capacity.kind == "home",
        "turnaround_days": capacity.turnaround_days if isinstance(capacity, Home) else 0.0,
        "searches_first_days": capacity.searches_first_days if isinstance(capacity, Home) else 0.0,
        "weekly_fee": provision.price.weekly_fee,
        "fee_variance": provision.price.fee_variance,
        **provision.price.parts._asdict(),
    }


def _luck_names(council: CompiledBaseline) -> list[str]:
    """Return the names of the luck that settles whether provision suits a child, where it may not."""
    wishes = (wish.choice for found in council.rules.transfers.values() for wish in found)
    choices = chain(chain.from_iterable(council.rules.searches.values()), wishes)
    return list(dict.fromkeys(choice.luck for choice in choices if choice.share < 1))


def _table(kind: str, rows: Sequence[Row]) -> Table:
    """Return rows laid out as the compiled engine reads them."""
    table = np.zeros(len(rows), world.LAYOUT[kind])
    for name in table.dtype.names or ():
        table[name] = [row[name] for row in rows]
    return table


def _spans(shape: tuple[int, ...], found: Mapping[Any, Sequence[Any]]) -> tuple[Table, list[Any]]:
    """Return lists end to end, and where that of each key begins and ends."""
    spans = np.zeros(shape, world.LAYOUT["span"])
    together: list[Any] = []
    for key, items in found.items():
        spans[key] = len(together), len(together) + len(items)
        together += items
    return spans, together
