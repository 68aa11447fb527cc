"""The page of the round trip: what was simulated, how many intervals hold the truth, and what was left apart."""

from collections.abc import Sequence

from placesim.returns.fitting.estimates import (
    BY_AGE,
    BY_STREAM,
    BY_TIME_IN_CARE,
    BY_TIME_IN_PLACEMENT,
    BY_TIME_SINCE_LEAVING,
    FRAILTY,
    PER_YEAR,
)
from placesim.returns.fitting.shrinkage import ENOUGH_EVENTS
from placesim.studies.round_trip_found import Held, RoundTrip

WORDS = {
    PER_YEAR: "rates by placement type, or reason for leaving",
    BY_AGE: "factors of age",
    BY_TIME_IN_CARE: "factors of time in care",
    BY_TIME_IN_PLACEMENT: "factors of time in the placement",
    BY_STREAM: "factors of stream",
    BY_TIME_SINCE_LEAVING: "factors of time since leaving",
    FRAILTY: "how lastingly children differ",
}
COLUMNS = ("numbers", "intervals", "hold the truth", "share", "its standard error")


def page(found: Sequence[RoundTrip], times: int, years: float, command: str) -> str:
    """Return the study as a page of documentation."""
    return "\n".join([*_introduction(found, times, years, command), *(line for each in found for line in _way(each))])


def _introduction(found: Sequence[RoundTrip], times: int, years: float, command: str) -> list[str]:
    pasts = max(each.pasts for each in found)
    return [
        "# Whether what is learnt from a past is what made it",
        "",
        f"Made by `{command}`. Halton, {times} times as large, was simulated for {years:g} years {pasts:,} times, and "
        "each future was taken as the past of a council: children in care on its first day are seen from that day on, "
        "those still in care on its last day until then. The rates of every reason for leaving before 18 and of every "
        "move, and of coming back, were learnt from it as `placesim fit` learns them, and set beside those that made "
        "it, both seen from the same reference bands.",
        "",
        f"A 95% interval should hold the truth about 95 times in 100. That is asked of every number with "
        f"{ENOUGH_EVENTS} events or more; numbers with fewer are shrunk and told apart. Intervals of one past go "
        "together, and the standard error of a share allows for it. A number with about so many events is asked only "
        "of the pasts in which chance gave it enough, so its interval holds the truth a little less often. Entrants a "
        "year differ between years by more than chance; a few years say little of that, and their intervals are told "
        "apart.",
        "",
    ]


def _way(found: RoundTrip) -> list[str]:
    added = sum(not each.configured for each in found.sure)
    return [
        f"## The past {found.way}",
        "",
        f"{found.pasts:,} pasts.{_alike(found)}",
        "",
        f"| {' | '.join(COLUMNS)} |",
        f"|---|{'---:|' * (len(COLUMNS) - 1)}",
        _row(found.pooled),
        *(_row(each, WORDS[each.name]) for each in found.by("field")),
        *(_row(each, each.name.replace("_", " ")) for each in found.by("risk")),
        _row(Held.of("entrants a year, by stream (not among all)", found.entries)),
        *([_row(Held.of(f"fewer than {ENOUGH_EVENTS} events (not among all)", found.thin))] if found.thin else []),
        "",
        f"{added:,} of these numbers belong to factors that the council does not have, and that chance made the fit "
        "add.",
        "",
    ]


def _alike(found: RoundTrip) -> str:
    """Return how much of the futures the files told as it was."""
    if not found.alike:
        return ""
    total = [
        sum(getattr(each, of) for each in found.alike)
        for of in ("children_alike", "children", "stocks_alike", "stocks")
    ]
    return (
        f" Of {total[1]:,} children in care on their first days, {total[0]:,} were read as they were simulated: "
        "placement type, in or out of the borough, stream, the 18th birthday, and the days on which care and the "
        f"placement began. Of {total[3]:,} numbers of children by placement type at the ends of months, {total[2]:,} "
        "are those of the simulation."
    )


def _row(found: Held, name: str = "") -> str:
    figures = f"{found.given:,}", f"{found.held:,}", f"{found.share:.1%}", f"{found.error:.1%}"
    return f"| {name or found.name} | {' | '.join(figures)} |"
