"""Entries: how many children of a stream enter care a year, how that varies, rises or falls, and who they are."""

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.values import first_aprils
from placesim.model.history import History
from placesim.model.rates import YEAR
from placesim.returns.fitting.arrivals import Arrivals, arrivals
from placesim.returns.fitting.estimates import EntriesFit, Floats, Shares
from placesim.returns.fitting.exposure import financial_years_of
from placesim.returns.fitting.stays import Bools, Whole
from placesim.returns.fitting.years import YearCounts, recent_rate, trend, variation
from placesim.returns.past import Past

MONTHS = 12


def fit_entries(past: Past, stream: str, returning: bool = False) -> EntriesFit:
    """Return what a past says about the entrants of one stream.

    Args:
        past: what happened.
        stream: one of the configuration's streams.
        returning: whether children who come back count as entrants: where the configuration lets nobody come back.
    """
    history, found = past.history, arrivals(past)
    chosen = (found.stream == list(past.baseline.entrants).index(stream)) & (returning | ~found.returns)
    told = np.array([year not in past.untold for year in financial_years_of(history)])
    counts = _by_year(history, found.day[chosen], told)
    change = trend(counts)
    spread = variation(counts, change)
    per_year, error = recent_rate(counts, change, spread)
    years = np.array(financial_years_of(history))[told].tolist()
    by_year = dict(zip(years, counts.counts.astype(int).tolist(), strict=True))
    ages = _bands(past.baseline, found.age)
    return EntriesFit(
        stream, per_year, error, spread.mean, spread.standard_error, by_year, change.per_year, change.probability,
        change.believed, _season(history, found.day[chosen]), _ages(past.baseline, ages[chosen]),
        _needs(past, found, ages, chosen),
    )  # fmt: skip


def _by_year(history: History, days: Floats, told: Bools) -> YearCounts:
    """Return the entrants of the financial years that returns tell of; who came in another is not known."""
    aprils = [float((april - history.start).days) for april in first_aprils(history.start, history.days)]
    edges = np.array([0.0, *aprils, history.days])
    return YearCounts(np.histogram(days, edges)[0].astype(float)[told], np.diff(edges)[told] / YEAR)


def _season(history: History, days: Floats) -> float:
    """Return the probability that chance alone makes months so different (Pearson's chi-squared); 1 for few entries."""
    from scipy.stats import chi2

    of_days = (np.datetime64(history.start, "D") + np.arange(int(history.days))).astype("datetime64[M]").astype(int)
    lengths = np.bincount(of_days % MONTHS, minlength=MONTHS)
    month = of_days[np.minimum(days.astype(int), len(of_days) - 1)] % MONTHS
    expected = len(days) * lengths / lengths.sum()
    if expected.min() < 5:
        return 1.0
    return float(chi2.sf(np.sum((np.bincount(month, minlength=MONTHS) - expected) ** 2 / expected), MONTHS - 1))


def _bands(baseline: Baseline, ages: Floats) -> Whole:
    edges = np.array([low for low, _ in baseline.age_bands.values()][1:])
    return np.searchsorted(edges, ages, side="right")


def _ages(baseline: Baseline, bands: Whole) -> Shares:
    counted = np.bincount(bands, minlength=len(baseline.age_bands)).tolist()
    return Shares(dict(zip(baseline.age_bands, counted, strict=True)))


def _needs(past: Past, found: Arrivals, bands: Whole, chosen: Bools) -> dict[str, Shares]:
    """Return entrants by need, for each age band in which any entered."""
    names, counts = list(past.baseline.needs), {}
    for number, band in enumerate(past.baseline.age_bands):
        needs = np.bincount(found.need[chosen & (bands == number)], minlength=len(names)).tolist()
        if sum(needs):
            counts[band] = Shares({name: count for name, count in zip(names, needs, strict=True) if count})
    return counts
