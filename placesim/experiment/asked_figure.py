"""The figure that somebody asks about by its name: a measure, perhaps one of its groups, perhaps in one year."""

from typing import NamedTuple

from placesim.config.baseline import Baseline
from placesim.config.faults import Fault, InputError
from placesim.config.horizon import horizon_days
from placesim.config.problem import nearest, shown, unknown
from placesim.experiment.comparison import ALL_YEARS
from placesim.experiment.replications import groups_of
from placesim.results.financial_year import financial_years
from placesim.results.measures import MEASURES


class AskedFigure(NamedTuple):
    """A measure's group in a financial year, or over all of them."""

    measure: str
    group: str = "all"
    year: str = ALL_YEARS

    @property
    def about(self) -> str:
        """The figure as the command line names it, no longer than it must be."""
        named = [self.measure, self.group, self.year]
        for unsaid in (ALL_YEARS, "all"):
            if named[-1] == unsaid:
                named.pop()
        return "/".join(named)


def figure_asked(about: str, council: Baseline) -> AskedFigure:
    """Return the figure that the command line asks about with `--of`.

    Args:
        about: measure, or measure/group, or measure/group/year.
        council: tells which groups and years there are.

    Raises:
        InputError: there is no such figure.
    """
    measure, *named = about.split("/")
    group, year, *beyond = [*named, *("all", ALL_YEARS)[len(named) :]]
    groups = groups_of(council)
    years = [*financial_years(council.start, horizon_days(council)).labels, ALL_YEARS]
    if measure not in groups:
        fault = unknown("measure", measure, groups)
    elif group not in groups[measure]:
        fault = f"{measure} has no group {shown(group)}; {nearest(group, groups[measure])}"
    elif year not in years or beyond:
        fault = f"unknown year {shown('/'.join([year, *beyond]))}; allowed: {', '.join(years)}"
    elif year == ALL_YEARS and MEASURES[measure].horizon is None:
        fault = f"{measure} has no figure for all years; name a year, as in {measure}/{group}/{years[0]}"
    else:
        return AskedFigure(measure, group, year)
    raise InputError([Fault("--of", 0, "", fault)])
