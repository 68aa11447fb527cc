"""Calibration to published totals: scale named numbers of a configuration until the simulation agrees.

For councils without child-level data. Each published figure names the numbers it should scale;
all are scaled together, on the same luck every round, until each simulated mean is near its
figure (a fixed-point iteration with damping).
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from placesim.calibration.agreement import Agreement, agreements
from placesim.calibration.published import Published, PublishedFigure, only_years_needed
from placesim.config.baseline import Baseline
from placesim.config.children_file import with_children
from placesim.config.loading import validated
from placesim.config.yaml_files import Document, Fault, InputError, read_yaml
from placesim.experiment.replications import replicate, untold

DAMPING = 0.8
"""How much of each gap one round closes; below 1 because figures depend on each other."""

LARGEST_STEP = 2.0
"""No number is more than doubled or halved in one round."""

NEAR_ENOUGH = 0.005
"""Gap, as a share of the published figure, at which a number is left as it is."""

SIGNIFICANT_DIGITS = 4


@dataclass(frozen=True)
class Calibrated:
    """What calibration found: a factor per figure, and how well the result agrees."""

    factors: dict[str, float]
    """By the figure's label and year: what its numbers were multiplied by."""
    rounds: int
    found: list[Agreement]


def calibrate(
    path: Path,
    published: Published,
    published_file: str,
    replications: int,
    seed: int,
    rounds: int,
    workers: int | None = None,
    progress: Callable[[int], None] = untold,
) -> Calibrated:
    """Return the factors that bring a configuration near its published figures.

    Raises:
        InputError: a path of `adjust` leads nowhere, or a scaled number is no longer allowed.
    """
    document = read_yaml(path)
    figures = [figure for figure in published.figures if figure.adjusts]
    _refuse_unknown_paths(document, figures, published_file)
    factors = {_key(figure): 1.0 for figure in figures}
    for done in range(1, rounds + 1):
        baseline = only_years_needed(scaled_baseline(path, figures, factors), published)
        [outcomes] = replicate({"calibration": baseline}, replications, seed, workers)
        found = agreements(published, outcomes, published_file)
        progress(1)
        gaps = {
            _key(item.figure): item.figure.value / item.mean for item in found if item.figure.adjusts and item.mean > 0
        }
        if done == rounds or all(abs(gap - 1) < NEAR_ENOUGH for gap in gaps.values()):
            break
        for key, gap in gaps.items():
            factors[key] *= min(max(gap, 1 / LARGEST_STEP), LARGEST_STEP) ** DAMPING
    return Calibrated(factors, done, found)


def _key(figure: PublishedFigure) -> str:
    return f"{figure.label}, {figure.financial_year}"


def scaled_baseline(path: Path, figures: list[PublishedFigure], factors: dict[str, float]) -> Baseline:
    """Return the baseline of a file with the figures' numbers scaled."""
    document, children = with_children(read_yaml(path))
    scale_all(document.values, figures, factors)
    return validated(Baseline, document, children)


def write_scaled(path: Path, out: Path, published: Published, factors: dict[str, float]) -> None:
    """Write the configuration with scaled numbers to another file, keeping its order and comments."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 200
    yaml.indent(mapping=2, sequence=4, offset=2)
    with path.open(encoding="utf-8") as file:
        values = yaml.load(file)
    scale_all(values, [figure for figure in published.figures if figure.adjusts], factors)
    staged = out.with_suffix(".unfinished")
    with staged.open("w", encoding="utf-8", newline="\n") as file:
        yaml.dump(values, file)
    staged.replace(out)


def scale_all(values: Any, figures: list[PublishedFigure], factors: dict[str, float]) -> None:
    """Multiply, in place, the numbers that each figure names."""
    for figure in figures:
        factor = factors[_key(figure)]
        for dotted, times in (
            *((path, factor) for path in figure.adjust),
            *((path, 1 / factor) for path in figure.adjust_inversely),
        ):
            holder, key = _holder(values, dotted)
            holder[key] = _scaled(holder[key], times)


def _scaled(value: Any, factor: float) -> Any:
    """Return a number, or every number inside, multiplied and rounded; anything else as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float | dict | list):
        return value
    if isinstance(value, dict):
        for key in value:
            value[key] = _scaled(value[key], factor)
        return value
    if isinstance(value, list):
        for place, item in enumerate(value):
            value[place] = _scaled(item, factor)
        return value
    return float(f"{value * factor:.{SIGNIFICANT_DIGITS}g}")


def _holder(values: Any, dotted: str) -> tuple[Any, Any]:
    """Return the mapping or list, and the key in it, that a dotted path leads to.

    Raises:
        KeyError: the path leads nowhere.
    """
    *way, last = dotted.split(".")
    for part in way:
        values = values[_step(values, part)]
    return values, _step(values, last)


def _step(values: Any, part: str) -> Any:
    if isinstance(values, list) and part.isdigit() and int(part) < len(values):
        return int(part)
    if isinstance(values, dict) and part in values:
        return part
    raise KeyError(part)


def _refuse_unknown_paths(document: Document, figures: list[PublishedFigure], file: str) -> None:
    faults, seen = [], dict[str, str]()
    for figure in figures:
        for dotted in (*figure.adjust, *figure.adjust_inversely):
            field = f"{_key(figure)}: adjust"
            try:
                _holder(deepcopy(document.values), dotted)
            except KeyError as missing:
                message = f"{dotted!r} leads nowhere in {document.path}: no {missing.args[0]!r}"
                faults.append(Fault(file, 0, field, message))
            if dotted in seen:
                faults.append(Fault(file, 0, field, f"{dotted!r} is already scaled for {seen[dotted]}; keep one"))
            seen[dotted] = _key(figure)
    if faults:
        raise InputError(faults)
