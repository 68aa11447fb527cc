"""The files of a run: tidy tables, and a manifest that says how to make them again."""

import hashlib
import json
import platform
import re
import shlex
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from placesim import __version__
from placesim.config.baseline import Baseline
from placesim.experiment.comparison import ALL_YEARS
from placesim.experiment.precision import Precision
from placesim.experiment.replications import Outcomes
from placesim.experiment.statistics import interval_of_mean, range_of_futures, why_no_interval
from placesim.model.demand import horizon_days
from placesim.results.facts import Floats
from placesim.results.financial_year import Periods, financial_years, months
from placesim.results.groupings import grouping
from placesim.results.measures import MEASURES, Key

if TYPE_CHECKING:
    import pandas as pd

DECIMALS = 6
LIBRARIES = ("numpy", "pandas", "pydantic", "simpy")

COARSE_DAYS = 30
"""Days of listed children are written in steps of so many, so that nobody's birth date can be worked out."""

DAYS = ("start_day", "end_day", "entered_day", "left_day")

CAUTION = (
    "Caution: episodes.csv and children.csv follow each child of your list through simulated futures, with ages in "
    f"whole years and days in steps of {COARSE_DAYS}. Keep these files as you keep the list."
)


@dataclass(frozen=True)
class RunSettings:
    """How a run was made: enough to make it again."""

    command: str
    configuration: Path
    replications: int
    seed: int
    years: float
    inputs: tuple[Path, ...]


def run_command(
    file: Path, replications: int, seed: int, *, years: float | None, episodes: bool, out: Path | None
) -> str:
    """Return the command that makes a run again, as it can be typed in the common shells."""
    horizon = [] if years is None else ["--years", f"{years:.15g}"]
    options = _counts(replications, seed) + horizon + ["--episodes"] * episodes + _out(out)
    return _command("run", file.as_posix(), *options)


def compare_command(
    file: Path,
    scenarios: Sequence[Path],
    replications: int,
    seed: int,
    *,
    years: float | None,
    precision: Precision | None,
    measures: bool,
    template: Path | None,
    out: Path | None,
) -> str:
    """Return the command that makes a comparison again."""
    paths = [file.as_posix(), *(path.as_posix() for path in scenarios)]
    horizon = [] if years is None else ["--years", f"{years:.15g}"]
    styled = ["--template", template.as_posix()] if template else []
    options = [*_counts(replications, seed), *horizon, *_precision(precision), *["--measures"] * measures, *styled]
    return _command("compare", *paths, *options, *_out(out))


def _precision(precision: Precision | None) -> list[str]:
    if precision is None:
        return []
    return ["--precision", f"{precision.target:.15g}", "--of", precision.about, "--most", str(precision.most)]


def sweep_command(
    file: Path,
    scenario: Path,
    field: str,
    values: str,
    only: int | None,
    replications: int,
    seed: int,
    *,
    years: float | None,
    out: Path | None,
) -> str:
    """Return the command that makes a sweep again."""
    horizon = [] if years is None else ["--years", f"{years:.15g}"]
    one = [] if only is None else ["--only", str(only)]
    # what begins with a minus would be taken for another option
    range_ = [f"--values={values}"] if values.startswith("-") else ["--values", values]
    options = ["--vary", field, *range_, *one, *_counts(replications, seed), *horizon, *_out(out)]
    return _command("sweep", file.as_posix(), scenario.as_posix(), *options)


def agree_command(file: Path, published: Path, replications: int, seed: int, out: Path | None) -> str:
    """Return the command that makes a comparison with published figures again."""
    return _command("agree", file.as_posix(), published.as_posix(), *_counts(replications, seed), *_out(out))


def _counts(replications: int, seed: int) -> list[str]:
    return ["--replications", str(replications), "--seed", str(seed)]


def _out(out: Path | None) -> list[str]:
    return ["--out", out.as_posix()] if out else []


def _command(*words: str) -> str:
    return " ".join(["placesim", *(_quoted(word) for word in words)])


def _quoted(word: str) -> str:
    """Return a word in double quotes, which every shell knows, where it needs any and they shield all it holds."""
    if re.fullmatch(r"[\w@%+=:,./-]+", word):
        return word
    return shlex.quote(word) if re.search(r'["$`!\\]', word) else f'"{word}"'


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
    table["note"] = why_no_interval(outcomes.values)
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


