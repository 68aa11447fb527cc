"""How many futures a study took and why, what pairing them is worth, and how its figures are read."""

from math import isinf, isnan

from placesim.experiment.comparison import ALL_YEARS
from placesim.experiment.precision import Precision, Reached, reached
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.figures import NOTHING, Unit
from placesim.report.paper.parts import Cell, Table
from placesim.report.study import Study
from placesim.report.words.assumed import drawn, drawn_method, errors_left_out
from placesim.report.words.differences import difference_unit
from placesim.results.measures import MEASURES

IN_BRACKETS = (
    "A mean is followed by its 95% interval in brackets, as in “about £1.0m (0.9 to 1.1)”, or has it below: how "
    "well the average of all simulated futures is known. The range of futures (p10 to p90) is another thing: 8 in 10 "
    "futures lie in it, 1 in 10 is lower and 1 in 10 higher. It does not narrow with more futures, and it is the range "
    "to plan for."
)

METHOD = (
    "The same luck. Future number 7 of every scenario has the same children entering on the same days with the same "
    "needs, the same carers leaving, the same delays: it is one future, lived with the option and without it. What "
    "differs between the two is what the option does.",
    "Differences are always option less baseline, taken future by future and then averaged: below nothing means less "
    "spend, or fewer children.",
    "The interval of the mean difference (95%) says how sure the average is. It narrows as more futures are simulated.",
    "The range of futures (p10 to p90) says how far one future's difference can lie from another's. It does not "
    "narrow, and it is the range to plan for.",
    "The share of futures in which an option saves counts futures, not pounds; its interval says how well that share "
    "is known. Futures without a difference do not count as saving.",
    "An option is said to save, lower or raise something only where the interval leaves out no change. Where it does "
    "not, the figures cannot tell. With some dozens of such statements, expect one or two to be wrong by chance.",
    "Two options are said to differ only where the interval of their own difference, future by future, leaves out "
    "none; intervals that overlap are not enough to say that they are alike.",
    "Where few futures have an event at all there is no interval, because it would promise too much: the note says "
    "so. Where all futures agree, that is said in its place.",
)

TRIAL = 100
"""A study of fewer futures is a trial: its reports say so under their title."""


def in_brackets_words(study: Study | ComparisonStudy) -> str:
    """Say how a mean, its interval and the range of futures are read, and what neither covers.

    A comparison with drawn assumptions says the last where it says how sure it is.
    """
    said_there = isinstance(study, ComparisonStudy) and drawn(study)
    return IN_BRACKETS if said_there else f"{IN_BRACKETS} {errors_left_out(study)}"


def method(options: ComparisonStudy) -> tuple[str, ...]:
    """Say how scenarios are compared, a point each, and what that leaves out."""
    return (*METHOD, *drawn_method(options))


def trial_words(futures: int) -> str:
    """Say that a study is a trial where it has too few futures to decide by; nothing where it has enough."""
    if futures >= TRIAL:
        return ""
    return f"Trial: {futures} future{'s' * (futures != 1)}. Some hundreds are needed to decide by."


def replications_words(options: ComparisonStudy) -> list[str]:
    """Say how many futures were simulated of each scenario, and why no fewer and no more."""
    count = f"{options.futures:,} futures of each of {len(options.names) + 1} scenarios, the baseline among them"
    precision = options.precision
    if precision is None:
        return [f"{count}: the number asked for. No precision was asked for, so none were added."]
    if options.few:
        return [f"{count}: too few for any interval, so nothing is known of the precision."]
    missed = [each for each in reached(options.comparison, precision) if not each.met]
    target = target_words(precision)
    if not missed:
        return [f"{count}: with these, {target} is reached for every scenario, so no more were needed."]
    capped = options.futures >= precision.most
    why = f"the cap of {precision.most:,}" if capped else "where the simulation stopped"
    return [f"{count}: {why}. {target[:1].upper()}{target[1:]} is not reached for {len(missed)} of them (see below)."]


def target_words(precision: Precision) -> str:
    """Return what was asked for, as `a half width of the interval of at most 10% of the difference in spend`."""
    about = f"{MEASURES[precision.measure].definition.rstrip('.').lower()}" if precision.measure != "spend" else "spend"
    when = "over all years" if precision.year == ALL_YEARS else f"in {precision.year}"
    group = "" if precision.group == "all" else f" ({precision.group})"
    unit = _unit(precision.measure, precision.target)
    size = f"{precision.target * 100:.4g}% of the difference" if precision.relative else unit.full(precision.target)
    return f"a half width of the interval of at most {size} in {about}{group} {when}"


def _unit(measure: str, value: float) -> Unit:
    return difference_unit(MEASURES[measure].unit, value)


def precision_table(options: ComparisonStudy) -> Table | None:
    """Return what was reached for each scenario; nothing where no precision was asked for."""
    precision = options.precision
    if precision is None or options.few:
        return None
    rows = tuple(_row(options, each, precision) for each in reached(options.comparison, precision))
    columns = ("Option", "Mean difference", "Half width of its interval", "Wanted", "Met", "Futures it would take")
    return Table("Precision asked for and reached", columns, rows, sortable=len(rows) > 1)


def _row(options: ComparisonStudy, reach: Reached, precision: Precision) -> tuple[Cell, ...]:
    if isnan(reach.half_width):
        return (Cell(options.label(reach.option)), *(Cell(reach.note) for _ in range(3)), Cell("no"), Cell(NOTHING))
    unit = _unit(precision.measure, max(abs(reach.difference), reach.half_width))
    needed = reach.note or "no number would do" if isinf(reach.needed) else f"{reach.needed:,.0f}"
    return (
        Cell(options.label(reach.option)),
        Cell(unit.signed(reach.difference), reach.difference),
        Cell(unit.full(reach.half_width), reach.half_width),
        Cell(unit.full(reach.wanted), reach.wanted),
        Cell("yes" if reach.met else "no"),
        Cell(needed, reach.needed),
    )
