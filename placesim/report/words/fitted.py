"""A fit in words: what happened more often than the configuration says, what is thin, and what no return can tell."""

from collections.abc import Sequence
from math import sqrt

from placesim.config.text import listing, others, plain
from placesim.report.figures import MINUS
from placesim.results.fitted import FittedEntries, FittedFacts, FittedNumber, FittedRisk, FittedShare
from placesim.results.suppression import FEW, few, hidden, told

CHANGED, NAMED = 3, 4
"""How many rates a summary names that changed, and that are thin."""

FAR_OFF = 0.1
"""By what share a rate must differ for a summary to name it."""

BEYOND_CHANCE = 2.0
"""Standard deviations of a count that events must be off for a summary to name them."""

THIN = 30
"""Events below which a rate is called thin: its 95% interval spans more than about a third either way."""

NEVER_TOLD = (
    "A return says where children lived and how placements ended. It does not say what a place costs, how many places "
    "carers have, what a child was looked for and did not get, or what brothers and sisters share: these stay as the "
    "configuration gives them."
)


def what_it_rests_on(facts: FittedFacts) -> str:
    """Return how much stands behind a fit, in a sentence."""
    children = told(facts.children, "child", "children")
    return f"Fitted to {facts.years}: {children}, {told(facts.events, 'event')} of leaving or moving."


def changed_words(facts: FittedFacts) -> list[str]:
    """Return which rates are off the configuration's by more than chance makes them, a sentence each, surest first."""
    known = [risk for risk in facts.risks if not few(risk.events) and risk.expected > 0]
    far = [risk for risk in known if abs(risk.times_given - 1) >= FAR_OFF and _by_chance(risk) > BEYOND_CHANCE]
    return [changed_sentence(risk) for risk in sorted(far, key=_by_chance, reverse=True)[:CHANGED]]


def _by_chance(risk: FittedRisk) -> float:
    """Return by how many standard deviations of a count the events are off."""
    return abs(risk.events - risk.expected) / sqrt(max(risk.expected, 1.0))


def changed_sentence(risk: FittedRisk) -> str:
    """Return how far a risk is from what the configuration says."""
    label, expected = f"“{plain(risk.label)}”", f"{risk.expected:,.0f}"
    if not risk.events:
        return f"{label} was never seen, where the configuration's rates make {expected}."
    seen = f"{risk.events:,} times, where its rates make {expected}"
    return f"{label} happened {often_words(risk)} than the configuration says: {seen}."


def often_words(risk: FittedRisk) -> str:
    """Return how much more or less often a risk happens than the configuration says, as in `17% more often`."""
    times = risk.times_given
    return f"{abs(times - 1):.0%} {'more' if times > 1 else 'less'} often"


def thin_words(facts: FittedFacts) -> str:
    """Return which risks rest on few events; empty where none does."""
    thin = [risk for risk in facts.risks if 0 < risk.events < THIN]
    if not thin:
        return ""
    thin.sort(key=lambda risk: risk.events)
    named = [f"“{plain(risk.label)}” ({events_words(risk)})" for risk in thin[:NAMED]]
    return f"Few events stand behind {listing([*named, *others(len(thin) - NAMED)])}: their ranges are wide."


def events_words(risk: FittedRisk) -> str:
    """Return how often a risk was seen to happen."""
    return told(risk.events, "event") if risk.events else "never seen"


def entries_words(stream: FittedEntries) -> str:
    """Return how many children of a stream come a year, beside what the configuration says."""
    way = "rose" if stream.trend_per_year > 0 else "fell"
    trend = f"; numbers {way} by {abs(stream.trend_per_year):.0%} a year, so the last years count most"
    return (
        f"{plain(stream.label)}: {stream.per_year:,.1f} a year ({stream.low:,.1f} to {stream.high:,.1f}); the "
        f"configuration says {stream.given:,.1f}{trend if stream.rises_or_falls else ''}."
    )


def rows_words(facts: FittedFacts) -> str:
    """Return how many rows of the return were read and what became of them; empty where none were."""
    counts: dict[str, int] = {}
    for _, fate, _, rows in facts.rows:
        counts[fate] = counts.get(fate, 0) + rows
    if not counts:
        return ""
    parts = [f"{rows:,} {fate}" for fate, rows in counts.items()]
    return f"Rows of the return: {sum(counts.values()):,} read, of which {listing(parts)}."


def numbers_hidden(numbers: Sequence[FittedNumber]) -> list[bool]:
    """Tell which events of a risk's numbers are not told: those of each factor add up to the risk's own."""
    found: dict[int, bool] = {}
    groups: dict[str, list[int]] = {}
    for place, number in enumerate(numbers):
        groups.setdefault("" if number.is_rate else number.part.partition(":")[0], []).append(place)
    for places in groups.values():
        found |= dict(zip(places, hidden([numbers[place].events for place in places]), strict=True))
    return [found[place] for place in range(len(numbers))]


def shares_hidden(shares: Sequence[FittedShare]) -> list[bool]:
    """Tell which counts of shares are not told: those of one whole add up to its total."""
    found: list[bool] = []
    for whole in dict.fromkeys(share.whole for share in shares):
        found += hidden([share.count for share in shares if share.whole == whole])
    return found


def count_text(count: int, not_told: bool) -> str:
    """Return a count as a table has it."""
    if not_told:
        return FEW if few(count) else "not told"
    return f"{count:,}" if count else "0"


def times_text(risk: FittedRisk) -> str:
    """Return by how much a risk happens more or less often than the configuration says."""
    if few(risk.events) or not risk.expected:
        return "not told" if risk.expected else "new"
    change = round(risk.times_given - 1, 2)
    sign = "+" if change > 0 else MINUS if change < 0 else ""
    return f"{sign}{abs(change):.0%}"
