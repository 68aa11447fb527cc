"""Calibration to published totals: scale named numbers of a configuration until the simulation agrees.

For councils without child-level data. Figures name the numbers that may be scaled; what each of them does to every
figure is measured on the same luck, and all are scaled together, round by round. How: decision 0028.
"""

from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

import numpy as np

from placesim.calibration.adjustable import Factors
from placesim.calibration.agreement import Agreement
from placesim.calibration.effects import Effects, measured_effects
from placesim.calibration.goals import Goals
from placesim.calibration.pair import load_pair
from placesim.calibration.published import Published
from placesim.calibration.reach import Reach, reach_of
from placesim.calibration.reasons import NotReached, not_reached
from placesim.calibration.steps import GUARD, LONGEST, Stand, next_step
from placesim.calibration.trials import Playing, Trial, Trials
from placesim.config.input_files import InputFiles
from placesim.results.facts import Floats

SHORTEST = 0.003
"""A step that changes no factor by more than this part is none."""

LEAST_GAIN = 0.05
"""How much nearer a step should lead that passes through what must not be given back."""

LARGEST_FACTOR = 3.0
"""Factors above this, or below its inverse, are told: the first guess or the figure is probably wrong."""


class Ending(Enum):
    """Why calibration went no further."""

    AGREES = "every figure agrees"
    NO_NEARER = "nothing nearer was found"
    ROUNDS_OVER = "the rounds were over"


@dataclass(frozen=True)
class Calibrated:
    """What calibration found: a factor for each adjustable number, and how well the result agrees."""

    published: Published
    factors: Factors
    rounds: int
    first: list[Agreement]
    """Every figure before anything was scaled."""
    found: list[Agreement]
    """Every figure with the factors."""
    not_reached: list[NotReached]
    """The fitted figures that do not agree, each with the reason."""

    @property
    def warnings(self) -> list[str]:
        """What to look at before the result is used, a sentence each."""
        return [
            f"Far from the first guess: {each.name}: a factor of {factor:.3g}, outside 1/{LARGEST_FACTOR:g} to "
            f"{LARGEST_FACTOR:g}; check these numbers, and what the figures count."
            for each, factor in self.factors.items()
            if not 1 / LARGEST_FACTOR <= factor <= LARGEST_FACTOR
        ]


@dataclass(frozen=True, eq=False)
class Course:
    """How far calibration has come: where it stands, what it may give back, and how boldly it goes on."""

    stand: Stand
    seen: Effects
    """Every effect measured on the way, the latest of each: at the end of a number's reach it may no longer show."""
    kept: Trial
    """The nearest trial in which no figure is further off than at first: what would be given back now."""
    guarded: bool = False
    """False as long as steps may pass through what takes a figure further off."""
    fresh: bool = True
    """Whether effects were measured here, and not nearby."""
    radius: float = LONGEST
    guard: float = GUARD


def calibrate(
    configuration: Path, published_file: Path, playing: Playing, rounds: int, files: InputFiles | None = None
) -> Calibrated:
    """Return the factors that bring a configuration near its published figures.

    No fitted figure is further from agreeing with them than it was without, in the futures simulated.

    Args:
        configuration: the file to calibrate.
        published_file: the figures to reach.
        playing: how to simulate.
        rounds: steps tried at most.
        files: what the command has read already, and keeps for what it writes at the end.

    Raises:
        InputError: the files cannot be used, do not fit each other, or a number cannot be scaled at all.
    """
    files = files or InputFiles()
    _, published = load_pair(configuration, published_file, files)
    trials = Trials(configuration, published, published_file, playing, files)
    reach = reach_of(trials)
    [first] = trials.at([np.zeros(len(trials.adjustables))])
    course, done, ending = _run(trials, first, reach, rounds)
    stand = replace(course.stand, here=course.kept, effects=course.seen)
    over = ending is Ending.ROUNDS_OVER
    reasons = not_reached(stand, first, trials.adjustables, rounds if over else None)
    return Calibrated(published, trials.factors(stand.here.point), done, first.found, stand.here.found, reasons)


def _run(trials: Trials, first: Trial, reach: Reach, rounds: int) -> tuple[Course, int, Ending]:
    """Go step by step until every figure agrees, nothing nearer is found, or the rounds are over."""
    goals = Goals.of(first)
    nothing_known = Effects(np.zeros((len(goals.target), len(trials.adjustables))))
    course = Course(Stand(first, goals, nothing_known, reach), nothing_known, first)
    if not goals.off(first).any():
        return course, 0, Ending.AGREES
    course = _measured_anew(trials, course)
    for done in range(rounds):
        step = next_step(course.stand, course.radius, course.guard if course.guarded else 0.0)
        if np.abs(step).max(initial=0.0) >= SHORTEST:
            before, course = course, _after(trials, course, step)
            if _in_vain(before, course):
                course = _guarded(trials, course)
        elif not course.fresh:
            course = _measured_anew(trials, course)
        elif course.kept is course.stand.here:
            return course, done, Ending.NO_NEARER
        else:
            course = _guarded(trials, course)
        if not goals.off(course.kept).any():
            return course, done + 1, Ending.AGREES
    return course, rounds, Ending.ROUNDS_OVER


def _after(trials: Trials, course: Course, step: Floats) -> Course:
    """Try a step: take it where it leads nearer; else be more careful."""
    stand, goals = course.stand, course.stand.goals
    point = stand.here.point + step
    if trials.refused(point) is not None:
        return _more_careful(trials, course, step)
    [trial] = trials.at([point])
    worse = goals.further_off(trial).any()
    if not worse and goals.distance(trial) < goals.distance(course.kept):
        course = replace(course, kept=trial)
    if worse and course.guarded:
        return _more_careful(trials, replace(course, guard=course.guard * GUARD), step)
    if goals.distance(trial) >= goals.distance(stand.here):
        return _more_careful(trials, course, step)
    effects = stand.effects.after(step, goals.gap(trial) - goals.gap(stand.here))
    radius = min(LONGEST, 2 * course.radius)
    return replace(course, stand=replace(stand, here=trial, effects=effects), fresh=False, radius=radius)


def _in_vain(before: Course, after: Course) -> bool:
    """Tell whether a step led little nearer, and to where some figure is further off than at first."""
    goals, here = after.stand.goals, after.stand.here
    gained = 1 - goals.distance(here) / goals.distance(before.stand.here)
    return here is not before.stand.here and here is not after.kept and gained < LEAST_GAIN


def _guarded(trials: Trials, course: Course) -> Course:
    """Go on from what may be given back, no step of which may take a figure further off than it was at first."""
    stand = replace(course.stand, here=course.kept)
    return _measured_anew(trials, replace(course, stand=stand, guarded=True, radius=LONGEST))


def _more_careful(trials: Trials, course: Course, step: Floats) -> Course:
    """Go on with shorter steps, and with effects measured where calibration stands."""
    shorter = replace(course, radius=float(np.abs(step).max()) / 2)
    return shorter if course.fresh else _measured_anew(trials, shorter)


def _measured_anew(trials: Trials, course: Course) -> Course:
    stand = course.stand
    effects = measured_effects(trials, stand.here, stand.goals, stand.reach)
    seen = Effects(np.where(effects.slopes != 0, effects.slopes, course.seen.slopes))
    return replace(course, stand=replace(stand, effects=effects), seen=seen, fresh=True)
