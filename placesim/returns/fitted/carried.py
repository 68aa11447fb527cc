"""Carried: the ranges that the given configuration's own file had, without those of numbers that were fitted."""

from collections.abc import Mapping
from pathlib import Path as File
from typing import Any

from placesim.config.horizon import last_day
from placesim.config.input_files import InputFiles
from placesim.config.problem import Path
from placesim.config.rewriting import round_trip, seen_from
from placesim.config.text import listing, others
from placesim.config.yaml_files import MOST_BYTES
from placesim.returns.fitted.draft import Draft
from placesim.returns.fitted.rates import BLOCKS
from placesim.returns.fitting.estimates import PER_YEAR

ENTRIES, TIES, EVIDENCE = "ranges", "correlations", "evidence"

NAMED = 6
"""Ranges named that were dropped; of more the rest is counted."""


def file_of_ranges(draft: Draft, out: File, files: InputFiles) -> Any:
    """Return the file of ranges of the new configuration: the fitted ones, then those carried over.

    Args:
        draft: what is being written.
        out: where the file of ranges will stand.
        files: what the command has read already.
    """
    given = draft.given.baseline.ranges
    inline = [each.place for each in draft.given.ranges if _fitted(draft, each.place)]
    if given is None:
        _tell_dropped(draft, [".".join(map(str, place)) for place in inline])
        return {ENTRIES: draft.ranges}
    path = draft.given.document.path.parent / given
    written = round_trip().load(files.text(path, MOST_BYTES))
    _without_later(draft, written[ENTRIES])
    dropped = _without_fitted(draft, written[ENTRIES])
    _tell_dropped(draft, [*(".".join(map(str, place)) for place in inline), *dropped])
    _loosen(written)
    if isinstance(written.get(EVIDENCE), str):
        written[EVIDENCE] = seen_from(out.parent, path.parent / written[EVIDENCE])
    for place, (name, entry) in enumerate(draft.ranges.items()):
        written[ENTRIES].insert(place, name if name not in written[ENTRIES] else f"{name}_again", entry)
    return written


def _without_fitted(draft: Draft, entries: Any) -> list[str]:
    """Take out, in place, the ranges of numbers that were fitted; return their names."""
    dropped = []
    for name in list(entries):
        paths = _paths(entries[name])
        left = [path for path in paths if not _fitted(draft, _place(path, "times" in entries[name]))]
        if len(left) == len(paths):
            continue
        if left and "covariance" not in entries[name]:
            entries[name]["paths"] = left
        else:
            del entries[name]
        dropped.append(str(name))
    return dropped


def _without_later(draft: Draft, entries: Any) -> None:
    """Take out, in place, the ranges of what begins after the new configuration's last day, and tell so."""
    last = last_day(draft.given.baseline.model_copy(update={"start": draft.start}))
    later = [name for name, entry in entries.items() if (begins := entry.get("from")) is not None and begins > last]
    for name in later:
        del entries[name]
    if later:
        draft.notes.append(f"Ranges that begin after the last day were dropped: {_few(later)}.")


def _paths(entry: Mapping[str, Any]) -> list[str]:
    """Return the paths that an entry is about."""
    if "dirichlet" in entry:
        return [entry["dirichlet"]["path"]]
    paths = entry["paths"]
    return [paths] if isinstance(paths, str) else [str(path) for path in paths]


def _place(dotted: str, multiplied: bool) -> Path:
    """Return what a path is about: a risk multiplied by date is multiplied in all its rates, and these are fitted."""
    place = tuple(dotted.split("."))
    return (*place[:2], PER_YEAR) if multiplied and place[0] in BLOCKS else place


def _fitted(draft: Draft, place: Path) -> bool:
    """Tell whether a number was replaced, with a block around it or by itself."""
    parts = tuple(map(str, place))
    return any(_overlap(parts, tuple(map(str, replaced))) for replaced in draft.replaced)


def _overlap(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def _loosen(written: Any) -> None:
    """Take out of correlations, in place, what is a range no more."""
    for name, group in list((written.get(TIES) or {}).items()):
        members = list(group["members"])
        keep = [number for number, member in enumerate(members) if str(member).split(".")[0] in written[ENTRIES]]
        if len(keep) < 2:
            del written[TIES][name]
            continue
        group["members"] = [members[number] for number in keep]
        if isinstance(group["correlation"], list):
            group["correlation"] = [[group["correlation"][row][column] for column in keep] for row in keep]
    if TIES in written and not written[TIES]:
        del written[TIES]


def _tell_dropped(draft: Draft, dropped: list[str]) -> None:
    if dropped:
        draft.notes.append(f"Ranges of numbers that are fitted now were dropped or shortened: {_few(dropped)}.")


def _few(names: list[str]) -> str:
    """Return the first of some names, and how many others there are."""
    return listing([*names[:NAMED], *others(len(names) - NAMED)])
