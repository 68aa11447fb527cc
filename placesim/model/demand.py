"""Demand: who is in care, who enters and when, with what needs and luck, before any place is sought."""

from bisect import bisect_right
from datetime import timedelta
from math import exp, log1p, sqrt
from typing import Final, NamedTuple

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.children import Diversion, EntrantStream, ListedChild, StartGroup
from placesim.config.horizon import horizon_days
from placesim.config.values import Step, first_aprils, value_on
from placesim.model.rates import YEAR, DatedRate
from placesim.model.streams import Floats, Streams

IDS_PER_COHORT: Final = 1_000_000
"""Children of the n-th stream are numbered from n million, so nobody's number depends on another stream."""

BLOCK: Final = 4
"""Placements whose luck is drawn at a time; further blocks are drawn only when somebody needs them."""


class Luck:
    """Everything random about the children of one cohort, one row a child.

    Each decision has a stream of its own, so a reason for leaving more, a provision more or a
    child more changes nobody's luck.
    """

    def __init__(self, streams: Streams, cohort: str, children: int, leaving: tuple[str, ...], moves: tuple[str, ...]):
        """Draw what every child needs; the rest follows on request."""
        self._streams, self._cohort, self._children, self._moves = streams, cohort, children, moves
        self._leaving: list[list[float]] = self._exponentials("leaving", leaving, 1)[:, 0, :].tolist()
        self.fee: list[float] = streams.normals(f"{cohort}: fee", children).tolist()
        """Each child's place in the distribution of prices, as a standard normal score."""
        self.at_18 = streams.uniforms(f"{cohort}: at 18", children)[:, 0]
        self._first_moves = self._exponentials("move 0", moves, BLOCK)
        self._later_moves: dict[int, list[Floats]] = {}
        self._need_blocks: dict[int, Floats] = {}
        self._suits: dict[str, Floats] = {}

    def _exponentials(self, decision: str, names: tuple[str, ...], times: int) -> Floats:
        """Return budgets of shape (children, times, names)."""
        if not names:
            return np.empty((self._children, times, 0))
        draws = [
            self._streams.exponentials(f"{self._cohort}: {decision} {name}", self._children, times) for name in names
        ]
        return np.stack(draws, axis=2)

    def leaving_budgets(self, row: int) -> list[float]:
        """Return how much of each reason for leaving a child outlasts."""
        return self._leaving[row]

    def move_budgets(self, row: int, placement_number: int) -> list[float]:
        """Return how much of each move risk a child outlasts in their n-th placement (from 1)."""
        if placement_number <= BLOCK:
            budgets: list[float] = self._first_moves[row, placement_number - 1].tolist()
            return budgets
        block, place = divmod(placement_number - 1, BLOCK)
        if block not in self._later_moves:
            decisions = [f"{self._cohort}: move {block} {name}" for name in self._moves]
            draws = [self._streams.uniforms(decision, self._children, BLOCK) for decision in decisions]
            self._later_moves[block] = draws
        return [-log1p(-uniforms.item(row, place)) for uniforms in self._later_moves[block]]

    def need_change(self, row: int, placement_number: int) -> float:
        """Return the uniform that settles whether a child's need changes after their n-th placement."""
        block, place = divmod(placement_number - 1, BLOCK)
        if block not in self._need_blocks:
            decision = f"{self._cohort}: need change {block}"
            self._need_blocks[block] = self._streams.uniforms(decision, self._children, BLOCK)
        return self._need_blocks[block].item(row, place)

    def suits(self, row: int, provision: str) -> float:
        """Return the uniform that settles whether a provision exists for, or suits, a child."""
        if provision not in self._suits:
            self._suits[provision] = self._streams.uniforms(f"{self._cohort}: suits {provision}", self._children)
        return self._suits[provision].item(row)


class Child(NamedTuple):
    """One child's period of care, before anything has happened: days count from the start date."""

    child_id: int
    stream: int
    luck: Luck
    row: int
    born_day: float
    care_start_day: float
    need: int
    provision: int | None
    """Where the child is placed on day 0; None for entrants."""
    placement_start_day: float

    def age(self, day: float) -> float:
        """Age in years on a day."""
        return (day - self.born_day) / YEAR


