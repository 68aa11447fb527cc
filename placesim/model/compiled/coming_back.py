"""Children who have left care may come back: on which day, and with what luck for the time after it."""

import cython
from cython.cimports.libc.math import INFINITY
from cython.cimports.placesim.model.compiled.rates import band_of
from cython.cimports.placesim.model.compiled.records import NONE
from cython.cimports.placesim.model.compiled.world import LAST_MOMENT


def back_on(w, child, reason):
    """Return the day on which a child who leaves now comes back, made ready for the period of care that begins then.

    Infinity where they do not come back before 18.
    """
    course = cython.address(w.courses[child])
    if not w.rules.back_after[reason]:
        return INFINITY
    while course.period > w.children.re_entry.shape[0]:
        w.children.another_period()
    for risk in range(w.rules.leaving_risks):
        w.leaving[child, risk] = w.children.leaving_again[course.period - 1, child, risk]
    course.entered = _day(w, child, reason, w.children.re_entry[course.period - 1, child])
    course.away = True
    course.period += 1
    course.came_from = course.avoids = NONE
    return course.entered


def _day(w, child, reason, budget):
    """Return the day on which a budget is spent at the rates of coming back, from today on."""
    rules, born, left, day = w.rules, w.children.born[child], w.now, w.now
    age, since, dated = band_of(rules.age_edges, day - born), 0, band_of(rules.back_date_edges, day)
    grown_up = rules.age_edges.shape[0]
    while age < grown_up:
        age_end, since_end = born + rules.age_edges[age], left + rules.since_edges[since]
        date_end = rules.back_date_edges[dated]
        ends = min(age_end, since_end, date_end)
        if day < ends:
            rate, length = rules.back_per_day[dated, reason, age, since], ends - day
            if budget < rate * length:
                back = day + budget / rate
                return back if back < born + rules.age_edges[grown_up - 1] - LAST_MOMENT else INFINITY
            budget -= rate * length
            day = ends
        if ends == age_end:
            age += 1
        if ends == since_end:
            since += 1
        if ends == date_end:
            dated += 1
    return INFINITY
