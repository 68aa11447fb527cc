"""Saving: a what-if becomes a scenario file of the folder, whole or not at all, and never over another unasked."""

from collections.abc import Collection
from pathlib import Path
from threading import Lock

from placesim.config.faults import Fault, InputError
from placesim.config.problem import shown
from placesim.config.rewriting import as_bytes_like
from placesim.config.scenario_files import BASELINE, load_option
from placesim.config.yaml_files import read_yaml
from placesim.experiment.destinations import finished_file
from placesim.experiment.handing_out import RunFailedError
from placesim.experiment.obstacles import is_there
from placesim.page import cards
from placesim.page.desk import Desk
from placesim.page.keeping.listing import ScenarioFile, files_of, fingerprint, named
from placesim.page.keeping.names import file_name, free_name
from placesim.page.keeping.opening import known_as_own, saved
from placesim.page.screen import Screen

ONE_AT_A_TIME = Lock()
"""Two tabs that save at once save one after the other."""


class AskFirstError(Exception):
    """Another file stands where a what-if would be saved."""

    def __init__(self, path: Path, there: ScenarioFile | None, free: str):
        self.path = path
        self.there = there
        """What may be replaced if the user says so; None where it is no scenario file, and is never replaced."""
        self.free = free
        """A name under which it can be saved without that."""
        super().__init__(f"there is a file {path.name} already")


def save(desk: Desk, screen: Screen, may_go: Collection[str] = ()) -> tuple[Path, Screen]:
    """Save the what-if that the cards show; return where it is, and the screen that knows the file as its own.

    Args:
        desk: whose folder it goes to.
        screen: what the tab shows.
        may_go: fingerprints of what this tab has saved, before Undo too, and of what the user has agreed to replace.

    Raises:
        InputError: something in it is to be mended first, another scenario has its name, or it cannot be written.
        AskFirstError: another file stands there.
    """
    path = desk.path_at(screen)
    content = as_bytes_like(_bytes_there(path), screen.text)
    _require_sound(desk, screen, path)
    with ONE_AT_A_TIME:
        _require_own(desk, screen, path, {*screen.own, *may_go, fingerprint(content)})
        try:
            with finished_file(path) as unfinished:
                unfinished.write_bytes(content)
        except (OSError, RunFailedError) as error:
            said = getattr(error, "strerror", None) or error
            raise InputError([Fault(str(path), 0, "", f"cannot be written ({said}); nothing was changed")]) from None
    return path, known_as_own(screen, fingerprint(content))


def _bytes_there(path: Path) -> bytes:
    """Return what a file holds; nothing where there is none, or none that can be read."""
    try:
        return path.read_bytes() if path.is_file() else b""
    except OSError:
        return b""


def under_free_name(desk: Desk, screen: Screen) -> Screen:
    """Return the screen with its what-if under a name that no other scenario file has, nor its file."""
    copied = cards.as_copy_of(screen.text, desk.path_at(screen).stem)
    return screen.with_text(cards.with_name(copied, _free(desk, cards.head_of(screen.text).name)))


def _require_sound(desk: Desk, screen: Screen, path: Path) -> None:
    """Make sure that a what-if can be simulated, and that its name is its own.

    Raises:
        InputError: it cannot, or is not; told as `check` tells it.
    """
    council = desk.council(screen.configuration)
    files = council.files.copy()
    files.keep(path, screen.text)
    name = load_option(path, council.baseline, council.evidence_folder, files).scenario.name
    other = named([each for each in saved(desk) if each.path.resolve() != path.resolve()], name)
    also = "the baseline" if name.casefold() == BASELINE else other.path.name if other else ""
    if also:
        message = f"{shown(name)} is also the name of {also}; give each scenario its own"
        raise InputError([read_yaml(path, files).fault(("name",), message)])


def _require_own(desk: Desk, screen: Screen, path: Path, may_go: Collection[str]) -> None:
    """Make sure that nothing stands where a what-if goes but itself, as this tab last knew it, or what may go.

    Raises:
        InputError: it would go out of the folder.
        AskFirstError: something else stands there.
    """
    if path.resolve().parent != desk.folder.resolve() or path.is_symlink():
        raise InputError([Fault(str(path), 0, "", "leads out of the folder of what-ifs; choose another name")])
    if not is_there(path):
        return
    there = next((each for each in files_of(desk.folder) if each.path == path), None)
    if there is None or there.fingerprint not in may_go:
        raise AskFirstError(path, there, _free(desk, cards.head_of(screen.text).name))


def _free(desk: Desk, name: str) -> str:
    files = saved(desk)

    def taken(tried: str) -> bool:
        return named(files, tried) is not None or is_there(desk.folder / f"{file_name(tried)}.yaml")

    return free_name(name, taken)
