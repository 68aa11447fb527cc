"""Whether the model forecasts better than nothing changing: `python -m placesim.studies.backcast`.

A configuration that starts in the past is simulated to what has been published since. Its futures are scored beside
the number in each placement type on its first day, carried forward.
"""

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from placesim.calibration.figure import PublishedFigure
from placesim.calibration.pair import load_pair
from placesim.calibration.published import only_years_needed
from placesim.config.baseline import Baseline
from placesim.config.provision_checks import children_at_start
from placesim.experiment.replications import Outcomes, replicate
from placesim.results.scores import Forecast, Score, carried_forward, carried_forward_as_a_count, of_futures, scored

CONFIGURATION = Path("configs/halton_2023.yaml")
PUBLISHED = Path("configs/halton_2023_published.yaml")
EVERYBODY = "all"

MODEL, CARRIED, COUNT = "placesim", "last value carried forward", "the same, with the spread of a count"
FORECASTERS = (MODEL, CARRIED, COUNT)


@dataclass(frozen=True)
class Judged:
    """One published figure, and what each forecaster had said of it."""

    figure: PublishedFigure
    forecasts: dict[str, Forecast]


def judged(baseline: Baseline, figures: Iterable[PublishedFigure], outcomes: Outcomes) -> list[Judged]:
    """Return every figure with its forecasts."""
    last = numbers_at_start(baseline)
    return [Judged(figure, dict(_forecasts(figure, last[figure.group], baseline, outcomes))) for figure in figures]


def numbers_at_start(baseline: Baseline) -> dict[str, int]:
    """Return the children in care on the first day, by placement type and in all."""
    numbers = dict.fromkeys(baseline.placement_types, 0)
    for provision, children in children_at_start(baseline).items():
        numbers[baseline.provision[provision].placement_type] += children
    return {**numbers, EVERYBODY: sum(numbers.values())}


def _forecasts(
    figure: PublishedFigure, last: float, baseline: Baseline, outcomes: Outcomes
) -> Iterable[tuple[str, Forecast]]:
    years = int(figure.financial_year[:4]) + 1 - baseline.start.year
    yield MODEL, of_futures(outcomes.of(figure.measure, figure.group)[figure.financial_year])
    yield CARRIED, carried_forward(last)
    yield COUNT, carried_forward_as_a_count(last, years)


SETS: tuple[tuple[str, Callable[[PublishedFigure], bool]], ...] = (
    ("all children in care", lambda figure: figure.group == EVERYBODY),
    ("placement types", lambda figure: figure.group != EVERYBODY),
    ("both", lambda _: True),
)
"""Figures that are scored together."""


def scores(found: Sequence[Judged]) -> dict[str, dict[str, Score]]:
    """Return the score of every forecaster on every set of figures."""
    return {
        name: {
            who: scored((each.forecasts[who], each.figure.value) for each in found if belongs(each.figure))
            for who in FORECASTERS
        }
        for name, belongs in SETS
    }


NOTE = (
    "Every published figure was forecast from what stood in the configuration on its first day. The absolute error is "
    "that of the median. The weighted interval score adds, for eleven central intervals, their width and a penalty for "
    "what falls outside; it is in children too, and lower is better. A single figure without a range scores its "
    "absolute error. The spread of a count: a variance as large as the number itself, for every year."
)


def page(found: Sequence[Judged], title: str, command: str) -> str:
    """Return the scores, and every forecast behind them, as a page of documentation."""
    rows = [
        f"| {name} | {score.figures} | {who} | {score.mean_absolute_error:.1f} | {score.weighted_interval_score:.1f} |"
        for name, by_forecaster in scores(found).items()
        for who, score in by_forecaster.items()
    ]
    single = [
        f"| {each.figure.label} | {each.figure.financial_year} | {each.figure.value:g} | "
        + " | ".join(f"{each.forecasts[who].middle:.0f}" for who in (MODEL, CARRIED))
        + " |"
        for each in found
    ]
    lines = [
        f"# {title}: scores",
        "",
        f"Made by `{command}`.",
        "",
        NOTE,
        "",
        "| figures | how many | forecast | mean absolute error | weighted interval score |",
        "|---|---:|---|---:|---:|",
        *rows,
        "",
        f"| figure | year | published | {MODEL}, median | {CARRIED} |",
        "|---|---|---:|---:|---:|",
        *single,
    ]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print how the model's forecasts score beside the last known values carried forward."""
    parser = argparse.ArgumentParser(prog="python -m placesim.studies.backcast", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=CONFIGURATION, help="configuration that starts then")
    parser.add_argument("published", nargs="?", type=Path, default=PUBLISHED, help="what was published since")
    parser.add_argument("--replications", type=int, default=400, help="futures (default 400)")
    parser.add_argument("--seed", type=int, default=1, help="the luck of the study (default 1)")
    parser.add_argument("--workers", type=int, help="processes to use (default one per processor)")
    parser.add_argument("--out", type=Path, help="also keep the tables in this Markdown file")
    chosen = parser.parse_args(arguments)
    whole, published = load_pair(chosen.file, chosen.published)
    baseline = only_years_needed(whole, published)
    [outcomes] = replicate({"baseline": baseline}, chosen.replications, chosen.seed, chosen.workers)
    told = page(judged(baseline, published.figures, outcomes), published.name, "python -m placesim.studies.backcast")
    print(told)
    if chosen.out:
        chosen.out.write_text(told, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
