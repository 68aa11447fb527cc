"""Small councils for tests: only what a test says; everything else is the simplest that is valid."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np

from placesim.config.baseline import Baseline
from placesim.model.children import Child, Children
from placesim.model.demand import Demand
from placesim.model.history import History
from placesim.model.luck import BLOCK
from placesim.model.planning import Plan
from placesim.model.rates import YEAR
from placesim.model.streams import Streams
from placesim.model.supply import SupplyEvent
from placesim.results.facts import Facts
from placesim.results.financial_year import financial_years

SOURCE = "assumption: a test"
START = date(2025, 4, 1)
NEVER = 1e9
"""Luck that outlasts every risk."""

Block = dict[str, Any]


def provision(
    capacity: Block,
    placement_type: str = "foster_care",
    weekly_fee: float = 700,
    budget_line: str = "placements",
    price: Block | None = None,
    **fields: Any,
) -> Block:
    """One provision; `price` holds what the fee alone does not say."""
    return {
        "label": "A provision",
        "placement_type": placement_type,
        "capacity": capacity,
        "price": {"weekly_fee": weekly_fee, "source": SOURCE, **(price or {})},
        "budget_line": budget_line,
        "source": SOURCE,
        **fields,
    }


def spot(**fields: Any) -> Block:
    """Provision without limit."""
    return provision({"kind": "spot"}, **fields)


def places(number: Any, **fields: Any) -> Block:
    """A number of places, or a dated list of them."""
    return provision({"kind": "places", "places": number}, **fields)


def home(beds: Any, opens: date | None = START, capacity: Block | None = None, **fields: Any) -> Block:
    """A children's home with beds, or a dated list of them, open from the start unless told otherwise; `capacity`
    holds delay, closing and the like."""
    return provision({"kind": "home", "beds": beds, "opens": opens, **(capacity or {})}, **fields)


def carers(households: int, approved_places: dict[int, float] | None = None, **fields: Any) -> Block:
    """Foster carers, all of whose places are usable, who neither leave nor join unless `capacity` says so."""
    capacity = {
        "kind": "households",
        "households": households,
        "approved_places": approved_places or {1: 1.0},
        "usable_share": 1,
        "approvals_per_year": 0,
        "leaves_per_year": 0,
        **fields.pop("capacity", {}),
    }
    return provision(capacity, **fields)


def need(*search: Any, transfers: Iterable[Block] = (), **fields: Any) -> Block:
    """A need, as the provision to try, best first."""
    return {"label": "A need", "search": list(search), "transfers": list(transfers), "source": SOURCE, **fields}


def stream(
    entries_per_year: Any,
    ages: dict[str, float] | None = None,
    needs: dict[str, dict[str, float]] | None = None,
    **fields: Any,
) -> Block:
    """Children who enter care: babies who need `care`, unless told otherwise."""
    ages = ages or {"under 1": 1}
    return {
        "label": "Entrants",
        "entries_per_year": entries_per_year,
        "ages": ages,
        "needs": needs or {band: {"care": 1} for band in ages},
        "source": SOURCE,
        **fields,
    }


def child_at_start(
    provision: str, age: float = 5, years_in_care: float = 1, days: float = 0, need: str = "care"
) -> Block:
    """One child in care on the start date."""
    return {
        "provision": provision,
        "stream": "local",
        "need": need,
        "age_years": age,
        "years_in_care": years_in_care,
        "days_in_placement": days,
    }


def risk(per_year: dict[str, float], **fields: Any) -> Block:
    """Something that may happen, per child-year by placement type."""
    return {"label": "A risk", "per_year": per_year, "source": SOURCE, **fields}


def council(provision: Mapping[str, Block], **fields: Any) -> Baseline:
    """A council with this provision; one need tries it in order, nobody enters and nothing happens unless told."""
    types = dict.fromkeys(place["placement_type"] for place in provision.values())
    needs = fields.get("needs", {"care": need(*provision)})
    blocks: Block = {
        "name": "Testford",
        "start": START,
        "years": 1,
        "age_bands": {"under 1": [0, 1], "1 to 17": [1, 18]},
        "time_in_care_bands": {"any": [0, 18]},
        "placement_types": {name: {"label": name} for name in types},
        "budget_lines": {place["budget_line"]: {"label": "A line"} for place in provision.values()},
        "provision": dict(provision),
        "needs": needs,
        "entrants": {"local": stream(0, needs={"under 1": {next(iter(needs)): 1}})},
        "children_in_care": {},
        "leaving": {},
        "moves": {},
        "at_18": {
            "reasons": {"eighteen": "Turned 18"},
            "shares": {name: {"eighteen": 1} for name in types},
            "source": SOURCE,
        },
        **fields,
    }
    blocks["children_in_care"] = {"source": SOURCE, **blocks["children_in_care"]}
    return Baseline.model_validate(blocks)


def children_of(baseline: Baseline, streams: Streams) -> list[Child]:
    """The children in care on day 0 and everyone who enters within the horizon, by day of entry."""
    return Demand(baseline).draw(streams).one_by_one()


def plan(baseline: Baseline, streams: Streams) -> list[SupplyEvent]:
    """Every change of supply, in order of day."""
    return Plan(baseline).draw(streams).one_by_one()


SCRIPTED = range(1, 4 * BLOCK + 1)
"""Placements that a script may tell of."""


class ScriptedLuck:
    """The luck of one child, as a test wrote it: the same methods as `Luck`, for a cohort of one."""

    def __init__(
        self,
        leaving: Iterable[float] = (),
        moves: Mapping[int, list[float]] | None = None,
        number_of_moves: int = 0,
        need_changes: Mapping[int, float] | None = None,
        unsuited: Iterable[str] = (),
        comes_back: Iterable[float] = (),
        leaving_again: Iterable[list[float]] = (),
    ):
        self._leaving, self._comes_back = [list(leaving), *leaving_again], [*comes_back]
        self._moves, self._none = dict(moves or {}), [NEVER] * number_of_moves
        self._need_changes, self._unsuited = dict(need_changes or {}), frozenset(unsuited)
        self.fee = self.at_18 = np.zeros(1)

    def leaving_budgets(self, row: int, period: int = 1) -> list[float]:
        told = self._leaving[period - 1 : period]
        return list(told[0]) if told else [NEVER] * len(self._leaving[0])

    def re_entry(self, period: int) -> np.ndarray:
        return np.array([*self._comes_back, *[NEVER] * period][period - 1 : period])

    def move_budgets(self, row: int, placement_number: int) -> list[float]:
        return list(self._moves.get(placement_number, self._none))

    def need_change(self, row: int, placement_number: int) -> float:
        return self._need_changes.get(placement_number, 0.999)

    def suits(self, row: int, provision: str) -> float:
        return 0.999 if provision in self._unsuited else 0.0


class ScriptedColumns:
    """The luck of children whose luck tests wrote, one by one: the same columns as `Luck`."""

    block = BLOCK

    def __init__(self, children: list[Child]):
        self._luck = [child.luck for child in children]
        self.leaving = self.leaving_in(1)
        self.fee, self.at_18 = (np.concatenate([getattr(luck, of) for luck in self._luck]) for of in ("fee", "at_18"))
        self.cohort = self.row = np.zeros(len(children), np.int64)

    def leaving_in(self, period: int) -> np.ndarray:
        return np.array([luck.leaving_budgets(0, period) for luck in self._luck], float)

    def re_entry(self, period: int) -> np.ndarray:
        return np.concatenate([luck.re_entry(period) for luck in self._luck])

    @property
    def first_moves(self) -> np.ndarray:
        return np.array([[luck.move_budgets(0, n) for n in SCRIPTED] for luck in self._luck], float)

    @property
    def move_factors(self) -> np.ndarray:
        """None at risk in a placement after those that scripts tell of."""
        return np.zeros((len(self._luck), self.first_moves.shape[2]))

    def need_block(self, block: int) -> np.ndarray:
        return np.array([[luck.need_change(0, n) for n in SCRIPTED] for luck in self._luck])

    def begun(self, block: int) -> np.ndarray:
        return np.zeros((1, self.first_moves.shape[2] + 1, 4), np.uint64)

    def suiting(self, provision: str) -> np.ndarray:
        return np.array([luck.suits(0, provision) for luck in self._luck])


def as_columns(children: list[Child]) -> Children:
    """Children that a test wrote, as the compiled engine takes them."""
    columns = {name: [getattr(child, name) for child in children] for name in Child._fields}
    columns["provision"] = [-1 if place is None else place for place in columns["provision"]]
    whole = {
        name: np.array(columns[name], np.int64) for name in ("child_id", "stream", "need", "provision", "first_period")
    }
    days = ("born_day", "care_start_day", "placement_start_day")
    return Children(ScriptedColumns(children), **whole, **{name: np.array(columns[name], float) for name in days})


def scripted_child(
    number: int,
    luck: Any,
    *,
    day: float = 0,
    age: float = 10,
    need: int = 0,
    provision: int | None = None,
    care_start_day: float | None = None,
) -> Child:
    """A child of an age on a day: the day they enter, or on which their placement at the start began."""
    return Child(
        number, 0, luck, 0, day - age * YEAR, day if care_start_day is None else care_start_day, need, provision, day
    )


def facts_of(baseline: Baseline, history: History) -> Facts:
    """A history laid over its financial years, for any measure to read."""
    return Facts(baseline, history, financial_years(history.start, history.days))
