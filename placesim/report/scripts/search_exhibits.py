"""The chart and tables of a search's report: the frontier, the finalists, and every mix."""

from collections.abc import Sequence
from functools import partial

from placesim.config.mixes.search_file import MixTarget
from placesim.config.text import plain
from placesim.experiment.search.targets import Reached, Standing
from placesim.report.charts.frontier import MEETS, MISSES, OPEN, Axis, Point, frontier_chart
from placesim.report.figures import Unit, unit_for
from placesim.report.paper.parts import Cell, Chart, Table
from placesim.report.search_study import SearchStudy
from placesim.report.words.differences import percent
from placesim.report.words.mixes import capital, measure_words, why_words
from placesim.report.words.tables import difference_cell, number
from placesim.results.measures import MEASURES

MIXES, FRONTIER, FINALISTS, CHANGES, CHARTS = "Mixes", "Frontier", "Finalists", "Changes", "Charts"
"""Sheets of the workbook."""

WHOLE = Unit("", decimals=0)
MEAN = Unit("", decimals=1)
PERCENT = Unit("% of futures", 0.01, 0, "", "%")


def across_axis(study: SearchStudy) -> Axis:
    """Return the axis of what is to be low."""
    name = measure_words(study.minimised)
    if study.in_pounds:
        return Axis(f"{name}, difference from the baseline", study.unit, signed=True)
    return Axis(f"{name}, mean", WHOLE)


def up_axis(study: SearchStudy) -> Axis:
    """Return the axis of the figure beside it."""
    return Axis(level_words(study), study.shown_unit)


def level_words(study: SearchStudy) -> str:
    """Say what the level of a mix is, as in `out of borough share in 2029-30, kept to in 80% of futures`."""
    target = next(iter(study.targets), None)
    kept = f"kept to in {percent(target.in_)} of futures" if target and target.in_ else "mean"
    return f"{measure_words(study.shown)}, {kept}"


def frontier_of(study: SearchStudy) -> Chart:
    """Show every mix by what is to be low and the figure beside it."""
    points = [
        Point(cost, level, f"mix {study.mix(place).number}", standing(study, place))
        for place, (cost, level) in enumerate(zip(study.costs.tolist(), study.levels.tolist(), strict=True))
    ]
    limit = study.targets[0].limit if study.targets else None
    axes = across_axis(study), up_axis(study)
    draw = partial(frontier_chart, points, study.frontier, study.selection.chosen, limit, axes)
    on_it = (
        f"{len(study.frontier)} of {len(points)} mixes {'is' if len(study.frontier) == 1 else 'are'} on the frontier"
    )
    what = "costs" if study.in_pounds else "takes"
    finding = f"What each mix {what}, and what it reaches: {on_it}"
    note = (
        f"Each point is one mix, by the first {study.common:,} futures, which all of them have. The line joins those "
        "that no other mix beats both ways. Whether a mix meets the target is said by all the futures that it has."
    )
    return Chart("frontier", finding, _in_words(study), draw, note, wide=True, sheet=CHARTS)


def _in_words(study: SearchStudy) -> str:
    across, up = across_axis(study), up_axis(study)
    ends = [
        f"{study.label(place)}: {_printed(study, place)}, {study.shown_unit.full(float(study.levels[place]))}"
        for place in (study.frontier[:1] + study.frontier[-1:])
    ]
    return f"Points by {across.name} and {up.name}. The frontier runs from {' to '.join(ends)}."


def _printed(study: SearchStudy, place: int) -> str:
    cost = float(study.costs[place])
    return study.unit.signed(cost) if study.in_pounds else MEAN.number(cost)


def standing(study: SearchStudy, place: int) -> str:
    """Return how a mix stands with all targets together; empty where there is none."""
    stands = [each.standing for each in study.selection.reached[place]]
    if Standing.MISSED in stands:
        return MISSES
    return (OPEN if Standing.OPEN in stands else MEETS) if stands else ""


def frontier_table(study: SearchStudy) -> Table:
    """Return the mixes of the frontier, cheapest first."""
    rows = tuple(
        (
            *_choices(study, place),
            difference_cell(study.first(place), study.unit),
            number(float(study.levels[place]), study.shown_unit),
            *_reached(study.targets, study.reached_first(place)),
        )
        for place in study.frontier
    )
    columns = (*_headings(study), _difference_heading(study), capital(level_words(study)), *_target_headings(study))
    caption = (
        f"Mixes that no other beats both ways in the first {study.common:,} futures; below each figure its 95% interval"
    )
    return Table(caption, columns, rows, sheet=FRONTIER)