def children_of(baseline: Baseline, streams: Streams) -> list[Child]:
    """Return the children in care on day 0 and everyone who enters within the horizon, by day of entry."""
    children = _in_care(baseline, streams)
    for place, stream in enumerate(baseline.entrants):
        children += _entrants(baseline, streams, place, stream)
    return sorted(children, key=lambda child: (max(child.care_start_day, 0.0), child.child_id))


def same_demand(one: Baseline, other: Baseline) -> bool:
    """Tell whether the same luck gives two councils the same children: all that `children_of` reads is alike."""
    fields = ("start", "years", "age_bands", "time_in_care_bands", "entrants", "children_in_care")
    named = ("provision", "needs", "leaving", "moves")
    return all(getattr(one, field) == getattr(other, field) for field in fields) and all(
        list(getattr(one, field)) == list(getattr(other, field)) for field in named
    )


def _luck(baseline: Baseline, streams: Streams, cohort: str, children: int) -> Luck:
    return Luck(streams, cohort, children, tuple(baseline.leaving), tuple(baseline.moves))


def _entrants(baseline: Baseline, streams: Streams, place: int, name: str) -> list[Child]:
    """Draw one stream's entrants.

    A change of rate stretches one sequence of gaps, so the nth entrant is the same child in
    every scenario, sooner or later.
    """
    stream, days = baseline.entrants[name], horizon_days(baseline)
    rate = DatedRate(_in_good_and_bad_years(baseline, streams, name), baseline.start)
    expected = rate.total(days)
    most = int(expected + 8 * expected**0.5 + 20)
    enters = rate.days_at(np.cumsum(streams.exponentials(f"{name}: entry gap", most)[:, 0]))
    entering = int(np.searchsorted(enters, days))
    ages = _ages(baseline, stream, streams.uniforms(f"{name}: age", most)[:entering, 0])
    needs = _needs(baseline, stream, ages, streams.uniforms(f"{name}: need", most)[:entering, 0])
    luck = _luck(baseline, streams, name, entering)
    first_id = (place + 1) * IDS_PER_COHORT
    children = [
        Child(first_id + row, place, luck, row, day - age * YEAR, day, need, None, day)
        for row, (day, age, need) in enumerate(zip(enters[:entering].tolist(), ages.tolist(), needs, strict=True))
    ]
    for programme, diversion in stream.diversions.items():
        uniforms = streams.uniforms(f"{name}: diverted by {programme}", most)[:, 0].tolist()
        children = [child for child in children if not _diverted(baseline, diversion, child, uniforms[child.row])]
    return children


def _diverted(baseline: Baseline, diversion: Diversion, child: Child, uniform: float) -> bool:
    """Tell whether work at the edge of care keeps a child from entering, by the child's own luck for the programme."""
    age = child.age(child.care_start_day)
    if not diversion.minimum_age <= age < diversion.maximum_age:
        return False
    if diversion.needs and list(baseline.needs)[child.need] not in diversion.needs:
        return False
    return uniform < value_on(diversion.share, baseline.start + timedelta(days=child.care_start_day))


def _in_good_and_bad_years(baseline: Baseline, streams: Streams, name: str) -> tuple[Step, ...]:
    """Return a stream's rates with each financial year's own luck (log-normal, mean kept).

    The number entering care varies more between years than chance alone would make it.
    """
    stream = baseline.entrants[name]
    if not stream.variation_between_years:
        return stream.entries_per_year
    aprils = first_aprils(baseline.start, horizon_days(baseline))
    scores = streams.normals(f"{name}: year", len(aprils) + 1)
    variance = log1p(stream.variation_between_years**2)
    dates = {baseline.start, *aprils, *(step.from_ for step in stream.entries_per_year if step.from_ > baseline.start)}
    return tuple(
        Step(from_=day, value=value_on(stream.entries_per_year, day) * exp(sqrt(variance) * score - variance / 2))
        for day in sorted(dates)
        for score in [float(scores[bisect_right(aprils, day)])]
    )


