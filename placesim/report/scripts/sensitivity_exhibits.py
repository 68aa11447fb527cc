"""The charts and tables of a sensitivity report, each chart with the finding it supports."""

from functools import partial
from math import isnan

from numpy import nan_to_num

from placesim.config.ranges.assumptions import Assumption
from placesim.config.scenario_files import BASELINE
from placesim.config.text import listing, plain
from placesim.experiment.differences import Difference
from placesim.experiment.knowledge.shares import Share
from placesim.experiment.knowledge.sobol import Index
from placesim.experiment.sensitivity.study import Ends
from placesim.experiment.sensitivity.turning import Turn
from placesim.experiment.sensitivity.whole import keys_of
from placesim.report.charts.tornado import Bar, End, tornado
from placesim.report.figures import NOTHING, Unit, between
from placesim.report.paper.parts import Cell, Chart, Table
from placesim.report.sensitivity_study import SensitivityStudy
from placesim.report.words.differences import percent
from placesim.report.words.drawn_shares import shares_in_words
from placesim.report.words.ranges import group_words, named, unit_of, unquoted, value_words
from placesim.report.words.ranking import quoted
from placesim.report.words.sensitivity_figures import figure_text, unit_of_figure
from placesim.report.words.tables import difference_cell
from placesim.report.words.turning_points import meaning_words, read_text, span_words

ENDS, TURNING, SHARES, RANGES, CHARTS = "Ends", "Turning points", "Shares", "Ranges", "Charts"
"""Sheets of the workbook."""

MOST_BARS = 12
"""Assumptions that a chart shows; the table has all of them."""

PERCENT = Unit("%", 0.01, 0)
WHOLE_PERCENT = Unit("% of futures", 0.01, 0, "", "%")

TORNADO_READ = (
    "Each bar runs from the mean with every assumption at its value (the dark line) to the mean with this one at its "
    "low end (blue) or its high end (orange), all others at their values. The value beside a bar is the assumption's. "
    "The thin line at its tip is the 95% interval of that change."
)
AT_NOTHING = " The dashed line is no difference from the baseline."


def tornado_chart(study: SensitivityStudy, scenario: str, name: str) -> Chart:
    """Show what each assumption does to a scenario's figure at either end, widest first."""
    bars, unit = study.bars[scenario], unit_of_figure(study, scenario)
    drawn = [_bar(study, ends) for ends in bars[:MOST_BARS]]
    option = scenario != BASELINE
    axis = f"{'Difference in ' if option else ''}{study.subject}"
    finding = _most(study, scenario)
    said = "; ".join(_in_words(study, scenario, ends) for ends in bars[:MOST_BARS])
    words = f"Tornado chart, widest bar first. {axis[:1].upper()}{axis[1:]}, mean at the ends of each range: {said}."
    left_out = len(bars) - len(drawn)
    does = "do" if left_out > 1 else "does"
    further = f" The other {left_out} of {len(bars)} assumptions {does} less; the table has all of them."
    more = further * bool(left_out)
    note = TORNADO_READ + AT_NOTHING * option + more
    sides = ("saves more", "costs more") if option and study.saves else ("lower", "higher")
    return Chart(name, finding, words, partial(tornado, drawn, unit, axis, sides), note, wide=True, sheet=CHARTS)


def _most(study: SensitivityStudy, scenario: str) -> str:
    """Say which assumptions move a scenario's figure most."""
    moved = [named(study.assumptions[ends.place]) for ends in study.bars[scenario][:2] if ends.width]
    about = "The baseline" if scenario == BASELINE else quoted(study.label(scenario))
    if not moved:
        return f"{about}: no assumption does anything to {study.subject}"
    return f"{about}: {moved[0]} moves {study.subject} most{', then ' if len(moved) > 1 else ''}{''.join(moved[1:])}"


def _bar(study: SensitivityStudy, ends: Ends) -> Bar:
    assumption = study.assumptions[ends.place]
    low, high = (
        End(value_words(assumption, value), change)
        for value, change in ((assumption.low, ends.low), (assumption.high, ends.high))
    )
    return Bar(plain(assumption.label), low, high)


def _in_words(study: SensitivityStudy, scenario: str, ends: Ends) -> str:
    assumption = study.assumptions[ends.place]
    low, high = (
        f"{figure_text(study, scenario, change.after)} at {value_words(assumption, value)}"
        for value, change in ((assumption.low, ends.low), (assumption.high, ends.high))
    )
    return f"{plain(assumption.label)} {low}, {high}"


def ends_table(study: SensitivityStudy, scenario: str) -> Table:
    """Return what each assumption does to a scenario's figure at both ends."""
    unit = unit_of_figure(study, scenario)
    columns = (
        "Assumption",
        *(heading for end in ("low", "high") for heading in _headings(study, scenario, end, unit)),
        f"Apart, {unit.header}",
    )
    rows = tuple(_ends_row(study, scenario, ends, unit) for ends in study.bars[scenario])
    return Table(_caption(study, scenario), columns, rows, sortable=True, sheet=ENDS)


def _headings(study: SensitivityStudy, scenario: str, end: str, unit: Unit) -> tuple[str, ...]:
    """Return the headings of one end: its value, the figure there, and for an option how often it saves."""
    what = "Difference" if scenario != BASELINE else "Change"
    often = f"{'Saves' if study.saves else 'Lower'} in, {end} end"
    headings = f"{end.capitalize()} end", f"{what} at the {end} end, {unit.header}"
    return headings if scenario == BASELINE else (*headings, often)


