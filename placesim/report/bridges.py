"""Bridges between two years of a run, and from the baseline to an option: what was bought, out of the measures."""

from collections.abc import Mapping, Sequence

import numpy as np

from placesim.report.comparison_study import ComparisonStudy
from placesim.report.study import Study, Year
from placesim.results.bridge import Bought, Bridge, added, bridge
from placesim.results.facts import Floats
from placesim.results.financial_year import financial_years
from placesim.results.prices import average_levels

BESIDE = {"fixed_cost": 1, "after_care_spend": 1, "income": -1}
"""What net cost holds beside placement spend, with its sign."""


def between_years(study: Study, first: Year, last: Year) -> Bridge:
    """Return why net cost changes from one year to another of a run, by provision in the configuration's order."""
    return bridge(*(_bought(study, year, _levels(study, year)) for year in (first, last)))


def against_baseline(options: ComparisonStudy, name: str, years: Sequence[Year]) -> Bridge:
    """Return why net cost of an option differs from the baseline's in some years together, year by year.

    Provision that only one of the two has stands with the others: there is none of it in the other, at the price level
    of the one that has it. So a home that opens is mix, whether the baseline plans it or not.
    """
    study = Study(options.council_of(name), options.outcomes(name))
    return added([_in_year(options.baseline, study, year) for year in years])


def _in_year(before: Study, after: Study, year: Year) -> Bridge:
    """Return the bridge from one council's year to the same year of another."""
    first, last = _levels(before, year), _levels(after, year)
    every = first | last
    return bridge(_bought(before, year, every | first), _bought(after, year, every))


def _bought(study: Study, year: Year, levels: Mapping[str, float]) -> Bought:
    """Return what a year bought, by provision, each at its average price level.

    Nights that a contract covers cost the same whoever the child is.
    """

    def figures(measure: str) -> Floats:
        return np.column_stack([_values(study, year, measure, name) for name in levels])

    return Bought(
        figures("nights"),
        figures("priced_nights") + figures("covered_nights"),
        figures("used_cost"),
        figures("void_nights"),
        figures("void_cost"),
        figures("notice_cost"),
        np.broadcast_to(list(levels.values()), (study.futures, len(levels))),
        np.sum([sign * _values(study, year, measure, "all") for measure, sign in BESIDE.items()], axis=0),
    )


def _values(study: Study, year: Year, measure: str, group: str) -> Floats:
    """Return a figure of every future; nothing where there is no such group, as of a contract that is not there."""
    return study.values(year, measure, group) if study.has(measure, group) else np.zeros(study.futures)


def _levels(study: Study, year: Year) -> dict[str, float]:
    """Return the average price level of each of a council's provisions in a year."""
    council = study.baseline
    prices = [provision.price for provision in council.provision.values()]
    levels = average_levels(prices, council.start, financial_years(council.start, study.days))
    return dict(zip(council.provision, levels[:, study.years.index(year)].tolist(), strict=True))
