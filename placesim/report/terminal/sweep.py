"""What the terminal shows of a sweep: one row a value, then the findings in sentences."""

from math import isnan
from pathlib import Path

from placesim.report.comparison_study import SHARE_OUT, SPEND
from placesim.report.sweep_study import SweepStudy
from placesim.report.terminal.tables import MILLIONS, print_destination, print_line, print_table
from placesim.report.words.differences import interval_words
from placesim.report.words.empty_places import NOT_COUNTED, PLACES
from placesim.report.words.figures import unit_for
from placesim.report.words.replications import trial_words
from placesim.report.words.sweep import answers

SHARE = unit_for("share of children", 1.0)
BRIEF = (0, 1, 3, 4, 5)
"""Columns that a narrow terminal shows: intervals are left to the report."""


def print_sweep(study: SweepStudy, folder: Path, seconds: float) -> None:
    """Print the difference in spend, the share out of borough and places empty at each value, and what they say."""
    title = f"{study.name}, by {study.quantity.axis}: mean of {study.options.futures:,} futures"
    rows, headings = _rows(study), _headings(study)
    print_table(title, headings, rows, (_brief(headings), [_brief(row) for row in rows]))
    print_line(
        "Spend is against the baseline; `saves in` is the share of futures, of those simulated, in which it is lower."
    )
    print_line("A figure in a sentence is followed by its 95% interval in brackets.")
    for line in (*_varied_words(study), trial_words(study.options.futures)):
        if line:
            print_line(line)
    for answer in answers(study):
        print_line(" ".join([answer.finding, *answer.sentences]))
    print_destination(folder, seconds)


def _varied_words(study: SweepStudy) -> list[str]:
    """Say so where several interventions are set to the same value."""
    places = study.variants.places
    if len(places) == 1:
        return []
    named = ", ".join(str(place + 1) for place in places)
    field = study.variants.field
    return [f"{field} is set to the same value in {len(places)} interventions ({named}); --only varies one."]


def _headings(study: SweepStudy) -> tuple[str, ...]:
    return (
        study.quantity.axis.capitalize(),
        "Spend, all years, £ million",
        "95% interval",
        "Saves in",
        "Out of borough at the end",
        f"Places empty, average night of {study.last_year}",
    )


def _rows(study: SweepStudy) -> list[tuple[str, ...]]:
    empty = study.sweep.empty_places(study.last_year).mean(axis=0).tolist()
    curves = study.curve(SPEND), study.curve(SHARE_OUT)
    return [
        (
            study.quantity.bare(value),
            MILLIONS.signed(spend.mean),
            interval_words(spend, MILLIONS),
            f"{spend.below:.0%}",
            SHARE.full(share.after),
            NOT_COUNTED if isnan(free) else PLACES.number(free),
        )
        for value, spend, share, free in zip(study.values, *curves, empty, strict=True)
    ]


def _brief(row: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(row[place] for place in BRIEF)
