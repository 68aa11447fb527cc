"""What the terminal shows at the end of a sweep: one row a value, or a map of the pairs of two numbers."""

from collections.abc import Mapping
from math import isnan
from pathlib import Path

from placesim.report.comparison_study import NET, SHARE_OUT, SPEND, ComparisonStudy
from placesim.report.figures import SHARE
from placesim.report.paper.parts import Answer
from placesim.report.sweep_map_study import Place, SweepMapStudy
from placesim.report.sweep_study import SweepStudy
from placesim.report.terminal.lines import print_line
from placesim.report.terminal.tables import MILLIONS, print_destination, print_table
from placesim.report.words.assumed import under_words
from placesim.report.words.differences import interval_words, percent
from placesim.report.words.placeholders import priced
from placesim.report.words.replications import trial_words
from placesim.report.words.sweep import NOT_COUNTED, PLACES, answers, cost_words
from placesim.report.words.sweep_map import counted_words, map_answers

INTERVAL = "95% interval"
"""The column that a narrow terminal leaves to the report."""


def print_sweep(study: SweepStudy | SweepMapStudy, folder: Path, seconds: float) -> None:
    """Print what a sweep of one number or of two found, and where the rest of it is."""
    if isinstance(study, SweepMapStudy):
        _print_map(study)
    else:
        _print_values(study)
    print_destination(folder, seconds)


def _print_values(study: SweepStudy) -> None:
    """Print the difference in spend, the share out of borough and places empty at each value, and what they say."""
    title = f"{study.name}, by {study.quantity.axis}: mean of {study.options.futures:,} futures"
    rows, headings = _value_rows(study), _value_headings(study)
    print_table(title, headings, rows, (_brief(headings, headings), [_brief(row, headings) for row in rows]))
    print_line(
        "Spend is against the baseline; `saves in` is the share of futures, of those simulated, in which it is lower."
    )
    print_line("A figure in a sentence is followed by its 95% interval in brackets.")
    for line in (*_varied_words(study), *_told_of(study.options, cost_words(study))):
        print_line(line)
    _print_answers(answers(study))


def _told_of(options: ComparisonStudy, counted: str) -> list[str]:
    """Return what is said below a table: what money counts, under what assumptions, and whether it is a trial."""
    return [line for line in (counted, under_words(options), trial_words(options.futures)) if line]


def _brief(row: tuple[str, ...], headings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(cell for cell, heading in zip(row, headings, strict=True) if heading != INTERVAL)


def _print_answers(said: tuple[Answer, ...]) -> None:
    for answer in said:
        print_line(" ".join([answer.finding, *answer.sentences]))


def _print_map(study: SweepMapStudy) -> None:
    """Print the difference in net cost, or in spend, and the share out of borough at each pair, and what they say."""
    across = tuple(study.second.number(value) for value in study.pairs.second.values)
    headings = (f"{study.first.axis.capitalize()} down, {study.second.axis} across", *across)
    futures = f"mean of {study.options.futures:,} futures"
    if priced(study.council):
        money = {place: MILLIONS.signed(each.mean) for place, each in study.difference.items()}
        title = f"{study.name}: difference in {study.of} over all years, £ million, {futures}"
        print_table(title, headings, _map_rows(study, money))
    share = {place: SHARE.full(each.after) for place, each in study.differences(SHARE_OUT).items()}
    print_table(f"{study.name}: out of borough on {study.options.end}, {futures}", headings, _map_rows(study, share))
    print_line("A figure in a sentence is followed by its 95% interval in brackets.")
    for line in _told_of(study.options, counted_words(study)):
        print_line(line)
    _print_answers(map_answers(study))


def _map_rows(study: SweepMapStudy, texts: Mapping[Place, str]) -> list[tuple[str, ...]]:
    rows, columns = study.swept.shape
    return [
        (study.first.bare(study.pairs.first.values[row]), *(texts[row, column] for column in range(columns)))
        for row in range(rows)
    ]


def _varied_words(study: SweepStudy) -> list[str]:
    """Say so where several interventions are set to the same value."""
    places = study.variants.places
    if len(places) == 1:
        return []
    named = ", ".join(str(place + 1) for place in places)
    field = study.variants.field
    return [f"{field} is set to the same value in {len(places)} interventions ({named}); --only varies one."]


def _value_headings(study: SweepStudy) -> tuple[str, ...]:
    return (
        study.quantity.axis.capitalize(),
        "Spend, all years, £ million",
        INTERVAL,
        "Saves in",
        *(["Saves in, luck alone"] if study.luck_alone else []),
        *(["Net cost, £ million"] if study.costed else []),
        "Out of borough at the end",
        f"Places empty, average night of {study.last_year}",
    )


def _value_rows(study: SweepStudy) -> list[tuple[str, ...]]:
    empty = study.sweep.empty_places(study.last_year).mean(axis=0).tolist()
    luck_alone = study.luck_alone or study
    curves = study.curve(SPEND), luck_alone.curve(SPEND), study.curve(NET), study.curve(SHARE_OUT)
    return [
        (
            study.quantity.bare(value),
            MILLIONS.signed(spend.mean),
            interval_words(spend, MILLIONS),
            percent(spend.below),
            *([percent(luck.below)] if study.luck_alone else []),
            *([MILLIONS.signed(net.mean)] if study.costed else []),
            SHARE.full(share.after),
            NOT_COUNTED if isnan(free) else PLACES.number(free),
        )
        for value, spend, luck, net, share, free in zip(study.values, *curves, empty, strict=True)
    ]
