"""Which assumptions move most what an option saves, with the value of each at which it stops saving, in a clause."""

from collections.abc import Sequence

from placesim.experiment.comparison import ALL_YEARS
from placesim.experiment.knowledge.headlines import Headline
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.words.assumed import counted
from placesim.report.words.costs import counted_by, what_saved
from placesim.report.words.differences import percent
from placesim.report.words.going_ahead import turning_values
from placesim.report.words.luck_and_knowledge import movers
from placesim.report.words.ranking import quoted

MOSTLY = 0.5
"""Share of the variance between futures above which a saving depends mostly on luck."""

TOLD = 2
"""Values at which an option stops saving that the clause names."""


def moved_most_words(options: ComparisonStudy, leaders: Sequence[str]) -> str:
    """Return on what the first option's saving depends most: luck, if that is most of it, then assumptions."""
    name = next(iter([*leaders, *options.choices]), None)
    all_of_them = f"on the {counted(options)} drawn here, none of which stands out"
    if options.known is None or name is None:
        return all_of_them
    told = options.known.told[name, Headline(counted_by(options), "all", ALL_YEARS)]
    found, luck = movers(options.known, told), told.split.luck.value
    chance = f"mostly on luck {percent(min(luck, 1.0))}" if luck > MOSTLY else ""
    if not found:
        return f"{chance}, and {all_of_them}" if chance else all_of_them
    turns = turning_values(options, name)[:TOLD]
    stops = f"; it saves on average {', '.join(turns)}" if turns else ""
    what = f"shares of the spread between futures in what {quoted(options.label(name))} saves in {what_saved(options)}"
    most = f"{chance}, of what is not known most on" if chance else "most on"
    return f"{most} {', '.join(found)} ({what}{stops})"
