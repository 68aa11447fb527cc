"""What the terminal shows at the end of a search: the finalists, and what the search says."""

from pathlib import Path

from placesim.report.paper.parts import Table
from placesim.report.scripts.search_exhibits import finalists_table
from placesim.report.search_study import SearchStudy
from placesim.report.terminal.lines import print_line
from placesim.report.terminal.tables import print_destination, print_table
from placesim.report.words.mixes import assumptions_words
from placesim.report.words.replications import trial_words
from placesim.report.words.search import answers


def print_search(study: SearchStudy, folder: Path, seconds: float) -> None:
    """Print the finalists in futures that the search had not seen, and what the search says."""
    table = finalists_table(study)
    print_table(f"{study.name}. {table.caption}", table.columns, _rows(table))
    for line in (assumptions_words(study), trial_words(study.options.futures)):
        if line:
            print_line(line)
    for answer in answers(study):
        print_line(" ".join([answer.finding, *answer.sentences]))
    print_destination(folder, seconds)


def _rows(table: Table) -> list[tuple[str, ...]]:
    return [tuple(f"{cell.text}\n{cell.below}".strip() for cell in row) for row in table.rows]
