"""What the terminal shows at the end of a back-cast: how the model stands on each subject, and the verdict."""

from pathlib import Path

from placesim.config.text import plain
from placesim.report.backcast_study import BackCastStudy
from placesim.report.terminal.lines import print_line
from placesim.report.terminal.tables import print_destination, print_table
from placesim.report.words.backcast import between, percent, standing_words, times_text, verdict_words


def print_backcast(study: BackCastStudy, folder: Path, seconds: float) -> None:
    """Print how the model did beside naive forecasts, what that says, and where the report is."""
    rows = [
        (
            plain(each.label),
            standing_words(study.standings[each.label]),
            f"{times_text(each.ratio)}{between(each.ratio_interval)}",
            each.best,
            percent(each.model.in_80),
            f"{each.figures:,}",
        )
        for each in study.subjects
    ]
    days = len(study.cast.origins)
    made = f"forecasts made on {days} past day{'s' * (days != 1)}"
    headings = ("What", "Verdict", "Score against the best naive", "Which", "80% ranges held", "Figures")
    print_table(f"{study.cast.council}: {made}, held against what happened", headings, rows)
    for sentence in verdict_words(study):
        print_line(sentence)
    print_line("A score below 1 is better than the best naive forecast; in brackets 95% intervals.")
    print_destination(folder, seconds)
