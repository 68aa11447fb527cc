"""How much common luck narrows a difference: `python -m placesim.studies.variance`.

The variance of the paired difference in yearly spend (option less baseline, the same luck in
both) against that of a difference between independent futures, which is the sum of both variances.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from placesim.config.loading import evidence_folder_of, load_baseline
from placesim.config.scenario_files import BASELINE, load_options, scenario_paths
from placesim.experiment.comparison import Comparison
from placesim.experiment.precision import compared

HALTON = Path("configs/scenarios/halton")
FIVE = tuple(
    HALTON / f"{name}.yaml"
    for name in (
        "a_four_homes_as_planned",
        "c_two_homes_only",
        "d_ten_more_households",
        "e_keep_carers",
        "h_quicker_guardianship",
    )
)
"""Two sets of homes, recruitment, carers kept, and a rate."""

NOTE = (
    "Variance of an independent difference (the sum of the two scenarios' variances) divided by the variance of the "
    "paired difference, for the spend of each financial year; *all* divides the sums over the years. 20 means that "
    "common luck does with 100 replications what independent seeds need 2,000 for. A dash: nothing changes in that "
    "year, in any future."
)


@dataclass(frozen=True)
class Saving:
    """One scenario: how many times smaller the paired variance is, by year and over them."""

    name: str
    by_year: tuple[float, ...]
    """Infinite where no future differs."""
    pooled: float


def savings(comparison: Comparison) -> list[Saving]:
    """Return for every option the independent variance of its yearly spend difference over the paired one."""
    return [_saving(comparison, name) for name in comparison.names]


def _saving(comparison: Comparison, name: str) -> Saving:
    paired, independent = [], []
    for year in comparison.years:
        before, after = comparison.before("spend", "all", year), comparison.after(name, "spend", "all", year)
        apart = after - before
        paired.append(float(np.var(apart, ddof=1)) if np.abs(apart).max() > PENNY else 0.0)
        independent.append(float(np.var(before, ddof=1) + np.var(after, ddof=1)))
    ratios = tuple(i / p if p else float("inf") for p, i in zip(paired, independent, strict=True))
    acting = [place for place, variance in enumerate(paired) if variance]
    total = sum(paired[place] for place in acting)
    pooled = sum(independent[place] for place in acting) / total if total else float("inf")
    return Saving(name, ratios, pooled)


PENNY = 0.01
"""Pounds below which two spends are the same but for the arithmetic of floating numbers."""


def page(comparison: Comparison, command: str) -> str:
    """Return the figures as a page of documentation."""
    futures = len(comparison.baseline.values)
    head = [
        "# What common luck saves",
        "",
        f"Made by `{command}`: {futures:,} replications of each scenario.",
        "",
        NOTE,
    ]
    columns = ["scenario", *comparison.years, "all"]
    rows = [
        f"| {found.name} | {' | '.join(map(_shown, (*found.by_year, found.pooled)))} |" for found in savings(comparison)
    ]
    return "\n".join([*head, "", f"| {' | '.join(columns)} |", f"|---|{'---:|' * (len(columns) - 1)}", *rows]) + "\n"


def _shown(ratio: float) -> str:
    return "-" if ratio == float("inf") else f"{ratio:,.0f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print how many times common luck shrinks the variance of the difference, scenario by scenario."""
    parser = argparse.ArgumentParser(prog="python -m placesim.studies.variance", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=Path("configs/halton.yaml"), help="configuration")
    parser.add_argument(
        "scenarios", nargs="*", type=Path, default=FIVE, help="scenario files (default: five of Halton)"
    )
    parser.add_argument("--replications", type=int, default=200, help="replications of each scenario (default 200)")
    parser.add_argument("--seed", type=int, default=1, help="the luck of the study (default 1)")
    parser.add_argument("--workers", type=int, help="processes to use (default one per processor)")
    parser.add_argument("--out", type=Path, help="also keep the table in this Markdown file")
    chosen = parser.parse_args(arguments)
    baseline = load_baseline(chosen.file)
    options = load_options(scenario_paths(chosen.scenarios), baseline, evidence_folder_of(chosen.file, baseline))
    baselines = {BASELINE: baseline, **{option.scenario.name: option.baseline for option in options}}
    comparison = compared(baselines, chosen.replications, chosen.seed, chosen.workers)
    found = page(comparison, "python -m placesim.studies.variance")
    print(found)
    if chosen.out:
        chosen.out.write_text(found, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
