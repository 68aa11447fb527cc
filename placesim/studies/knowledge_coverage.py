"""Whether drawn ranges hold a truth drawn from the stated ranges: `python -m placesim.studies.knowledge_coverage`.

Time and again, a small council's true numbers are drawn from its ranges and one future of it is played: what really
happens. A study that draws its assumptions, and one that takes each at its value, say within which range a future
lies. It is a test of the code, and no evidence about any real council.
"""

import argparse
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from math import sqrt
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from placesim.api.council import drawable_of, load
from placesim.api.options import options_of
from placesim.config.baseline import Baseline
from placesim.config.ranges.drawing import Drawable
from placesim.config.scenario_files import BASELINE
from placesim.experiment.comparison import ALL_YEARS, Comparison
from placesim.experiment.draws import DrawnStudy
from placesim.experiment.player import Player
from placesim.experiment.replications import Outcomes
from placesim.experiment.statistics import range_of_futures, wilson
from placesim.results.facts import Floats
from placesim.studies.coverage import ANOTHER_SEED, COUNCIL, OPTION

RANGES = Path("configs/studies/one_home_ranges.yaml")

FIGURES = (
    ("spend", "all"),
    ("children_average", "all"),
    ("spend", "all", "difference"),
    ("children_average", "homes_elsewhere", "difference"),
)
"""Figures of the baseline, and differences of the option from it, over all years."""


@dataclass(frozen=True, eq=False)
class Trials:
    """A study to be made many times over, each time of another truth."""

    baselines: Mapping[str, Baseline]
    """Every scenario with each assumption at its value."""
    drawable: Drawable
    futures: int
    """Of each study."""
    seed: int

    def made(self, trial: int) -> Floats:
        """Return the truth, and low and high of the drawn and of the fixed study, for each figure tried."""
        seed = self.seed * 1_000_003 + trial
        player = Player(self.baselines, seed, workers=1, drawn=DrawnStudy(self.drawable, seed))
        truth = Player(self.drawable.baselines(self.true_numbers(seed)), seed + ANOTHER_SEED, workers=1)
        drawn, fixed = player.futures(0, self.futures), player.fixed(0, self.futures)
        return np.vstack([self._figures(truth.futures(0, 1)), _ends(self._figures(drawn)), _ends(self._figures(fixed))])

    def true_numbers(self, seed: int) -> Floats:
        """Return a value of each assumption from its range, by plain random numbers, not as a study draws them."""
        uniforms = np.random.default_rng(seed + ANOTHER_SEED).random((1, len(self.drawable.uncertainty.assumptions)))
        return np.asarray(self.drawable.uncertainty.values(uniforms)[0])

    def _figures(self, outcomes: Sequence[Outcomes]) -> Floats:
        """Return the figures tried, shape (futures, figures)."""
        comparison = Comparison(self.baselines[BASELINE], outcomes[0], tuple(outcomes[1:]))
        return np.column_stack([_figure(comparison, *each) for each in FIGURES])


def _figure(comparison: Comparison, measure: str, group: str, of: str = "") -> Floats:
    [option] = comparison.names
    before = comparison.before(measure, group, ALL_YEARS)
    return comparison.after(option, measure, group, ALL_YEARS) - before if of else before


def _ends(figures: Floats) -> Floats:
    low, _, high = range_of_futures(figures)
    return np.stack([low, high])


@dataclass(frozen=True)
class Held:
    """How often ranges of futures held the truth, of one figure."""

    figure: str
    trials: int
    drawn: int
    """Trials in which the range of the drawn study held it."""
    fixed: int
    """Trials in which the range of the fixed study held it."""
    drawn_width: float
    """Of the drawn range, on average."""
    fixed_width: float


def studied(
    trials: int = 300, futures: int = 200, seed: int = 1, workers: int = 1, ranges: Path = RANGES
) -> list[Held]:
    """Return how often the ranges of a drawn and of a fixed study held a truth drawn from the stated ranges.

    Args:
        trials: how many truths, each with studies of its own.
        futures: of each study.
        seed: of everything.
        workers: processes to use.
        ranges: how far the council's numbers are known.
    """
    council = load(COUNCIL, ranges=ranges)
    [option] = options_of(council, [OPTION])
    baselines = {BASELINE: council.baseline, option.scenario.name: option.baseline}
    study = Trials(baselines, drawable_of(council, [option]), futures, seed)
    if workers == 1:
        made = np.array([study.made(trial) for trial in range(trials)])
    else:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            made = np.array(list(pool.map(study.made, range(trials), chunksize=5)))
    return [_held("/".join(figure), made[:, :, place]) for place, figure in enumerate(FIGURES)]


