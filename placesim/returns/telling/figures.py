"""Figures of a past by year and month: the measures of simulated futures, as far as returns tell them."""

from collections.abc import Collection
from datetime import timedelta

import numpy as np
import pandas as pd

from placesim.results.facts import Facts, Floats
from placesim.results.financial_year import Periods, financial_years, months
from placesim.results.groupings import grouping
from placesim.results.measures import MEASURES, measured
from placesim.results.past_facts import NOT_OF_A_RETURN, Figures, PairOfNames
from placesim.results.paths import FROM
from placesim.returns.council_return import CouncilReturn
from placesim.returns.mapping.schema import Mapping
from placesim.returns.past import Past

OUT_OF_BOROUGH = "out_of_borough_share"

KNOWN_ENOUGH = 0.95
"""Share of rows that must say where a placement is before a share out of borough is told."""


def figures_of(given: CouncilReturn, past: Past, mapping: Mapping) -> tuple[Figures, Figures]:
    """Return the figures of a past by financial year and by month.

    Out of borough is counted from what the returns say of each placement, and not from the provision that stands for
    it; it is told only where nearly all rows say it. Single provision is told only where a URN names it.
    """
    history = past.history
    years, by_month = financial_years(history.start, history.days), months(history.start, history.days)
    facts = Facts(past.baseline, history, by_month)
    wanted = {name for name, kind in MEASURES.items() if kind.of_lives and name not in NOT_OF_A_RETURN}
    known = set(mapping.provisions.values())
    return (
        _figures(facts.over(years), False, wanted - {OUT_OF_BOROUGH}, known, _outside(given, years)),
        _figures(facts, True, wanted - {OUT_OF_BOROUGH}, known, _outside(given, by_month)),
    )


def location_known(given: CouncilReturn) -> float:
    """Return the share of rows that say whether the placement is out of borough."""
    return float(given.episodes["out_of_borough"].notna().mean()) if len(given.episodes) else 0.0


def _figures(
    facts: Facts, monthly: bool, wanted: Collection[str], known: Collection[str], outside: dict[PairOfNames, Floats]
) -> Figures:
    keys, found = measured(facts, monthly, among=wanted)
    values: dict[PairOfNames, list[float]] = {}
    for (_, *pair), value in zip(keys, found.tolist(), strict=True):
        values.setdefault((pair[0], pair[1]), []).append(value)
    told = {pair: np.array(of) for pair, of in values.items() if _is_known(facts, pair, known)}
    told |= outside
    return Figures(
        facts.periods.labels, facts.periods.lengths, told, {pair: np.zeros(len(of), bool) for pair, of in told.items()}
    )


def _is_known(facts: Facts, pair: PairOfNames, known: Collection[str]) -> bool:
    """Tell whether a figure is of no single provision, or of one that a URN names."""
    measure, group = pair
    if FROM in group:
        return group.split(FROM, maxsplit=1)[0] in known
    return group in known or grouping(facts.baseline, measure, group) != "provision"


def _outside(given: CouncilReturn, periods: Periods) -> dict[PairOfNames, Floats]:
    """Return the share of children out of borough on the last night of each period; nothing where too few rows say."""
    if location_known(given) < KNOWN_ENOUGH:
        return {}
    rows = given.episodes[given.episodes["out_of_borough"].notna()]
    out = rows["out_of_borough"].to_numpy(dtype=bool)
    shares = []
    for end in periods.edges[1:]:
        midnight = pd.Timestamp(given.first_day + timedelta(days=float(end)))
        there = ((rows["begins"] < midnight) & ~(rows["ends"] < midnight)).to_numpy()
        shares.append(float(out[there].mean()) if there.any() else np.nan)
    return {(OUT_OF_BOROUGH, "all"): np.array(shares)}
