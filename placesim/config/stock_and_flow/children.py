"""Children by where they live, what they need and how they came: on the start date, and as they enter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import product
from math import prod
from typing import NamedTuple, TypeVar

import numpy as np

from placesim.config.blocks import Blocks
from placesim.config.children import Diversion
from placesim.config.stock_and_flow.cells import AGES, STEP, STEPS_A_YEAR, Cells, Floats, ages_of, cell_of
from placesim.config.values import value_on

FRAILTIES = 3
"""Factors that stand for all by which children differ lastingly in one rate."""


class Likeness(NamedTuple):
    """What children have in common who meet the same rates."""

    stream: str
    """Empty for the streams that no rate tells apart."""
    frailty: tuple[tuple[str, float], ...]
    """Their own factor of the rate of each move in which children differ lastingly."""


class Kind(NamedTuple):
    """Children who are alike but for age and time in care."""

    provision: str
    need: str
    likeness: Likeness


class Start(NamedTuple):
    """By what ages and times in care of the start date are multiplied, to see what hangs on them."""

    ages: float = 1.0
    years_in_care: float = 1.0


AS_WRITTEN = Start()

Stock = dict[Kind, Floats]
"""Children of each kind, by time in care (rows, those who enter within the step first) and age (columns)."""


def likenesses(baseline: Blocks, stream: str) -> list[tuple[Likeness, float]]:
    """Return the likenesses of the children of a stream, with the share of them that has each."""
    coming_back = (baseline.re_entry,) if baseline.re_entry else ()
    risks = (*baseline.leaving.values(), *baseline.moves.values(), *coming_back)
    told_apart = stream if any(stream in risk.by_stream for risk in risks) else ""
    frail = {name: _frailties(move.frailty_variance) for name, move in baseline.moves.items() if move.frailty_variance}
    return [
        (
            Likeness(told_apart, tuple((name, factor) for name, (factor, _) in zip(frail, each, strict=True))),
            prod(shares),
        )
        for each in product(*frail.values())
        for shares in [[share for _, share in each]]
    ]


@cache
def _frailties(variance: float) -> tuple[tuple[float, float], ...]:
    """Return a few factors that stand for a gamma distribution of mean 1, with the share of children of each.

    Gauss-Laguerre quadrature: with three points, moments to the fifth are exact.
    """
    from scipy.special import roots_genlaguerre  # takes long to import, and few need it

    shape = 1 / variance
    nodes, weights = roots_genlaguerre(FRAILTIES, shape - 1)
    return tuple(zip((nodes / shape).tolist(), (weights / weights.sum()).tolist(), strict=True))


def on_the_start_date(baseline: Blocks, cells: Cells, start: Start) -> Stock:
    """Return the children in care on day 0."""
    block, found = baseline.children_in_care, Stock()
    bands = {name: (low * start.ages, high * start.ages) for name, (low, high) in baseline.age_bands.items()}
    for group in block.groups:
        ages = sum((count * ages_of(bands[band]) for band, count in group.ages.items()), np.zeros(AGES))
        times = block.years_in_care if group.years_in_care is None else group.years_in_care
        children = ages * cells.times_in_care(times, start.years_in_care)
        for need, share in group.needs.items():
            for likeness, part in likenesses(baseline, group.stream):
                add(found, Kind(group.provision, need, likeness), share * part * children)
    for child in block.children:
        one = np.zeros(cells.shape)
        time = cell_of(child.years_in_care * start.years_in_care, cells.times)
        one[1 + time, cell_of(child.age_years * start.ages, AGES)] = 1
        for likeness, part in likenesses(baseline, child.stream):
            add(found, Kind(child.provision, child.need, likeness), part * one)
    return found


Key = TypeVar("Key")


def add(found: dict[Key, Floats], key: Key, children: Floats) -> None:
    """Add children to those found so far under a key."""
    found[key] = found[key] + children if key in found else children


def entering(baseline: Blocks, day: date) -> dict[tuple[str, Likeness], Floats]:
    """Return the children who enter in the step around a day by need and likeness, those diverted left out.

    They are counted by their age as the step begins, as all others are: those who enter at an age were
    younger by half a step, on average.
    """
    found: dict[tuple[str, Likeness], Floats] = {}
    for name, stream in baseline.entrants.items():
        alike = likenesses(baseline, name)
        a_step = value_on(stream.entries_per_year, day) / STEPS_A_YEAR
        for band, share in stream.ages.items():
            ages = a_step * share * ages_of(baseline.age_bands[band])
            for need, part in stream.needs.get(band, {}).items():
                kept = ages * part * _kept(stream.diversions, need, day)
                younger = (kept + np.append(kept[1:], 0)) / 2
                younger[0] += kept[0] / 2
                for likeness, of_them in alike:
                    add(found, (need, likeness), of_them * younger)
    return found


def _kept(diversions: Mapping[str, Diversion], need: str, day: date) -> Floats:
    """Return the share of children with a need whom no work at the edge of care keeps out, by age."""
    age, kept = (np.arange(AGES) + 0.5) * STEP, np.ones(AGES)
    for work in diversions.values():
        if not work.needs or need in work.needs:
            kept *= 1 - value_on(work.share, day) * ((work.minimum_age <= age) & (age < work.maximum_age))
    return kept
