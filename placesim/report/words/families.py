"""Families: options that are more of the same as another, and what the further step adds, like for like."""

from dataclasses import dataclass

from placesim.experiment.differences import Difference
from placesim.report.comparison_study import SHARE_OUT, SPEND, ComparisonStudy
from placesim.report.once import once
from placesim.report.words.differences import POINTS, in_futures, says, spend_says
from placesim.report.words.figures import listing
from placesim.report.words.ranking import holdings, quoted, same_family


@dataclass(frozen=True)
class NextStep:
    """What an option adds to a smaller one of its family."""

    whole: str
    part: str
    added: tuple[str, ...]
    """Labels of the homes that the larger opens and the smaller does not; empty where it adds no home."""
    spend: Difference
    """Larger less smaller, future by future."""
    share_out: Difference


@once
def next_steps(options: ComparisonStudy) -> list[NextStep]:
    """Return for every option the step from the largest member of its family that it holds, like for like."""
    steps = []
    for whole, parts in holdings(options).items():
        family = [part for part in parts if same_family(options, whole, part)]
        if family:
            part = max(family, key=lambda name: len(options.scenario(name).interventions))
            spend, share_out = (options.apart(whole, part, measure) for measure in (SPEND, SHARE_OUT))
            steps.append(NextStep(whole, part, _added(options, whole, part), spend, share_out))
    return steps


def _added(options: ComparisonStudy, whole: str, part: str) -> tuple[str, ...]:
    before = options.homes_opened(part)
    return tuple(options.labels.place(home) for home in options.homes_opened(whole) if home not in before)


def next_step_words(options: ComparisonStudy, step: NextStep) -> list[str]:
    """Say what the further step does to spend and to the share out of borough, and in how many futures it pays."""
    what = listing(step.added) if step.added else quoted(options.label(step.whole))
    said = [f"Adding {what} to {quoted(options.label(step.part))} {spend_says(step.spend)}."]
    if not step.spend.few and not step.spend.nothing:
        said.append(f"The step saves in {in_futures(step.spend)}.")
    subject = f"With it the share out of borough on {options.end}"
    return [*said, f"{says(subject, step.share_out, POINTS)}."]
