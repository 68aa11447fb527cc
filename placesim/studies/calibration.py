"""Whether calibration keeps its word: `python -m placesim.studies.calibration`.

A county of about 900 children is begun from many random first guesses and calibrated to figures of its own, of which
some are held back. Told of each: how many figures agree before and after, how far off the furthest is, and whether any
ends further off than it began.
"""

import argparse
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from ruamel.yaml import YAML

from placesim.calibration.adjustable import Adjustable
from placesim.calibration.aggregates import Calibrated, calibrate
from placesim.calibration.agreement import Agreement
from placesim.calibration.goals import COUNTED
from placesim.calibration.kinds import ASKED_FOR, KINDS
from placesim.calibration.scaling import scale_all
from placesim.calibration.trials import Playing
from placesim.config.baseline import Baseline
from placesim.config.starting_folder import its_configuration
from placesim.experiment.replications import replicate

TIMES = 1.7
"""How many times the authority of `placesim new`, which has 531 children in care."""

SPREAD = 0.6
"""Standard deviation of the logarithm of a guess over the truth: one in four is off by more than a factor of two."""

YEARS = ("2025-26", "2026-27", "2027-28")

NAMED: dict[tuple[str, str], tuple[str, ...]] = {
    ("leavers", "return_home"): ("leaving.return_home.per_year",),
    ("leavers", "guardianship"): ("leaving.guardianship.per_year",),
    ("leavers", "other"): ("leaving.other.per_year",),
    ("moves", "all"): ("moves.planned.per_year",),
    ("children_year_end", "all"): ("entrants.local.entries_per_year",),
    ("children_year_end", "residential"): ("moves.breakdown.need_changes.0.share",),
    ("children_year_end", "ifa"): (),
    ("children_by_age", "16_and_over"): (),
    ("leavers_by_age", "10_to_15"): (),
}
"""Measures and groups of the published figures, and the numbers that the first year's may scale."""

HELD_BACK = {"2027-28"}
"""Years that are only compared."""

TRUTH_SEED = 7
"""The luck of the one future whose figures are published: a year that was lived happens once."""

SOURCE = "assumption: one future of the county as it is"


@dataclass(frozen=True)
class Attempt:
    """One calibration from a random first guess."""

    number: int
    result: Calibrated

    @property
    def fitted(self) -> list[tuple[Agreement, Agreement]]:
        """Fitted figures before and after."""
        pairs = zip(self.result.first, self.result.found, strict=True)
        return [pair for pair in pairs if not pair[0].figure.held_back]

    @property
    def further_off(self) -> int:
        """How many fitted figures end further from agreeing than they began."""
        return sum(off(after) > off(before) + 1e-9 for before, after in self.fitted)


def off(item: Agreement) -> float:
    """Return how far a figure is from its limits, as a share of the room within them; nothing where it agrees."""
    if item.agrees:
        return 0.0
    low, high = item.figure.limits or (item.p10, item.p90)
    place = item.mean if item.figure.limits else item.figure.value
    return max(low - place, place - high) / (high - low)


