"""The manifest of a run: versions, seed, and the hashes of what it read, so that it can be made again and checked."""

import hashlib
import json
import platform
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import perf_counter
from typing import Any

from placesim import __version__
from placesim.config.input_files import InputFile
from placesim.experiment.destinations import HASHES, finished_folder
from placesim.experiment.obstacles import MANIFEST, RESULTS
from placesim.model import default_engine

LIBRARIES = ("numpy", "pandas", "pydantic", "simpy")
"""Libraries that figures depend on."""


@dataclass(frozen=True)
class RunSettings:
    """How a run was made: enough to make it again."""

    command: str
    configuration: Path
    replications: int
    seed: int
    years: float
    inputs: tuple[InputFile, ...]
    """Every file it drew on, as it was read."""
    engine: str = field(default_factory=default_engine)
    """Which engine played, or which two; the figures are the same."""
    warnings: tuple[str, ...] = ()
    """What `check` warns of in the files, a line each."""
    real_children: int = 0
    """How many real children the configuration lists one by one as those of day 0."""

    @property
    def day_0(self) -> str:
        """What is to be said of the children of day 0, where they are real ones; else nothing."""
        if not self.real_children:
            return ""
        return (
            f"{self.real_children:,} real children, listed one by one without ids; keep these results as you keep them"
        )


@contextmanager
def finished_run(folder: Path, settings: RunSettings, began: float) -> Iterator[Path]:
    """Give a folder to write results in, as `finished_folder` does; the manifest goes last and says the rest is whole.

    Args:
        folder: where the results go.
        settings: how the run was made.
        began: when, as `time.perf_counter` told.
    """
    with finished_folder(folder) as staging:
        yield staging
        write_manifest(staging / MANIFEST, settings, perf_counter() - began)


def write_manifest(path: Path, settings: RunSettings, seconds: float) -> None:
    """Write what is needed to make the run again, and to tell whether its inputs or its results have changed since."""
    manifest: dict[str, Any] = {
        "placesim": __version__,
        "engine": settings.engine,
        "python": platform.python_version(),
        "libraries": {name: version_of(name) for name in LIBRARIES},
        "command": settings.command,
        "configuration": settings.configuration.name,
        "replications": settings.replications,
        "seed": settings.seed,
        "years": settings.years,
        **({"day_0": settings.day_0} if settings.day_0 else {}),
        "inputs_sha256": digests(settings),
        HASHES: {each.name: sha256(each) for each in sorted(path.parent.iterdir())},
        "duration_seconds": round(seconds, 1),
    }
    path.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def digests(settings: RunSettings) -> dict[str, str]:
    """Return the SHA-256 of every input, by file name; by path too where several files have one name."""
    names = [item.path.name for item in settings.inputs]
    return {
        item.path.name if names.count(item.path.name) == 1 else item.path.as_posix(): item.sha256
        for item in settings.inputs
    }


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def altered(folder: Path) -> list[str]:
    """Return the names of results that are not as the folder's manifest says, those it does not tell of included."""
    said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))[HASHES]
    there = {name: sha256(folder / name) for name in RESULTS if name != MANIFEST and (folder / name).is_file()}
    return sorted(name for name in {*said, *there} if said.get(name) != there.get(name))


def versions_of_figures() -> dict[str, str]:
    """Return the versions that the figures of a future depend on: this program's, and that of what draws its luck."""
    return {"placesim": __version__, "numpy": version_of("numpy")}


def in_words(versions: Mapping[str, str]) -> str:
    """Return versions in words."""
    return ", ".join(f"{name} {number}" for name, number in versions.items())


def version_of(library: str) -> str:
    """Return the version of a library, or that it is not there."""
    try:
        return version(library)
    except PackageNotFoundError:
        return "not installed"
