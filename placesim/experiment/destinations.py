"""Where results go: never over an input or a stranger's file, never half-written, earlier ones kept to the end."""

import json
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from placesim.config.faults import Fault, InputError
from placesim.experiment.replications import RunFailedError

MANIFEST = "manifest.json"
RESULTS = (
    "report.html",
    "report.xlsx",
    "report.docx",
    "measures.csv",
    "summary.csv",
    "comparison.csv",
    "sweep.csv",
    "monthly.csv",
    "episodes.csv",
    "children.csv",
    MANIFEST,
)
"""Every file that a run may leave in its folder; the manifest, last, says that the others are whole."""

CHOOSE = "choose another --out"


def require_folder(folder: Path, inputs: Iterable[Path]) -> None:
    """Make sure, before anything is simulated, that a run's results can go to a folder without harm.

    Raises:
        InputError: a result would replace an input or a file that is not a result, or cannot be written.
    """
    _refuse([*_files_above(folder)])
    there = [path for path in (folder / name for name in RESULTS) if _is_there(path)]
    _refuse([*_inputs_among(there, inputs)] or [*_in_the_way(folder, there)])
    _refuse([*_not_writable(folder, there)])


def require_file(out: Path, inputs: Iterable[Path], endings: tuple[str, ...]) -> None:
    """Make sure, before anything is simulated, that one file can be written without harm.

    Raises:
        InputError: it would replace an input, has another ending than those allowed, or cannot be written.
    """
    if out.suffix.lower() not in endings:
        _refuse([_fault(out, f"should end in {' or '.join(endings)}; {CHOOSE}")])
    there = [out] if _is_there(out) else []
    _refuse([*_inputs_among(there, inputs), *_folders_among(there)])
    if not out.parent.is_dir():
        _refuse([_fault(out, f"there is no folder {out.parent}; make it first, or {CHOOSE}")])
    _refuse([*_not_writable(out.parent, there)])


@contextmanager
def finished_folder(folder: Path) -> Iterator[Path]:
    """Give a hidden folder to write in; its files take the place of an earlier run's, all of them or none.

    Raises:
        RunFailedError: the files could not be put in place; the earlier ones are as they were.
    """
    with _staging(folder) as staging:
        new, earlier = staging / "new", staging / "earlier"
        new.mkdir()
        earlier.mkdir()
        yield new
        _exchange(folder, new, earlier)


@contextmanager
def finished_file(out: Path) -> Iterator[Path]:
    """Give a path to write to; the file takes its final name only when it is whole."""
    with _staging(out.parent) as staging:
        yield staging / out.name
        (staging / out.name).replace(out)


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """Give a hidden folder inside a folder; afterwards nothing is left of it, nor of folders made for nothing.

    Files that could not be put back are left, though: see `_put_back`.
    """
    made = [each for each in (folder, *folder.parents) if not each.exists()]
    staging = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        staging = Path(mkdtemp(prefix=".unfinished-", dir=folder))
        yield staging
    finally:
        if staging and not _lost(staging / "earlier"):
            shutil.rmtree(staging, ignore_errors=True)
        for each in made:
            with suppress(OSError):  # not empty, or never made
                each.rmdir()


def _lost(earlier: Path) -> bool:
    """Tell whether earlier results are still set aside although no new ones took their place."""
    return earlier.is_dir() and any(earlier.iterdir())


def _exchange(folder: Path, new: Path, earlier: Path) -> None:
    names = [path.name for path in new.iterdir()]
    try:
        for name in reversed(RESULTS):
            if (folder / name).exists():
                (folder / name).replace(earlier / name)
        for name in sorted(names, key=lambda name: (name == MANIFEST, name)):
            (new / name).replace(folder / name)
    except BaseException as error:
        _put_back(folder, new, earlier, names)
        if isinstance(error, OSError):
            where = f"{error.strerror or error}: {error.filename or folder}"
            mend = "Close the file where it is open, or choose another --out"
            raise RunFailedError(f"{where}; nothing in {folder} was changed. {mend}") from None
        raise
    shutil.rmtree(earlier, ignore_errors=True)


def _put_back(folder: Path, new: Path, earlier: Path, names: list[str]) -> None:
    """Take new files out of the folder and put the earlier ones back, going by what stands where."""
    try:
        for name in names:
            if not (new / name).exists() and (folder / name).exists():
                (folder / name).replace(new / name)
        for path in list(earlier.iterdir()):
            path.replace(folder / path.name)
    except OSError as error:
        message = f"{error.strerror or error}: {error.filename or folder}; the earlier results are in {earlier}"
        raise RunFailedError(message) from None


def _is_there(path: Path) -> bool:
    try:
        return path.exists() or path.is_symlink()
    except OSError:
        return False


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _inputs_among(there: list[Path], inputs: Iterable[Path]) -> Iterator[Fault]:
    inputs = list(inputs)
    for path in there:
        if any(_same(path, each) for each in inputs):
            yield _fault(path, f"is an input, and a result would take its place; {CHOOSE}")


def _folders_among(there: list[Path]) -> Iterator[Fault]:
    for path in there:
        if path.is_dir():
            yield _fault(path, f"is a folder, where a file should go; move it, or {CHOOSE}")


def _files_above(folder: Path) -> Iterator[Fault]:
    for path in (folder, *folder.parents):
        if path.is_file():
            yield _fault(path, f"is a file, where a folder should be; {CHOOSE}")


def _in_the_way(folder: Path, there: list[Path]) -> Iterator[Fault]:
    yield from _folders_among(there)
    files = [path.name for path in there if not path.is_dir()]
    if files and not _is_manifest(folder / MANIFEST):
        names = f"{', '.join(files)}, but no {MANIFEST} of placesim to say that an earlier run wrote "
        yield _fault(folder, f"holds {names}{'them' if len(files) > 1 else 'it'}; move what you need, or {CHOOSE}")


def _is_manifest(path: Path) -> bool:
    try:
        return "placesim" in json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError):
        return False


def _not_writable(folder: Path, there: list[Path]) -> Iterator[Fault]:
    """Try to write: change nothing in what is there, and leave nothing behind."""
    try:
        with _staging(folder):
            pass
    except OSError as error:
        yield _fault(folder, f"nothing can be written here ({error.strerror or error}); {CHOOSE}")
    for path in there:
        try:
            path.open("r+b").close()
        except OSError as error:
            yield _fault(path, f"cannot be replaced ({error.strerror or error}); close it, or {CHOOSE}")


def _fault(path: Path, message: str) -> Fault:
    return Fault(str(path), 0, "", message)


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise InputError(faults)
