"""The homes that scenarios open: how they fill, who moves in, and from where."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from placesim.config.contracts import SpotContract
from placesim.config.provision import Home, Provision
from placesim.config.text import day_text, plain
from placesim.config.values import value_on
from placesim.experiment.differences import Difference
from placesim.experiment.statistics import range_of_futures
from placesim.report.comparison_study import ComparisonStudy, once
from placesim.report.figures import NOTHING, unit_for
from placesim.report.paper.parts import Cell, Table
from placesim.report.words.differences import difference_unit, interval_words, percent
from placesim.report.words.ranking import NAMED, listed
from placesim.results.facts import Floats
from placesim.results.financial_year import months
from placesim.results.paths import FROM

OCCUPANCY = unit_for("share of place nights", 1.0)


@dataclass(frozen=True, eq=False)
class NewHome:
    """One home as one scenario opens it; figures of an average night of each month."""

    name: str
    """The scenario."""
    provision: str
    label: str
    planned: str
    """What the scenario plans: beds, day of opening, phasing."""
    beds: float
    """Registered beds at the end."""
    usable: pd.DataFrame
    taken: pd.DataFrame
    paid: pd.DataFrame | None
    """Beds paid for, used or not; None where nothing but used nights is paid for."""
    never: float
    """Share of futures in which it never opens within these years."""
    also: tuple[str, ...] = ()
    """Other scenarios in which this home's months are the same in every future."""


@once
def opened(options: ComparisonStudy) -> list[NewHome]:
    """Return every home that a scenario opens and the baseline does not, each distinct history once."""
    homes: dict[tuple[str, bytes], NewHome] = {}
    for name in options.names:
        for provision in options.homes_opened(name):
            usable, taken = (_monthly(options, name, m, provision) for m in ("places_average", "children_average"))
            key = provision, usable.tobytes() + taken.tobytes()
            if key in homes:
                homes[key] = replace(homes[key], also=(*homes[key].also, name))
            else:
                homes[key] = _new_home(options, name, provision, usable, taken)
    return list(homes.values())


def _monthly(options: ComparisonStudy, name: str, measure: str, provision: str) -> Floats:
    return options.comparison.monthly(options.outcomes(name), measure, provision)


def _new_home(options: ComparisonStudy, name: str, provision: str, usable: Floats, taken: Floats) -> NewHome:
    never = float((usable.max(axis=1) == 0).mean())
    usable_points, taken_points = (monthly_points(options, figures) for figures in (usable, taken))
    home = options.council_of(name).provision[provision]
    label, planned, capacity = options.labels.place(provision), planned_words(home), home.capacity
    beds = value_on(capacity.beds, options.years[-1].last) if isinstance(capacity, Home) else 0.0
    paid = None if isinstance(home.contract, SpotContract) else _paid(options, name, provision)
    return NewHome(name, provision, label, planned, beds, usable_points, taken_points, paid, never)


def _paid(options: ComparisonStudy, name: str, provision: str) -> pd.DataFrame:
    """Return the beds of a home that are paid for on an average night of each month; one paid in part is that part."""
    nights = np.diff(months(options.council.start, options.baseline.days).edges)
    return monthly_points(options, _monthly(options, name, "paid_nights", provision) / nights)


def monthly_points(options: ComparisonStudy, figures: Floats) -> pd.DataFrame:
    """Return mean and range of a figure of an average night, by month: month, day, mean, p10, p50, p90."""
    periods = months(options.council.start, options.baseline.days)
    p10, p50, p90 = range_of_futures(figures)
    day = (periods.edges[:-1] + periods.edges[1:]) / 2
    mean = figures.mean(axis=0)
    return pd.DataFrame({"month": periods.labels, "day": day, "mean": mean, "p10": p10, "p50": p50, "p90": p90})


def planned_words(home: Provision) -> str:
    """Return what is planned for a home: when it opens, its beds, how late it may be, how it fills."""
    capacity = home.capacity
    if not isinstance(capacity, Home) or capacity.opens is None:
        return NOTHING
    said = [f"planned for {day_text(capacity.opens)}", f"{capacity.beds[0].value:g} beds"]
    if capacity.delay_days and capacity.delay_days.most:
        said.append(f"up to {capacity.delay_days.most:g} days late")
    if capacity.never_opens_share:
        said.append(f"{percent(capacity.never_opens_share)} chance that it never opens")
    if capacity.admission_gap_days:
        said.append(f"one child every {capacity.admission_gap_days:g} days until full")
    return ", ".join(said)