def explained(table: "pd.DataFrame", baseline: Baseline) -> "pd.DataFrame":
    """Return a table by period with the kind of each group, its unit, and a note where the period is only a part."""
    period = str(table.columns[1])
    parts = table[period].map(part_months(baseline) if period == "month" else part_years(baseline)).fillna("")
    whole = table[period] == ALL_YEARS
    parts = parts.where(~whole, table["measure"].map(horizon_words))
    notes = table["note"] if "note" in table else parts.where(parts == "", "")
    between = np.where((parts != "") & (notes != ""), "; ", "")
    table = table.assign(note=parts + between + notes)
    groups = zip(table["measure"], table["group"], strict=True)
    table.insert(4, "grouping", [grouping(baseline, measure, group) for measure, group in groups])
    table.insert(5, "unit", [MEASURES[measure].unit for measure in table["measure"]])
    return table


def horizon_words(measure: str) -> str:
    """Return how a measure's years make one figure of all years."""
    return {"total": "total", "average": "average of the years", "end": "end of the last year"}.get(
        str(MEASURES[measure].horizon), ""
    )


def part_years(baseline: Baseline) -> dict[str, str]:
    """Return what to note of each financial year that the horizon holds only in part."""
    periods = financial_years(baseline.start, horizon_days(baseline))
    years = [int(label[:4]) for label in periods.labels]
    return _parts(periods, "year", [(date(year + 1, 4, 1) - date(year, 4, 1)).days for year in years])


def part_months(baseline: Baseline) -> dict[str, str]:
    """Return what to note of each month that the horizon holds only in part."""
    periods = months(baseline.start, horizon_days(baseline))
    return _parts(periods, "month", [monthrange(int(label[:4]), int(label[5:]))[1] for label in periods.labels])


def _parts(periods: Periods, kind: str, whole: list[int]) -> dict[str, str]:
    return {
        label: f"part {kind}: {nights:.0f} night{'s' * (nights != 1)}"
        for label, nights, full in zip(periods.labels, periods.lengths.tolist(), whole, strict=True)
        if nights < full
    }


def write_tables(
    folder: Path, baselines: Mapping[str, Baseline], outcomes: list[Outcomes], with_episodes: bool = False
) -> None:
    """Write measures.csv, summary.csv and monthly.csv, and on request episodes.csv and children.csv."""
    write_table(folder / "measures.csv", [measures_table(each) for each in outcomes])
    write_table(folder / "summary.csv", [explained(summary_table(each), baselines[each.scenario]) for each in outcomes])
    write_table(folder / "monthly.csv", [explained(monthly_table(each), baselines[each.scenario]) for each in outcomes])
    if with_episodes:
        for name, table in (("episodes.csv", episodes_table), ("children.csv", children_table)):
            write_table(folder / name, [table(each, lists_children(baselines[each.scenario])) for each in outcomes])


def caution(baseline: Baseline) -> str:
    """Return what to mind with episodes.csv and children.csv; nothing where no real children were listed."""
    return CAUTION if lists_children(baseline) else ""


def lists_children(baseline: Baseline) -> bool:
    """Tell whether the children in care at the start are real ones, listed one by one."""
    return bool(baseline.children_in_care.children)


def episodes_table(outcomes: Outcomes, coarse: bool = False) -> "pd.DataFrame":
    """Return every placement of every future; where `coarse`, the days of children in care at the start are blurred."""
    return _of_every_future(outcomes, "episodes_frame", coarse)


def children_table(outcomes: Outcomes, coarse: bool = False) -> "pd.DataFrame":
    """Return every child of every future; where `coarse`, ages and days of those in care at the start are blurred."""
    return _of_every_future(outcomes, "children_frame", coarse)


def _of_every_future(outcomes: Outcomes, frame: str, coarse: bool) -> "pd.DataFrame":
    import pandas as pd

    tables = []
    for replication, history in enumerate(outcomes.histories):
        table = getattr(history, frame)()
        if coarse:
            children = history.children
            table = _blurred(table, table["child_id"].isin(children["child_id"][children["in_care_at_start"]]))
        table.insert(0, "replication", replication)
        tables.append(table)
    together: pd.DataFrame = pd.concat(tables, ignore_index=True)
    together.insert(0, "scenario", outcomes.scenario)
    rounded: pd.DataFrame = together.round({**dict.fromkeys(DAYS, 3), "age_at_entry": 4, "fee_luck": 6})
    return rounded


def _blurred(table: "pd.DataFrame", rows: "pd.Series[bool]") -> "pd.DataFrame":
    """Return a table with ages in whole years and days in whole steps; all rounded down, so that order is kept."""
    steps = {**dict.fromkeys(DAYS, COARSE_DAYS), "age_at_entry": 1}
    for column, step in steps.items():
        if column in table:
            table[column] = table[column].where(~rows, np.floor(table[column] / step) * step)
    return table


def write_table(path: Path, tables: "list[pd.DataFrame]") -> None:
    """Write tables, one below the other, as one CSV file."""
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
