"""Children: those in care on the last day, listed one by one without ids, as the first day of the new configuration."""

from dataclasses import dataclass, replace

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.children import ListedChild
from placesim.config.provision import Provision
from placesim.config.text import listing
from placesim.config.values import ADULT_AGE
from placesim.model.rates import YEAR
from placesim.results.suppression import told
from placesim.returns.fitted.draft import Draft, in_one_line
from placesim.returns.fitting.stays import care_began, rows_of
from placesim.returns.past import Past

BLOCK = "children_in_care"
COLUMNS = tuple(ListedChild.model_fields)

AGE_DECIMALS, CARE_DECIMALS, WEEK = 2, 2, 7
"""Ages and times in care to the hundredth of a year, times in the placement to the week: exact enough for every figure,
and too coarse to tell a date of birth, that of a child in care from birth too."""

OLDEST = round(ADULT_AGE - 10**-AGE_DECIMALS, AGE_DECIMALS)
"""The highest age that is listed, in years."""

NEARLY = 1.0
"""Years by which a child may be outside the ages of their provision and is listed at its nearest age."""


@dataclass(frozen=True)
class Child:
    """One child in care on the last day."""

    provision: str
    stream: str
    need: str
    age_years: float
    years_in_care: float
    days_in_placement: int

    @property
    def line(self) -> str:
        """The child as a row of the table."""
        numbers = f"{self.age_years:.{AGE_DECIMALS}f}", f"{self.years_in_care:.{CARE_DECIMALS}f}"
        return ",".join((self.provision, self.stream, self.need, *numbers, str(self.days_in_placement)))


def children_of(past: Past) -> list[Child]:
    """Return the children in care at the end of a past, in an order that tells nothing of the return.

    Who is 18 by then is left out: care has ended, whatever the return has not told yet.
    """
    episodes, children, names = past.history.episodes, past.history.children, past.history.names
    end = past.history.days
    rows = np.flatnonzero(np.isnan(episodes["end_day"]))
    of = rows_of(children["child_id"], episodes["child_id"])
    began = care_began(past.history, of)[rows]
    of = of[rows]
    ages = children["age_at_entry"][of] + (end - children["entered_day"][of]) / YEAR
    cares = (end - began) / YEAR
    needs = list(past.baseline.needs)
    children_in_care = [
        Child(
            names.provisions[episodes["provision"][row]],
            names.streams[children["stream"][child]],
            needs[past.needs[row]],
            min(round(float(age), AGE_DECIMALS), OLDEST),
            min(round(float(care), CARE_DECIMALS), round(float(age), AGE_DECIMALS), OLDEST),
            _in_weeks(end - episodes["start_day"][row]),
        )
        for row, child, age, care in zip(rows, of, ages, cares, strict=True)
        if age < ADULT_AGE
    ]
    return sorted(children_in_care, key=lambda each: each.line, reverse=True)


def _in_weeks(days: float) -> int:
    """Return a length of time as the middle of the week it is in."""
    return int(days // WEEK * WEEK + WEEK // 2)


def write_children(draft: Draft, file: str) -> list[Child]:
    """Name the file of children; return those that go into it, each where the configuration lets them live."""
    past, baseline = draft.past, draft.given.baseline
    found = children_of(past)
    fitting = [_fitting(baseline, child) for child in found]
    _tell(draft, found, fitting)
    block = draft.values[BLOCK]
    for key in [key for key in block if key not in ("source",)]:
        del block[key]
    draft.replaced.append((BLOCK,))
    if fitting:
        block.insert(0, "file", file)
        block.insert(1, "real", True)
    else:
        block.insert(0, "groups", in_one_line([]))
        draft.notes.append("Nobody was in care at the end.")
    draft.rest_on((BLOCK,), f"{told(len(fitting), 'child', 'children')} in care at the end")
    return fitting


def _fitting(baseline: Baseline, child: Child) -> Child:
    """Return a child as the configuration can have them: where their age is taken, and nearly as old."""
    own = baseline.provision[child.provision]
    if _takes(own, child.age_years):
        return child
    alike = [name for name, each in baseline.provision.items() if each.placement_type == own.placement_type]
    for name in sorted(alike, key=lambda name: baseline.provision[name].out_of_borough != own.out_of_borough):
        other = baseline.provision[name]
        if _takes(other, child.age_years) and other.capacity.kind == "spot":
            return replace(child, provision=name)
    nearest = min(max(child.age_years, own.minimum_age), own.maximum_age - 10**-AGE_DECIMALS)
    if abs(nearest - child.age_years) <= NEARLY:
        return replace(child, age_years=nearest, years_in_care=min(child.years_in_care, nearest))
    last_resort = baseline.needs[child.need].search[-1][-1].provision
    return replace(child, provision=last_resort)


def _takes(provision: Provision, age: float) -> bool:
    return provision.minimum_age <= age < provision.maximum_age


def _tell(draft: Draft, found: list[Child], fitting: list[Child]) -> None:
    """Say how many children are listed elsewhere, or at another age, than they are."""
    provision = draft.given.baseline.provision
    moved = [(one.provision, other.provision) for one, other in zip(found, fitting, strict=True)]
    for place in sorted({one for one, other in moved if one != other}):
        there = sorted({provision[other].label for one, other in moved if one == place != other})
        count = told(sum(one == place != other for one, other in moved), "child", "children")
        draft.notes.append(
            f"{count} in “{provision[place].label}” at the end, outside the ages it takes, listed in {listing(there)}."
        )
    older = sum(one.age_years != other.age_years for one, other in zip(found, fitting, strict=True))
    if older:
        draft.notes.append(
            f"{told(older, 'child', 'children')} at the end, up to a year outside the ages that their provision "
            "takes, listed at the nearest age that it does."
        )
