"""Which measures and groups there are: name, unit, definition, groups, and how years make a whole."""

from dataclasses import asdict, dataclass

from placesim.config.baseline import Baseline
from placesim.config.loading import load_baseline
from placesim.config.re_entry import ReEntry
from placesim.config.starting_folder import its_configuration
from placesim.experiment.replications import groups_of
from placesim.experiment.tables import horizon_words
from placesim.results.groupings import grouping
from placesim.results.measures import MEASURES

ANY_COUNCIL = "assumption: children come back in some councils, and a measure tells how many"

YEAR_BY_YEAR = "told year by year only"


@dataclass(frozen=True)
class ListedMeasure:
    """One measure as an analyst looks it up."""

    measure: str
    unit: str
    definition: str
    by_month: bool
    """Whether monthly.csv has it too."""
    all_years: str
    """How its years make one figure of the whole horizon."""
    groups: dict[str, list[str]]
    """Names of groups by kind; groups of one kind add up, kinds overlap. None where a configuration has no figures."""


def listed_measures(baseline: Baseline) -> list[ListedMeasure]:
    """Return every measure with the groups that a baseline gives it, in the order of measures.csv."""
    found, groups_there = [], groups_of(baseline)
    for name, measure in MEASURES.items():
        kinds: dict[str, list[str]] = {}
        for group in groups_there.get(name, ()):
            kinds.setdefault(grouping(baseline, name, group), []).append(group)
        years = horizon_words(name) or YEAR_BY_YEAR
        found.append(ListedMeasure(name, measure.unit, measure.definition, measure.monthly, years, kinds))
    return found


def measures_of_any_council() -> list[ListedMeasure]:
    """Return every measure with the kinds of groups it has, whatever the council: names depend on a configuration."""
    with its_configuration() as path:
        council = load_baseline(path)
    known = listed_measures(council.replace(re_entry=ReEntry(per_year={}, source=(ANY_COUNCIL,))))
    return [ListedMeasure(**{**asdict(each), "groups": {kind: [] for kind in each.groups}}) for each in known]
