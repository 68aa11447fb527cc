"""How far what is told of luck and knowledge lies from the truth: `python -m placesim.studies.knowledge_bias`.

A saving of which everything is known on paper stands in for the simulation: 35 assumptions, each normal, six of which
act, two of them together; and luck. Studies of it are made many times over, and each estimate is set against the truth.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import nan, sqrt
from pathlib import Path
from typing import NamedTuple

import numpy as np

from placesim.experiment.draws import EVERY
from placesim.experiment.knowledge.shares import NORMAL, Share
from placesim.experiment.knowledge.smooths import smooths_of
from placesim.experiment.knowledge.variance_split import variance_split
from placesim.experiment.knowledge.worth import Value, worth_of_knowing
from placesim.results.facts import Floats

ASSUMPTIONS = 35
SLOPES = (2.0, 1.5, 1.0, 0.5, 0.3, 0.1)
"""What the first assumptions do to the saving, by one standard deviation; the others do nothing."""

TOGETHER = 1.0
"""Times the product of the first two: what they do only together."""

MEAN = -1.0
LUCK = 2.5
"""Standard deviation of luck."""

FUTURES = (300, 1000, 4000)
SMALL, NOTHING = 4, 10
"""Places of an assumption that does little, and of one that does nothing."""


class Found(NamedTuple):
    """One estimate of one study."""

    figure: str
    truth: float
    value: float
    error: float
    told_apart: bool


def truths() -> dict[str, float]:
    """Return what each estimate should be, on paper.

    E max(0, X) of a normal X is s (phi(m / s) + m / s Phi(m / s)). Given the first assumption the saving is normal, so
    what knowing everything is worth is the mean of that over the first one.
    """
    from scipy.stats import norm

    def gain(mean: Floats | float, deviation: Floats | float) -> Floats:
        return np.asarray(deviation * norm.pdf(mean / deviation) + mean * norm.cdf(mean / deviation))

    alone = float(np.sum(np.square(SLOPES)))
    variance = alone + TOGETHER**2 + LUCK**2
    first = norm.ppf((np.arange(20000) + 0.5) / 20000)
    rest = (SLOPES[1] + TOGETHER * first) ** 2 + float(np.sum(np.square(SLOPES[2:])))
    return {
        "share of luck": LUCK**2 / variance,
        "share of knowledge": alone / variance,
        "share of interaction": TOGETHER**2 / variance,
        "share of the first": SLOPES[0] ** 2 / variance,
        "share of one that does little": SLOPES[SMALL] ** 2 / variance,
        "share of one that does nothing": 0.0,
        "worth of knowing the first": float(gain(MEAN, SLOPES[0])),
        "worth of knowing the third": float(gain(MEAN, SLOPES[2])),
        "worth of knowing nothing that matters": 0.0,
        "worth of knowing everything": float(gain(MEAN + SLOPES[0] * first, np.sqrt(rest)).mean()),
    }


def study(futures: int, seed: int) -> Iterator[Found]:
    """Yield every estimate of one study of so many futures."""
    from scipy.stats import norm, qmc

    luck = np.random.default_rng(seed)
    draws = norm.ppf(qmc.LatinHypercube(ASSUMPTIONS, rng=luck).random(futures))
    exact = MEAN + draws[:, : len(SLOPES)] @ SLOPES + TOGETHER * draws[:, 0] * draws[:, 1]
    saving = exact + LUCK * luck.normal(size=futures)
    again = exact[::EVERY] + LUCK * luck.normal(size=len(exact[::EVERY]))
    smooths = smooths_of(draws)
    split = variance_split(saving, again, smooths)
    worth = worth_of_knowing(_beside_nothing(saving), _beside_nothing(again), smooths)
    shares: tuple[Share | Value, ...] = (
        split.luck,
        split.knowledge,
        split.interaction,
        *(split.assumptions[at] for at in (0, SMALL, NOTHING)),
    )
    values = (*(worth.assumptions[at] for at in (0, 2, NOTHING)), worth.everything)
    for (figure, truth), each in zip(truths().items(), (*shares, *values), strict=True):
        yield Found(figure, truth, each.value, each.error, each.told_apart)


def _beside_nothing(saving: Floats) -> Floats:
    return np.column_stack([np.zeros(len(saving)), saving])


@dataclass(frozen=True)
class Bias:
    """One estimate over many studies."""

    figure: str
    futures: int
    truth: float
    mean: float
    mean_error: float
    """Standard error of that mean: how well the bias is known."""
    spread: float
    """Standard deviation of the estimate from study to study."""
    said: float
    """Standard error that the studies stated, on average (root mean square)."""
    held: float
    """Share of studies in which the truth lay within 1.96 standard errors stated."""
    told_apart: float
    """Share of studies in which it was told apart from nothing."""


def studied(studies: int = 100, futures: Sequence[int] = FUTURES, seed: int = 1) -> list[Bias]:
    """Return how far each estimate lies from the truth, for each number of futures."""
    found = []
    for count in futures:
        made = [list(study(count, seed * 1_000_003 + each)) for each in range(studies)]
        found += [_bias(count, [each[place] for each in made]) for place in range(len(made[0]))]
    return found


def _bias(futures: int, found: Sequence[Found]) -> Bias:
    truth = found[0].truth
    values, errors = np.array([[each.value, each.error] for each in found]).T
    spread = float(values.std(ddof=1)) if len(values) > 1 else nan
    held = float((np.abs(values - truth) <= NORMAL * errors).mean())
    told = float(np.mean([each.told_apart for each in found]))
    said = sqrt(float((errors**2).mean()))
    return Bias(
        found[0].figure, futures, truth, float(values.mean()), spread / sqrt(len(values)), spread, said, held, told
    )


COLUMNS = (
    "estimate",
    "futures",
    "truth",
    "mean",
    "its standard error",
    "spread of studies",
    "error stated",
    "truth held",
    "told apart",
)


def page(found: Sequence[Bias], studies: int, command: str) -> str:
    """Return the figures as a page of documentation."""
    rows = (
        f"| {each.figure} | {each.futures:,} | {each.truth:.4f} | {each.mean:.4f} | {each.mean_error:.4f} | "
        f"{each.spread:.4f} | {each.said:.4f} | {each.held:.0%} | {each.told_apart:.0%} |"
        for each in found
    )
    lines = [
        "# How far estimates of luck, knowledge and what knowing is worth lie from the truth",
        "",
        f"Made by `{command}`: {studies:,} studies of each size of a saving that is known on paper, with {ASSUMPTIONS} "
        f"assumptions of which {len(SLOPES)} act. *Truth held* is the share of studies in which the truth lay within "
        f"{NORMAL} standard errors stated: about 95% where errors are honest, more where they are stated too wide. "
        "*Told apart* is the share in which the estimate was told apart from nothing; of what is nothing it should be "
        "rare. Worth is in the unit of the saving, whose mean is "
        f"{MEAN:g} and whose luck has a standard deviation of {LUCK:g}. It says how good the method is, nothing about "
        "any council.",
        "",
        f"| {' | '.join(COLUMNS)} |",
        f"|---|{'---:|' * (len(COLUMNS) - 1)}",
        *rows,
    ]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print how far estimates lie from a truth that is known on paper."""
    parser = argparse.ArgumentParser(prog="python -m placesim.studies.knowledge_bias", description=__doc__)
    parser.add_argument("--studies", type=int, default=100, help="studies of each size (default 100)")
    parser.add_argument("--futures", type=int, nargs="+", default=FUTURES, help="sizes (default 300 1000 4000)")
    parser.add_argument("--seed", type=int, default=1, help="the luck of the study (default 1)")
    parser.add_argument("--out", type=Path, help="also keep the table in this Markdown file")
    chosen = parser.parse_args(arguments)
    told = page(
        studied(chosen.studies, chosen.futures, chosen.seed),
        chosen.studies,
        "python -m placesim.studies.knowledge_bias",
    )
    print(told)
    if chosen.out:
        chosen.out.write_text(told, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
