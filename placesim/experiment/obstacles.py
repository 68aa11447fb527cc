"""What stands in the way of results: an input, a stranger's file, a folder, a file that cannot be replaced."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from placesim.config.faults import Fault, InputError

MANIFEST = "manifest.json"
RESULTS = (
    "report.html",
    "report.xlsx",
    "report.docx",
    "measures.csv",
    "summary.csv",
    "comparison.csv",
    "sweep.csv",
    "sensitivity.csv",
    "turning_points.csv",
    "shares.csv",
    "search.csv",
    "backcast.csv",
    "monthly.csv",
    "draws.csv",
    "uncertainty.csv",
    "knowing.csv",
    "outturn.csv",
    "data_quality.csv",
    "rejected.csv",
    "episodes.csv",
    "children.csv",
    MANIFEST,
)
"""Every file that a run may leave in its folder; the manifest, last, says that the others are whole."""

CHOOSE = "choose another --out"


def is_there(path: Path) -> bool:
    """Tell whether there is anything of this name, a link to nowhere included."""
    try:
        return path.exists() or path.is_symlink()
    except OSError:
        return False


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def inputs_among(there: list[Path], inputs: Iterable[Path], choose: str = CHOOSE) -> Iterator[Fault]:
    """Yield a fault for each file that is an input, by any of its names."""
    inputs = list(inputs)
    for path in there:
        if any(_same(path, each) for each in inputs):
            yield fault(path, f"is an input, and a result would take its place; {choose}")


def folders_among(there: list[Path], choose: str = CHOOSE) -> Iterator[Fault]:
    """Yield a fault for each folder that stands where a file should go."""
    for path in there:
        if path.is_dir():
            yield fault(path, f"is a folder, where a file should go; move it, or {choose}")


def files_above(folder: Path) -> Iterator[Fault]:
    """Yield a fault for each file that stands where a folder should be."""
    for path in (folder, *folder.parents):
        if path.is_file():
            yield fault(path, f"is a file, where a folder should be; {CHOOSE}")


def in_the_way(folder: Path, there: list[Path]) -> Iterator[Fault]:
    """Yield a fault where results would replace what no earlier run has written."""
    yield from folders_among(there)
    files = [path.name for path in there if not path.is_dir()]
    if files and not _is_manifest(folder / MANIFEST):
        names = f"{', '.join(files)}, but no {MANIFEST} of placesim to say that an earlier run wrote "
        yield fault(folder, f"holds {names}{'them' if len(files) > 1 else 'it'}; move what you need, or {CHOOSE}")


def _is_manifest(path: Path) -> bool:
    try:
        return "placesim" in json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError):
        return False


def not_replaceable(there: list[Path], choose: str = CHOOSE) -> Iterator[Fault]:
    """Try to write: change nothing in what is there."""
    for path in there:
        try:
            path.open("r+b").close()
        except OSError as error:
            yield fault(path, f"cannot be replaced ({error.strerror or error}); close it, or {choose}")


def fault(path: Path, message: str) -> Fault:
    """Return a fault of a file or folder."""
    return Fault(str(path), 0, "", message)


def refuse(faults: list[Fault]) -> None:
    """Go on only if there are no faults."""
    if faults:
        raise InputError(faults)
