"""Opening: which configurations can be chosen, and what is wrong with a path that was typed."""

import re
from pathlib import Path

from placesim.config.includes import YAML
from placesim.config.problem import clipped
from placesim.config.yaml_files import MOST_BYTES
from placesim.page.desk import Desk

LOOKS_LIKE_ONE = re.compile(rb"^provision\s*:", re.MULTILINE)
"""What every configuration has and no scenario."""

MOST = 100
"""Configurations that a list shows."""


class NotAFileError(Exception):
    """A path that no configuration can be opened by, told in a sentence."""


def configurations(desk: Desk) -> list[str]:
    """Return configurations beside those that were opened and in the folder of what-ifs; no other folder is read."""
    known = [Path(name) for name in desk.opened]
    beside = [path for folder in dict.fromkeys([*(path.parent for path in known), desk.folder]) for path in _in(folder)]
    once: dict[Path, Path] = {}
    for path in (*known, *beside):
        once.setdefault(path.absolute(), path)
    return [str(path) for path in once.values()][:MOST]


def path_given(typed: str) -> Path:
    """Return the file that a typed path names.

    Raises:
        NotAFileError: it names none that a configuration can stand in.
    """
    text = typed.strip().strip('"')
    if not text:
        raise NotAFileError("Type the path of a file, as in configs/example.yaml.")
    path = Path(text).expanduser()
    if path.suffix.lower() not in YAML:
        raise NotAFileError(f"{clipped(text)} is no YAML file; configurations end in .yaml or .yml.")
    try:
        there = path.is_file()
    except (OSError, ValueError):
        there = False
    if not there:
        raise NotAFileError(f"There is no file {clipped(text)}; check the name and the folder.")
    return path


def _in(folder: Path) -> list[Path]:
    try:
        inside = sorted(path for path in folder.iterdir() if path.suffix.lower() in YAML and path.is_file())
        return [path for path in inside if not path.name.startswith(".") and _looks_like_one(path)]
    except OSError:
        return []


def _looks_like_one(path: Path) -> bool:
    with path.open("rb") as file:
        return bool(LOOKS_LIKE_ONE.search(file.read(MOST_BYTES)))
