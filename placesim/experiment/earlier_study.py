"""An earlier study: what its folder says of how it was made, so that one of its futures can be played again."""

import argparse
import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from placesim.config.faults import Fault, InputError
from placesim.config.input_files import InputFile
from placesim.experiment.manifest import in_words, versions_of_figures
from placesim.experiment.obstacles import MANIFEST

KINDS = ("run", "compare")
"""Studies whose futures can be played again one by one."""


@dataclass(frozen=True)
class EarlierStudy:
    """How a run or a comparison was made."""

    folder: Path
    command: str
    """As it can be typed again."""
    kind: str
    """One of `KINDS`."""
    configuration: Path
    scenarios: tuple[Path, ...]
    replications: int
    seed: int
    years: float | None
    ranges: Path | None
    assumptions: str | None
    inputs: Mapping[str, str]
    """SHA-256 of every file it drew on, by name, or by path where several have one name."""

    def require_as_it_was(self, read: tuple[InputFile, ...]) -> None:
        """Make sure that files are as they were when the study was made.

        Raises:
            InputError: some have changed since.
        """
        then = self.inputs
        changed = [
            each.path for each in read if each.sha256 not in {then.get(each.path.name), then.get(str(each.path))}
        ]
        message = f"is not as it was when {self.folder} was made; put it back, or make the study again: {self.command}"
        if changed:
            raise InputError([Fault(path.as_posix(), 0, "", message) for path in changed])


def earlier_study(folder: Path) -> EarlierStudy:
    """Return what the folder of a run or a comparison says of how it was made.

    Raises:
        InputError: it is no such folder, or its study cannot be made again from files alone by this version.
    """
    manifest = _manifest(folder)
    here, there = versions_of_figures(), _versions(manifest)
    if here != there:
        message = f"was made with {in_words(there)}; here is {in_words(here)}: its futures might differ; make it again"
        _refuse(folder, f"{message}: {manifest['command']}")
    asked = _asked(folder, str(manifest["command"]))
    configuration, *scenarios = map(Path, asked.pop("files"))
    return EarlierStudy(
        folder, manifest["command"], configuration=configuration, scenarios=tuple(scenarios),
        inputs=manifest["inputs_sha256"], **asked,
    )  # fmt: skip


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        return {name: manifest[name] for name in ("placesim", "libraries", "command", "inputs_sha256")}
    except (OSError, ValueError, TypeError, KeyError):
        _refuse(folder, f"holds no {MANIFEST} of placesim; name the folder that placesim run or compare wrote")


def _versions(manifest: Mapping[str, Any]) -> dict[str, str]:
    return {"placesim": str(manifest["placesim"]), "numpy": str(dict(manifest["libraries"]).get("numpy"))}


class _Words(argparse.ArgumentParser):
    """Reads the words of a command; what it cannot read is no command of ours."""

    def error(self, message: str) -> NoReturn:
        raise ValueError(message)


def _asked(folder: Path, command: str) -> dict[str, Any]:
    """Return what a command line asked for, by name."""
    words = _Words(add_help=False, allow_abbrev=False)
    words.add_argument("kind", choices=KINDS)
    words.add_argument("files", nargs="+")
    words.add_argument("--replications", type=int, required=True)
    words.add_argument("--seed", type=int, required=True)
    words.add_argument("--years", type=float)
    words.add_argument("--ranges", type=Path)
    words.add_argument("--assumptions")
    try:
        program, *rest = shlex.split(command)
        asked, _further = words.parse_known_args(rest)
    except ValueError:
        program = ""
    if program != "placesim":
        _refuse(folder, f"was not made by placesim run or compare from files alone: {command}")
    return vars(asked)


def _refuse(folder: Path, message: str) -> NoReturn:
    raise InputError([Fault(folder.as_posix(), 0, "", message)])
