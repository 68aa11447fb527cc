"""The paths behind a difference: where searches end, which first choices are full, who transfers, who lives where."""

from collections.abc import Iterable, Mapping

from placesim.config.risks import TRANSFER
from placesim.experiment.comparison import ALL_YEARS
from placesim.experiment.differences import Difference
from placesim.report.comparison_study import SHARE_OUT, SPEND, ComparisonStudy
from placesim.report.figures import NOTHING, Unit
from placesim.report.paper.parts import Cell, Table
from placesim.report.words.differences import Direction, difference_unit, direction, finer, interval_words, money
from placesim.report.words.tables import difference_cell
from placesim.results.paths import FROM

OF_CHILDREN = (SHARE_OUT, "three_or_more_placements_share")
"""Shares of the children in care at the end."""

NAMED = 4
"""How many paths a sentence names."""

PRINTS = 0.05
"""Mean differences below this print as 0.0 and only lengthen a table."""


def why(options: ComparisonStudy, name: str, measure: str) -> list[str]:
    """Return the paths that make a figure differ, largest first; what is not sure is left out."""
    if measure == SPEND:
        said = _spend(options, name)
    elif measure == SHARE_OUT:
        said = [*_of_fewer(options, name, measure), *_where_children_live(options, name)]
        said += [*_searches(options, name), *_transfers(options, name)]
    elif measure == "first_choice_share":
        said = [*_full(options, name), *_searches(options, name)]
    elif measure == "crisis_nights":
        said = [*_searches(options, name), *_full(options, name)]
    else:
        said = [*_of_fewer(options, name, measure), *_reasons(options, name), *_transfers(options, name)]
    return said or ["No single path is clearly different; many small ones add up."]


def _provision(options: ComparisonStudy, name: str, measure: str, year: str = ALL_YEARS) -> dict[str, Difference]:
    every = dict.fromkeys([*options.council.provision, *options.council_of(name).provision])
    groups = set(options.comparison.groups(measure))
    return {place: options.difference(name, measure, place, year) for place in every if place in groups}


def _largest(changes: Mapping[str, Difference], wanted: Direction) -> list[str]:
    sure = [name for name, each in changes.items() if direction(each) == wanted and abs(each.mean) >= PRINTS]
    return sorted(sure, key=lambda name: -abs(changes[name].mean))[:NAMED]


def _said(options: ComparisonStudy, changes: Mapping[str, Difference], names: Iterable[str], unit: Unit) -> str:
    return "; ".join(f"{options.labels.place(name)} {_each(changes[name], unit)}" for name in names)


def _both_ways(
    options: ComparisonStudy, changes: Mapping[str, Difference], more: str, fewer: str, unit: Unit
) -> list[str]:
    said = []
    for opening, wanted in ((more, Direction.HIGHER), (fewer, Direction.LOWER)):
        if names := _largest(changes, wanted):
            said.append(f"{opening}: {_said(options, changes, names, unit)}.")
    return said


def _unit(measure_unit: str, changes: Mapping[str, Difference]) -> Unit:
    return difference_unit(measure_unit, *(each.mean for each in changes.values()))


def _where_children_live(options: ComparisonStudy, name: str) -> list[str]:
    """Say which provision in and out of borough gains and loses children by the end."""
    council, changes = options.council_of(name), _provision(options, name, "children_year_end")
    said = []
    for outside, where in ((True, "out of borough"), (False, "in borough")):
        here = {place: each for place, each in changes.items() if council.provision[place].out_of_borough == outside}
        more, fewer = f"More children live {where} on {options.end}", f"Fewer children live {where} on {options.end}"
        said += _both_ways(options, here, more, fewer, _unit("children", here))
    return said


def _searches(options: ComparisonStudy, name: str) -> list[str]:
    changes = _provision(options, name, "searches")
    unit = _unit("searches", changes)
    return _both_ways(options, changes, "More searches end with a place here", "Fewer searches end here", unit)


def _full(options: ComparisonStudy, name: str) -> list[str]:
    changes = _provision(options, name, "first_choice_full")
    unit = _unit("searches", changes)
    more, fewer = "More searches find their first choice full", "Fewer searches find their first choice full"
    return _both_ways(options, changes, more, fewer, unit)


def _of_fewer(options: ComparisonStudy, name: str, measure: str) -> list[str]:
    """Say so where a share rises only because it is one of fewer children: the children counted do not clearly rise."""
    if measure not in OF_CHILDREN or direction(options.difference(name, "children_year_end")) != Direction.LOWER:
        return []
    counted = options.counted(name, measure, "children_year_end")
    everyone = options.difference(name, "children_year_end")
    if direction(counted) == Direction.HIGHER:
        return []
    what = "falls" if direction(counted) == Direction.LOWER else "does not clearly rise"
    unit = difference_unit("children", counted.mean, everyone.mean)
    return [
        f"The number of children whom it counts {what}: {_each(counted, unit)}. The share is one of "
        f"fewer children in care on {options.end}: {_each(everyone, unit)}."
    ]


