"""Measures of children, moves and places: one function each."""

import numpy as np

from placesim.config.re_entry import LEFT_BEFORE
from placesim.model.history import NO_SEARCH
from placesim.results.counting import Grouped
from placesim.results.facts import Facts, ratio, steps
from placesim.results.measures import Exhibit, Telling, measure
from placesim.results.stays import share_with_many_placements


@measure(
    unit="children",
    horizon="average",
    monthly=True,
    told=(
        Telling(Exhibit.HOPED_FOR, 50, "the number of children in care"),
        Telling(Exhibit.SWEEP, 30),
    ),
)
def children_average(facts: Facts) -> Grouped:
    """Children in care on an average night."""
    return facts.by_placement(facts.nights / facts.periods.lengths)


@measure(
    unit="children",
    horizon="end",
    monthly=True,
    told=(
        Telling(Exhibit.HEADLINES, 10, "Children in care"),
        Telling(Exhibit.LINES, 10, "Children in care"),
        Telling(Exhibit.TERMINAL, 10, "Children in care, {end}"),
    ),
)
def children_year_end(facts: Facts) -> Grouped:
    """Children in care on the last night of the period (31 March for a financial year)."""
    return facts.by_placement(facts.at_end)


@measure(
    unit="children",
    horizon="total",
    groups="stream",
)
def entries(facts: Facts) -> Grouped:
    """Children who entered care in the period, by stream.

    Who comes back counts again, as in the published numbers; `re_entries` tells how many do.
    """
    children, names = facts.history.children, facts.history.names.streams
    first = facts.events("children", "entered_day", ~children["in_care_at_start"], children["stream"], names)
    again = facts.enters_care & ~facts.first_of_child & (facts.listed >= 0)  # that table has only first entries
    came_back = facts.events("episodes", "start_day", again, np.append(children["stream"], 0)[facts.listed], names)
    return {name: first[name] + came_back[name] for name in first}


@measure(
    unit="children",
    horizon="total",
    groups="reason",
    told=(Telling(Exhibit.STACKS, 20, "Children leaving care in the year"),),
)
def leavers(facts: Facts) -> Grouped:
    """Children who left care in the period, by reason."""
    names, episodes = facts.history.names, facts.history.episodes
    left = (episodes["end_reason"] >= 0) & (episodes["end_reason"] < names.leaving_reasons)
    return facts.events("episodes", "end_day", left, episodes["end_reason"], names.reasons[: names.leaving_reasons])


@measure(
    unit="children",
    horizon="total",
    groups="reason",
    worse="higher",
    told=(Telling(Exhibit.STACKS, 25, "Children coming back to care in the year"),),
)
def re_entries(facts: Facts) -> Grouped:
    """Children who came back to care in the period, by the reason for which they had left.

    Those who had left before the start are a group of their own. Where a configuration lets nobody come back, there
    are no such figures.
    """
    if facts.baseline.re_entry is None and not facts.history.observed:
        return {}
    names, episodes = facts.history.names, facts.history.episodes
    back = facts.enters_care & (~facts.first_of_child | (episodes["period_of_care"] > 1))
    reasons = (*names.reasons[: names.leaving_reasons], LEFT_BEFORE)
    before = np.append(0, episodes["end_reason"][:-1])[: len(back)]
    had_left = np.where(facts.first_of_child, names.leaving_reasons, before)
    return facts.events("episodes", "start_day", back, had_left, reasons)


@measure(
    unit="moves",
    horizon="total",
    groups="reason",
    worse="higher",
    told=(
        Telling(Exhibit.STACKS, 30, "Moves between placements in the year"),
        Telling(Exhibit.WATCHED, 60, "moves between placements", plural=True),
        Telling(Exhibit.HOPED_FOR, 70, "moves between placements", plural=True),
        Telling(Exhibit.DIFFERENCES_BY_YEAR, 30, "Moves between placements"),
    ),
)
def moves(facts: Facts) -> Grouped:
    """Moves from one placement to another in the period, by reason."""
    names, episodes = facts.history.names, facts.history.episodes
    moved = episodes["end_reason"] >= names.leaving_reasons
    reason = episodes["end_reason"] - names.leaving_reasons
    return facts.events("episodes", "end_day", moved, reason, names.reasons[names.leaving_reasons :])


@measure(unit="nights", horizon="total")
def nights(facts: Facts) -> Grouped:
    """Nights in care in the period."""
    return facts.by_placement(facts.nights)


