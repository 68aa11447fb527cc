"""Rates in factors: those of statsmodels where events are many, shrunk where few, nil where nothing happens."""

import numpy as np
import pytest

from placesim.returns.fitting.cells import Cells, Design
from placesim.returns.fitting.estimates import BY_AGE, BY_TIME_IN_CARE, FRAILTY, PER_YEAR, RiskFit
from placesim.returns.fitting.exposure import occurrence_exposure
from placesim.returns.fitting.lasting import lasting_differences
from placesim.returns.fitting.likelihood import Frailty, Poisson, first_guess, highest, nothing_known
from placesim.returns.fitting.risks import fit_risk, fit_risks
from placesim.returns.fitting.shrinkage import with_thin_levels_shrunk
from tests.councils import risk, stream
from tests.small_pasts import busy, simulated

DIFFERENT = {"breakdown": risk({"foster_care": 0.6, "home": 0.9}, planned=False, frailty_variance=1.5)}


@pytest.fixture(scope="module")
def lived():
    return simulated(busy())


@pytest.fixture(scope="module")
def different():
    return simulated(busy(moves=DIFFERENT))


def design_of(past, name: str, fields=(PER_YEAR, BY_AGE, BY_TIME_IN_CARE)) -> Design:
    exposure = occurrence_exposure(past)
    return Design.of(Cells.of(exposure, np.ones(len(exposure.years), bool), exposure.ends_by(name), fields))


def value(fit: RiskFit, path: str) -> float:
    return next(each.value for each in fit.coefficients if each.path == path)


def test_poisson_rates_and_their_covariance_are_those_of_statsmodels(lived):
    import statsmodels.api as sm

    design = design_of(lived, "return_home")
    ours = highest(Poisson(design), nothing_known(design), first_guess(design))
    cells = design.cells
    model = sm.GLM(cells.events, design.matrix, sm.families.Poisson(), offset=np.log(cells.exposure))
    theirs = model.fit(tol=1e-12)
    assert ours.logs == pytest.approx(theirs.params, abs=1e-6)
    assert np.linalg.inv(ours.information) == pytest.approx(theirs.cov_params(), abs=1e-6)


def test_a_fit_says_the_rates_that_were_lived(lived):
    fit = fit_risk(occurrence_exposure(lived), lived.baseline, "return_home")
    [reference] = [each.key for each in fit.coefficients if each.field == BY_AGE and each.reference]
    assert reference == "under 5"
    assert value(fit, "by_age.13 to 17") == pytest.approx(0.5, rel=0.25)
    assert value(fit, "by_time_in_care.later") == pytest.approx(0.4, rel=0.25)
    assert value(fit, "per_year.foster_care") == pytest.approx(0.5, rel=0.25)
    assert fit.covariance.shape == (len(fit.paths), len(fit.values)) == (5, 5)
    assert fit.fields()[BY_AGE]["under 5"] == 1


def test_rates_of_alike_children_show_no_lasting_differences_and_no_trend(lived):
    fit = fit_risk(occurrence_exposure(lived), lived.baseline, "breakdown")
    assert fit.frailty_variance == 0
    assert FRAILTY not in fit.paths
    assert fit.tests.trend > 0.01
    assert {each.field for each in fit.coefficients} == {PER_YEAR}


def test_lasting_differences_are_found_with_how_surely_they_are_known(different):
    fit = fit_risk(occurrence_exposure(different), different.baseline, "breakdown")
    assert fit.tests.frailty < 0.001
    assert fit.paths[-1] == FRAILTY
    error = np.sqrt(fit.covariance[-1, -1])
    assert abs(np.log(fit.frailty_variance / 1.5)) < 3 * error < 1.5
    assert np.linalg.eigvalsh(fit.covariance)[0] > 0


@pytest.mark.parametrize("kind", [Poisson, lambda design: Frailty(design, 0.7)])
def test_slopes_are_those_of_the_likelihood(different, kind):
    likelihood = kind(design_of(different, "breakdown"))
    logs = np.linspace(-0.5, 0.3, len(likelihood.design.columns))
    step = 1e-5 * np.eye(len(logs))
    slope = [(likelihood.at(logs + each).value - likelihood.at(logs - each).value) / 2e-5 for each in step]
    bend = [(likelihood.at(logs + each).score - likelihood.at(logs - each).score) / -2e-5 for each in step]
    assert likelihood.at(logs).score == pytest.approx(np.array(slope), rel=1e-5, abs=1e-3)
    assert likelihood.at(logs).information == pytest.approx(np.array(bend), rel=1e-5, abs=1e-3)


def test_a_gamma_factor_of_hardly_any_variance_changes_nothing(different):
    design = design_of(different, "breakdown")
    at = first_guess(design)
    assert Frailty(design, 1e-9).at(at).value == pytest.approx(Poisson(design).at(at).value, rel=1e-6)
    assert Frailty(design, 1e-9).at(at).score == pytest.approx(Poisson(design).at(at).score, rel=1e-5)


