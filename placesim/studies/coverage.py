"""Whether 95% intervals of paired differences hold the truth 95 times in 100: `python -m placesim.studies.coverage`.

A small council is simulated as many small experiments, each with luck of its own, and each
gives an interval. The truth is the mean difference of a long run with another seed.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from placesim.config.loading import evidence_folder_of, load_baseline
from placesim.config.scenario_files import BASELINE, load_options
from placesim.experiment.comparison import ALL_YEARS, Comparison
from placesim.experiment.differences import differences
from placesim.experiment.precision import compared
from placesim.results.facts import Floats

COUNCIL = Path("configs/studies/one_home.yaml")
OPTION = Path("configs/studies/one_home_opens.yaml")

FIGURES = (
    ("spend", "all", ALL_YEARS),
    ("children_average", "homes_elsewhere", ALL_YEARS),
    ("out_of_borough_share", "residential", ALL_YEARS),
)
"""Differences whose intervals are tried."""

ANOTHER_SEED = 1_000_003
"""Added to the seed for the long run, so that the truth shares no luck with the experiments."""


TRUTH = 4
"""The long run has one in so many of the replications of all experiments: its own error is far below an interval's."""


@dataclass(frozen=True)
class Coverage:
    """How often intervals of one difference held the truth."""

    figure: str
    truth: float
    error: float
    """Standard error of the truth itself."""
    half_width: float
    """Half an interval, on average."""
    held: int
    given: int
    """Experiments that gave an interval; the rest were flagged as having too few events for one."""
    experiments: int

    @property
    def share(self) -> float:
        """Share of the intervals given that held the truth."""
        return self.held / self.given


def studied(
    council: Path = COUNCIL,
    option: Path = OPTION,
    experiments: int = 1000,
    replications: int = 100,
    seed: int = 1,
    workers: int | None = None,
) -> list[Coverage]:
    """Return how often intervals hold the truth, for each figure tried.

    Args:
        council: a small configuration.
        option: the scenario set against it.
        experiments: how many times the study is made.
        replications: futures of each experiment.
        seed: the luck of the experiments.
        workers: processes to use.
    """
    baseline = load_baseline(council)
    [made] = load_options([option], baseline, evidence_folder_of(council, baseline))
    baselines = {BASELINE: baseline, made.scenario.name: made.baseline}
    futures = experiments * replications
    tried = compared(baselines, futures, seed, workers)
    truly = compared(baselines, futures // TRUTH, seed + ANOTHER_SEED, workers)
    return [_coverage(tried, truly, figure, experiments) for figure in FIGURES]


def _coverage(tried: Comparison, truly: Comparison, figure: tuple[str, str, str], experiments: int) -> Coverage:
    apart, long_run = _apart(tried, figure), _apart(truly, figure)
    truth, error = float(np.nanmean(long_run)), float(np.nanstd(long_run) / np.sqrt(len(long_run)))
    columns = apart.reshape(experiments, -1).T  # one column an experiment
    found = differences(np.zeros_like(columns), columns)
    given = [each for each in found if not np.isnan(each.low)]
    held = sum(each.low <= truth <= each.high for each in given)
    half = float(np.mean([(each.high - each.low) / 2 for each in given]))
    return Coverage("/".join(figure), truth, error, half, held, len(given), experiments)


def _apart(comparison: Comparison, figure: tuple[str, str, str]) -> Floats:
    [option] = comparison.names
    return comparison.after(option, *figure) - comparison.before(*figure)


COLUMNS = ("difference in", "truth", "its standard error", "half an interval", "intervals", "held the truth", "share")


def page(found: Sequence[Coverage], replications: int, command: str) -> str:
    """Return the figures as a page of documentation."""
    experiments = found[0].experiments
    lines = [
        "# Whether intervals hold what they promise",
        "",
        f"Made by `{command}`: {experiments:,} experiments of {replications} replications each, on "
        f"[{COUNCIL.name}](../{COUNCIL.as_posix()}) against [{OPTION.name}](../{OPTION.as_posix()}). The truth is the "
        f"mean of {experiments * replications // TRUTH:,} replications with another seed. A 95% interval should hold "
        "it about 95 times in 100; chance alone moves the share by about 0.7 points in 1,000 experiments.",
        "",
        f"| {' | '.join(COLUMNS)} |",
        f"|---|{'---:|' * (len(COLUMNS) - 1)}",
        *(_row(each) for each in found),
    ]
    return "\n".join(lines) + "\n"


def _row(found: Coverage) -> str:
    figures = (
        _shown(found.truth),
        _shown(found.error),
        _shown(found.half_width),
        f"{found.given:,}",
        f"{found.held:,}",
    )
    return f"| `{found.figure}` | {' | '.join(figures)} | {found.share:.1%} |"


def _shown(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print how often 95% intervals of paired differences hold the truth."""
    parser = argparse.ArgumentParser(prog="python -m placesim.studies.coverage", description=__doc__)
    parser.add_argument("--experiments", type=int, default=1000, help="how many experiments (default 1000)")
    parser.add_argument("--replications", type=int, default=100, help="replications of each (default 100)")
    parser.add_argument("--seed", type=int, default=1, help="the luck of the study (default 1)")
    parser.add_argument("--workers", type=int, help="processes to use (default one per processor)")
    parser.add_argument("--out", type=Path, help="also keep the table in this Markdown file")
    chosen = parser.parse_args(arguments)
    found = studied(
        experiments=chosen.experiments, replications=chosen.replications, seed=chosen.seed, workers=chosen.workers
    )
    told = page(found, chosen.replications, "python -m placesim.studies.coverage")
    print(told)
    if chosen.out:
        chosen.out.write_text(told, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