def finding(options: ComparisonStudy, home: NewHome) -> str:
    """Say how many of a home's beds are taken in the last whole year, on average of all futures."""
    last = options.last_year
    taken = options.comparison.difference(home.name, "children_average", home.provision, last.name).after
    capacity = options.council_of(home.name).provision[home.provision].capacity
    beds = f"{home.beds:g} beds"
    if isinstance(capacity, Home) and len(capacity.beds) > 1:  # a number of beds that changes has no one size to name
        usable = options.comparison.difference(home.name, "places_average", home.provision, last.name).after
        beds = f"{usable:.1f} usable beds"
    return f"{home.label}: {taken:.1f} of {beds} taken on an average night of {last.label}"


def note(options: ComparisonStudy, home: NewHome) -> str:
    """Say whose home it is, what was planned, and how often it never opens."""
    never = f" It never opens in {percent(home.never)} of futures." if home.never else ""
    also = f" The same in {listed(options, home.also)}." if home.also else ""
    return f"{options.label(home.name)}: {plain(home.planned)}.{never}{also}"


def with_homes(options: ComparisonStudy) -> list[str]:
    """Return the scenarios that open homes."""
    return [name for name in options.names if options.homes_opened(name)]


def _origins(options: ComparisonStudy, name: str) -> dict[str, dict[str, Difference]]:
    """Return children who moved in by home and origin; homes that nobody moves into have no origin."""
    homes: dict[str, dict[str, Difference]] = {home: {} for home in options.homes_opened(name)}
    for group in options.comparison.groups("arrivals"):
        home, _, origin = group.partition(FROM)
        if home in homes:
            difference = options.difference(name, "arrivals", group)
            if difference.after:
                homes[home][origin] = difference
    return homes


def arrivals_table(options: ComparisonStudy, name: str) -> Table:
    """Return how many children moved into each home, from where, over all years."""
    homes = _origins(options, name)
    origins = list(dict.fromkeys(o for arrived in homes.values() for o, each in arrived.items() if _prints(each)))
    rows = []
    for home, arrived in homes.items():
        groups = [f"{home}{FROM}{origin}" for origin in arrived]
        total = options.summed(name, "arrivals", groups) if groups else None
        cells = [_count(arrived.get(origin)) for origin in origins]
        rows.append((Cell(options.labels.place(home)), _count(total), *cells))
    columns = ("Home", "Children who moved in", *(f"from: {options.labels.origin(origin)}" for origin in origins))
    caption = f"{options.label(name)}: children who moved in by {options.end}, mean of futures (95% interval below)"
    return Table(caption, columns, tuple(rows))


def _prints(difference: Difference) -> bool:
    """Tell whether a number of children is more than 0.0 in a table."""
    return bool(difference_unit("children", difference.after).number(difference.after).strip("0."))


def _count(difference: Difference | None) -> Cell:
    if difference is None or not _prints(difference):
        return Cell("0", 0.0)
    unit = difference_unit("children", difference.after)
    sure = interval_words(difference, unit).replace("+", "").replace(" for an interval", "")
    return Cell(unit.number(difference.after), difference.after, unit, sure)


def arrivals_words(options: ComparisonStudy, name: str) -> list[str]:
    """Say how many children move in, and from where most of them come."""
    homes = _origins(options, name)
    totals: dict[str, float] = {}
    for arrived in homes.values():
        for origin, each in arrived.items():
            totals[origin] = totals.get(origin, 0.0) + each.after
    count = sum(totals.values())
    if not count:
        which = "this home" if len(homes) == 1 else "these homes"
        return [f"nobody moves into {which} in any future."]
    ordered = sorted(totals, key=lambda origin: -totals[origin])[:NAMED]
    shares = {options.labels.origin(origin): f"{totals[origin] / count:.0%}" for origin in ordered}
    parts = "; ".join(f"{label} {share}" for label, share in shares.items() if share != "0%")
    return [f"by {options.end} about {count:,.0f} children move in (mean of futures). They come from: {parts}."]


def occupancy_table(options: ComparisonStudy, name: str) -> Table:
    """Return the share of usable beds that are taken in each home, by year."""
    rows = []
    for home in options.homes_opened(name):
        cells = []
        for year in options.years:
            value = options.comparison.difference(name, "occupancy", home, year.name).after
            cells.append(Cell(OCCUPANCY.number(value, 0), value))
        rows.append((Cell(options.labels.place(home)), *cells))
    caption = f"{options.label(name)}: usable beds that are taken, %"
    return Table(caption, ("Home", *(year.label for year in options.years)), tuple(rows))
