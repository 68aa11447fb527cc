"""What the terminal shows of budget monitoring: the lines that are simulated, the others together, and all."""

from placesim.config.budget_lines import Rag
from placesim.config.text import plain
from placesim.experiment.monitoring import Forecast, together
from placesim.experiment.movement import Monitored
from placesim.report.figures import NOTHING
from placesim.report.terminal.lines import print_line
from placesim.report.terminal.tables import print_table
from placesim.report.words.differences import percent
from placesim.report.words.monitoring import (
    THOUSANDS,
    VARIANCE,
    lag_words,
    left_out_words,
    outside_words,
    rating,
    rests_on,
    since_words,
)

HEADINGS = ("Budget line", "Budget", "Actual to date", "Council's forecast", "Forecast", "p10 to p90",
            "Variance (overspend)", "Overspent in", "RAG")  # fmt: skip
BRIEF = (0, 1, 4, 6, 7)
"""Columns that a narrow terminal shows."""


def print_monitoring(monitored: Monitored | None, rag: Rag) -> None:
    """Print every simulated budget line of the year, what is given, and the total; nothing without budgets."""
    if monitored is None or not monitored.now.simulated:
        return
    found = monitored.now
    given = [line for line in found.every if not line.simulated]
    rows = [*found.simulated, *([together("Other lines, as given", given)] if given else []), found.total("All lines")]
    moves = ("Moved",) if monitored.since else ()
    headings = (*HEADINGS, *moves)
    cells = [_row(line, rag) + _moved(monitored, line, given) * bool(moves) for line in rows]
    at = f", period {found.period}" if found.period else ""
    narrow = tuple(headings[place] for place in BRIEF), [[row[place] for place in BRIEF] for row in cells]
    print_table(f"Budget {found.year}{at}, £ thousand", headings, cells, narrow)
    for words in (rests_on(found), left_out_words(found), lag_words(found), outside_words(found)):
        if words:
            print_line(words)
    if monitored.since:
        print_line(f"Moved: since {since_words(monitored)}.")
    print_line("")


def _row(line: Forecast, rag: Rag) -> tuple[str, ...]:
    p10, _, p90 = (THOUSANDS.number(end) for end in line.range)
    actual = THOUSANDS.number(line.to_date.actual) if line.to_date else NOTHING
    return (
        plain(line.label),
        THOUSANDS.number(line.budget),
        actual,
        THOUSANDS.number(line.council),
        THOUSANDS.number(line.mean),
        f"{p10} to {p90}" if line.simulated else "",
        VARIANCE.number(line.variance),
        percent(line.over.share) if line.simulated else "",
        rating(rag, line),
    )


def _moved(monitored: Monitored, line: Forecast, given: list[Forecast]) -> tuple[str]:
    of = (line,) if line.name else tuple(given) if not line.simulated else monitored.now.every
    movement = monitored.movement(*of)
    return (THOUSANDS.bare.signed(movement.mean) if movement else NOTHING,)
