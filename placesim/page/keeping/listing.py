"""Listing: the scenario files that can be opened and compared: those given at the start, and those of the folder."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from placesim.config.faults import InputError
from placesim.config.includes import YAML, is_scenario
from placesim.config.input_files import InputFiles
from placesim.config.text import day_text, plain
from placesim.config.yaml_files import MOST_BYTES, read_yaml

GONE = "not among the files given at the start, nor in the folder of what-ifs; it may have been moved"


@dataclass(frozen=True)
class ScenarioFile:
    """A scenario file as a list shows it."""

    path: Path
    name: str
    question: str
    changes: int
    """Changes that the file itself makes."""
    included: int
    """Other files whose changes come first."""
    saved: datetime
    fingerprint: str
    """Tells the file's bytes from any others."""
    in_folder: bool = False
    """Whether it stands in the folder of what-ifs."""
    fault: str = ""
    """Why it cannot be opened; empty where it can."""

    @property
    def when(self) -> str:
        """When it was saved."""
        return f"{day_text(self.saved.date())}, {self.saved:%H:%M}"

    @property
    def made_of(self) -> str:
        """How many changes it makes, in words."""
        own = f"{self.changes} change{'s' * (self.changes != 1)}"
        others = f"those of {self.included} other file{'s' * (self.included != 1)}"
        return " and ".join([own] * bool(self.changes or not self.included) + [others] * bool(self.included))


def fingerprint(content: bytes) -> str:
    """Return what tells a file's bytes from any others."""
    return sha256(content).hexdigest()[:20]


def scenario_files(given: Iterable[Path], folder: Path) -> list[ScenarioFile]:
    """Return the scenario files of the folder of what-ifs, then those given at the start, each once."""
    found = {each.path.resolve(): each for each in files_of(folder)}
    for path in given:
        if path.resolve() not in found and (each := _listed(path)):
            found[path.resolve()] = each
    return list(found.values())


def files_of(folder: Path) -> list[ScenarioFile]:
    """Return the scenario files of the folder of what-ifs, in order of name; links and hidden files are left out."""
    return [each for path in _within(folder) if (each := _listed(path, in_folder=True))]


def named(files: Iterable[ScenarioFile], name: str) -> ScenarioFile | None:
    """Return the file whose scenario is called so, in capitals or not; None where there is none."""
    wanted = plain(name).casefold()
    return next((each for each in files if plain(each.name).casefold() == wanted), None)


def _within(folder: Path) -> Iterator[Path]:
    try:
        inside = sorted(folder.iterdir())
    except OSError:  # there is no folder yet
        return
    for path in inside:
        if path.suffix.lower() in YAML and not path.name.startswith(".") and not path.is_symlink() and path.is_file():
            yield path


def _listed(path: Path, in_folder: bool = False) -> ScenarioFile | None:
    """Return a file as a list shows it; None where it is gone, or certainly no scenario."""
    try:
        now = path.stat()
        return _read(path, in_folder, (now.st_mtime_ns, now.st_size))
    except OSError:
        return None


@lru_cache(maxsize=500)
def _read(path: Path, in_folder: bool, stamp: tuple[int, int]) -> ScenarioFile | None:
    """Return a file as it was at a moment, in nanoseconds, and of a size: read again only when either is another."""
    files, saved = InputFiles(), datetime.fromtimestamp(stamp[0] / 1e9)
    try:
        document = read_yaml(path, files)
        print_of = fingerprint(files.content(path, MOST_BYTES))
    except InputError as error:
        return ScenarioFile(path, path.name, "", 0, 0, saved, "", in_folder, str(error.faults[0]))
    if not is_scenario(document):
        return None
    values = document.values
    name, question = (_sentence(values.get(key)) for key in ("name", "question"))
    counts = _length(values.get("interventions")), _length(values.get("includes"))
    return ScenarioFile(path, name or path.name, question, *counts, saved, print_of, in_folder)


def _sentence(value: Any) -> str:
    return plain(value) if isinstance(value, str) else ""


def _length(value: Any) -> int:
    return len(value) if isinstance(value, list) else 0