def _each(difference: Difference, unit: Unit) -> str:
    return f"{finer(unit, difference.mean).signed(difference.mean)} ({interval_words(difference, unit)})"


def _transfers(options: ComparisonStudy, name: str) -> list[str]:
    """Say which moves to a place waited for become more or fewer: a transfer takes one place and frees another."""
    groups = [group for group in options.comparison.groups("transfers") if group != "all"]
    changes = {group: options.difference(name, "transfers", group) for group in groups}
    unit, said = _unit("moves", changes), []
    for opening, wanted in (("more", Direction.HIGHER), ("fewer", Direction.LOWER)):
        if paths := _largest(changes, wanted):
            listed = "; ".join(f"{_path(options, path)}: {_each(changes[path], unit)}" for path in paths)
            said.append(f"{opening.capitalize()} children get a place they had waited for: {listed}.")
    return said


def _path(options: ComparisonStudy, path: str) -> str:
    to, origin = path.split(FROM, maxsplit=1)
    return f"to {options.labels.place(to)} from {options.labels.place(origin)}"


def _reasons(options: ComparisonStudy, name: str) -> list[str]:
    """Say for which reasons children move more or less often."""
    groups = [group for group in options.comparison.groups("moves") if group != "all"]
    changes = {group: options.difference(name, "moves", group) for group in groups}
    unit, said = _unit("moves", changes), []
    for opening, wanted in (("More", Direction.HIGHER), ("Fewer", Direction.LOWER)):
        if opening == "Fewer":
            said += _of_the_rise(options, name, changes)
        if reasons := _largest(changes, wanted):
            listed = "; ".join(
                f"{options.labels.group('moves', reason)} {_each(changes[reason], unit)}" for reason in reasons
            )
            said.append(f"{opening} moves, by reason: {listed}.")
    return said


def _of_the_rise(options: ComparisonStudy, name: str, changes: Mapping[str, Difference]) -> list[str]:
    """Say so where more transfers are sure and at least half of a sure rise in moves."""
    moves, freed = options.difference(name, "moves"), changes.get(TRANSFER)
    if (
        freed is None
        or direction(moves) != Direction.HIGHER
        or direction(freed) != Direction.HIGHER
        or freed.mean < moves.mean / 2
    ):
        return []
    return [
        "Moves to a preferred place are ones that children waited for, which new places make possible: they count as "
        "moves, and the place each child leaves is free for another."
    ]


def _spend(options: ComparisonStudy, name: str) -> list[str]:
    changes = _provision(options, name, SPEND)
    unit = money(*(each.mean for each in changes.values()))
    said = _both_ways(options, changes, "More is spent on", "Less is spent on", unit)
    void = options.difference(name, "void_cost")
    if direction(void) == Direction.HIGHER:
        said.append(f"More beds are paid for that stand empty: {money(void.mean).full(void.mean)} of this.")
    return said


def path_table(options: ComparisonStudy, name: str) -> Table:
    """Return the differences by provision: children, searches that end there, full, transfers to and from it."""
    columns = {
        "Children, average": _provision(options, name, "children_average"),
        "Searches that end here": _provision(options, name, "searches"),
        "First choice, but full": _provision(options, name, "first_choice_full"),
        "Transfers to it": _ends(options, name, 0),
        "Transfers from it": _ends(options, name, 1),
    }
    rows = []
    for place in dict.fromkeys(place for changes in columns.values() for place in changes):
        each = [changes.get(place) for changes in columns.values()]
        if any(changes and direction(changes).clear and abs(changes.mean) >= PRINTS for changes in each):
            rows.append((Cell(options.labels.place(place)), *map(_cell, each)))
    caption = f"{options.label(name)}: difference from the baseline by provision, all years (95% interval below)"
    return Table(caption, ("Provision", *columns), tuple(rows), sortable=len(rows) > 1)


def _ends(options: ComparisonStudy, name: str, end: int) -> dict[str, Difference]:
    """Return transfers by one end of their path: the provision moved to (0) or from (1)."""
    groups: dict[str, list[str]] = {}
    for path in options.comparison.groups("transfers"):
        if FROM in path:
            groups.setdefault(path.split(FROM, maxsplit=1)[end], []).append(path)
    return {place: options.summed(name, "transfers", paths) for place, paths in groups.items()}


def _cell(difference: Difference | None) -> Cell:
    if difference is None:
        return Cell(NOTHING)
    return difference_cell(difference, difference_unit("children", difference.mean))