@measure(
    unit="share of children",
    horizon="end",
    monthly=True,
    groups="reporting group",
    worse="higher",
    told=(
        Telling(Exhibit.HEADLINES, 20, "Children placed out of borough"),
        Telling(Exhibit.HEADLINES, 30, "Out of borough, children's homes", "residential"),
        Telling(Exhibit.LINES, 20, "Out of borough, all children"),
        Telling(Exhibit.LINES, 30, "Out of borough, foster care", "fostering"),
        Telling(Exhibit.LINES, 40, "Out of borough, children's homes", "residential"),
        Telling(Exhibit.WATCHED, 20, "the share of children placed out of borough"),
        Telling(Exhibit.WATCHED, 30, "the share placed out of borough in children's homes", "residential"),
        Telling(Exhibit.WATCHED, 40, "the share placed out of borough in foster care", "fostering"),
        Telling(Exhibit.HOPED_FOR, 20, "the share out of borough"),
        Telling(Exhibit.HOPED_FOR, 30, "the share out of borough in children's homes", "residential"),
        Telling(Exhibit.HOPED_FOR, 40, "the share out of borough in foster care", "fostering"),
        Telling(Exhibit.DIFFERENCES_BY_YEAR, 20, "Out of borough at year end"),
        Telling(Exhibit.SWEEP, 20),
        Telling(Exhibit.TERMINAL, 20, "Out of borough, {end}"),
        Telling(Exhibit.TERMINAL, 30, "Out of borough, residential", "residential"),
    ),
)
def out_of_borough_share(facts: Facts) -> Grouped:
    """Share of children placed outside the borough on the last night of the period."""
    outside = np.array(facts.history.names.out_of_borough)
    shares = {}
    for group in ("all", "fostering", "residential"):
        counted = facts.group_of_type(group)
        shares[group] = ratio(facts.total(facts.at_end[counted & outside]), facts.total(facts.at_end[counted]))
    return shares


@measure(
    unit="share of children",
    horizon="end",
    worse="higher",
    told=(
        Telling(Exhibit.STABILITY, 10, "Three or more placements in the year"),
        Telling(Exhibit.WATCHED, 70, "the share of children with three or more placements in the last year"),
        Telling(Exhibit.HOPED_FOR, 80, "the share with three or more placements in the last year"),
    ),
)
def three_or_more_placements_share(facts: Facts) -> Grouped:
    """Share of children in care on the last night with three or more placements in the period."""
    return {"all": share_with_many_placements(facts, facts.periods.edges[:-1].tolist())}


@measure(
    unit="share of searches",
    horizon="average",
    worse="lower",
    told=(
        Telling(Exhibit.STABILITY, 20, "Searches that obtain the first choice"),
        Telling(Exhibit.WATCHED, 50, "the share of searches that obtain their first choice"),
        Telling(Exhibit.HOPED_FOR, 60, "first choices met", plural=True),
        Telling(Exhibit.DIFFERENCES_BY_YEAR, 40, "First choice met"),
    ),
)
def first_choice_share(facts: Facts) -> Grouped:
    """Share of searches in the period that obtained the best provision that would have suited the child.

    Full, empty or gone, it is the best all the same; only a home before it opens or after it closes is none.
    """
    searches = facts.history.searches
    raised = (searches["raised_day"] > 0) & (searches["first_choice"] != NO_SEARCH)
    obtained = (searches["first_choice"] == searches["obtained"]).astype(np.int32)
    counts = facts.events("searches", "raised_day", raised, obtained, ("other", "first"))
    return {"all": ratio(counts["first"], counts["all"])}


@measure(unit="share of place nights", horizon=None)
def occupancy(facts: Facts) -> Grouped:
    """Share of usable place nights with a child in the place, for provision with a number of places."""
    usable, taken = facts.usable_place_nights, facts.taken_place_nights
    return {name: ratio(taken[name], usable[name]) for name in usable}


@measure(
    unit="places",
    horizon="average",
    monthly=True,
    told=(Telling(Exhibit.SWEEP, 40),),
)
def places_average(facts: Facts) -> Grouped:
    """Usable places on an average night, for provision with a number of places."""
    return {name: figures / facts.periods.lengths for name, figures in facts.usable_place_nights.items()}


@measure(
    unit="nights",
    horizon="total",
    worse="higher",
    told=(
        Telling(Exhibit.STABILITY, 40, "Nights in unregistered or emergency placements"),
        Telling(Exhibit.WATCHED, 80, "nights in unregistered or emergency placements", plural=True),
        Telling(Exhibit.HOPED_FOR, 90, "nights in unregistered or emergency placements", plural=True),
    ),
)
def crisis_nights(facts: Facts) -> Grouped:
    """Nights in unregistered or emergency placements."""
    flagged = [provision.crisis for provision in facts.baseline.provision.values()]
    return {"all": facts.total(facts.nights[np.array(flagged)])}


@measure(unit="households", horizon="end", monthly=True)
def carer_households(facts: Facts) -> Grouped:
    """Approved foster households on the last night of the period."""
    households = facts.at_end_of_periods(facts.once(steps).at_end(facts.history.places["households"]))
    of_carers = [name for name, p in facts.baseline.provision.items() if p.capacity.kind == "households"]
    counts = {name: households[facts.with_places[name]] for name in of_carers}
    return {"all": facts.total(counts.values()), **counts}


@measure(
    unit="children",
    horizon="average",
    worse="higher",
    told=(Telling(Exhibit.STABILITY, 30, "Children waiting for a better place"),),
)
def waiting_average(facts: Facts) -> Grouped:
    """Children in line, on an average night, for a place that is open and worth moving to."""
    [waiting] = facts.in_periods(facts.stretches("searches", "waiting_day", "settled_day").area())
    return {"all": waiting / facts.periods.lengths}
