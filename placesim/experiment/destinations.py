"""Where results go: never over an input or a stranger's file, never half-written, one run at a time."""

import json
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from placesim.experiment.handing_out import RunFailedError
from placesim.experiment.interruption import too_late_to_stop
from placesim.experiment.obstacles import (
    CHOOSE,
    MANIFEST,
    RESULTS,
    fault,
    files_above,
    folders_among,
    in_the_way,
    inputs_among,
    is_there,
    not_replaceable,
    refuse,
)
from placesim.experiment.ownership import TakenError, owned

HASHES = "results_sha256"
"""Where a manifest tells of the other files."""

UNFINISHED = ".unfinished-"
"""How the name of a hidden folder begins in which a run writes; who owns the results' folder may clear it."""

LOCK = ".placesim.lock"
"""Says who owns a results' folder."""


@contextmanager
def owned_folder(folder: Path, inputs: Iterable[Path]) -> Iterator[None]:
    """Own a folder while a run is made, and make sure before anything is simulated that its results can go there.

    What a run that was killed has left there is taken away first; results that it had set aside are put back.

    Raises:
        InputError: another living run writes there, a result would replace an input or a file that is
            not a result, or nothing can be written.
    """
    refuse([*files_above(folder)])
    with ExitStack() as held:
        try:
            held.enter_context(_made(folder))
            sure = held.enter_context(owned(folder / LOCK))
        except TakenError as error:
            refuse([fault(folder, f"{error}; wait until it has ended, or {CHOOSE}")])
        except OSError as error:
            refuse([fault(folder, f"nothing can be written here ({error.strerror or error}); {CHOOSE}")])
        if sure:
            _clear(folder)
        there = [path for path in (folder / name for name in RESULTS) if is_there(path)]
        refuse([*inputs_among(there, inputs)] or [*in_the_way(folder, there)])
        refuse([*not_replaceable(there)])
        yield


def require_file(out: Path, inputs: Iterable[Path], endings: tuple[str, ...], choose: str = CHOOSE) -> None:
    """Make sure, before anything is simulated, that one file can be written without harm; or say what to choose.

    Raises:
        InputError: it would replace an input, has another ending than those allowed, or cannot be written.
    """
    if out.suffix.lower() not in endings:
        refuse([fault(out, f"should end in {' or '.join(endings)}; {choose}")])
    there = [out] if is_there(out) else []
    refuse([*inputs_among(there, inputs, choose), *folders_among(there, choose)])
    if not out.parent.is_dir():
        refuse([fault(out, f"there is no folder {out.parent}; make it first, or {choose}")])
    try:
        with _staging(out.parent, _unfinished(out)):
            pass
    except OSError as error:
        refuse([fault(out.parent, f"nothing can be written here ({error.strerror or error}); {choose}")])
    refuse([*not_replaceable(there, choose)])


@contextmanager
def finished_folder(folder: Path) -> Iterator[Path]:
    """Give a hidden folder to write in; its files take the place of an earlier run's, all of them or none.

    Raises:
        RunFailedError: the files could not be put in place; the earlier ones are as they were.
    """
    with _made(folder), _staging(folder) as staging:
        new, earlier = staging / "new", staging / "earlier"
        new.mkdir()
        earlier.mkdir()
        yield new
        too_late_to_stop()
        _exchange(folder, new, earlier)


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Give a hidden folder to write in; it takes its final name only when it is whole, and takes nobody's place.

    Raises:
        InputError: something is there already, or nothing can be written.
    """
    refuse([*files_above(folder)])
    try:
        if is_there(folder) and any(folder.iterdir()):
            refuse([fault(folder, f"is not empty, and what it holds is not replaced; {CHOOSE}, or take it away first")])
        with _made(folder.parent), _staging(folder.parent, _unfinished(folder)) as staging:
            new = staging / "new"
            new.mkdir()
            yield new
            too_late_to_stop()
            if is_there(folder):
                folder.rmdir()
            new.replace(folder)
    except OSError as error:
        refuse([fault(folder, f"nothing can be written here ({error.strerror or error}); {CHOOSE}")])


@contextmanager
def finished_file(out: Path) -> Iterator[Path]:
    """Give a path to write to; the file takes its final name only when it is whole.

    Raises:
        RunFailedError: another living run writes the same file.
    """
    try:
        with _made(out.parent), owned(out.with_name(f".{out.name}.lock")) as sure:
            if sure:
                _clear(out.parent, _unfinished(out))
            with _staging(out.parent, _unfinished(out)) as staging:
                yield staging / out.name
                too_late_to_stop()
                (staging / out.name).replace(out)
    except TakenError as error:
        raise RunFailedError(f"{out}: {error}") from None


def _unfinished(out: Path) -> str:
    return f".{out.name}.unfinished-"


@contextmanager
def _made(folder: Path) -> Iterator[None]:
    """Make a folder and those above it; afterwards nothing is left of folders made for nothing."""
    made = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    finally:
        for each in made:
            with suppress(OSError):  # not empty, or never made
                each.rmdir()


@contextmanager
def _staging(folder: Path, prefix: str = UNFINISHED) -> Iterator[Path]:
    """Give a hidden folder inside a folder; afterwards nothing is left of it, but files that could not be put back."""
    staging = Path(mkdtemp(prefix=prefix, dir=folder))
    try:
        yield staging
    finally:
        _removed(staging)


def _removed(staging: Path) -> None:
    if not _lost(staging / "earlier"):
        shutil.rmtree(staging, ignore_errors=True)


def _clear(folder: Path, prefix: str = UNFINISHED) -> None:
    """Take away what runs that are no more left in a folder, and put back what they had set aside.

    Only who owns the folder may do so. The manifest is the last file to take its place: where a
    new one still waits, the others are taken out of the folder again.

    Raises:
        RunFailedError: earlier results cannot be put back.
    """
    for staging in [path for path in folder.iterdir() if path.name.startswith(prefix) and path.is_dir()]:
        new, earlier = staging / "new", staging / "earlier"
        if _lost(earlier) and is_there(folder / MANIFEST) and not is_there(new / MANIFEST):
            shutil.rmtree(earlier, ignore_errors=True)  # all had taken their places
        elif new.is_dir() and earlier.is_dir():
            _put_back(folder, new, earlier, _results_in(new / MANIFEST))
        _removed(staging)


def _results_in(manifest: Path) -> list[str]:
    """Return the names of the files that a manifest tells of; none where there is no whole manifest."""
    try:
        return [name for name in json.loads(manifest.read_text(encoding="utf-8"))[HASHES] if name in RESULTS]
    except (OSError, ValueError, TypeError, KeyError):
        return []


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
