"""Sheets that set scenarios side by side: one row a scenario, and one row a difference."""

from collections.abc import Iterator

from placesim.config.scenario_files import BASELINE
from placesim.config.text import plain
from placesim.experiment.comparison import ALL_YEARS, Difference
from placesim.experiment.tables import horizon_words, part_years
from placesim.report.comparison import options_table
from placesim.report.comparison.labels import measure_label
from placesim.report.comparison.options import Options
from placesim.report.comparison.options_table import children_columns, money_columns
from placesim.report.office.sheets import CHANGE, OF_ROW, ONE, POUNDS, SHARE, WHOLE, Column, Sheet, Value
from placesim.report.wording import Unit
from placesim.results.groupings import grouping
from placesim.results.measures import MEASURES, Key

SCENARIO = Column("Scenario", width=34)
UNITS = {POUNDS: "pounds", SHARE: "share or points"}
STAND_ALONE = {
    "saves": "Futures in which all years cost less",
    "out": "Out of borough at the end",
    "out_change": "Out of borough at the end, difference (points)",
    "out_lower": "Futures in which out of borough is lower",
    "homes": "All homes, difference",
    "first_choice": "First choice met, difference (points)",
    "moves": "Moves, difference",
}
"""Headings of the options table that lean on the column before them, or on the caption, in full."""


def options_money_sheet(options: Options) -> Sheet:
    """Return one row a scenario: what it does to spend, and how sure that is."""
    answers = "What does each scenario do to spend, and how sure is that?"
    return _options_sheet("Options, money", answers, options, money_columns(options))


def options_children_sheet(options: Options) -> Sheet:
    """Return one row a scenario: what it does to where children live, and how sure that is."""
    answers = "What does each scenario do to where children live, and how sure is that?"
    return _options_sheet("Options, children", answers, options, children_columns(options))


def _options_sheet(name: str, answers: str, options: Options, shown: list[options_table.Column]) -> Sheet:
    columns = (
        SCENARIO,
        Column("Choice or circumstance", width=14),
        Column("Question", width=44),
        *(column for each in shown for column in _columns(each)),
        Column("Note", width=44),
    )
    today: list[Value] = [BASELINE, "baseline", options.comparing.council.question]
    today += [value for each in shown for value in _in_baseline(each, options)]
    rows = [(*today, "What scenarios are compared with.")] if options.names else []
    notes = (
        "Differences are from the baseline; low and high are the 95% interval of the mean. Least spend first. "
        "A circumstance is nothing that the council decides. The sheet Definitions says what each column counts.",
    )
    return Sheet(name, answers, columns, [*rows, *(_row(options, each, shown) for each in options.names)], notes)


def columns_defined(options: Options) -> list[tuple[str, str, str]]:
    """Return the heading of each column of figures, its unit, and what it counts."""
    shown = [*money_columns(options), *children_columns(options)]
    return [(_heading(each), UNITS.get(_kind(each.unit), each.unit.header), each.definition) for each in shown]


def _heading(column: options_table.Column) -> str:
    plain_heading = plain(column.heading).partition(", £")[0]  # cells are printed in pounds, not in thousands
    if column.key.startswith("type_") or column.key.startswith("spend"):
        plain_heading += ", difference"
    return STAND_ALONE.get(column.key, plain_heading)


def _columns(column: options_table.Column) -> list[Column]:
    heading, kind = _heading(column), _kind(column.unit)
    match column.shows:
        case "after":
            return [Column(heading, kind, 13)]
        case "below":
            return [Column(f"{heading}{end}", SHARE, 13) for end in ("", ": low", ": high")]
        case _:
            return [Column(f"{heading}{end}", kind + CHANGE, 13) for end in ("", ": low", ": high")]


def _kind(unit: Unit) -> str:
    if unit.before:
        return POUNDS
    if unit.divisor == 0.01:
        return SHARE
    return WHOLE if unit.header == "nights" else ONE


def _in_baseline(column: options_table.Column, options: Options) -> list[Value]:
    """Return what stands in the baseline's row: its own figures, no differences."""
    if column.shows == "after":
        return [column.found(options.names[0]).before]
    return [None, None, None]


def _row(options: Options, name: str, shown: list[options_table.Column]) -> tuple[Value, ...]:
    found = [(column, column.found(name)) for column in shown]
    values = [value for column, each in found for value in _values(column, each)]
    return name, str(options.kinds[name]), options.scenario(name).question, *values, _notes(found)


def _notes(found: list[tuple[options_table.Column, Difference]]) -> str:
    """Return why intervals are missing, and of which columns."""
    noted = [(column, each.note) for column, each in found if each.note and column.shows == "difference"]
    lines = []
    for note in dict.fromkeys(note for _, note in noted):
        about = [_heading(column).removesuffix(", difference") for column, each in noted if each == note]
        lines.append(f"{note[:1].upper()}{note[1:]}: {', '.join(about)}.")
    return " ".join(lines)


def _values(column: options_table.Column, found: Difference) -> list[Value]:
    match column.shows:
        case "after":
            return [found.after]
        case "below":
            return [None, None, None] if found.nothing else [found.below, found.below_low, found.below_high]
        case _:
            return [found.mean, found.low, found.high]


def differences_sheet(options: Options) -> Sheet:
    """Return every difference, one row a scenario, year, measure and group."""
    figure, change = OF_ROW, OF_ROW + CHANGE
    columns = (
        SCENARIO,
        Column("Year", width=10),
        Column("Measure", width=24),
        Column("Group", width=30),
        Column("Grouping", width=14),
        Column("Unit", width=14),
        Column("Baseline mean", figure, 13),
        Column("Scenario mean", figure, 13),
        *(Column(name, change, 13) for name in ("Mean difference", "Low", "High", "p10", "p50", "p90")),
        *(Column(f"Probability lower{end}", SHARE, 11) for end in ("", ": low", ": high")),
        Column("Note", width=32),
    )
    found = list(_differences(options))
    parts = part_years(options.comparing.council)
    return Sheet(
        "Differences",
        "How does each figure differ from the baseline, in each year and over all years?",
        columns,
        [_difference(options, name, key, each, parts) for name, key, each in found],
        (
            "Differences of shares are in percentage points. Probability lower is the share of futures in which the "
            "scenario's figure is below the baseline's; its low and high are a 95% interval.",
            "Figures that are nothing in the baseline and in the scenario, in every future, are left out.",
        ),
        kept=4,
        measures=[key[1] for _, key, _ in found],
    )


def _differences(options: Options) -> Iterator[tuple[str, Key, Difference]]:
    """Yield every difference, but for figures that nothing ever counts towards."""
    for name in options.names:
        for key, raw in options.comparison.rows(name):
            year, measure, group = key
            if not (raw.nothing and raw.before == 0) and not _unknown(raw):
                yield name, key, options.difference(name, measure, group, year)


def _unknown(found: Difference) -> bool:
    return found.before != found.before and found.after != found.after  # a missing value is not itself


def _difference(options: Options, name: str, key: Key, found: Difference, parts: dict[str, str]) -> tuple[Value, ...]:
    year, measure, group = key
    period = horizon_words(measure) if year == ALL_YEARS else parts.get(year, "")
    return (
        name,
        year,
        measure_label(measure),
        options.labels.group(measure, group),
        grouping(options.council(name), measure, group),
        MEASURES[measure].unit,
        *found[:11],
        "; ".join(text for text in (period, found.note) if text),
    )