def finalists_table(study: SearchStudy) -> Table:
    """Return the finalists in futures that the search had not seen; beside each other where there are several."""
    rows = tuple(
        (
            *_choices(study, place),
            difference_cell(study.again(place), study.unit),
            *_from_best(study, place),
            *_reached(study.targets, study.reached_again(place)),
        )
        for place in study.in_order
    )
    unit = study.unit.header
    further = (f"From the lowest of the others, {unit}", "May be the lowest") if study.from_best else ()
    columns = (*_headings(study), _difference_heading(study), *further, *_target_headings(study))
    caption = f"Finalists in {study.options.futures:,} further futures; below each figure its 95% interval"
    return Table(caption, columns, rows, sheet=FINALISTS)


def _from_best(study: SearchStudy, place: int) -> tuple[Cell, ...]:
    """Return how far a finalist is from the lowest of the others, and whether it may be the lowest."""
    apart, unit = study.from_best.get(place), study.unit.bare
    if apart is None:
        return (Cell(""), Cell("target not sure")) if study.from_best else ()
    below = f"{unit.signed(apart.low)} to {unit.signed(apart.high)}"
    cell = Cell(unit.signed(apart.mean), apart.mean, study.unit, below, (apart.low, apart.high))
    return cell, Cell("yes" if apart.may_be_best else "no")


def mixes_table(study: SearchStudy) -> Table:
    """Return every mix, those that stayed in longest first: choices, futures, figures, targets and why it fell out."""
    fallen = study.selection.fallen
    places = range(len(study.search.mixes))
    order = sorted(places, key=lambda place: (place in fallen, -study.selection.futures(place), study.costs[place]))
    rows = tuple(
        (
            *_choices(study, place),
            Cell(f"{study.selection.futures(place):,}", study.selection.futures(place), WHOLE),
            _cost(study, place),
            *_reached(study.targets, study.selection.reached[place]),
            Cell(plain(why_words(study, place))),
        )
        for place in order
    )
    left_out = tuple(
        (
            Cell(str(each.number), each.number, WHOLE),
            *map(Cell, each.alternatives),
            *(Cell("") for _ in range(2 + len(study.targets))),
            Cell(f"cannot be made: {plain(each.reason)}"),
        )
        for each in study.search.grid.left_out
    )
    columns = (*_headings(study), "Futures", _difference_heading(study), *_target_headings(study), "What became of it")
    caption = "Every mix; below each figure its interval"
    return Table(caption, columns, rows + left_out, sortable=True, sheet=MIXES)


def _headings(study: SearchStudy) -> tuple[str, ...]:
    return ("Mix", *map(plain, study.search.grid.labels))


def _choices(study: SearchStudy, place: int) -> tuple[Cell, ...]:
    mix = study.mix(place)
    return (Cell(str(mix.number), mix.number, WHOLE), *(Cell(plain(label)) for label in mix.alternatives))


def _difference_heading(study: SearchStudy) -> str:
    unit = f", {study.unit.header}" if study.in_pounds else ""
    return capital(f"{measure_words(study.minimised)}, difference from the baseline{unit}")


def _cost(study: SearchStudy, place: int) -> Cell:
    return difference_cell(study.difference(place), study.unit)


def _target_headings(study: SearchStudy) -> tuple[str, ...]:
    return tuple(f"{capital(plain(target.label))}: {_asked(target)}" for target in study.targets)


def _asked(target: MixTarget) -> str:
    return "mean" if target.in_ is None else f"share of futures ({percent(target.in_)} asked)"


def _reached(targets: Sequence[MixTarget], stands: Sequence[Reached]) -> tuple[Cell, ...]:
    return tuple(_reached_cell(*pair) for pair in zip(targets, stands, strict=True))


def _reached_cell(target: MixTarget, stands: Reached) -> Cell:
    if target.in_ is None:
        unit = unit_for(MEASURES[target.measure].unit, abs(target.limit))
        below = f"{unit.number(stands.low)} to {unit.number(stands.high)}"
        return Cell(unit.full(stands.value), stands.value, unit, below, (stands.low, stands.high))
    below = f"{percent(stands.low)} to {percent(stands.high)}"
    return Cell(percent(stands.value), stands.value, PERCENT, below, (stands.low, stands.high))
