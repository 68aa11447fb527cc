"""A council's folder to start from: what `placesim new` lays out, as it comes with placesim."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path

from placesim.config.faults import Fault, InputError

FOLDER = files("placesim").joinpath("starting_folder")
CONFIGURATION = "council.yaml"


@contextmanager
def its_configuration() -> Iterator[Path]:
    """Give the folder's configuration, with the evidence it cites beside it."""
    with as_file(FOLDER) as folder:
        yield folder / CONFIGURATION


def lay_out(folder: Path) -> None:
    """Copy the starting folder to a new or an empty one.

    Raises:
        InputError: something stands there already, or nothing can be written there.
    """
    try:
        if folder.exists() and not folder.is_dir():
            raise _refused(folder, "is a file; name a folder that is new or empty")
        if folder.exists() and any(folder.iterdir()):
            raise _refused(folder, "holds files already, and none is written over; name a folder that is new or empty")
        _copy(FOLDER, folder)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise _refused(folder, f"cannot be written ({reason}); name another folder") from None


def _copy(source: Traversable, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for each in source.iterdir():
        if each.is_dir():
            _copy(each, target / each.name)
        else:
            (target / each.name).write_bytes(each.read_bytes())


def _refused(folder: Path, why: str) -> InputError:
    return InputError([Fault(str(folder) or "FOLDER", 0, "", why)])


def next_steps(folder: Path) -> list[str]:
    """Return what to do with a folder that has been laid out."""
    council, scenarios = f'"{folder / CONFIGURATION}"', f'"{folder / "scenarios"}"'
    if " " not in str(folder):
        council, scenarios = council.strip('"'), scenarios.strip('"')
    return [
        f"Laid out: {folder}. It is an average English authority, and runs as it is:",
        "",
        f"  placesim run {council}",
        f"  placesim compare {council} {scenarios}",
        "",
        f"{folder / 'README.md'} says what to fill in, and from where.",
    ]
