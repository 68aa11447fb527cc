"""Simulated futures written as returns, and read again as plain tables: what the tests of returns begin with."""

from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd

from placesim.config.baseline import Baseline
from placesim.config.loading import load_baseline
from placesim.experiment.replications import replicate
from placesim.model.history import History
from tests.conftest import CONFIGS

DAYS = ("DECOM", "DEC", "DOB", "DUC")


@cache
def baseline_of(name: str = "example.yaml", years: float = 3, start: date = date(2023, 4, 1)) -> Baseline:
    """A configuration that comes with the program, begun on another day."""
    return load_baseline(CONFIGS / name, years).model_copy(update={"start": start})


@cache
def simulated(name: str = "example.yaml", years: float = 3, start: date = date(2023, 4, 1), seed: int = 1) -> History:
    """One future of it."""
    [outcomes] = replicate({"as it is": baseline_of(name, years, start)}, 1, seed, 1, keep_histories=True)
    return outcomes.histories[0]


def table(folder: Path, year: str, name: str) -> pd.DataFrame:
    """A table of a written return, everything as text but days."""
    read = pd.read_csv(folder / year / f"{name}.csv", dtype=str, keep_default_na=False)
    return read.assign(**{day: pd.to_datetime(read[day], format="%d/%m/%Y") for day in DAYS if day in read})


def latest(folder: Path) -> pd.DataFrame:
    """Every episode as the return that told it last tells it, by child and first day."""
    years = sorted(path.name for path in folder.iterdir() if path.is_dir())
    rows = pd.concat([table(folder, year, "episodes").assign(year=year) for year in years])
    return rows.drop_duplicates(["CHILD", "DECOM"], keep="last").sort_values(["CHILD", "DECOM"], ignore_index=True)
