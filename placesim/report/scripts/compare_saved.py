"""What is saved by when: cumulative savings of a comparison month by month, with break-even."""

from placesim.report.comparison_study import NET, ComparisonStudy
from placesim.report.paper.parts import Charts, Paragraph, Part, folded
from placesim.report.scripts.compare_charts import cumulative_savings
from placesim.report.scripts.compare_sheets import BREAK_EVEN
from placesim.report.words.break_even import saving_table
from placesim.report.words.costs import counted_by
from placesim.report.words.placeholders import priced
from placesim.report.words.ranking import packages_last


def saved_parts(options: ComparisonStudy) -> tuple[Part, ...]:
    """Return what each option has saved by each month, and when it breaks even; nothing where prices are not known."""
    names = packages_last(options, options.options)
    if not names or not priced(options.council):
        return ()
    what = "Net cost" if counted_by(options) == NET else "Placement spend"
    said = (
        f"{what} saved since {options.start}, against the baseline in the same future: above the line the option is in "
        "front, below it has cost more so far. The line is the mean of all futures, the band holds 8 in 10 of them, "
        "and the diamond is the break-even: the first month from which the mean stays above zero. All charts have one "
        "scale. Where no cost is given, what it costs to begin (staff, works, campaigns) is not in these figures: a "
        "break-even there is the earliest there can be."
    )
    return (
        Paragraph(said, quiet=True),
        Charts(cumulative_savings(options, names)),
        folded(saving_table(options, names, BREAK_EVEN)),
    )