def _ages(baseline: Baseline, stream: EntrantStream, luck: Floats) -> Floats:
    """Return ages at entry in years: the band by share, evenly within the band."""
    bands = [baseline.age_bands[band] for band in stream.ages]
    shares = np.array(list(stream.ages.values()))
    ends = np.cumsum(shares) / shares.sum()
    band = np.minimum(np.searchsorted(ends, luck, side="right"), len(bands) - 1)
    within = (luck - (ends[band] - shares[band] / shares.sum())) / np.where(
        shares[band] > 0, shares[band] / shares.sum(), 1
    )
    low, high = np.array(bands)[band].T
    return np.asarray(np.clip(low + within * (high - low), low, np.nextafter(high, low)))


def _needs(baseline: Baseline, stream: EntrantStream, ages: Floats, luck: Floats) -> list[int]:
    edges = [high for _, high in baseline.age_bands.values()]
    bands = list(baseline.age_bands)
    numbers = {need: number for number, need in enumerate(baseline.needs)}
    chosen = []
    for band, uniform in zip(np.searchsorted(edges, ages, side="right").tolist(), luck.tolist(), strict=True):
        chosen.append(numbers[chosen_from(stream.needs[bands[band]], uniform)])
    return chosen


def chosen_from(shares: dict[str, float], uniform: float) -> str:
    """Return the name that a uniform picks from shares that add to 1."""
    reached = 0.0
    last = ""
    for name, share in shares.items():
        if share > 0:
            reached += share
            last = name
            if uniform < reached:
                return name
    return last


def _in_care(baseline: Baseline, streams: Streams) -> list[Child]:
    """Return the children in care on day 0: as counted, in the order of the configuration."""
    block = baseline.children_in_care
    provision = {name: number for number, name in enumerate(baseline.provision)}
    stream_numbers = {name: number for number, name in enumerate(baseline.entrants)}
    counted = [(group, band) for group in block.groups for band, count in group.ages.items() for _ in range(count)]
    total = len(counted) + len(block.children)
    luck = _luck(baseline, streams, "in care at start", total)
    decisions = ("age", "need", "care band", "care", "placement")
    draws = [streams.uniforms(f"in care at start: {decision}", total)[:, 0].tolist() for decision in decisions]
    needs = {name: number for number, name in enumerate(baseline.needs)}
    children = []
    for row, ((group, band), *uniforms) in enumerate(zip(counted, *draws, strict=False)):
        age_luck, need_luck, band_luck, care_luck, placement_luck = uniforms
        low, high = baseline.age_bands[band]
        age = low + age_luck * (high - low)
        care = _years_in_care(baseline, group, age, band_luck, care_luck)
        need = needs[chosen_from(group.needs, need_luck)]
        placed = -care * YEAR * placement_luck
        place, stream = provision[group.provision], stream_numbers[group.stream]
        children.append(Child(row, stream, luck, row, -age * YEAR, -care * YEAR, need, place, placed))
    for row, listed in enumerate(block.children, start=len(counted)):
        children.append(_listed(listed, luck, row, provision[listed.provision], stream_numbers[listed.stream], needs))
    return children


def _years_in_care(baseline: Baseline, group: StartGroup, age: float, band_luck: float, luck: float) -> float:
    """Return years in care so far: the band by share, evenly within it, never longer than the child's life."""
    shares = group.years_in_care or baseline.children_in_care.years_in_care
    low, high = baseline.time_in_care_bands[chosen_from(shares, band_luck)]
    low, high = (low, min(high, age)) if low < age else (0.0, age)
    return low + luck * (high - low)


def _listed(listed: ListedChild, luck: Luck, row: int, place: int, stream: int, needs: dict[str, int]) -> Child:
    born, entered = -listed.age_years * YEAR, -listed.years_in_care * YEAR
    return Child(row, stream, luck, row, born, entered, needs[listed.need], place, -listed.days_in_placement)
