"""The table of a search: every mix with its choices, its figures, whether it meets the targets, and its verdict."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placesim.experiment.differences import difference_of
from placesim.experiment.search.searching import Search
from placesim.experiment.search.targets import Standing
from placesim.experiment.tables import DECIMALS, harmless, write_table

if TYPE_CHECKING:
    import pandas as pd


class Verdict(StrEnum):
    """What became of a mix."""

    CHOSEN = "chosen"
    LEFT = "still in"
    MISSES = "misses a target"
    HIGHER = "higher than another"
    LEFT_OUT = "cannot be made"


def verdict_of(search: Search, place: int) -> Verdict:
    """Return what became of a mix."""
    fallen = search.selection.fallen.get(place)
    if fallen is None:
        return Verdict.CHOSEN if place == search.selection.chosen else Verdict.LEFT
    return Verdict.HIGHER if fallen.target is None else Verdict.MISSES


def search_table(search: Search) -> "pd.DataFrame":
    """Return one row a mix: choices, futures, the figure that is to be low, the targets, the verdict and why."""
    import pandas as pd

    rows = [_row(search, place) for place in range(len(search.mixes))]
    table = pd.DataFrame([*rows, *_left_out(search)])
    return table.sort_values("mix", ignore_index=True).round(DECIMALS)


def _row(search: Search, place: int) -> dict[str, Any]:
    mix, figures = search.mixes[place], search.selection.figures[place][:, 0]
    saved = difference_of(search.baseline[: len(figures), 0], figures)
    ends = ("low", "high", "p10", "p90", "note")
    return {
        "mix": mix.number,
        **_choices(search, mix.alternatives),
        "futures": len(figures),
        "mean": saved.after,
        "difference": saved.mean,
        **{end: getattr(saved, end) for end in ends},
        **_targets(search, place),
        "verdict": verdict_of(search, place).value,
        "why": why(search, place),
    }


def _targets(search: Search, place: int) -> dict[str, Any]:
    """Return how a mix stands with each target, in columns of its own."""
    found: dict[str, Any] = {}
    stands = zip(search.grid.search.targets, search.selection.reached[place], strict=True)
    for number, (target, each) in enumerate(stands, start=1):
        named = {"": target.label, "_value": each.value, "_low": each.low, "_high": each.high}
        found |= {f"target_{number}{name}": value for name, value in named.items()}
        found[f"target_{number}_met"] = MET[each.standing]
    return found


MET = {Standing.MET: "yes", Standing.MISSED: "no", Standing.OPEN: "not known"}


def _choices(search: Search, alternatives: tuple[str, ...]) -> dict[str, str]:
    return dict(zip(search.grid.search.choices, alternatives, strict=True))


def _left_out(search: Search) -> Iterator[dict[str, Any]]:
    for each in search.grid.left_out:
        choices = _choices(search, each.alternatives)
        yield {"mix": each.number, **choices, "futures": 0, "verdict": Verdict.LEFT_OUT.value, "why": each.reason}


def why(search: Search, place: int) -> str:
    """Return why a mix fell out, in a few words; empty where it did not."""
    fallen = search.selection.fallen.get(place)
    if fallen is None:
        return ""
    if fallen.target is not None:
        return f"misses: {search.grid.search.targets[fallen.target].label}"
    return f"higher than mix {search.mixes[fallen.by or 0].number}"


def write_search(folder: Path, search: Search) -> None:
    """Write search.csv; no label of the search file may come to life where people open it."""
    table = search_table(search)
    texts = {str(name): column.map(_harmless) for name, column in table.items() if column.dtype.kind == "O"}
    write_table(folder / "search.csv", [table.assign(**texts)])


def _harmless(cell: Any) -> Any:
    return harmless(cell) if isinstance(cell, str) else cell
