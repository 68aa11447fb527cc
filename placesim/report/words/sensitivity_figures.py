"""Figures of a sensitivity study as sentences and tables print them: the baseline's own, or an option's difference."""

from placesim.config.scenario_files import BASELINE
from placesim.experiment.differences import Difference
from placesim.report.figures import Unit, unit_for
from placesim.report.sensitivity_study import SensitivityStudy
from placesim.report.words.differences import difference_unit, says
from placesim.results.measures import MEASURES


def unit_of_figure(study: SensitivityStudy, scenario: str) -> Unit:
    """Return how the figure told of a scenario is printed, one way at all values."""
    of = MEASURES[study.sensitivity.figure.measure].unit
    sizes = [abs(each.after) for ends in study.bars[scenario] for each in (ends.low, ends.high)]
    largest = max([abs(float(study.sensitivity.at_values(scenario).mean())), *sizes])
    return unit_for(of, largest) if scenario == BASELINE else difference_unit(of, largest)


def figure_text(study: SensitivityStudy, scenario: str, value: float) -> str:
    """Return a figure told of a scenario: the baseline's own, or an option's difference with its sign."""
    unit = unit_of_figure(study, scenario)
    return unit.full(value) if scenario == BASELINE else unit.signed(value)


def does(change: Difference, unit: Unit) -> str:
    """Say what a figure does, without what it is of, as in `falls by 1.2 (0.9 to 1.5)`."""
    return says("", change, unit).lstrip(": ")
