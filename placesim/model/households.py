"""Households: foster carers as they are approved and leave, drawn as columns."""

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.provision import Households
from placesim.config.provision_checks import approved_at_start
from placesim.config.values import Step
from placesim.model.children import Whole
from placesim.model.entrants import at_most
from placesim.model.rates import DatedRate
from placesim.model.streams import Floats, Streams, exponential
from placesim.model.supply import KINDS, NUMBERS_PER_CAMPAIGN, Supply

MOST_PLACES = 12
"""Approved places of one household, at most (England's usual limit is three; more needs an exemption)."""

COMING_AND_GOING = np.array([KINDS.index("joins"), KINDS.index("leaves")])
"""What planned changes of supply a household means, as numbers."""


class Carers:
    """The households of one provision: those of day 0, those yet to be approved, and those of each campaign."""

    def __init__(self, baseline: Baseline, days: float, provision: int, name: str, carers: Households, children: int):
        """Compile rates and sizes.

        Args:
            baseline: the council.
            days: the horizon.
            provision: number of the provision.
            name: its name, by which its luck goes.
            carers: its households.
            children: how many live there on day 0.
        """
        self._provision, self._name, self._children = provision, name, children
        self._share, self._days = carers.usable_share, days
        self._sizes = np.array(approved_at_start(carers.households, carers.approved_places), np.int64)
        self._approved_before = np.concatenate([[0], np.cumsum(self._sizes)])
        self._shares = np.cumsum(list(carers.approved_places.values()))
        self._places = np.array([*carers.approved_places, max(carers.approved_places)])
        self._leaving = DatedRate.of(carers.leaves_per_year, baseline.start)
        campaigns = enumerate(carers.campaigns.items(), start=1)
        self._approvals = [
            self._sequence(baseline, name, carers.households, carers.approvals_per_year),
            *(
                self._sequence(baseline, f"{name}: campaign {campaign}", place * NUMBERS_PER_CAMPAIGN, approvals)
                for place, (campaign, approvals) in campaigns
            ),
        ]

    def _sequence(
        self, baseline: Baseline, luck: str, first: int, approvals: tuple[Step, ...]
    ) -> tuple[str, int, DatedRate]:
        return luck, first, DatedRate.of(approvals, baseline.start)

    def draw(self, streams: Streams) -> list[Supply]:
        """Draw who joins and who leaves, and when.

        Families of a campaign have luck of their own, so recruiting more changes no other family.
        """
        return [self._at_start(streams), *(self._approved(streams, *sequence) for sequence in self._approvals)]

    def _at_start(self, streams: Streams) -> Supply:
        """Draw which approved places are usable and when households leave.

        Usable places are spread evenly along the households from a random point (systematic
        sampling), so their number is as the share says and one household more changes no other. If
        more children live there on day 0, more places are usable: one with a child in it is.
        """
        offset = float(streams.uniforms(f"{self._name}: places usable", 1)[0, 0])
        reached = np.floor(offset + self._share * self._approved_before)
        usable = (reached[1:] - reached[:-1]).astype(np.int64)
        room = self._sizes - usable
        usable += np.clip(self._children - usable.sum() - (np.cumsum(room) - room), 0, room)
        budgets = streams.exponentials(f"{self._name}: household leaves", len(self._sizes))[:, 0]
        numbers = np.arange(len(self._sizes))
        return self._planned(np.zeros(len(numbers)), self._leaving.days_at(budgets), numbers, usable)

    def _approved(self, streams: Streams, luck: str, first: int, rate: DatedRate) -> Supply:
        """Draw the households of one sequence of approvals: a change of rate stretches its gaps."""
        most = at_most(rate.total(self._days))
        decisions = ("approval gap", "new household places", "new household leaves")
        gaps, sizes, stays = streams.each([f"{luck}: {decision}" for decision in decisions], most)
        approved = rate.days_at(np.cumsum(exponential(gaps)))
        approved = approved[approved < self._days]
        count = len(approved)
        places = self._places[np.searchsorted(self._shares, sizes[:count], side="right")]
        fit = streams.uniforms(f"{luck}: new place usable", most, MOST_PLACES)[:count] < self._share
        usable = (fit & (np.arange(MOST_PLACES) < places[:, None])).sum(axis=1)
        leaves = self._leaving.days_at(self._leaving.totals(approved) + exponential(stays[:count]))
        return self._planned(approved, leaves, first + np.arange(count), usable)

    def _planned(self, joins: Floats, leaves: Floats, numbers: Whole, usable: Whole) -> Supply:
        kinds = np.repeat(COMING_AND_GOING, len(numbers))
        return Supply(
            day=np.concatenate([joins, leaves]),
            provision=np.full(len(kinds), self._provision),
            kind=kinds,
            number=np.concatenate([numbers, numbers]),
            usable=np.concatenate([usable, np.zeros(len(numbers), np.int64)]),
        )
