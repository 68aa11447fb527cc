"""The files that a council gives: a folder, or an archive of one, looked through without unpacking anything."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from placesim.config.faults import Fault, InputError
from placesim.returns.reading.archives import members_of
from placesim.returns.reading.names import hidden, shown
from placesim.returns.reading.refusals import refused

MOST_FILES = 10_000
MOST_BYTES = 256_000_000
TEXT = (".csv", ".txt", ".tsv", ".tab")
WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")


@dataclass(frozen=True)
class GivenFile:
    """A file of text: its name as shown to the reader, and how it is read."""

    name: str
    read: Callable[[], bytes]


@dataclass
class Given:
    """What was given: the files of text, those that are of another kind, and what could not be opened."""

    texts: list[GivenFile]
    passed_over: list[str]
    faults: list[Fault]


def given_files(path: Path) -> Given:
    """Return the files of a folder or of a zip.

    Raises:
        InputError: there is no such folder or zip, or it is one that is refused whole.
    """
    if not there(path):
        raise refused(str(path), "no such folder or zip; give the folder that holds the returns")
    given = Given([], [], [])
    if path.is_dir():
        add_folder(given, path)
    elif path.suffix.lower() == ".zip":
        add_archive(given, path, path.name, "")
    else:
        raise refused(str(path), "give the folder or the zip that holds the returns, not one of its files")
    return given


def there(path: Path) -> bool:
    """Return whether a path leads anywhere."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def add_folder(given: Given, folder: Path) -> None:
    """Add the files of a folder and of the folders in it."""
    closed: list[OSError] = []
    for number, path in enumerate(files_in(folder, closed)):
        if number == MOST_FILES:
            raise refused(str(folder), f"more than {MOST_FILES:,} files; give the folder that holds only the returns")
        name = shown(path.relative_to(folder).as_posix())
        if path.suffix.lower() == ".zip":
            try:
                add_archive(given, path, name, f"{name[: -len('.zip')]}/")
            except InputError as error:
                given.faults += error.faults
        else:
            add_file(given, name, reading(path, name))
    given.faults += [Fault(str(error.filename), 0, "", f"it cannot be opened: {error.strerror}") for error in closed]


def files_in(folder: Path, closed: list[OSError]) -> Iterator[Path]:
    """Yield the files in a folder by name, but for what systems and programs hide there.

    Links to other folders are not followed, as they may lead in a circle: they are yielded, so that they are told.

    Args:
        folder: where to look.
        closed: where to note the folders that cannot be opened.
    """
    for where, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not hidden(name))
        links = [name for name in folders if Path(where, name).is_symlink()]
        yield from (Path(where, name) for name in sorted(names + links) if not hidden(name))


def add_archive(given: Given, path: Path, name: str, folder: str) -> None:
    """Add the files of a zip, under the name of a folder."""
    try:
        members = members_of(path, name, folder)
    except OSError as error:
        raise refused(name, f"it cannot be opened: {error.strerror}") from None
    for member in members:
        add_file(given, shown(member.name), member.read)


def add_file(given: Given, name: str, read: Callable[[], bytes]) -> None:
    """Add a file to those of its kind."""
    suffix = Path(name).suffix.lower()
    if suffix in TEXT:
        given.texts.append(GivenFile(name, read))
    elif suffix in WORKBOOKS:
        given.faults.append(Fault(name, 0, "", "an Excel workbook; save each of its sheets as CSV"))
    else:
        given.passed_over.append(name)


def reading(path: Path, name: str) -> Callable[[], bytes]:
    """Return how a file of a folder is read."""

    def read() -> bytes:
        try:
            if not path.is_file():
                raise refused(name, "it is no file that can be read")
            if path.stat().st_size > MOST_BYTES:
                raise refused(name, f"more than {MOST_BYTES // 1_000_000} MB; no return is so large")
            return path.read_bytes()
        except OSError as error:
            raise refused(name, f"it cannot be opened: {error.strerror}") from None

    return read
