"""What the terminal shows of a past: children by year, who came and left, and what became of the rows."""

from pathlib import Path

from placesim.experiment.past_tables import outcomes_of
from placesim.report.study import Study
from placesim.report.terminal.lines import print_line
from placesim.report.terminal.tables import print_destination, print_table
from placesim.report.words.past import borough_words, headline_words, notes_told
from placesim.results.past_facts import PastFacts

TOLD = (("children_year_end", "In care at its end"), ("entries", "Entered"), ("leavers", "Left"), ("moves", "Moves"))


def print_history(facts: PastFacts, out: Path, seconds: float) -> None:
    """Print what the returns tell, and where the rest is."""
    figures = facts.by_year
    rows = [
        (
            year,
            *(
                "not told" if figures.hidden[measure, "all"][place] else f"{figures.values[measure, 'all'][place]:,.0f}"
                for measure, _ in TOLD
            ),
        )
        for place, year in enumerate(figures.periods)
    ]
    print_table(f"{facts.baseline.name}: what its own returns tell", ("Year", *(words for _, words in TOLD)), rows)
    for line in (*headline_words(facts, Study(facts.baseline, outcomes_of(facts))), borough_words(facts)):
        if line:
            print_line(line)
    for note in notes_told(facts):
        print_line(f"Note: {note}")
    print_destination(out, seconds)
