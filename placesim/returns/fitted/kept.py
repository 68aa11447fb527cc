"""Kept: the numbers of a risk of which the past says nothing, as seen from the reference bands of the fit."""

from math import prod

from placesim.config.risks import Risk
from placesim.returns.fitting.estimates import FIELDS, PER_YEAR, RiskFit


def as_given(risk: Risk, fit: RiskFit) -> dict[str, dict[str, float]]:
    """Return the numbers of a risk's block that were not fitted, by field and key.

    A fit's rates are those of its reference bands, whose factors are 1; the configuration may say so of other bands.
    So a rate that is kept becomes what the configuration makes it in the reference bands, and a factor that is kept is
    told about the reference: a child whom nothing fitted concerns has the rate that the configuration gives.
    """
    fitted, about = fit.fields(), _at_references(risk, fit)
    kept = {
        field: {key: value / about.get(field, 1.0) for key, value in getattr(risk, field).items() if key not in levels}
        for field in FIELDS
        for levels in [fitted.get(field, {})]
    }
    kept[PER_YEAR] = {kind: rate * prod(about.values()) for kind, rate in kept[PER_YEAR].items()}
    return kept


def _at_references(risk: Risk, fit: RiskFit) -> dict[str, float]:
    """Return what the configuration's factors are at the fit's reference levels; where it has nil, it is not heeded."""
    return {
        each.field: getattr(risk, each.field).get(each.key, 1.0) or 1.0 for each in fit.coefficients if each.reference
    }
