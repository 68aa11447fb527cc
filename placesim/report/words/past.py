"""A past in words: how many children there were, who came and left, and how good the returns are."""

import re
from collections.abc import Sequence
from math import isnan

from placesim.config.text import day_text, listing
from placesim.report.study import Study, whole_years
from placesim.results.past_facts import PastFacts
from placesim.results.suppression import FEW, few

STOCK = "children_year_end"

NO_MONEY = (
    "Prices: what places cost is not in a return, and today's prices would make a wrong past of it. This report tells "
    "of no spend."
)
NEVER_TOLD = (
    NO_MONEY,
    "Places: a return tells who was in a place, not how many there were; occupancy is not told.",
    "Searches: a return tells where a child went, not what was sought and not had.",
    "Needs: they are read off placements when numbers are fitted, and no figure here rests on them.",
)
SMALL_COUNT = re.compile(r"\b[1-4](?= (?:episode|placement|row|child|end|header|file))")
"""A count of 1 to 4 in a sentence about rows."""


def headline_words(facts: PastFacts, study: Study) -> list[str]:
    """Return the first things to know of a past, a sentence each."""
    return [
        _stock(facts, study),
        *_flows(study),
        rows_words(facts),
    ]


def largest_change_words(study: Study, kinds: Sequence[str]) -> str:
    """Return which placement type changed most between the first and the last year end."""
    tables = {kind: study.by_year(STOCK, kind)["mean"].tolist() for kind in kinds}
    told = {kind: means for kind, means in tables.items() if not isnan(means[0]) and not isnan(means[-1])}
    if not told:
        return "Children by placement type at month end"
    most = max(told, key=lambda kind: abs(told[kind][-1] - told[kind][0]))
    before, after = (f"{told[most][place]:,.0f} at the end of {study.years[place].name}" for place in (0, -1))
    return f"{study.label(STOCK, most)}: {before}, {after}"


def _stock(facts: PastFacts, study: Study) -> str:
    ends = ["not told" if isnan(end) else f"{end:,.0f}" for end in study.by_year(STOCK)["mean"].tolist()]
    first, last = day_text(study.years[0].last), day_text(facts.last_day)
    told = f"Children in care on {last}: {ends[-1]}; on {first}: {ends[0]}."
    return f"{told} In all, the returns tell of {count_words(facts.children, facts.suppressed)} children."


def _flows(study: Study) -> list[str]:
    years = [year.name for year in whole_years(study.years)]
    means = []
    for measure, words in (("entries", "entered care"), ("leavers", "left"), ("moves", "moves between placements")):
        table = study.by_year(measure).set_index("financial_year")["mean"].reindex(years).dropna()
        if len(table):
            means.append(f"{table.mean():,.0f} {words}")
    return [f"A year, on average: {listing(means)}."] if means else []


def rows_words(facts: PastFacts) -> str:
    """Return how many rows of the returns were read and what became of them."""
    counts: dict[str, int] = {}
    for _, _, fate, _, rows in facts.rows:
        counts[fate] = counts.get(fate, 0) + rows
    parts = [f"{count_words(rows, facts.suppressed)} {fate}" for fate, rows in counts.items()]
    return f"Rows of the returns: {sum(counts.values()):,} read, of which {listing(parts)}."


def notes_told(facts: PastFacts) -> Sequence[str]:
    """Return what is noted of the returns; without counts of 1 to 4 where these are left out."""
    if not facts.suppressed:
        return facts.notes
    notes = [SMALL_COUNT.sub(FEW, note) for note in facts.notes]
    return [f"{note[:1].upper()}{note[1:]}" for note in notes]


def borough_words(facts: PastFacts) -> str:
    """Return why no share out of borough is told; empty where one is."""
    if ("out_of_borough_share", "all") in facts.by_year.values:
        return ""
    return (
        f"Whether a placement is out of borough stands in {facts.location_known:.0%} of the rows: too few to tell a "
        "share. It takes a column PL_LOCATION (IN or OUT), or PL_LA and LA."
    )


def count_words(count: int, suppressed: bool) -> str:
    """Return a count, or that it is too small to be told."""
    return FEW if suppressed and few(count) else f"{count:,}"
