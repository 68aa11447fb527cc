"""Drawn studies with random ranges: each is refused plainly or played, without a trace and with every figure.

    python -m placesim.studies.random_ranges configs/example.yaml configs/scenarios/example --number 200

Some numbers of a configuration and its scenarios get ranges at random: of every shape, narrow, wide or without width,
in place of the number, by path or as factors, correlated or not. What is accepted is compared; one study in so many is
also written with its reports. A figure of how sure headlines are may be missing only where its row says why.
"""

import argparse
import json
import sys
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import BaseModel
from ruamel.yaml import YAML

from placesim.api.council import load
from placesim.api.studies import compare
from placesim.config.baseline import Baseline
from placesim.config.faults import InputError
from placesim.config.problem import Path as Place
from placesim.config.ranges.known import FIXED
from placesim.config.ranges.patches import with_value
from placesim.config.ranges.reading import is_number, place_of
from placesim.config.scenario import Scenario
from placesim.config.scenario_files import BASELINE
from placesim.config.schema import of_kind, step_inside, takes_a_number, whole_schema

if TYPE_CHECKING:
    import pandas as pd

YEARS = 1.0
"""Years that are simulated."""

REPLICATIONS = (4, 24)
"""Futures of a study, at least and at most."""

REPORTS_AMONG = 20
"""One study in so many is written with its reports, which takes most of the time."""

SHAPES = ("triangular", "uniform", "normal", "log_normal")

WIDTHS = (0.0, 0.01, 0.1, 0.4)
"""How far ends may lie from a value, as a share of it."""


@dataclass
class Findings:
    """What became of the studies."""

    outcomes: Counter[str] = field(default_factory=Counter)
    assumptions: int = 0
    """Drawn in all studies that were played."""
    broken: list[str] = field(default_factory=list)


def numbers_in(values: Any, model: type[BaseModel]) -> list[Place]:
    """Return where a document holds a number that could have a range by itself: no share of one whole."""
    whole = whole_schema(model)
    return list(_numbers(values, whole, whole, ()))


def _is_whole(value: Any) -> bool:
    """Tell shares that add up to 1, none of which can move alone."""
    return isinstance(value, dict) and all(map(is_number, value.values())) and abs(sum(value.values()) - 1) < 1e-9


def _numbers(value: Any, schema: dict[str, Any], whole: dict[str, Any], place: Place) -> Iterator[Place]:
    schema = of_kind(schema, whole, value)
    if is_number(value) and takes_a_number(schema, whole) and place[0] not in FIXED:
        yield place
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if _is_whole(value):
        return
    for part, item in items:
        yield from _numbers(item, step_inside(schema, part), whole, (*place, part))


def random_range(value: float, luck: np.random.Generator) -> dict[str, Any]:
    """Return a range about a value: of any shape, and with ends that a number of its size may have."""
    shape, width = str(luck.choice(SHAPES)), float(luck.choice(WIDTHS))
    low, high = value * (1 - width * luck.random()), value * (1 + width * luck.random())
    if isinstance(value, int):
        low, high = round(low), round(high)
    if shape in ("normal", "log_normal") and value:
        return {"value": value, "standard_error": width * value / 3, "low": low / 2, "shape": shape}
    return {"low": low, "high": high} if shape == "uniform" else {"value": value, "low": low, "high": high}


def with_ranges(values: Any, model: type[BaseModel], most: int, luck: np.random.Generator) -> Any:
    """Return a document in which some numbers have ranges."""
    places = numbers_in(values, model)
    for index in luck.permutation(len(places))[: int(luck.integers(most + 1))]:
        here = values
        for part in places[index]:
            here = here[part]
        values = with_value(values, places[index], random_range(here, luck))
    return values


def ranges_by_path(values: Mapping[str, Any], luck: np.random.Generator) -> dict[str, Any]:
    """Return a file of ranges: factors for some numbers that have no range, two of them correlated."""
    places = [place for place in numbers_in(values, Baseline) if all(isinstance(part, str) for part in place)]
    chosen = [places[index] for index in luck.permutation(len(places))[: int(luck.integers(2, 6))]]
    source = "assumption: drawn at random"
    ranges = {
        f"factor_{number}": {"paths": [place_of(place)], "times": random_range(1.0, luck), "source": source}
        for number, place in enumerate(chosen)
    }
    ranges["shares"] = {"dirichlet": {"path": "entrants.local.needs.10 to 15", "counted_from": 40}, "source": source}
    together = {"members": ["factor_0", "factor_1"], "correlation": float(luck.uniform(-1, 1))}
    return {"ranges": ranges, "correlations": {"together": together}}


