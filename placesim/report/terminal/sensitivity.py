"""What the terminal shows at the end of a sensitivity study: each option's assumptions, widest first, and findings."""

from pathlib import Path

from placesim.config.scenario_files import BASELINE
from placesim.config.text import plain
from placesim.experiment.sensitivity.study import Ends
from placesim.report.sensitivity_study import SensitivityStudy
from placesim.report.terminal.lines import print_line
from placesim.report.terminal.tables import print_destination, print_table
from placesim.report.words.ranges import value_words
from placesim.report.words.replications import trial_words
from placesim.report.words.sensitivity import answers
from placesim.report.words.sensitivity_figures import figure_text, unit_of_figure

SHOWN = 12
"""Assumptions of an option that the terminal shows; the report has all of them."""


def print_sensitivity(study: SensitivityStudy, folder: Path, seconds: float) -> None:
    """Print what each assumption does to each option at both ends, and what that says."""
    for scenario in study.told:
        _print_scenario(study, scenario)
    print_line("A figure in a sentence is followed by its 95% interval in brackets.")
    if trial := trial_words(study.options.futures):
        print_line(trial)
    for answer in answers(study):
        print_line(" ".join([answer.question, answer.finding, *answer.sentences]))
    print_destination(folder, seconds)


def _print_scenario(study: SensitivityStudy, scenario: str) -> None:
    bars = study.bars[scenario]
    against = ", difference from the baseline" if scenario != BASELINE else ""
    mean = figure_text(study, scenario, float(study.sensitivity.at_values(scenario).mean()))
    futures = f"mean of {study.options.futures:,} futures"
    title = f"{study.label(scenario)}: {study.subject}{against}, {futures}; {mean} with all assumptions at their values"
    headings = ("Assumption", "Low end", "There", "High end", "There", "Apart")
    print_table(title, headings, [_row(study, scenario, ends) for ends in bars[:SHOWN]])
    if len(bars) > SHOWN:
        print_line(f"The other {len(bars) - SHOWN} of {len(bars)} assumptions do less; the report has them.")


def _row(study: SensitivityStudy, scenario: str, ends: Ends) -> tuple[str, ...]:
    assumption = study.assumptions[ends.place]
    low, high = (figure_text(study, scenario, change.after) for change in (ends.low, ends.high))
    low_end, high_end = (value_words(assumption, value) for value in (assumption.low, assumption.high))
    return plain(assumption.label), low_end, low, high_end, high, unit_of_figure(study, scenario).full(ends.width)
