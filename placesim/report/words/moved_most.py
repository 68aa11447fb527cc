"""Which assumptions move most what an option saves, with the value of each at which it stops saving, in a clause."""

from collections.abc import Sequence

from placesim.experiment.comparison import ALL_YEARS
from placesim.experiment.knowledge.headlines import Headline
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.words.assumed import counted
from placesim.report.words.costs import counted_by, what_saved
from placesim.report.words.going_ahead import turning_values
from placesim.report.words.luck_and_knowledge import movers
from placesim.report.words.ranking import quoted

TOLD = 2
"""Values at which an option stops saving that the clause names."""


def moved_most_words(options: ComparisonStudy, leaders: Sequence[str]) -> str:
    """Return on which assumptions the first option's saving depends most; all that are drawn where none stands out."""
    name = next(iter([*leaders, *options.choices]), None)
    all_of_them = f"on the {counted(options)} drawn here, none of which stands out"
    if options.known is None or name is None:
        return all_of_them
    found = movers(options.known, options.known.told[name, Headline(counted_by(options), "all", ALL_YEARS)])
    if not found:
        return all_of_them
    turns = turning_values(options, name)[:TOLD]
    stops = f"; it saves on average {', '.join(turns)}" if turns else ""
    what = f"shares of the variance of what {quoted(options.label(name))} saves in {what_saved(options)}"
    return f"most on {', '.join(found)} ({what}{stops})"
