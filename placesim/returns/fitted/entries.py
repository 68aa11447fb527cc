"""Entries: how many children of each stream come into care, how old they are and what they need, as a past says."""

from math import sqrt

from placesim.config.children import EntrantStream
from placesim.config.problem import Path
from placesim.config.text import listing
from placesim.results.suppression import told
from placesim.returns.fitted.draft import Draft, in_one_line, rounded, whole_of
from placesim.returns.fitted.rates import YEARS_AHEAD, dated, from_the_first_day
from placesim.returns.fitting.estimates import EntriesFit, Shares

BLOCK = "entrants"
MOST_VARIATION = 2.0


def write_entrants(draft: Draft) -> None:
    """Write how many come, how much years differ, and the shares of ages and needs of each stream."""
    for name, stream in draft.given.baseline.entrants.items():
        if fit := draft.learnt.entries.get(name):
            _write(draft, (BLOCK, name), stream, fit)


def _write(draft: Draft, here: tuple[str, str], stream: EntrantStream, fit: EntriesFit) -> None:
    level = rounded(fit.per_year)
    steps = from_the_first_day(stream.entries_per_year, draft, level)
    draft.put((*here, "entries_per_year"), dated(steps))
    _write_variation(draft, here, fit)
    kept = _write_shares(draft, here, fit)
    if any(diversion.share for diversion in stream.diversions.values()):
        draft.notes.append(
            f"“{stream.label}”: what programmes at the edge of care keep out is taken off the fitted entries again; "
            "set their shares to what they add to the past."
        )
    draft.rest_on(here, told(sum(fit.by_year.values()), "entry", "entries"), listing(kept))
    _ranges(draft, here, fit, len(steps) > 1)


def _write_variation(draft: Draft, here: tuple[str, str], fit: EntriesFit) -> None:
    place = (*here, "variation_between_years")
    variation = min(rounded(fit.variation_between_years), MOST_VARIATION)
    draft.put(place, variation) if variation else draft.take_out(place)


def _write_shares(draft: Draft, here: tuple[str, str], fit: EntriesFit) -> list[str]:
    """Write shares of ages and of needs; return what stays as given because nobody was counted."""
    if not fit.ages.total:
        return ["ages and needs"]
    ages = whole_of(fit.ages.shares)
    draft.put((*here, "ages"), ages)
    kept = []
    for band in draft.given.baseline.age_bands:
        needs = fit.needs.get(band)
        if needs and needs.total:
            draft.put((*here, "needs", band), whole_of(needs.shares))
        elif band in ages:
            kept.append(f"needs at {band}")
    return kept


def share_range(draft: Draft, name: str, block: Path, place: Path, counts: Shares) -> None:
    """Keep from how many children shares of a whole were counted; nothing where one of them is all."""
    if len(draft.at(place)) > 1:
        written = {"path": ".".join(map(str, place)), "counted_from": counts.total}
        draft.keep_range(name, block, {"dirichlet": in_one_line(written)})


def _ranges(draft: Draft, here: tuple[str, str], fit: EntriesFit, is_dated: bool) -> None:
    """Say how far entries and their shares are known."""
    if fit.ages.total:
        share_range(draft, f"{here[1]}_ages", here, (*here, "ages"), fit.ages)
        for band, needs in fit.needs.items():
            share_range(draft, f"{here[1]}_needs_{band}", here, (*here, "needs", band), needs)
    _range(draft, here, fit, is_dated)


def _range(draft: Draft, here: tuple[str, str], fit: EntriesFit, is_dated: bool) -> None:
    """Say how far entries are known; what sets years apart may also last, so half of it is there in all that come."""
    if fit.per_year > 0 and fit.standard_error > 0:
        paths = in_one_line([".".join((*here, "entries_per_year"))])
        error = sqrt(fit.standard_error**2 + (fit.variation_between_years * fit.per_year) ** 2 / YEARS_AHEAD)
        error = error / fit.per_year if is_dated else error
        spread = {"standard_error": rounded(error), "shape": "log_normal"}
        written = {"times": in_one_line({"value": 1, **spread})} if is_dated else spread
        draft.keep_range(f"{here[1]}_entries", here, {"paths": paths, **written})
    if 0 < fit.variation_between_years < MOST_VARIATION and fit.variation_standard_error > 0:
        paths = in_one_line([".".join((*here, "variation_between_years"))])
        ends = {"standard_error": rounded(fit.variation_standard_error), "low": 0, "high": MOST_VARIATION}
        draft.keep_range(f"{here[1]}_variation", here, {"paths": paths, **ends})
