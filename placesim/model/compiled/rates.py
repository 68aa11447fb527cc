"""A child's budgets are spent along the path taken; age, time in care, time in placement and date set the rates."""

import cython
from cython.cimports.placesim.model.compiled.records import BIRTHDAY_18, Outcome


def first_event(w, child, placed_day, placement_type, day, until):
    """Return the event that ends a placement and its day; what is left of the budgets stays in `w.budgets`."""
    rules = w.rules
    born, entered = w.children.born[child], w.courses[child].entered
    age, time = band_of(rules.age_edges, day - born), band_of(rules.time_edges, day - entered)
    dated, placed = band_of(rules.date_edges, day), band_of(rules.placed_edges, day - placed_day)
    grown_up = rules.age_edges.shape[0]
    while age < grown_up and day < until:
        age_end, time_end = born + rules.age_edges[age], entered + rules.time_edges[time]
        date_end, placed_end = rules.date_edges[dated], placed_day + rules.placed_edges[placed]
        ends = min(age_end, time_end, placed_end, date_end, until)
        if day < ends:
            length = ends - day
            span = rules.rates_of[dated, placement_type, age, time, placed]
            risk = _spend(w, child, span.first, span.last, cython.address(length))
            if risk != BIRTHDAY_18:
                return Outcome(day=day + length, risk=risk)
            day = ends
        if ends == age_end:
            age += 1
        if ends == time_end:
            time += 1
        if ends == placed_end:
            placed += 1
        if ends == date_end:
            dated += 1
    return Outcome(day=day, risk=BIRTHDAY_18)


def _spend(w, child, first, last, length):
    """Spend budgets over days without a change of rate; shorten the days to the first risk that spends its own."""
    risk, rates, budgets = BIRTHDAY_18, cython.address(w.rules.rates[0]), cython.address(w.budgets[child, 0])
    for rate in range(first, last):
        if budgets[rates[rate].risk] < rates[rate].per_day * length[0]:
            length[0], risk = budgets[rates[rate].risk] / rates[rate].per_day, rates[rate].risk
    for rate in range(first, last):
        budgets[rates[rate].risk] -= rates[rate].per_day * length[0]
    return risk


def band_of(edges, value):
    """Return how many edges lie at or below a value."""
    low, high = 0, edges.shape[0]
    while low < high:
        middle = (low + high) >> 1
        if value < edges[middle]:
            high = middle
        else:
            low = middle + 1
    return low
