"""How long a large return takes to read and to fit, and how much memory: `python -m placesim.studies.big_return`.

Halton, several times as large, is simulated for ten years and written as the returns of so large a council. A process
of its own, on one core, reads them, makes them a past and fits the configuration to it.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from placesim.benchmark import enlarged
from placesim.config.loading import load_baseline
from placesim.experiment.councils import FixedCouncils
from placesim.experiment.draws import Future
from placesim.model import default_engine
from placesim.returns.fitted import fit
from placesim.returns.mapping import load_mapping
from placesim.returns.pasts import past_of
from placesim.returns.reading.reader import read_returns
from placesim.returns.writing.readme import MAPPING, Made
from placesim.returns.writing.written import write_returns

COUNCIL = Path("configs/halton.yaml")
TIMES, YEARS = 7, 10
MEGABYTE = 1024**2


@dataclass(frozen=True)
class Taken:
    """What one return took."""

    rows: int
    children: int
    read_seconds: float
    """Of one core's time: what else the machine does is not counted."""
    fit_seconds: float
    """The same, of making a past and fitting the configuration to it."""
    memory_megabytes: float
    """The most that the process ever held, the libraries included; 0 where the system does not tell."""

    def __str__(self) -> str:
        memory = (
            f"{self.memory_megabytes:,.0f} MB at most" if self.memory_megabytes else "memory not told by this system"
        )
        return (
            f"{self.children:,} children, {self.rows:,} rows of episodes: read in {self.read_seconds:.1f} s, "
            f"fitted in {self.fit_seconds:.1f} s, on one core; {memory}"
        )


def written(folder: Path, times: int, years: float) -> None:
    """Write the returns of a large council into a folder."""
    baseline = enlarged(load_baseline(COUNCIL), times).replace(years=years)
    history = FixedCouncils({"": baseline}).play("", 1, Future(0), default_engine()).history
    write_returns(history, baseline, folder, Made(f"{baseline.name} x {times}"))


def taken(folder: Path) -> Taken:
    """Read returns and fit the configuration to them, on one core where the system can keep a process to one."""
    if sys.platform == "linux":
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    began = process_time()
    given = read_returns(folder)
    read = process_time()
    baseline = load_baseline(COUNCIL)
    past = past_of(given, load_mapping(folder / MAPPING, baseline), baseline)
    fit(past, COUNCIL, out=folder / "fitted.yaml")
    return Taken(len(given.episodes), len(given.children), read - began, process_time() - read, _megabytes())


def _megabytes() -> float:
    """Return the most memory that this process ever had."""
    if sys.platform == "win32":
        return 0.0
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / MEGABYTE if sys.platform == "darwin" else most * 1024 / MEGABYTE


def studied(times: int = TIMES, years: float = YEARS) -> Taken:
    """Return what the return of a large council takes.

    Args:
        times: how many times Halton's size.
        years: how many years are returned.
    """
    with TemporaryDirectory() as folder, ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        written(Path(folder), times, years)
        return pool.submit(taken, Path(folder)).result()


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what a large return takes."""
    parser = argparse.ArgumentParser(prog="python -m placesim.studies.big_return", description=__doc__)
    parser.add_argument("--times", type=int, default=TIMES, help=f"times the council's size (default {TIMES})")
    chosen = parser.parse_args(arguments)
    print(studied(chosen.times))


if __name__ == "__main__":
    main()