def studied(starts: int, futures: int, rounds: int = 20, workers: int | None = None) -> Iterator[Attempt]:
    """Calibrate the county from so many random first guesses, with so many futures a trial."""
    with its_configuration() as path, TemporaryDirectory() as kept:
        folder = Path(kept)
        county = _county(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")))
        figures = folder / "published.yaml"
        _write({"name": "The county", "figures": _figures(county)}, figures)
        for number in range(1, starts + 1):
            guess = folder / "county.yaml"
            _write(_guessed(county, number), guess)
            yield Attempt(number, calibrate(guess, figures, Playing(futures, number, workers), rounds))


def _county(values: dict[str, Any]) -> dict[str, Any]:
    """Make the authority of `placesim new` a county: everything that is counted, so many times."""
    capacity = [
        values["provision"][name]["capacity"] for name in ("council_carers", "agency_carers_near", "homes_near")
    ]
    for block, key in [
        (capacity[0], "households"),
        (capacity[0], "approvals_per_year"),
        *((each, "places") for each in capacity[1:]),
        (values["entrants"]["local"], "entries_per_year"),
        *((group["ages"], band) for group in values["children_in_care"]["groups"] for band in group["ages"]),
    ]:
        block[key] = round(block[key] * TIMES)
    values["name"], values["years"] = "The county", len(YEARS)
    return {key: block for key, block in _unsourced(values).items() if key != "evidence"}


def _unsourced(block: Any) -> Any:
    """Return a block whose sources are assumptions: the evidence stays where it is."""
    if isinstance(block, dict):
        return {key: SOURCE if key == "source" else _unsourced(inner) for key, inner in block.items()}
    return [_unsourced(inner) for inner in block] if isinstance(block, list) else block


def _figures(county: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what is published of the county: one future of it, for each measure, group and year."""
    baseline = Baseline.model_validate(county)
    also = tuple(each.compute for each in ASKED_FOR.values())
    [lived] = replicate({"county": baseline}, 1, TRUTH_SEED, workers=1, also=also)
    return [
        {
            "label": f"{measure}, {group}",
            "measure": measure,
            "group": group,
            "financial_year": year,
            "value": round(float(lived.of(measure, group)[year][0])),
            "within_share": 0.1,
            "two_standard_errors": KINDS[measure].unit in COUNTED,
            **({"held_back": True} if year in HELD_BACK else {}),
            **({"adjust": list(paths)} if paths and year == YEARS[0] else {}),
            "source": SOURCE,
        }
        for (measure, group), paths in NAMED.items()
        for year in YEARS
    ]


def _guessed(county: dict[str, Any], number: int) -> dict[str, Any]:
    """Return the county with every number that may be scaled guessed at random, each start in its own way."""
    luck = np.random.default_rng([number, TRUTH_SEED])
    guessed = deepcopy(county)
    scale_all(guessed, {Adjustable(paths): float(np.exp(luck.normal(0, SPREAD))) for paths in NAMED.values() if paths})
    return guessed


def _write(values: dict[str, Any], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        YAML().dump(values, file)


COLUMNS = (
    "start",
    "fitted figures that agree: at first",
    "calibrated",
    "furthest off: at first",
    "calibrated",
    "held back that agree: at first",
    "calibrated",
    "further off than at first",
    "steps",
    "not reached, and why",
)


def page(attempts: Sequence[Attempt], futures: int, command: str) -> str:
    """Return the figures as a page of documentation."""
    whole = sum(not each.result.not_reached for each in attempts)
    worse = sum(each.further_off for each in attempts)
    reached = f"In {whole} of {len(attempts)} every fitted figure agrees"
    if whole < len(attempts):
        reached += "; of the others it is said which does not, and why"
    lines = [
        "# Whether calibration keeps its word",
        "",
        f"Made by `{command}`: a county of about 900 children, calibrated to figures of one of its futures from "
        f"{len(attempts)} random first guesses with {futures} futures a trial. Every number that may be scaled is "
        "guessed wrong at once, one in four by more than a factor of two. *Furthest off*: how far outside its limits "
        "the worst fitted figure is, as a share of the room between them.",
        "",
        f"**{reached}. {worse or 'No'} figure{'s' * (worse > 1)} ended further off than at first.**",
        "",
        f"| {' | '.join(COLUMNS)} |",
        f"|{'---:|' * (len(COLUMNS) - 1)}---|",
        *(_row(each) for each in attempts),
    ]
    return "\n".join(lines) + "\n"


def _row(attempt: Attempt) -> str:
    result = attempt.result
    held = [pair for pair in zip(result.first, result.found, strict=True) if pair[0].figure.held_back]
    told = [
        *(_agreeing(attempt.fitted, place) for place in (0, 1)),
        *(f"{max(off(pair[place]) for pair in attempt.fitted):.2f}" for place in (0, 1)),
        *(_agreeing(held, place) for place in (0, 1)),
        str(attempt.further_off),
        str(result.rounds),
        "<br>".join(f"{each.last.figure.title}: {each.reason}" for each in result.not_reached) or "-",
    ]
    return f"| {attempt.number} | {' | '.join(told)} |"


def _agreeing(pairs: list[tuple[Agreement, Agreement]], place: int) -> str:
    return f"{sum(pair[place].agrees for pair in pairs)} of {len(pairs)}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what calibration makes of a county from random first guesses."""
    parser = argparse.ArgumentParser(prog="python -m placesim.studies.calibration", description=__doc__)
    parser.add_argument("--starts", type=int, default=20, help="how many first guesses (default 20)")
    parser.add_argument("--futures", type=int, default=20, help="futures of each trial (default 20)")
    parser.add_argument("--workers", type=int, help="processes to use (default one per processor)")
    parser.add_argument("--out", type=Path, help="also keep the table in this Markdown file")
    chosen = parser.parse_args(arguments)
    attempts = list(studied(chosen.starts, chosen.futures, workers=chosen.workers))
    told = page(attempts, chosen.futures, "python -m placesim.studies.calibration")
    print(told)
    if chosen.out:
        chosen.out.write_text(told, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
