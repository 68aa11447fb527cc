"""Stock and flow: the naive forecast that children keep coming, moving and leaving as in the last two years."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placesim.model.rates import YEAR
from placesim.results.backcasts import CHILDREN, EVERYBODY
from placesim.results.facts import Floats
from placesim.results.stretches import Whole
from placesim.returns.backcasting.figures import FLOWS, Series, facts_of
from placesim.returns.past import Past

RECENT_YEARS = 2
"""Financial years that rates are taken from."""

STEPS_A_YEAR = 12


@dataclass(frozen=True, eq=False)
class Flows:
    """What happened in some years by placement type, and who is there after them."""

    years: int
    entered: Whole
    """Children who entered care into each type."""
    left: Whole
    """Children who left care from each type."""
    moved: Whole
    """Moves, shape (from type, to type); those within one type among them."""
    child_years: Floats
    """Years lived in each type."""
    there: Whole
    """Children in each type at the end."""


def flows_of(past: Past, years: int = RECENT_YEARS) -> Flows:
    """Return what happened in the last financial years of a past."""
    facts = facts_of(past)
    since = float(facts.periods.edges[-1 - years])
    history, type_of = past.history, np.array(past.history.names.type_of)
    episodes, kinds = history.episodes, len(history.names.placement_types)
    of = type_of[episodes["provision"]]
    ended = np.nan_to_num(episodes["end_day"], nan=-1.0) >= since
    moves_on = ended & (episodes["end_reason"] >= history.names.leaving_reasons)
    leaves = ended & (episodes["end_reason"] >= 0) & ~moves_on
    moved = np.zeros((kinds, kinds), np.int64)
    moving = np.flatnonzero(moves_on[:-1] & ~facts.first_of_period[1:])
    np.add.at(moved, (of[moving], of[moving + 1]), 1)
    return Flows(
        years,
        np.bincount(of[facts.enters_care & (episodes["start_day"] >= since)], minlength=kinds),
        np.bincount(of[leaves], minlength=kinds),
        moved,
        _by_type(facts.nights[:, -years:].sum(axis=-1), type_of, kinds) / YEAR,
        _by_type(facts.at_end[:, -1], type_of, kinds).astype(np.int64),
    )


def _by_type(figures: Floats, type_of: Whole, kinds: int) -> Floats:
    return np.bincount(type_of, figures, kinds).astype(float)


def projected(flows: Flows, kinds: tuple[str, ...], years: int, futures: int, seed: int) -> Series:
    """Return futures in which rates stay as they were, as known as their events make them.

    Children enter each type as a Poisson process; whoever is there leaves care or moves to each other type at a
    constant rate, month by month (multinomial). In each future every rate is drawn anew from a gamma distribution
    with as many events as were counted, over the years lived: rates without an event stay 0.

    Args:
        flows: what happened lately.
        kinds: placement types, in order.
        years: how far ahead.
        futures: how many.
        seed: the luck of the projection.

    Returns:
        Children by type and in all on the last night of each year, and entries, leavers and moves over it; each of
        shape (futures, years).
    """
    luck = np.random.default_rng(seed)
    monthly = [*_months(flows, years * STEPS_A_YEAR, futures, luck)]
    there = np.stack([month.there for month in monthly[STEPS_A_YEAR - 1 :: STEPS_A_YEAR]], axis=1)
    counts = np.stack([[month.entered, month.left, month.moved] for month in monthly], axis=-1)
    by_year = counts.reshape(len(FLOWS), futures, years, STEPS_A_YEAR).sum(axis=-1).astype(float)
    found = {(CHILDREN, kind): there[..., number].astype(float) for number, kind in enumerate(kinds)}
    found[CHILDREN, EVERYBODY] = there.sum(axis=-1).astype(float)
    return found | {(measure, EVERYBODY): by_year[number] for number, measure in enumerate(FLOWS)}


@dataclass(frozen=True, eq=False)
class _Month:
    """Children at the end of a month, shape (futures, types), and the flows in it, shape (futures,)."""

    there: Whole
    entered: Whole
    left: Whole
    moved: Whole


def _months(flows: Flows, months: int, futures: int, luck: np.random.Generator) -> Iterator[_Month]:
    entering = luck.gamma(flows.entered, 1 / flows.years, (futures, len(flows.entered))) / STEPS_A_YEAR
    chances = _chances(flows, futures, luck)
    there = np.tile(flows.there, (futures, 1))
    kinds = there.shape[1]
    for _ in range(months):
        early, late = luck.poisson(entering / 2), luck.poisson(entering / 2)  # half of them may leave again at once
        went = luck.multinomial(there + early, chances)
        stayed, left, moved = went[..., -1], went[..., kinds], went[..., :kinds]
        there = stayed + moved.sum(axis=1) + late
        yield _Month(there, (early + late).sum(axis=1), left.sum(axis=1), moved.sum(axis=(1, 2)))


def _chances(flows: Flows, futures: int, luck: np.random.Generator) -> NDArray[np.float64]:
    """Return the chances in a month of moving to each type, leaving, and staying, shape (futures, types, types + 2)."""
    counts = np.column_stack([flows.moved, flows.left])
    lived = np.maximum(flows.child_years, 1 / STEPS_A_YEAR)[:, None]
    rates = luck.gamma(counts, 1 / lived, (futures, *counts.shape)) / STEPS_A_YEAR
    in_all = rates.sum(axis=-1, keepdims=True)
    shares = np.divide(rates, in_all, out=np.zeros_like(rates), where=in_all > 0)
    stays = np.exp(-in_all)
    return np.concatenate([shares * (1 - stays), stays], axis=-1)