def _held(figure: str, made: Floats) -> Held:
    truth, drawn_low, drawn_high, fixed_low, fixed_high = made.T
    drawn, fixed = (drawn_low <= truth) & (truth <= drawn_high), (fixed_low <= truth) & (truth <= fixed_high)
    widths = float((drawn_high - drawn_low).mean()), float((fixed_high - fixed_low).mean())
    return Held(figure, len(made), int(drawn.sum()), int(fixed.sum()), *widths)


COLUMNS = (
    "figure",
    "held by the drawn study",
    "95% interval",
    "held by the fixed study",
    "width drawn",
    "width fixed",
)


def expected(futures: int) -> float:
    """Return how often p10 to p90 of some futures hold one more that is drawn alike.

    They lie between order statistics, at ranks 0.1 (n - 1) + 1 from either end; the k-th of n has a share of
    k / (n + 1) of all futures below it on average (David and Nagaraja 2003).
    """
    return 1 - 2 * (0.1 * (futures - 1) + 1) / (futures + 1)


def page(found: Sequence[Held], futures: int, command: str) -> str:
    """Return the figures as a page of documentation."""
    trials = found[0].trials
    lines = [
        "# Whether ranges of futures hold a truth that is not known",
        "",
        f"Made by `{command}`: {trials:,} trials on [{COUNCIL.name}](../{COUNCIL.as_posix()}) against "
        f"[{OPTION.name}](../{OPTION.as_posix()}), with the ranges of [{RANGES.name}](../{RANGES.as_posix()}). In each "
        "trial the council's true numbers are drawn from these ranges and one future of it is played with a luck of "
        f"its own: what really happens. A study of {futures} futures that draws its assumptions says where eight in "
        "ten lie (p10 to p90); so does one that takes each assumption at its value. Such a range should hold the truth "
        f"in about 80 trials of 100. Read off {futures} futures it is a little narrow: {100 * expected(futures):.1f} "
        f"are expected, and chance alone moves that by about {100 * sqrt(0.8 * 0.2 / trials):.1f} in {trials} trials.",
        "",
        "**This is a test of the code, and no evidence about Halton or any other council.** It says that ranges, "
        "draws, futures and percentiles do what they promise when the stated ranges are right. Whether they are right, "
        "and whether the model is like the world, it cannot say.",
        "",
        f"| {' | '.join(COLUMNS)} |",
        f"|---|{'---:|' * (len(COLUMNS) - 1)}",
        *(_row(each) for each in found),
    ]
    return "\n".join(lines) + "\n"


def _row(found: Held) -> str:
    _, low, high = wilson(np.array([found.drawn]), np.array([found.trials]))
    ends = f"{low[0]:.1%} to {high[0]:.1%}"
    widths = " | ".join(_shown(width) for width in (found.drawn_width, found.fixed_width))
    shares = f"{found.drawn / found.trials:.1%} | {ends} | {found.fixed / found.trials:.1%}"
    return f"| `{found.figure}` | {shares} | {widths} |"


def _shown(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print how often ranges of futures hold a truth drawn from the stated ranges."""
    parser = argparse.ArgumentParser(prog="python -m placesim.studies.knowledge_coverage", description=__doc__)
    parser.add_argument("--trials", type=int, default=300, help="how many truths (default 300)")
    parser.add_argument("--futures", type=int, default=200, help="futures of each study (default 200)")
    parser.add_argument("--seed", type=int, default=1, help="the luck of the study (default 1)")
    parser.add_argument("--workers", type=int, default=1, help="processes to use (default 1)")
    parser.add_argument("--out", type=Path, help="also keep the table in this Markdown file")
    chosen = parser.parse_args(arguments)
    found = studied(chosen.trials, chosen.futures, chosen.seed, chosen.workers)
    asked = f"--trials {chosen.trials} --futures {chosen.futures}"
    told = page(found, chosen.futures, f"python -m placesim.studies.knowledge_coverage {asked}")
    print(told)
    if chosen.out:
        chosen.out.write_text(told, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
