"""Mutated configurations: each is refused plainly or can be run, without a trace and within seconds.

    python -m placesim.studies.mutations configs/example.yaml --number 20000
    python -m placesim.studies.mutations configs/example.yaml --ranges configs/uncertain/example.yaml

A configuration is changed at random, one to three values at a time: numbers multiplied, made negative or huge, names
misspelt, entries left out, repeated or exchanged, dates moved, texts made strange. What is accepted is simulated once.
With a file of ranges it is that file which is changed, and councils are drawn from what is accepted.
"""

import argparse
import json
import sys
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from ruamel.yaml import YAML

from placesim.config.faults import InputError
from placesim.config.input_files import InputFiles
from placesim.config.loading import load_baseline, load_configuration
from placesim.config.ranges.study import drawable
from placesim.config.scenario_files import BASELINE
from placesim.config.warnings.told import warnings_of
from placesim.config.yaml_files import Document, document_key
from placesim.experiment.replications import replicate

SECONDS = 5.0
"""Longer than this no configuration may take to be refused, or to be accepted and told of."""

YEARS = 0.5
"""Years for which an accepted configuration is simulated, once."""

ODD: tuple[Any, ...] = (
    None, True, "", "x", "40", "NaN", -1, 0, 1, 2, 0.5, 1e-320, 1e308, 1e6, 10**30, [], {}, [[]], {"a": 1},
    "2026-04-01", "1066-10-14", "9999-12-31", "2026-02-30", "\u00a31,150", "40%", "../../etc", "=1+1", "<b>",
    "a" * 300, "\u202e", "caf\u00e9", {"from": "2026-04-01", "value": 2},
    [{"value": 1}, {"from": "2027-01-01", "value": 3}],
)  # fmt: skip
"""What may stand where something else should."""

DRAWS = 5
"""Councils drawn from an accepted file of ranges."""

FILES_AMONG = 10
"""One in so many is written to a file and read again; reading YAML takes most of the time."""

FACTORS = (-1.0, 0.0, 0.001, 0.1, 0.5, 0.99, 1.01, 2.0, 10.0, 52.0, 365.25, 1e6)

Place = tuple[str | int, ...]


@dataclass
class Findings:
    """What became of the mutated configurations."""

    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    broken: list[str] = field(default_factory=list)
    """Of each that broke: its number and what happened."""


def mutated(values: Any, luck: np.random.Generator) -> Any:
    """Return a configuration's plain values with one to three of them changed at random."""
    changed = deepcopy(values)
    for _ in range(int(luck.integers(1, 4))):
        places = [place for place in _places(changed) if place]
        _change(changed, places[int(luck.integers(len(places)))], luck)
    return changed


def _places(value: Any, here: Place = ()) -> list[Place]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [here, *(found for key, inside in items for found in _places(inside, (*here, key)))]


def _change(values: Any, place: Place, luck: np.random.Generator) -> None:
    way: Place = place[:-1]
    last: Any = place[-1]
    holder: Any = values
    for part in way:
        holder = holder[part]
    kind = int(luck.integers(6))
    if kind == 0:
        del holder[last]
    elif kind == 1:
        holder[last] = deepcopy(ODD[int(luck.integers(len(ODD)))])
    elif kind == 2:
        other = list(holder)[int(luck.integers(len(holder)))] if isinstance(holder, dict) else len(holder) - 1
        holder[last], holder[other] = holder[other], holder[last]
    elif kind == 3 and isinstance(holder, dict):
        holder[f"{last}{'x' * int(luck.integers(1, 3))}"] = deepcopy(holder[last])
    elif isinstance(holder, list) and kind == 4:
        holder.append(deepcopy(holder[last]))
    else:
        holder[last] = _scaled(holder[last], luck)


def _scaled(value: Any, luck: np.random.Generator) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        times = FACTORS[int(luck.integers(len(FACTORS)))]
        return type(value)(value * times) if luck.random() < 0.5 else value * times
    if isinstance(value, str) and value:
        at = int(luck.integers(len(value)))
        return value[:at] + value[at + 1 :]
    return deepcopy(ODD[int(luck.integers(len(ODD)))])


