"""Why the share out of borough changes: parts that add up, each with how sure it is, over the same futures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from placesim.experiment.differences import Difference, difference_of
from placesim.experiment.statistics import interval_of_mean
from placesim.report.study import Study
from placesim.results.facts import Floats

DIGITS = 12
"""Decimals of shares that are kept, so that what is the same in every future prints so."""


@dataclass(frozen=True)
class ShareParts:
    """Why the share out of borough of one future changes, by placement type.

    A type's part of the mix is how much its share of children changes, times how far its rate lies from the
    average rate; its part of the rates is how much its own rate changes, times its share of children. Each is
    taken halfway between start and end, so that nothing is left over (Kitagawa 1955, two factors).
    """

    weight: tuple[Floats, Floats]
    """Share of children in each type at the start and at the end."""
    rate: tuple[Floats, Floats]
    """Share of each type's children out of borough at the start and at the end; missing where it has none."""
    mix: Floats
    within: Floats


def parts_of_share(inside: tuple[Floats, Floats], outside: tuple[Floats, Floats]) -> ShareParts:
    """Divide the change of a share into mix and rates.

    Args:
        inside: children of each type in borough, at the start and at the end.
        outside: the same out of borough.
    """
    weights, rates = [], []
    for within, without in zip(inside, outside, strict=True):
        children = within + without
        weights.append(children / children.sum() if children.sum() else np.full_like(children, np.nan))
        rates.append(np.divide(without, children, out=np.full_like(children, np.nan), where=children > 0))
    before, after = (np.where(np.isnan(rates[i]), rates[1 - i], rates[i]) for i in (0, 1))
    before, after = np.nan_to_num(before), np.nan_to_num(after)
    halfway = (before + after) / 2
    average = float((weights[0] * before).sum() + (weights[1] * after).sum()) / 2
    mix = (weights[1] - weights[0]) * (halfway - average)
    within_types = (after - before) * (weights[0] + weights[1]) / 2
    return ShareParts((weights[0], weights[1]), (rates[0], rates[1]), mix, within_types)


@dataclass(frozen=True)
class OutOfBorough:
    """Why the share out of borough changes between the start, which was counted, and the end, future by future."""

    types: tuple[str, ...]
    parts: ShareParts
    """Means of futures, so that they add up to the mean change."""
    total: Difference
    mix: Difference
    within: Difference
    mix_of: Mapping[str, Difference]
    """The part of the mix that each placement type has."""
    within_of: Mapping[str, Difference]
    """The part of the rates that each placement type has."""


def out_of_borough(study: Study) -> OutOfBorough:
    """Divide the change in the share out of borough into the mix of placement types and rates within them."""
    types = tuple(name for name in study.baseline.placement_types if lived_in(study, name))
    begin = [_counted(study, types, outside) for outside in (False, True)]
    end = [_at_end(study, types, outside) for outside in (False, True)]
    parts = [parts_of_share((begin[0], inside), (begin[1], outside)) for inside, outside in zip(*end, strict=True)]
    mix, within = (np.array([getattr(each, name) for each in parts]).round(DIGITS) for name in ("mix", "within"))
    share = study.values(study.years[-1], "out_of_borough_share")
    return OutOfBorough(
        types,
        _mean_parts(parts),
        difference_of(study.start_share_out("all"), share),
        difference_of(0.0, mix.sum(axis=1).round(DIGITS)),
        difference_of(0.0, within.sum(axis=1).round(DIGITS)),
        {name: difference_of(0.0, mix[:, place]) for place, name in enumerate(types)},
        {name: difference_of(0.0, within[:, place]) for place, name in enumerate(types)},
    )


def _mean_parts(parts: list[ShareParts]) -> ShareParts:
    """Return means of futures, missing values left out."""

    def mean(columns: Iterable[Floats]) -> Floats:
        return interval_of_mean(np.array(list(columns)))[0]

    return ShareParts(
        (mean(each.weight[0] for each in parts), mean(each.weight[1] for each in parts)),
        (mean(each.rate[0] for each in parts), mean(each.rate[1] for each in parts)),
        mean(each.mix for each in parts),
        mean(each.within for each in parts),
    )


def lived_in(study: Study, placement_type: str) -> bool:
    """Tell whether any child is in a placement type at the start, or at any time in any future."""
    return bool(study.start_count(placement_type)) or study.ever("nights", placement_type)


def _provision(study: Study, placement_type: str, outside: bool) -> list[str]:
    provision = study.baseline.provision.items()
    return [n for n, p in provision if p.placement_type == placement_type and p.out_of_borough == outside]


def _counted(study: Study, types: tuple[str, ...], outside: bool) -> Floats:
    return np.array([sum(study.at_start[n] for n in _provision(study, t, outside)) for t in types], float)


def _at_end(study: Study, types: tuple[str, ...], outside: bool) -> Floats:
    """Return children at the end by future and type, in or out of borough."""
    none, end = np.zeros(study.futures), study.years[-1]
    columns = [
        np.sum([none, *(study.values(end, "children_year_end", n) for n in _provision(study, t, outside))], axis=0)
        for t in types
    ]
    return np.column_stack(columns) if columns else np.empty((study.futures, 0))