def test_the_likelihood_of_lasting_differences_is_highest_at_the_variance_found(different):
    design = design_of(different, "breakdown", (PER_YEAR,))
    alike, prior = with_thin_levels_shrunk(design)
    found = lasting_differences(design, alike, prior, 0.05)
    around = [highest(Frailty(design, found.variance * factor), prior, alike.logs).value for factor in (0.97, 1, 1.03)]
    assert around[1] > max(around[0], around[2], alike.value)


def test_a_factor_that_the_configuration_lacks_is_added_where_the_data_surely_show_it(lived):
    plain = lived.baseline.leaving["return_home"].replace(by_age={})
    baseline = lived.baseline.replace(leaving={"return_home": plain})
    fit = fit_risk(occurrence_exposure(lived), baseline, "return_home")
    assert fit.tests.factors[BY_AGE] < 0.0001
    assert value(fit, "by_age.13 to 17") == pytest.approx(0.5, rel=0.25)


def test_a_level_that_the_configuration_has_at_nil_stays_there_unless_it_happens(lived):
    return_home = lived.baseline.leaving["return_home"].replace(by_age={"13 to 17": 0})
    here = {"return_home": return_home, "adoption": risk({"foster_care": 0.1}, by_age={"13 to 17": 0})}
    past = simulated(lived.baseline.replace(leaving=here))
    fits = fit_risks(past)
    assert value(fits["adoption"], "by_age.13 to 17") == 0
    assert value(fits["adoption"], "per_year.home") == 0
    assert "by_age.13 to 17" not in fits["adoption"].paths
    happened = fit_risk(occurrence_exposure(lived), past.baseline, "return_home")
    assert value(happened, "by_age.13 to 17") > 0.2


def test_what_never_happens_where_it_well_might_have_is_nil_and_thin_levels_are_shrunk():
    moves = {"breakdown": risk({"foster_care": 0.3, "home": 0.3}, by_age={"13 to 17": 0.0, "5 to 12": 0.2})}
    few_between = {"local": stream(250, {"under 5": 0.4, "5 to 12": 0.1, "13 to 17": 0.5})}
    past = simulated(busy(moves=moves, entrants=few_between))
    asked = past.baseline.replace(moves={"breakdown": past.baseline.moves["breakdown"].replace(by_age={"5 to 12": 1})})
    fit = fit_risk(occurrence_exposure(past), asked, "breakdown")
    assert value(fit, "by_age.13 to 17") == 0
    [thin] = [each for each in fit.coefficients if each.key == "5 to 12"]
    assert thin.shrunk
    assert 0 < thin.events < 30
    crude = thin.events / thin.exposure_years
    [young] = [each for each in fit.coefficients if each.key == "under 5"]
    assert crude / (young.events / young.exposure_years) < thin.value < 1


def test_one_thin_level_alone_is_no_surer_than_its_events():
    past = simulated(busy(60, moves={"breakdown": risk({"foster_care": 0.05})}))
    fit = fit_risk(occurrence_exposure(past), past.baseline, "breakdown")
    assert 1 < fit.events < 30
    assert fit.covariance[0, 0] == pytest.approx(1 / fit.events, rel=0.01)
    assert value(fit, "per_year.foster_care") == pytest.approx(fit.events / fit.exposure_years, rel=0.001)


def test_a_risk_that_never_happened_has_rate_nil(lived):
    never = lived.baseline.replace(moves={**lived.baseline.moves, "step_down": risk({"home": 0.1})})
    names = (*lived.history.names.reasons[:-3], "step_down", *lived.history.names.reasons[-3:])
    exposure = occurrence_exposure(lived)
    fit = fit_risk(type(exposure)(names, *list(vars(exposure).values())[1:]), never, "step_down")
    assert fit.fields() == {PER_YEAR: {"home": 0.0}}
    assert (fit.events, fit.covariance.size) == (0, 0)
    assert fit.exposure_years > 10


def test_a_fit_tells_its_years_beside_what_it_expects_of_them(lived):
    years = fit_risk(occurrence_exposure(lived), lived.baseline, "return_home").years
    assert sum(years.events.values()) == pytest.approx(sum(years.expected.values()), abs=0.01)
    assert list(years.events) == ["2025", "2026", "2027", "2028"]
    assert years.variation < 0.15
    assert years.level == pytest.approx(1, abs=3 * years.level_standard_error)


def test_years_that_differ_are_told_and_the_level_is_that_of_the_last(lived):
    steps = [{"value": 1}, {"from": "2028-04-01", "value": 2}]
    changing = lived.baseline.leaving["return_home"].replace(by_date=steps)
    past = simulated(lived.baseline.replace(leaving={"return_home": changing}))
    fit = fit_risk(occurrence_exposure(past), past.baseline, "return_home")
    assert fit.years.variation > 0.15
    assert fit.years.level > 1.1
    assert fit.tests.trend < 0.05
    assert fit.tests.trend_per_year > 0.1
