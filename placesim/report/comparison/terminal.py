"""What the terminal shows of a comparison: one row a scenario, and how many replications that took and why."""

from math import isinf, isnan
from pathlib import Path

from placesim.config.text import plain
from placesim.experiment.comparison import Comparison, Difference, best_first
from placesim.experiment.precision import Precision, Reached, reached
from placesim.experiment.statistics import FEWEST
from placesim.report.comparison.differences import difference_unit
from placesim.report.comparison.how_many import target_words
from placesim.report.terminal import print_table, signed, signed_interval
from placesim.results.measures import MEASURES

HEADINGS = (
    "Scenario",
    "Spend over all years, £ million",
    "95% interval",
    "Saves in",
    "Out of borough at the end, points",
    "95% interval",
    "Lower in",
)
BRIEF = ("Scenario", "Spend over all years, £ million", "Saves in", "Out of borough at the end, points")


def print_comparison(comparison: Comparison, folder: Path, seconds: float) -> None:
    """Print each scenario's difference from the baseline in spend and in the out-of-borough share."""
    futures = len(comparison.baseline.values)
    rows, brief = [], []
    for name in best_first(comparison):
        spend, share = comparison.difference(name, "spend"), comparison.difference(name, "out_of_borough_share")
        money, points = signed(spend.mean / 1e6, 2), signed(share.mean * 100, 1)
        sure = signed_interval(spend, 1e-6, 2), signed_interval(share, 100, 1)
        rows.append((plain(name), money, sure[0], _share(spend), points, sure[1], _share(share)))
        brief.append((plain(name), money, _share(spend), points))
    title = f"{plain(comparison.council.name)}: difference from the baseline, mean of {futures:,} futures"
    print_table(title, HEADINGS, rows, (BRIEF, brief))
    print("`Saves in` and `Lower in`: share of futures, of those simulated, in which the figure is lower.")
    if futures < FEWEST:
        print(f"Too few futures for an interval; it takes {FEWEST}, better 200 or more.")
    print(f"Results and reports: {folder}{'' if str(folder).endswith('/') else '/'}  ({seconds:.0f} s)")


def _share(found: Difference) -> str:
    return "none" if isnan(found.below) else f"{found.below:.0%}"


def precision_lines(comparison: Comparison, precision: Precision) -> list[str]:
    """Say in sentences how many replications were taken, and why no fewer or no more."""
    futures, target = len(comparison.baseline.values), target_words(precision)
    missed = [each for each in reached(comparison, precision) if not each.met]
    if not missed:
        return [f"{futures:,} replications of each: {target}, reached for every scenario."]
    capped = ", the cap (--most)" if futures >= precision.most else ""
    return [
        f"{futures:,} replications of each{capped}: {target}, not reached for every scenario.",
        *(_missed(each, precision) for each in missed),
    ]


def _missed(found: Reached, precision: Precision) -> str:
    if isnan(found.half_width):
        return f"  {plain(found.option)}: {found.note}."
    unit = difference_unit(MEASURES[precision.measure].unit, found.difference, found.half_width)
    why = found.note or "it may be nothing"
    needed = why if isinf(found.needed) else f"about {found.needed:,.0f} replications would be needed"
    known = f"{unit.signed(found.difference)}, known within {unit.full(found.half_width)}"
    return f"  {plain(found.option)}: {known}; {needed}."