Use = Callable[[Path, InputFiles], str]
"""Uses a file that was read and tells what became of it."""


def tried(path: Path, files: InputFiles, findings: Findings, name: str, use: Use) -> None:
    """Load one file and use it where it is accepted; keep what became of it."""
    began = time.perf_counter()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            outcome = _outcome(path, files, use)
    except Exception:
        outcome = "broke"
        findings.broken.append(f"{name}: {traceback.format_exc(limit=-2).strip()}")
    taken = time.perf_counter() - began
    findings.outcomes[outcome] += 1
    findings.slowest = max(findings.slowest, taken)
    if taken > SECONDS:
        findings.broken.append(f"{name}: {outcome} after {taken:.1f} seconds")


def _outcome(path: Path, files: InputFiles, use: Use) -> str:
    try:
        return use(path, files)
    except InputError as error:
        if not error.faults or any("\n" in str(fault) for fault in error.faults):
            raise AssertionError("refused without a fault of one line") from None
        return "refused"


def simulated_once(path: Path, files: InputFiles) -> str:
    """Load a configuration and simulate it once."""
    baseline = load_baseline(path, files=files)
    warned = warnings_of(path, baseline, files=files)
    replicate({"baseline": baseline.replace(years=min(baseline.years, YEARS))}, 1, seed=1, workers=1)
    return "run with warnings" if warned else "run"


def drawn_from(configuration: Path) -> Use:
    """Return what draws councils from a file of ranges for a sound configuration."""

    def draw(path: Path, files: InputFiles) -> str:
        uncertain = drawable(configuration, files, path, years=YEARS)
        shape = DRAWS, len(uncertain.uncertainty.assumptions)
        for row in uncertain.uncertainty.values(np.random.default_rng(1).random(shape)):
            uncertain.baseline(BASELINE, row)
        return "drawn"

    return draw


def as_yaml(values: Any) -> str:
    """Return values as a file: JSON is YAML too, and quickly written."""
    return json.dumps(values, default=str, ensure_ascii=False, indent=1)


def study(source: Path, number: int, seed: int, ranges_of: Path | None = None, show: bool = False) -> Findings:
    """Try so many mutated files, of one that is sound: a configuration, or the ranges of another."""
    use = drawn_from(ranges_of) if ranges_of else simulated_once
    read = InputFiles()
    if ranges_of:
        load_configuration(ranges_of, read)
    values = YAML(typ="safe", pure=True).load(source)
    findings = Findings()
    with TemporaryDirectory() as folder:
        for each in range(number):
            path = Path(folder) / source.name
            changed = mutated(values, np.random.default_rng([seed, each]))
            files = read.copy()
            if each % FILES_AMONG == 0:
                path.write_text(as_yaml(changed), encoding="utf-8")
            else:
                files.once(document_key(path), partial(Document, path, changed, {}))
            tried(path, files, findings, f"number {each}", use)
            if show and findings.broken and findings.broken[-1].startswith(f"number {each}:"):
                print(findings.broken[-1], flush=True)
    return findings


def main(arguments: Sequence[str] | None = None) -> int:
    """Try mutated configurations and print what became of them; 1 where any broke."""
    parser = argparse.ArgumentParser(prog="python -m placesim.studies.mutations", description=__doc__)
    parser.add_argument("configuration", type=Path)
    parser.add_argument("--ranges", type=Path)
    parser.add_argument("--number", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    source = (asked.ranges, asked.configuration) if asked.ranges else (asked.configuration, None)
    findings = study(source[0], asked.number, asked.seed, source[1], show=True)
    told = ", ".join(f"{count:,} {outcome}" for outcome, count in sorted(findings.outcomes.items()))
    print(f"{asked.number:,} mutated files: {told}; slowest {findings.slowest:.1f} seconds")
    print(f"{len(findings.broken)} broke a promise")
    return 1 if findings.broken else 0


if __name__ == "__main__":
    sys.exit(main())