def tried(sources: tuple[Path, Sequence[Path]], number: int, seed: int, folder: Path, findings: Findings) -> None:
    """Make one study with random ranges, and keep what became of it."""
    luck = np.random.default_rng([seed, number])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            outcome, assumptions = _outcome(sources, luck, folder, number % REPORTS_AMONG == 0)
            findings.assumptions += assumptions
    except Exception:
        outcome = "broke"
        findings.broken.append(f"number {number}: {traceback.format_exc(limit=-3).strip()}")
    findings.outcomes[outcome] += 1


def _outcome(
    sources: tuple[Path, Sequence[Path]], luck: np.random.Generator, folder: Path, reported: bool
) -> tuple[str, int]:
    configuration, scenarios = sources
    values = with_ranges(read(configuration), Baseline, 8, luck)
    path = written(folder / configuration.name, values)
    ranges = written(folder / "ranges.yaml", ranges_by_path(read(path), luck)) if luck.random() < 0.5 else None
    options = [written(folder / each.name, with_ranges(read(each), Scenario, 2, luck)) for each in scenarios]
    futures = int(luck.integers(*REPLICATIONS))
    try:
        council = load(path, YEARS, ranges)
        result = compare(council, options, futures, int(luck.integers(1000)), workers=1)
    except InputError as error:
        if not error.faults or any("\n" in str(fault) for fault in error.faults):
            raise AssertionError("refused without a fault of one line") from None
        return ("stopped" if "makes a council that cannot be" in str(error) else "refused"), 0
    if not result.drawn:
        return "without ranges", 0
    require_told(result.uncertainty())
    if reported:
        result.write(folder / "out")
    return "played", result.draws().shape[1] - 1


def read(path: Path) -> Any:
    """Return a file's plain values."""
    return YAML(typ="safe", pure=True).load(path)


def written(path: Path, values: Any) -> Path:
    """Write values as a file: JSON is YAML too, and quickly written."""
    path.write_text(json.dumps(values, default=str, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def require_told(table: "pd.DataFrame") -> None:
    """Go on only if every figure is there, or its row says why not.

    Raises:
        AssertionError: one is missing without a reason.
    """
    for row in table.to_dict("records"):
        missing = [name for name, value in row.items() if isinstance(value, float) and np.isnan(value)]
        if row["scenario"] == BASELINE:
            missing = [name for name in missing if not str(name).startswith("below_zero")]
        if missing and not row["note"]:
            raise AssertionError(f"{missing} of {row['scenario']}, {row['measure']} are missing without a reason")


def study(configuration: Path, scenarios: Sequence[Path], number: int, seed: int, show: bool = False) -> Findings:
    """Make so many studies with random ranges."""
    findings = Findings()
    for each in range(number):
        with TemporaryDirectory() as folder:
            tried((configuration, scenarios), each, seed, Path(folder), findings)
        if show and findings.broken and findings.broken[-1].startswith(f"number {each}:"):
            print(findings.broken[-1], flush=True)
    return findings


def main(arguments: Sequence[str] | None = None) -> int:
    """Make studies with random ranges and print what became of them; 1 where any broke."""
    parser = argparse.ArgumentParser(prog="python -m placesim.studies.random_ranges", description=__doc__)
    parser.add_argument("configuration", type=Path)
    parser.add_argument("scenarios", type=Path, help="a folder of scenarios")
    parser.add_argument("--number", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    scenarios = sorted(asked.scenarios.glob("*.yaml"))
    findings = study(asked.configuration, scenarios, asked.number, asked.seed, show=True)
    told = ", ".join(f"{count:,} {outcome}" for outcome, count in sorted(findings.outcomes.items()))
    print(f"{asked.number:,} studies with random ranges: {told}; {findings.assumptions:,} assumptions drawn")
    print(f"{len(findings.broken)} broke a promise")
    return 1 if findings.broken else 0


if __name__ == "__main__":
    sys.exit(main())
