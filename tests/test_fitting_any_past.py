"""Any past can be learnt from: of random councils, in hours and in whole days, with hardly a child or many."""

import numpy as np
import pytest
from hypothesis import given, settings

from placesim.returns.fitting.entries import fit_entries
from placesim.returns.fitting.following import at_18_reasons, needs_after_moves
from placesim.returns.fitting.options import option_shares
from placesim.returns.fitting.re_entry import fit_re_entry
from placesim.returns.fitting.risks import fit_risks
from placesim.returns.past import Past
from tests.random_councils import councils
from tests.small_pasts import in_whole_days, simulated

SINCE_LEAVING = {"first half-year": (0.0, 0.5), "later": (0.5, 18.0)}


@pytest.mark.filterwarnings("error")
@settings(max_examples=12)
@given(councils())
def test_every_number_is_one_and_every_covariance_is_one(baseline):
    past = simulated(baseline)
    for told in (past, in_whole_days(past)):
        for fit in (*fit_risks(told).values(), fit_re_entry(told, SINCE_LEAVING)):
            assert np.all(np.isfinite(fit.values) & (fit.values > 0))
            assert fit.covariance.shape == (len(fit.paths), len(fit.paths))
            assert np.all(np.linalg.eigvalsh(fit.covariance) > 0)
            assert fit.events == sum(each.events for each in fit.coefficients if each.field == "per_year")
        assert shares_are_shares(told)


def shares_are_shares(past: Past) -> bool:
    entries = [fit_entries(past, stream) for stream in past.baseline.entrants]
    counted = [*(fit.ages for fit in entries), *at_18_reasons(past).values()]
    changed = [each.changed <= each.moves for each in needs_after_moves(past)]
    found = [each.found <= each.tried for each in option_shares(past)]
    return all(changed) and all(found) and all(not each.total or sum(each.shares.values()) > 0.999 for each in counted)
