"""Whether a model fitted to a council's past beats naive forecasts: `python -m placesim.studies.forecasts`.

A hundred synthetic councils are made by another mechanism than the model's own. Each is back-cast from one day in its
past: fitted to what was known then, simulated on, and held against what happened, beside the naive forecasts.
"""

import argparse
import json
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from placesim.config.loading import load_baseline
from placesim.experiment.destinations import finished_file
from placesim.returns.backcasting.backcasting import MONTHS, backcast
from placesim.studies.forecasts_found import FIRST_SEED, Found, found_of
from placesim.studies.forecasts_words import page
from placesim.studies.synthetic.character import YEAR, Character
from placesim.studies.synthetic.council import synthetic_council
from placesim.studies.synthetic.past import past_of_council
from placesim.studies.synthetic.plausible import counted

YEARS_AHEAD = max(MONTHS) // 12


@dataclass(frozen=True)
class Study:
    """Forecasts to be made of councils, each kept in a file of its own so that a study that stops can go on."""

    replications: int
    kept: Path
    """Folder of what has been found so far."""

    def of(self, seed: int) -> dict[str, Any]:
        """Return what was forecast of one council and what happened, from its file where it has one."""
        path = self.kept / f"{self.replications}_{seed}.json"
        if not path.is_file():
            with finished_file(path) as staged:
                staged.write_text(json.dumps(foretold(seed, self.replications)), encoding="utf-8")
        return dict(json.loads(path.read_text(encoding="utf-8")))


def foretold(seed: int, replications: int) -> dict[str, Any]:
    """Return every forecast of one council beside what happened, and how the council looks."""
    council = synthetic_council(seed)
    origin = origin_of(council.character)
    with TemporaryDirectory() as folder:
        path = council.write_configuration(Path(folder) / "council.yaml", origin)
        past = past_of_council(council, load_baseline(path))
        made = backcast(past, path, [origin], replications=replications, seed=seed)
    rows = [{**asdict(row), "origin": str(row.origin)} for row in made.rows]
    begun = origin_year(council.character) * YEAR > council.character.fall_begins
    return {"seed": seed, "size": council.character.size, "begun": begun, "rows": rows, "counts": counted(council)}


def origin_year(council: Character) -> int:
    """Return after how many years the forecast is made: for one council in three the last 1 April before the fall."""
    before = int(council.fall_begins / YEAR)
    return min(before + (council.seed % 3 > 0), council.years - YEARS_AHEAD)


def origin_of(council: Character) -> date:
    """Return the last day known, a 31 March."""
    return date(council.start.year + origin_year(council), 3, 31)


def studied(councils: int, replications: int, first: int, kept: Path, workers: int = 1) -> Found:
    """Return how forecasts of so many councils did.

    Args:
        councils: how many.
        replications: futures of each.
        first: seed of the first.
        kept: folder of what has been found so far.
        workers: processes to use.
    """
    study, seeds = Study(replications, kept), range(first, first + councils)
    kept.mkdir(parents=True, exist_ok=True)
    if workers == 1:
        return found_of([study.of(seed) for seed in seeds])
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return found_of(list(pool.map(study.of, seeds)))


def main(arguments: Sequence[str] | None = None) -> None:
    """Print how forecasts of synthetic councils did."""
    parser = argparse.ArgumentParser(prog="python -m placesim.studies.forecasts", description=__doc__)
    parser.add_argument("--councils", type=int, default=100, help="how many councils (default 100)")
    parser.add_argument("--replications", type=int, default=200, help="futures of each (default 200)")
    parser.add_argument("--first", type=int, default=FIRST_SEED, help=f"seed of the first (default {FIRST_SEED})")
    parser.add_argument("--workers", type=int, default=1, help="processes to use (default 1)")
    parser.add_argument(
        "--kept", type=Path, default=Path("reports/forecasts"), help="folder of what is found, to go on"
    )
    parser.add_argument("--out", type=Path, help="also keep the tables in this Markdown file")
    chosen = parser.parse_args(arguments)
    found = studied(chosen.councils, chosen.replications, chosen.first, chosen.kept, chosen.workers)
    asked = f"--councils {chosen.councils}" + (f" --first {chosen.first}" if chosen.first != FIRST_SEED else "")
    told = page(found, chosen.replications, f"python -m placesim.studies.forecasts {asked}")
    print(told)
    if chosen.out:
        chosen.out.write_text(told, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
