"""The findings of a sensitivity study in sentences: what matters most, and what would change the answer."""

from collections.abc import Sequence

from placesim.config.scenario_files import BASELINE
from placesim.config.text import listing
from placesim.experiment.sensitivity.study import Ends
from placesim.experiment.statistics import FEWEST
from placesim.report.paper.parts import Answer
from placesim.report.sensitivity_study import SensitivityStudy
from placesim.report.words.differences import spend_says
from placesim.report.words.drawn_shares import drawn_answer
from placesim.report.words.ranges import named, value_words
from placesim.report.words.ranking import NAMED, quoted
from placesim.report.words.sensitivity_figures import does, figure_text, unit_of_figure
from placesim.report.words.turning_points import first_places_words, option_words, turning_assumptions

TOLD_ONE_BY_ONE = 3
"""Options whose assumptions the first page tells; those of further ones stand in the charts and tables."""

NAMED_AFTER_THE_FIRST = 3
"""Assumptions that a sentence names after the one that matters most."""

LITTLE = 0.1
"""Bars narrower than this share of the widest are said to do little."""


def answers(study: SensitivityStudy) -> tuple[Answer, ...]:
    """Return what the study says, first things first."""
    if study.few:
        futures = study.options.futures
        said = f"Too few futures ({futures}) to say anything sure; it takes {FEWEST}, better 200 or more."
        return (Answer("Which assumptions matter most?", said),)
    matter = tuple(_matters(study, name) for name in study.told[:TOLD_ONE_BY_ONE])
    return (*matter, *_sides(study), *_first_places(study), drawn_answer(study))


def _matters(study: SensitivityStudy, scenario: str) -> Answer:
    """Say which assumption moves a scenario's figure most, and what it is at both ends; which come next."""
    about = f"to {study.subject}" if scenario == BASELINE else f"to what {quoted(study.label(scenario))} does"
    question, bars = f"Which assumptions matter most {about}?", study.bars[scenario]
    if not bars[0].width:
        return Answer(question, "None: at either end of every range the figure is the same in every future.")
    first, *others = bars
    assumption = study.assumptions[first.place]
    low, high = (_at(study, scenario, first, end) for end in (0, 1))
    low_end, high_end = (value_words(assumption, value) for value in (assumption.low, assumption.high))
    finding = f"{named(assumption)} moves it most: at {low_end} it {low}; at {high_end} it {high}."
    return Answer(question, finding, tuple(_others(study, scenario, first, others)))


def _at(study: SensitivityStudy, scenario: str, ends: Ends, end: int) -> str:
    """Say what an option does against the baseline with an assumption at one end; or what the baseline's own does."""
    if scenario == BASELINE:
        change = (ends.low, ends.high)[end]
    else:
        change = study.sensitivity.against_nothing(scenario, ends.place, end)
        if study.saves:
            return spend_says(change, of=study.subject)
    return does(change, unit_of_figure(study, scenario))


def _others(study: SensitivityStudy, scenario: str, first: Ends, others: Sequence[Ends]) -> list[str]:
    """Name the assumptions that come next, and say how little the rest do."""
    next_ = [each for each in others[:NAMED_AFTER_THE_FIRST] if each.width >= LITTLE * first.width]
    rest, said = others[len(next_) :], []
    if next_:
        spans = [f"{named(study.assumptions[each.place])} ({_span(study, scenario, each)})" for each in next_]
        said.append(f"Next {'come' if len(spans) > 1 else 'comes'} {listing(spans)}.")
    if rest:
        unit = unit_of_figure(study, scenario)
        most = unit.full(rest[0].width)
        of = f"of the {len(study.assumptions)}"
        count = f"The other one {of} moves" if len(rest) == 1 else f"Each of the other {len(rest)} {of} moves"
        said.append(f"{count} it by {most} or less from one end to the other.")
    return said


def _span(study: SensitivityStudy, scenario: str, ends: Ends) -> str:
    """Return the figure at both ends, as in `£4.9m at 3%, £2.2m at 8%`."""
    assumption = study.assumptions[ends.place]
    pairs = ((ends.low, assumption.low), (ends.high, assumption.high))
    return ", ".join(
        f"{figure_text(study, scenario, change.after)} at {value_words(assumption, value)}" for change, value in pairs
    )


def _sides(study: SensitivityStudy) -> tuple[Answer, ...]:
    """Say which assumption alone would put an option's mean on the other side of nothing, and at what value."""
    if not study.names:
        return ()
    turning = {turn.option for turn in study.turns}
    said = [option_words(study, name) for name in study.names if name in turning]
    steady = [quoted(study.label(name)) for name in study.names if name not in turning]
    if steady:
        about = listing(steady) if len(steady) <= NAMED else f"{len(steady)} options"
        said.append(f"For {about} no assumption alone, anywhere in its range, changes that.")
    side = "saves" if study.saves else "is below or above the baseline"
    question = f"Which assumption alone would change whether an option {side} on average?"
    finding = turning_assumptions(study) if turning else "None, anywhere in its range."
    return (Answer(question, finding, tuple(said) if turning else ()),)


def _first_places(study: SensitivityStudy) -> tuple[Answer, ...]:
    """Say which assumption alone would make another option the best, and at what value."""
    if len(study.choices) < 2:
        return ()
    question = "Which assumption alone would make another option the best?"
    first = quoted(study.label(study.choices[0]))
    others = dict.fromkeys(turn.other for turn in study.first_places)
    if not others:
        steady = "comes first on average at these values, and no assumption alone, anywhere in its range, changes that"
        return (Answer(question, f"None: {first} {steady}."),)
    said = tuple(first_places_words(study, other) for other in others)
    return (Answer(question, f"At these values {first} comes first on average. {said[0]}", said[1:]),)
