"""What the terminal shows at the end of a fit: what it rests on, what changed, what is thin, what was adapted."""

from pathlib import Path

from placesim.config.text import day_text
from placesim.report.paper.writers import ENDINGS, report_beside
from placesim.report.terminal.lines import print_line
from placesim.report.terminal.tables import print_table
from placesim.report.words.fitted import (
    changed_words,
    entries_words,
    events_words,
    rows_words,
    thin_words,
    times_text,
    what_it_rests_on,
)
from placesim.results.fitted import FittedFacts
from placesim.results.suppression import told


def print_fit(facts: FittedFacts, out: Path, seconds: float) -> None:
    """Print what a fit found, and what to do next."""
    rows = [(risk.label, events_words(risk), f"{risk.expected:,.0f}", times_text(risk)) for risk in facts.risks]
    print_table(
        f"{facts.council}: what its own past says",
        ("What happens", "Seen", "By the configuration's rates", "Against it"),
        rows,
    )
    in_care = f"{told(facts.in_care, 'child', 'children')} in care on {day_text(facts.first_day)}"
    print_line(f"{what_it_rests_on(facts)} It begins with {in_care}.")
    for line in (*map(entries_words, facts.entries), *changed_words(facts), thin_words(facts), rows_words(facts)):
        if line:
            print_line(line)
    for note in facts.notes:
        print_line(f"Note: {note}")
    reports = [path.name for path in (report_beside(out, ending) for ending in ENDINGS.values()) if path.exists()]
    beside = ", ".join([f"{out.stem}_ranges.yaml", f"{out.stem}_children.csv", *reports])
    print_line(f"Written: {out}; beside it {beside}  ({seconds:.0f} s)")
    print_line(f"{out.stem}_children.csv lists real children: guard it as such; .gitignore keeps it out of git.")
    print_line(f"Next: placesim check {out}, then placesim run {out}.")
