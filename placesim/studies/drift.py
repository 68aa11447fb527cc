"""How near arithmetic comes to simulation: `python -m placesim.studies.drift`.

Children by placement type at each year end, as `placesim check` and `agree --drift` expect them, against the mean of
simulated futures.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time

import numpy as np

from placesim.calibration.drift import YEAR_END, expected_at_year_ends
from placesim.config.baseline import Baseline
from placesim.config.loading import load_baseline
from placesim.experiment.replications import replicate

FILES = tuple(Path("configs") / name for name in ("halton.yaml", "halton_2023.yaml", "example.yaml"))

HOW = """\
`placesim check` and `placesim agree --drift` tell where the number of each placement type goes if nothing changes. They
reckon it by arithmetic, without simulating (`placesim/config/stock_and_flow/`).

Children are counted in parts by provision, need, stream, age and time in care, in cells of a quarter of a year. In each
quarter children leave and move at the configuration's rates, entrants come by each stream's rate, ages and needs, and
everybody grows older; at 18 all leave. Those who move and enter go where their search leads. Children who have left and
may come back (`re_entry`) are counted by time since leaving and age, and seek a place like those who enter.

What is simplified:

- Provision with a number of places turns away the share of children that Erlang's loss formula gives for places that
  chance fills and empties. Carers are approved and stop at their rates, each as an average; homes open as late as on
  average, and one that opens with a probability has that part of its beds.
- Luck of searches is drawn anew at each: whether a relative exists, whether a home suits. So complexity acts with its
  average only. Of frailty, three factors stand for all.
- Time in the placement is not counted. Rates by time in the placement have their average over placements that begin as
  often as they end, none longer than the time in care.
- Children who wait for a better place have its free places before all who search, however long they have been where
  they are. Turnaround days, days kept for searches, policies and carers who are not asked again play no part.
- Within a quarter a child moves twice at most: rates of more than four moves a year come out too low."""


@dataclass(frozen=True)
class Nearness:
    """How near arithmetic came, over all placement types and year ends of one configuration."""

    name: str
    compared: int
    children: float
    """On average in one placement type."""
    apart: float
    """Children between arithmetic and simulated mean, on average."""
    at_most: float
    chance: float
    """Standard error of a simulated mean, on average."""
    seconds: float
    """What the arithmetic took."""


def nearness(baseline: Baseline, replications: int, seed: int, workers: int | None = None) -> Nearness:
    """Return how near arithmetic comes to the mean of so many futures."""
    began = process_time()
    expected = expected_at_year_ends(baseline)
    seconds = process_time() - began
    [outcomes] = replicate({"baseline": baseline}, replications, seed, workers)
    pairs = [
        (expected[name][year], float(np.mean(values)), float(np.std(values, ddof=1)) / len(values) ** 0.5)
        for name in baseline.placement_types
        for year, values in outcomes.of(YEAR_END, name).items()
    ]
    arithmetic, simulated, chance = np.array([pair for pair in pairs if pair[1]]).T
    apart = np.abs(arithmetic - simulated)
    return Nearness(
        baseline.name,
        compared=len(apart),
        children=float(simulated.mean()),
        apart=float(apart.mean()),
        at_most=float(apart.max()),
        chance=float(chance.mean()),
        seconds=seconds,
    )


def page(found: Sequence[Nearness], command: str) -> str:
    """Return the figures as a page of documentation."""
    columns = ("configuration", "types x years", "children", "apart", "at most", "standard error", "seconds")
    rows = [
        f"| {each.name} | {each.compared} | {each.children:.1f} | {each.apart:.2f} | {each.at_most:.1f} "
        f"| {each.chance:.2f} | {each.seconds:.2f} |"
        for each in found
    ]
    means = (
        "Children on average in a type at a year end; how far arithmetic and simulated mean are apart, on average and "
        "at most; the standard error of a simulated mean, which is what chance alone puts between them; seconds of "
        "processor that the arithmetic took."
    )
    table = [f"| {' | '.join(columns)} |", f"|---|{'---:|' * (len(columns) - 1)}", *rows]
    return "\n".join(
        ["# Where numbers go, by arithmetic", "", HOW, "", f"Made by `{command}`. {means}", "", *table, ""]
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Print how near arithmetic comes to simulation, configuration by configuration."""
    parser = argparse.ArgumentParser(prog="python -m placesim.studies.drift", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=FILES, help="configurations (default: three)")
    parser.add_argument("--replications", type=int, default=1000, help="futures of each (default 1000)")
    parser.add_argument("--seed", type=int, default=1, help="the luck of the study (default 1)")
    parser.add_argument("--workers", type=int, help="processes to use (default one per processor)")
    parser.add_argument("--out", type=Path, help="also keep the page in this Markdown file")
    chosen = parser.parse_args(arguments)
    found = [nearness(load_baseline(file), chosen.replications, chosen.seed, chosen.workers) for file in chosen.files]
    told = page(found, "python -m placesim.studies.drift --out docs/drift.md")
    print(told)
    if chosen.out:
        chosen.out.write_text(told, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
