"""What the terminal shows of a sweep: one row a value, then the findings in sentences."""

from math import isnan
from pathlib import Path

from placesim.config.text import plain
from placesim.report.sweep.sweeping import Sweeping
from placesim.report.sweep.words import answers
from placesim.report.terminal import print_table, signed, signed_interval
from placesim.report.wording import NOTHING


def print_sweep(sweeping: Sweeping, folder: Path, seconds: float) -> None:
    """Print the difference in spend, the share out of borough and places empty at each value, and what they say."""
    futures = len(sweeping.sweep.comparison.baseline.values)
    title = f"{plain(sweeping.made.option.scenario.name)}, by {sweeping.quantity.axis}: mean of {futures:,} futures"
    rows = _rows(sweeping)
    brief = [(row[0], row[1], row[3], row[4], row[5]) for row in rows]
    headings = _headings(sweeping)
    print_table(title, headings, rows, ((headings[0], headings[1], *headings[3:]), brief))
    print(
        "Spend is against the baseline; `saves in` is the share of futures, of those simulated, in which it is lower."
    )
    for line in varied_words(sweeping):
        print(line)
    for answer in answers(sweeping):
        print(" ".join([answer.finding, *answer.sentences]))
    print(f"Results and report: {folder}{'' if str(folder).endswith('/') else '/'}  ({seconds:.0f} s)")


def varied_words(sweeping: Sweeping) -> list[str]:
    """Say so where several interventions are set to the same value."""
    varied = sweeping.made.varied
    if len(varied) == 1:
        return []
    named = ", ".join(str(place + 1) for place in sweeping.made.places)
    return [
        f"{sweeping.made.field} is set to the same value in {len(varied)} interventions ({named}); --only varies one."
    ]


def _headings(sweeping: Sweeping) -> tuple[str, ...]:
    return (
        sweeping.quantity.axis.capitalize(),
        "Spend, all years, £ million",
        "95% interval",
        "Saves in",
        "Out of borough at the end",
        f"Places empty, average night of {sweeping.last_year}",
    )


def _rows(sweeping: Sweeping) -> list[tuple[str, ...]]:
    empty = sweeping.sweep.empty_places(sweeping.last_year).mean(axis=0).tolist()
    curves = sweeping.curve("spend"), sweeping.curve("out_of_borough_share")
    return [
        (
            sweeping.quantity.bare(value),
            signed(spend.mean / 1e6, 2),
            signed_interval(spend, 1e-6, 2),
            f"{spend.below:.0%}",
            NOTHING if isnan(share.after) else f"{share.after:.1%}",
            "not counted" if isnan(free) else f"{free:.1f}".replace("-0.0", "0.0"),
        )
        for value, spend, share, free in zip(sweeping.values, *curves, empty, strict=True)
    ]
