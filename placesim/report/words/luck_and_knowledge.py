"""Luck and knowledge in tables: each headline under luck alone and with assumptions drawn, and what it rests on."""

from collections.abc import Mapping, Sequence
from math import isnan

from placesim.config.scenario_files import BASELINE
from placesim.config.text import day_text, plain
from placesim.experiment.comparison import ALL_YEARS
from placesim.experiment.differences import Difference
from placesim.experiment.knowledge.headlines import BothWays, Headline, LuckAndKnowledge
from placesim.experiment.knowledge.shares import NORMAL, Share
from placesim.report.comparison_study import SHARE_OUT
from placesim.report.figures import NOTHING, SHARE, TOO_FEW_FUTURES, Unit, between, unit_for
from placesim.report.paper.parts import Cell, Table
from placesim.report.study import Year
from placesim.report.words.differences import difference_unit, percent
from placesim.report.words.options_table import OWN_FIGURES
from placesim.report.words.ranges import in_words, unquoted
from placesim.results.measures import MEASURES

KNOWLEDGE = "Luck and knowledge"
"""The workbook's sheet."""

WORDS = {
    "spend": "Placement spend",
    "net_cost": "Net cost",
    SHARE_OUT: "Out of borough",
    "children_year_end": "Children in care",
    "children_average": "Children in homes",
}

RANGE = ("p10", "p90")
MOST_NAMED = 3
"""Assumptions named that move a figure most."""

VARIANCE = unit_for("share of variance", 1.0)


def headline_words(headline: Headline, years: Sequence[Year]) -> str:
    """Return what a headline is called, with its time."""
    measure, _, year = headline
    if MEASURES[measure].horizon == "end":
        return f"{WORDS[measure]} on {day_text(years[-1].last)}"
    if year == ALL_YEARS:
        return f"{WORDS[measure]}, {years[0].name} to {years[-1].name}"
    return f"{WORDS[measure]} on an average night of {year}"


def headline_unit(known: LuckAndKnowledge, headline: Headline, scenarios: Sequence[str]) -> Unit:
    """Return how a headline of scenarios is printed: differences of shares in percentage points."""
    found = [known.told[name, headline] for name in scenarios]
    sizes = [abs(end) for each in found for way in (each.drawn, each.luck) for end in (way.mean, way.p10, way.p90)]
    unit, known_sizes = MEASURES[headline.measure].unit, [size for size in sizes if not isnan(size)]
    if scenarios == (BASELINE,):
        return SHARE if headline.measure == SHARE_OUT else unit_for(unit, max(known_sizes, default=0.0))
    return difference_unit(unit, *known_sizes) if known_sizes else difference_unit(unit, 0.0)


def intervals_table(known: LuckAndKnowledge, headline: Headline, labels: Mapping[str, str], what: str) -> Table:
    """Return what each option does to a headline, under luck alone and with assumptions drawn, side by side."""
    unit = headline_unit(known, headline, tuple(labels))
    rows = tuple((Cell(plain(label)), *_both(known.told[name, headline], unit)) for name, label in labels.items())
    own = known.told[BASELINE, headline]
    own_unit = headline_unit(known, headline, (BASELINE,))
    first = (OWN_FIGURES, *(_way(way, own_unit, signed=False) for way in (own.luck, own.drawn)), Cell(""), Cell(""))
    columns = ("Option", "Luck alone", "Assumptions drawn", "Lower in, luck alone", "Lower in, assumptions drawn")
    caption = f"{what}: difference from the baseline, {unit.header}, with the range of 8 in 10 futures (p10 to p90)"
    return Table(caption, columns, rows, len(rows) > 1, first, ends=RANGE, sheet=KNOWLEDGE)


def own_table(known: LuckAndKnowledge, words: Mapping[Headline, str]) -> Table:
    """Return the baseline's own headlines, one a row, under luck alone and with assumptions drawn."""
    rows = tuple(
        (Cell(f"{what}, {unit.header}"), *(_way(way, unit, signed=False) for way in (each.luck, each.drawn)))
        for headline, what in words.items()
        for each, unit in [(known.told[BASELINE, headline], headline_unit(known, headline, (BASELINE,)))]
    )
    caption = "Headlines under luck alone and with assumptions drawn, with the range of 8 in 10 futures (p10 to p90)"
    return Table(caption, ("Headline", "Luck alone", "Assumptions drawn"), rows, ends=RANGE, sheet=KNOWLEDGE)


def _both(each: BothWays, unit: Unit) -> tuple[Cell, ...]:
    ways = each.luck, each.drawn
    return *(_way(way, unit, signed=True) for way in ways), *map(_below, ways)


def _way(figure: Difference, unit: Unit, signed: bool) -> Cell:
    if isnan(figure.mean):
        return Cell(NOTHING)
    bare = unit.bare
    text = bare.signed(figure.mean) if signed else bare.number(figure.mean)
    if isnan(figure.p10):
        return Cell(text, figure.mean, unit, TOO_FEW_FUTURES)
    ends = (figure.p10, figure.p90)
    span = f"{bare.signed(ends[0])} to {bare.signed(ends[1])}" if signed else between(*ends, bare)
    return Cell(text, figure.mean, unit, span, ends)


def _below(figure: Difference) -> Cell:
    if isnan(figure.below) or figure.nothing:
        return Cell(NOTHING)
    return Cell(percent(figure.below), figure.below, SHARE)


def variance_table(known: LuckAndKnowledge, told: Mapping[str, BothWays], what: str, column: str) -> Table:
    """Return what the variance of headlines rests on: luck, knowledge, interaction, and which assumptions move it.

    Args:
        known: the study.
        told: a headline by what its row is called.
        what: what the table is of.
        column: the heading of the first column.
    """
    rows = tuple((Cell(plain(label)), *_shares(known, each)) for label, each in told.items())
    columns = (column, "Luck", "Knowledge", "Interaction", "Moved most by", "Check: luck and interaction, by the fits")
    caption = f"{what}: shares of the variance of drawn futures, each with its 95% interval"
    return Table(caption, columns, rows, len(rows) > 1, widths=(2.4, 1, 1, 1, 4, 1.2), sheet=KNOWLEDGE)


def _shares(known: LuckAndKnowledge, each: BothWays) -> tuple[Cell, ...]:
    split = each.split
    if split.reason:
        return (Cell(split.reason), *(Cell("") for _ in range(4)))
    moved = Cell("; ".join(movers(known, each)) or "none that stands out from chance")
    return *map(share_cell, (split.luck, split.knowledge, split.interaction)), moved, share_cell(split.unfitted)


def share_cell(share: Share) -> Cell:
    """Return a share of variance with its interval; one that chance puts below nothing or above all is cut there."""
    if isnan(share.value):
        return Cell(share.reason or NOTHING)
    value = min(max(share.value, 0.0), 1.0)
    ends = tuple(min(max(share.value + side * NORMAL * share.error, 0.0), 1.0) for side in (-1, 1))
    below = "" if isnan(share.error) else f"{percent(ends[0])} to {percent(ends[1])}"
    return Cell(percent(value), value, VARIANCE, below, ends if below else ())


def movers(known: LuckAndKnowledge, each: BothWays, most: int = MOST_NAMED) -> list[str]:
    """Return the assumptions, or those drawn together, that move a headline most, each with its share of variance."""
    found = in_words(known.knowledge.uncertainty, each.split.assumptions, each.split.groups)
    apart = sorted((pair for pair in found if pair[1].told_apart), key=lambda pair: -pair[1].value)
    return [f"{unquoted(label)} {percent(share.value)}" for label, share in apart[:most]]
