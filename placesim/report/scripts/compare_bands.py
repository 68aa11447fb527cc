"""Children of one placement type by month: the mean of an option with the band of its futures, and the baseline."""

from functools import partial

from placesim.experiment.differences import Difference
from placesim.report.charts.lines import Series, highest, lines
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.figures import unit_for
from placesim.report.paper.parts import Chart
from placesim.report.scripts.compare_charts import types_moved
from placesim.report.words.differences import difference_unit, says
from placesim.report.words.new_homes import monthly_points
from placesim.report.words.tables import months_table

MEASURE = "children_average"
ENDS = {"mean": "Mean", "p10": "p10", "p90": "p90"}

HOW = (
    "Children on an average night of each month. The line is the mean of all futures of the option, the band holds 8 "
    "in 10 of them, and the thin grey line is the mean of the baseline. Each chart has its own scale, from zero."
)


def bands_by_type(options: ComparisonStudy, name: str) -> tuple[Chart, ...]:
    """Show each placement type that a scenario clearly changes by half a child or more."""
    moved = types_moved(options, name, options.changing_types)
    return tuple(_band(options, name, kind, change) for kind, change in moved.items())


def _band(options: ComparisonStudy, name: str, kind: str, change: Difference) -> Chart:
    comparison, place = options.comparison, options.changing_types.index(kind)
    own, before = (
        monthly_points(options, comparison.monthly(outcomes, MEASURE, kind))
        for outcomes in (options.outcomes(name), comparison.baseline)
    )
    unit, label, last = (
        unit_for("children", max(highest(own), highest(before))),
        options.labels.place(kind),
        own.iloc[-1],
    )
    spread = f"; 8 in 10 futures lie between {unit.brief(last['p10'])} and {unit.brief(last['p90'])}"
    alternative = (
        f"Line chart, children on an average night, from zero. {label} in {options.label(name)}: in the last month the "
        f"mean is {unit.brief(last['mean'])}{'' if options.few else spread}. The baseline's mean is "
        f"{unit.brief(before['mean'].iloc[-1])}."
    )
    columns = [(f"{heading}, option", own[end]) for end, heading in ENDS.items()]
    caption = f"{label} in {options.label(name)}: {unit.header} on an average night of the month"
    shown = partial(lines, [Series(before, quiet=True), Series(own)], unit)
    return Chart(
        f"band{options.number(name)}-{place}",
        _finding(options, label, change),
        alternative,
        partial(shown, start=options.council.start, days=options.baseline.days),
        behind=(months_table(caption, own["month"], [*columns, ("Mean, baseline", before["mean"])], unit),),
    )


def _finding(options: ComparisonStudy, label: str, change: Difference) -> str:
    subject = f"{label}: children in {options.last_year.label}"
    return says(subject, change, difference_unit("children", change.mean), plural=True)
