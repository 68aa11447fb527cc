"""Learnt: every estimate that a past gives, together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from placesim.returns.fitting.entries import fit_entries
from placesim.returns.fitting.estimates import EntriesFit, FillingFit, NeedAfterMove, OptionShare, RiskFit, Shares
from placesim.returns.fitting.exposure import Exposure, occurrence_exposure
from placesim.returns.fitting.filling import fit_filling
from placesim.returns.fitting.following import at_18_reasons, needs_after_moves
from placesim.returns.fitting.options import option_shares
from placesim.returns.fitting.risks import fit_risk
from placesim.returns.past import Past

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


def learn(past: Past, progress: Progress) -> Learnt:
    """Return what a past says."""
    baseline, exposure = past.baseline, occurrence_exposure(past)
    risks = {}
    for name, risk in {**baseline.leaving, **baseline.moves}.items():
        progress(risk.label)
        risks[name] = fit_risk(exposure, baseline, name)
    progress("Children who enter, and where they go")
    return Learnt(
        exposure,
        {name: found for name, found in risks.items() if found.exposure_years > 0},
        {stream: fit_entries(past, stream, returning=True) for stream in baseline.entrants},
        option_shares(past),
        at_18_reasons(past),
        needs_after_moves(past),
        fit_filling(past),
    )
