"""The children in care on the start date: counted ones drawn within their bands, listed ones as they are."""

import numpy as np

from placesim.config.baseline import Baseline
from placesim.model.children import Cohort, Whole
from placesim.model.rates import YEAR
from placesim.model.shares import Chooser, numbered
from placesim.model.streams import Floats, Streams
from placesim.model.time_in_placement import TimeInPlacement

AT_START = "in care at start"
"""The cohort of the children in care on day 0."""


class AtStart:
    """The children in care on day 0: as counted, in the order of the configuration, then as listed."""

    def __init__(self, baseline: Baseline):
        """Lay out one row a child."""
        block, bands = baseline.children_in_care, baseline.time_in_care_bands
        counted = [(group, band, count) for group in block.groups for band, count in group.ages.items()]
        self._of = np.repeat(np.arange(len(counted)), np.array([count for *_, count in counted], np.int64))
        self._ages = np.array([baseline.age_bands[band] for _, band, _ in counted], float).reshape(-1, 2)[self._of]
        needs, places, streams = (numbered(of) for of in (baseline.needs, baseline.provision, baseline.entrants))
        self._needs = Chooser([group.needs for group, *_ in counted], needs)
        self._times = Chooser([group.years_in_care or block.years_in_care for group, *_ in counted], numbered(bands))
        self._bands = np.array(list(bands.values()), float)
        self._placed = TimeInPlacement(baseline, [group.provision for group, *_ in counted])
        listed = block.children
        self._born = np.array([-child.age_years * YEAR for child in listed], float)
        self._entered = np.array([-child.years_in_care * YEAR for child in listed], float)
        self._started = np.array([-child.days_in_placement for child in listed], float)
        self._need = np.array([needs[child.need] for child in listed], np.int64)
        self._drawn = len(self._of) + len(listed)
        self._fixed = {
            "child_id": np.arange(self._drawn),
            "first_period": np.ones(self._drawn, np.int64),
            "stream": self._column(
                [streams[group.stream] for group, *_ in counted], [streams[c.stream] for c in listed]
            ),
            "provision": self._column(
                [places[group.provision] for group, *_ in counted], [places[c.provision] for c in listed]
            ),
        }

    def _column(self, of_groups: list[int], of_listed: list[int]) -> Whole:
        counted = np.array(of_groups, np.int64)[self._of]
        return np.concatenate([counted, np.array(of_listed, np.int64)])

    def draw(self, streams: Streams) -> Cohort:
        """Draw age, need, and time in care and in the placement of every counted child."""
        decisions = ("age", "need", "care band", "care", "placement")
        uniforms = streams.each([f"{AT_START}: {decision}" for decision in decisions], self._drawn)
        age_luck, need_luck, band_luck, care_luck, placement_luck = uniforms[:, : len(self._of)]
        low, high = self._ages.T
        age = low + age_luck * (high - low)
        care = self._years_in_care(age, band_luck, care_luck)
        placed = self._placed.draw(self._of, care, placement_luck)
        need = self._needs.pick(self._of, need_luck)
        drawn = {
            "born_day": np.concatenate([-age * YEAR, self._born]),
            "care_start_day": np.concatenate([-care * YEAR, self._entered]),
            "need": np.concatenate([need, self._need]),
            "placement_start_day": np.concatenate([-placed, self._started]),
        }
        return Cohort(AT_START, self._drawn, self._fixed["child_id"], {**self._fixed, **drawn})

    def _years_in_care(self, age: Floats, band_luck: Floats, luck: Floats) -> Floats:
        """Return years in care so far: the band by share, evenly within it, never longer than the child's life."""
        low, high = self._bands[self._times.pick(self._of, band_luck)].T
        fits = low < age
        low, high = np.where(fits, low, 0.0), np.where(fits, np.minimum(high, age), age)
        return np.asarray(low + luck * (high - low))


def start_of(baseline: Baseline) -> tuple[object, ...]:
    """Return all that `AtStart` reads of a council."""
    bands = (baseline.age_bands, baseline.time_in_care_bands, baseline.time_in_placement_bands)
    types = {name: provision.placement_type for name, provision in baseline.provision.items()}
    return (baseline.children_in_care, *bands, list(types.items()), list(baseline.needs), list(baseline.entrants))
