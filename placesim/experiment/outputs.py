"""The files of a run: tidy tables, a manifest, and a folder that never holds anything half-written."""

import hashlib
import json
import platform
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import numpy as np

from placesim import __version__
from placesim.experiment.replications import Outcomes
from placesim.experiment.statistics import TOO_FEW, enough, interval_of_mean, range_of_futures
from placesim.results.facts import Floats
from placesim.results.measures import Key

if TYPE_CHECKING:
    import pandas as pd

DECIMALS = 6
LIBRARIES = ("numpy", "pandas", "pydantic", "simpy")


@dataclass(frozen=True)
class RunSettings:
    """How a run was made: enough to make it again."""

    command: str
    configuration: Path
    replications: int
    seed: int
    years: float
    inputs: tuple[Path, ...]


@contextmanager
def finished_folder(folder: Path) -> Iterator[Path]:
    """Give a hidden folder to write in; its files appear in `folder`, whole, only if all went well."""
    folder.mkdir(parents=True, exist_ok=True)
    staging = Path(mkdtemp(prefix=".unfinished-", dir=folder))
    try:
        yield staging
        for path in sorted(staging.iterdir()):
            path.replace(folder / path.name)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def measures_table(outcomes: Outcomes) -> "pd.DataFrame":
    """Return one row a figure: scenario, replication, financial_year, measure, group, value."""
    import pandas as pd

    replications, keys = outcomes.values.shape
    years, measures, groups = (np.array(part, dtype=object) for part in zip(*outcomes.keys, strict=True))
    return pd.DataFrame(
        {
            "scenario": outcomes.scenario,
            "replication": np.repeat(np.arange(replications), keys),
            "financial_year": np.tile(years, replications),
            "measure": np.tile(measures, replications),
            "group": np.tile(groups, replications),
            "value": np.round(outcomes.values, DECIMALS).ravel(),
        }
    )


def summary_table(outcomes: Outcomes) -> "pd.DataFrame":
    """Return mean, 95% interval of the mean, and p10, p50, p90 of the futures, one row a year, measure and group."""
    mean, low, high = interval_of_mean(outcomes.values)
    p10, p50, p90 = range_of_futures(outcomes.values)
    columns = {"mean": mean, "low": low, "high": high, "p10": p10, "p50": p50, "p90": p90}
    table = _keyed(outcomes.scenario, "financial_year", outcomes.keys, columns)
    table["note"] = np.where(enough(outcomes.values), "", TOO_FEW)
    return table


def monthly_table(outcomes: Outcomes) -> "pd.DataFrame":
    """Return mean and p10, p50, p90 of the futures, one row a month, measure and group."""
    mean, _, _ = interval_of_mean(outcomes.monthly)
    p10, p50, p90 = range_of_futures(outcomes.monthly)
    columns = {"mean": mean, "p10": p10, "p50": p50, "p90": p90}
    return _keyed(outcomes.scenario, "month", outcomes.monthly_keys, columns)


def _keyed(scenario: str, period: str, keys: tuple[Key, ...], columns: dict[str, Floats]) -> "pd.DataFrame":
    import pandas as pd

    table = pd.DataFrame(list(keys), columns=[period, "measure", "group"])
    table.insert(0, "scenario", scenario)
    return table.assign(**{name: np.round(figures, DECIMALS) for name, figures in columns.items()})


def write_tables(folder: Path, outcomes: list[Outcomes], with_episodes: bool = False) -> None:
    """Write measures.csv, summary.csv and monthly.csv, and on request episodes.csv and children.csv."""
    _write(folder / "measures.csv", [measures_table(each) for each in outcomes])
    _write(folder / "summary.csv", [summary_table(each) for each in outcomes])
    _write(folder / "monthly.csv", [monthly_table(each) for each in outcomes])
    if with_episodes:
        _write(folder / "episodes.csv", [_numbered(each, "episodes_frame") for each in outcomes])
        _write(folder / "children.csv", [_numbered(each, "children_frame") for each in outcomes])


def _numbered(outcomes: Outcomes, frame: str) -> "pd.DataFrame":
    import pandas as pd

    tables = []
    for replication, history in enumerate(outcomes.histories):
        table = getattr(history, frame)()
        table.insert(0, "replication", replication)
        tables.append(table)
    together: pd.DataFrame = pd.concat(tables, ignore_index=True)
    together.insert(0, "scenario", outcomes.scenario)
    days = dict.fromkeys(("start_day", "end_day", "entered_day", "left_day"), 3)
    rounded: pd.DataFrame = together.round({**days, "age_at_entry": 4, "fee_luck": 6})
    return rounded


def _write(path: Path, tables: "list[pd.DataFrame]") -> None:
    import pandas as pd

    pd.concat(tables, ignore_index=True).to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


def write_manifest(path: Path, settings: RunSettings, seconds: float) -> None:
    """Write what is needed to make the run again and to tell whether its inputs have changed since."""
    manifest: dict[str, Any] = {
        "placesim": __version__,
        "python": platform.python_version(),
        "libraries": {name: _version(name) for name in LIBRARIES},
        "command": settings.command,
        "configuration": settings.configuration.name,
        "replications": settings.replications,
        "seed": settings.seed,
        "years": settings.years,
        "inputs_sha256": {item.name: hashlib.sha256(item.read_bytes()).hexdigest() for item in settings.inputs},
        "duration_seconds": round(seconds, 1),
    }
    path.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "not installed"
