"""The annexes of money in a comparison, in order: costs, why, when, what it is worth, and savings promised."""

from placesim.report.comparison_study import NET, ComparisonStudy
from placesim.report.paper.parts import Charts, Paragraph, Part, folded
from placesim.report.scripts import compare_charts as charts
from placesim.report.scripts.compare_bridge import bridge_parts
from placesim.report.scripts.compare_costs import costs_parts
from placesim.report.scripts.compare_invest import invest_parts
from placesim.report.scripts.compare_sheets import BREAK_EVEN
from placesim.report.scripts.targets import targets_parts
from placesim.report.words.break_even import saving_table
from placesim.report.words.costs import counted_by
from placesim.report.words.placeholders import priced
from placesim.report.words.ranking import packages_last


def money_annexes(options: ComparisonStudy) -> tuple[tuple[str, str, tuple[Part, ...]], ...]:
    """Return title, anchor and parts of each; none where a price is a placeholder, which the first pages say."""
    if not priced(options.council):
        return ()
    return (
        ("What the options cost, and what is left", "costs", costs_parts(options)),
        ("Why each option costs more or less", "bridge", bridge_parts(options)),
        ("What is saved by when", "saved", saved_parts(options, packages_last(options, options.options))),
        ("Invest to save: what the options are worth", "invest", invest_parts(options)),
        ("Savings promised, and whether they are met", "targets", targets_parts(options)),
    )


def saved_parts(options: ComparisonStudy, names: tuple[str, ...]) -> tuple[Part, ...]:
    """Return what scenarios have saved by each month; nothing where there is none."""
    if not names:
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
        Charts(charts.cumulative_savings(options, names)),
        folded(saving_table(options, names, BREAK_EVEN)),
    )
