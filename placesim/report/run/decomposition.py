"""Why totals change: parts that add up, each with how sure it is, over the same futures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from placesim.experiment.statistics import FEWEST
from placesim.report.study import Study
from placesim.report.wording import Change, change
from placesim.report.years import Year
from placesim.results.facts import Floats
from placesim.results.financial_year import financial_years
from placesim.results.prices import average_levels

DIGITS = 12
"""Decimals of shares that are kept, so that what is the same in every future prints so."""

ROUNDING = 6
"""Decimals of pounds that are kept, likewise."""


@dataclass(frozen=True)
class ShareParts:
    """Why the share out of borough changes, by placement type and in all; figures of the mean of futures.

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
        weights.append(children / children.sum() if children.sum() else np.zeros_like(children))
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
    """Why the share out of borough changes between the start, which was counted, and the end."""

    types: tuple[str, ...]
    parts: ShareParts
    total: Change
    mix: Change
    within: Change
    mix_of: Mapping[str, Change]
    """The part of the mix that each placement type has."""
    within_of: Mapping[str, Change]
    """The part of the rates that each placement type has."""


def out_of_borough(study: Study) -> OutOfBorough:
    """Divide the change in the share out of borough into the mix of placement types and rates within them."""
    types = tuple(name for name in study.baseline.placement_types if lived_in(study, name))
    count = len(types)
    begin = [_counted(study, types, outside) for outside in (False, True)]
    end = np.concatenate([_at_end(study, types, outside) for outside in (False, True)], axis=1)

    def parts(means: Floats) -> ShareParts:
        return parts_of_share((begin[0], means[:count]), (begin[1], means[count:]))

    def both(means: Floats) -> Floats:
        found = parts(means)
        return np.concatenate([found.mix, found.within])

    values = pseudo_values(both, end)
    mix, within, start = values[:, :count], values[:, count:], study.start_share_out("all")
    return OutOfBorough(
        types,
        parts(end.mean(axis=0)),
        change(start, start + values.sum(axis=1).round(DIGITS)),
        change(0.0, mix.sum(axis=1).round(DIGITS)),
        change(0.0, within.sum(axis=1).round(DIGITS)),
        {name: change(0.0, mix[:, place]) for place, name in enumerate(types)},
        {name: change(0.0, within[:, place]) for place, name in enumerate(types)},
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


def pseudo_values(figures: Callable[[Floats], Floats], values: Floats) -> Floats:
    """Return values of each future whose mean and interval are those of figures of means (the jackknife).

    The value of a future is what a figure would be, had every future weighed on it as that one did.
    Below the number of futures for any interval, each is the figure itself.

    Args:
        figures: from the mean of each column to as many figures as wanted.
        values: one row a future.
    """
    futures, total = len(values), values.sum(axis=0)
    whole = figures(total / futures)
    if futures < FEWEST:
        return np.tile(whole, (futures, 1))
    without = np.array([figures((total - row) / (futures - 1)) for row in values])
    return np.asarray(np.round(whole + (futures - 1) * (without.mean(axis=0) - without), DIGITS))


@dataclass(frozen=True)
class Spend:
    """Why yearly spend of one placement type, or all, changes between two years."""

    first: Floats
    last: Floats
    price: Floats
    nights: tuple[Floats, Floats]

    @property
    def volume(self) -> Floats:
        """What is not price: more or fewer nights, in dearer or cheaper placements, in every future."""
        return np.round(self.last - self.first - self.price, ROUNDING)


def spend_parts(study: Study, years: tuple[Year, Year]) -> Mapping[str, Spend]:
    """Divide the change in yearly spend into price and volume, by placement type and for `all`.

    What was bought in the last year is set at the prices of the first, provision by provision and future by future;
    what that takes off is price (decision 0018).
    """
    spent = _by_provision(study, "spend", years)
    nights = _by_provision(study, "nights", years)
    bought = study.outcomes.constant_prices[:, :, [study.years.index(year) for year in years]]
    price = np.round(spent[..., 1] - bought[..., 1] * _levels(study)[..., study.years.index(years[0])], ROUNDING)
    by_type: dict[str, list[Spend]] = {}
    for number, provision in enumerate(study.baseline.provision.values()):
        first, last = spent[:, number].T
        part = Spend(first, last, price[:, number], (nights[:, number, 0], nights[:, number, 1]))
        by_type.setdefault(provision.placement_type, []).append(part)
    together = {name: _together(by_type[name]) for name in study.baseline.placement_types if name in by_type}
    return {**together, "all": _together(list(together.values()))}


def _by_provision(study: Study, measure: str, years: Sequence[Year]) -> Floats:
    """Return a measure by future, provision and year."""
    columns = [[study.values(year, measure, name) for year in years] for name in study.baseline.provision]
    return np.moveaxis(np.array(columns), -1, 0)


def _levels(study: Study) -> Floats:
    """Return the average price level paid, by future, provision and year."""
    council = study.baseline
    prices = [provision.price for provision in council.provision.values()]
    spent = _by_provision(study, "spend", study.years)
    periods = financial_years(council.start, study.days)
    return average_levels(prices, council.start, periods, spent, study.outcomes.constant_prices)


def _together(parts: list[Spend]) -> Spend:
    first, last, price = (
        np.sum([getattr(part, name) for part in parts], axis=0) for name in ("first", "last", "price")
    )
    nights = tuple(np.sum([part.nights[i] for part in parts], axis=0) for i in (0, 1))
    return Spend(first, last, price, (nights[0], nights[1]))
