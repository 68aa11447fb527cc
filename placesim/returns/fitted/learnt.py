"""Learnt: every estimate that a past gives, together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from placesim.returns.fitting.entries import fit_entries
from placesim.returns.fitting.estimates import EntriesFit, FillingFit, NeedAfterMove, OptionShare, RiskFit, Shares
from placesim.returns.fitting.exposure import Exposure, occurrence_exposure
from placesim.returns.fitting.filling import fit_filling
from placesim.returns.fitting.following import at_18_reasons, needs_after_moves
from placesim.returns.fitting.options import option_shares
from placesim.returns.fitting.re_entry import fit_re_entry
from placesim.returns.fitting.risks import fit_risk
from placesim.returns.past import Past

SINCE_LEAVING = {"first 6 months": (0.0, 0.5), "6 months to 2 years": (0.5, 2.0), "later": (2.0, 18.0)}
"""Bands of time since leaving where the configuration has none."""

LEAST_RETURNS = 10
"""Children who came back from which on coming back has a rate of its own; fewer are entrants like others."""

Progress = Callable[[str], None]
"""Is told what is being worked out."""


@dataclass(frozen=True, eq=False)
class Learnt:
    """What a past says about everything that a configuration may be fitted in."""

    exposure: Exposure
    risks: Mapping[str, RiskFit]
    """By risk: reasons for leaving and moves that ever had a child at risk."""
    entries: Mapping[str, EntriesFit]
    """By stream."""
    options: tuple[OptionShare, ...]
    at_18: Mapping[str, Shares]
    """By placement type."""
    needs: tuple[NeedAfterMove, ...]
    filling: tuple[FillingFit, ...]
    """Of provision whose configuration says that only a share of its places can be filled."""
    re_entry: RiskFit | None
    """How often children come back; nothing where too few did to say."""
    bands_since_leaving: Mapping[str, tuple[float, float]]
    """Bands of time since leaving care, in years."""


def learn(past: Past, progress: Progress) -> Learnt:
    """Return what a past says."""
    baseline, exposure = past.baseline, occurrence_exposure(past)
    risks = {}
    for name, risk in {**baseline.leaving, **baseline.moves}.items():
        progress(risk.label)
        risks[name] = fit_risk(exposure, baseline, name)
    progress("Children who enter, and where they go")
    block = baseline.re_entry
    bands = block.time_since_leaving_bands if block else SINCE_LEAVING
    back = fit_re_entry(past, bands, by_age=bool(block and block.by_age))
    comes_back = back.events >= LEAST_RETURNS
    return Learnt(
        exposure,
        {name: found for name, found in risks.items() if found.exposure_years > 0},
        {stream: fit_entries(past, stream, returning=not comes_back and block is None) for stream in baseline.entrants},
        option_shares(past),
        at_18_reasons(past),
        needs_after_moves(past),
        fit_filling(past),
        back if comes_back else None,
        bands,
    )