def _caption(study: SensitivityStudy, scenario: str) -> str:
    if scenario == BASELINE:
        mean = unit_of_figure(study, BASELINE).full(float(study.sensitivity.at_values(BASELINE).mean()))
        return f"Baseline: what each assumption changes in {study.subject} ({mean} with all at their values)"
    mean = figure_text(study, scenario, study.at_values(scenario).mean)
    difference = f"difference from the baseline in {study.subject} at both ends of each range"
    return f"{study.label(scenario)}: {difference} ({mean} with all at their values)"


def _ends_row(study: SensitivityStudy, scenario: str, ends: Ends, unit: Unit) -> tuple[Cell, ...]:
    assumption, pairs = study.assumptions[ends.place], []
    for end, value in enumerate((assumption.low, assumption.high)):
        change = (ends.low, ends.high)[end]
        if scenario != BASELINE:
            change = study.sensitivity.against_nothing(scenario, ends.place, end)
        pairs += [_value_cell(assumption, value), difference_cell(change, unit), *_below(change, scenario)]
    return Cell(plain(assumption.label)), *pairs, Cell(unit.bare.number(ends.width), ends.width, unit)


def _below(change: Difference, scenario: str) -> tuple[Cell, ...]:
    if scenario == BASELINE:
        return ()
    return (Cell(NOTHING if isnan(change.below) else percent(change.below), change.below, WHOLE_PERCENT),)


def _value_cell(assumption: Assumption, value: float) -> Cell:
    return Cell(value_words(assumption, value), value, unit_of(assumption))


def turning_table(study: SensitivityStudy) -> Table | None:
    """Return every value at which a mean passes another; nothing where there is none."""
    rows = tuple(_turning_row(study, turn) for turn in study.every_turn)
    if not rows:
        return None
    columns = ("What is assumed", "At its value", "Turns at", "95% interval", "What it means")
    caption = "Values at which the answer turns, one assumption at a time"
    return Table(caption, columns, rows, sortable=len(rows) > 1, widths=(2, 1, 1, 1.5, 3.5), sheet=TURNING)


def _turning_row(study: SensitivityStudy, turn: Turn) -> tuple[Cell, ...]:
    assumption, crossing = study.assumptions[turn.place], turn.crossing
    return (
        Cell(plain(assumption.label)),
        _value_cell(assumption, assumption.value),
        Cell(read_text(assumption, crossing.value), crossing.value, unit_of(assumption)),
        Cell(span_words(study, turn) or "known to the last digit printed"),
        Cell(meaning_words(study, turn)),
    )


def shares_table(study: SensitivityStudy) -> Table:
    """Return what share of the variance each assumption explains by itself, one column a scenario."""
    every = {name: shares_in_words(study, name) for name in study.shares}
    rows = tuple(
        (Cell(unquoted(what)), *(_share_cell(of[place][1]) for of in every.values()))
        for place, (what, _) in enumerate(every[BASELINE])
    )
    columns = ("What is assumed", *(f"{study.label(name)}, % of variance" for name in every))
    caption = f"Share of the variance of {study.subject} that each explains by itself, all drawn at once"
    return Table(caption, columns, rows, sortable=True, ends=("standard error",), sheet=SHARES)


def _share_cell(share: Share) -> Cell:
    if share.reason:
        return Cell(NOTHING, below=share.reason)
    error = f"± {PERCENT.number(share.error)}"
    return Cell(PERCENT.number(share.value), share.value, PERCENT, error, (share.error,), strong=share.told_apart)


def indices_table(study: SensitivityStudy, scenario: str) -> Table:
    """Return the full indices of a scenario, the largest total first."""
    assert study.sensitivity.whole is not None
    indices = study.sensitivity.whole.indices(study.sensitivity.scenarios.index(scenario))
    uncertainty = study.sensitivity.uncertainty
    pairs = zip(keys_of(uncertainty), indices.first, indices.total, strict=True)
    ordered = sorted(pairs, key=lambda each: -nan_to_num(each[2].value))
    labels = {each.name: plain(each.label) for each in study.assumptions}
    labels |= {group: unquoted(group_words(uncertainty, group)) for group in uncertainty.groups}
    rows = tuple((Cell(labels[name]), _index_cell(first), _index_cell(total)) for name, first, total in ordered)
    about = f"{study.label(scenario)}: {study.subject}"
    against = ", difference from the baseline" if scenario != BASELINE else ""
    columns = ("What is assumed", "By itself, % of variance", "With others, % of variance")
    return Table(f"{about}{against}", columns, rows, sortable=True, sheet=SHARES)


def _index_cell(index: Index) -> Cell:
    if index.reason:
        return Cell(NOTHING, below=index.reason)
    below = between(index.low, index.high, PERCENT)
    return Cell(PERCENT.number(index.value), index.value, PERCENT, below, (index.low, index.high))


def answered_words(study: SensitivityStudy) -> str:
    """Say which assumptions were answered by pricing the same nights again."""
    priced = [named(each) for each in study.assumptions if each.only_money]
    if not priced:
        return "Each was answered by futures of its own."
    if len(priced) == len(study.assumptions):
        return "All of them change prices alone: the same nights were priced again, without futures of their own."
    those = "One changes prices alone, and was" if len(priced) == 1 else f"{len(priced)} change prices alone, and were"
    return f"{those} answered by pricing the same nights again: {listing(priced)}. The others had futures of their own."
