"""How a run is made again: its command, and a manifest with versions, seed and the hashes of what it read."""

import hashlib
import json
import platform
import re
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import perf_counter
from typing import Any

from placesim import __version__
from placesim.experiment.destinations import MANIFEST, finished_folder
from placesim.experiment.precision import Precision
from placesim.model import build

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
    inputs: tuple[Path, ...]


def run_command(
    file: Path, replications: int, seed: int, *, years: float | None, episodes: bool, out: Path | None
) -> str:
    """Return the command that makes a run again, as it can be typed in the common shells."""
    horizon = [] if years is None else ["--years", f"{years:.15g}"]
    options = _counts(replications, seed) + horizon + ["--episodes"] * episodes + _out(out)
    return _command("run", file.as_posix(), *options)


def compare_command(
    file: Path,
    scenarios: Sequence[Path],
    replications: int,
    seed: int,
    *,
    years: float | None,
    precision: Precision | None,
    measures: bool,
    template: Path | None,
    out: Path | None,
) -> str:
    """Return the command that makes a comparison again."""
    paths = [file.as_posix(), *(path.as_posix() for path in scenarios)]
    horizon = [] if years is None else ["--years", f"{years:.15g}"]
    styled = ["--template", template.as_posix()] if template else []
    options = [*_counts(replications, seed), *horizon, *_precision(precision), *["--measures"] * measures, *styled]
    return _command("compare", *paths, *options, *_out(out))


def _precision(precision: Precision | None) -> list[str]:
    if precision is None:
        return []
    return ["--precision", f"{precision.target:.15g}", "--of", precision.about, "--most", str(precision.most)]


def sweep_command(
    file: Path,
    scenario: Path,
    field: str,
    values: str,
    only: int | None,
    replications: int,
    seed: int,
    *,
    years: float | None,
    out: Path | None,
) -> str:
    """Return the command that makes a sweep again."""
    horizon = [] if years is None else ["--years", f"{years:.15g}"]
    one = [] if only is None else ["--only", str(only)]
    # what begins with a minus would be taken for another option
    range_ = [f"--values={values}"] if values.startswith("-") else ["--values", values]
    options = ["--vary", field, *range_, *one, *_counts(replications, seed), *horizon, *_out(out)]
    return _command("sweep", file.as_posix(), scenario.as_posix(), *options)


def agree_command(file: Path, published: Path, replications: int, seed: int, out: Path | None) -> str:
    """Return the command that makes a comparison with published figures again."""
    return _command("agree", file.as_posix(), published.as_posix(), *_counts(replications, seed), *_out(out))


def _counts(replications: int, seed: int) -> list[str]:
    return ["--replications", str(replications), "--seed", str(seed)]


def _out(out: Path | None) -> list[str]:
    return ["--out", out.as_posix()] if out else []


def _command(*words: str) -> str:
    return " ".join(["placesim", *(_quoted(word) for word in words)])


def _quoted(word: str) -> str:
    """Return a word in double quotes, which every shell knows, where it needs any and they shield all it holds."""
    if re.fullmatch(r"[\w@%+=:,./-]+", word):
        return word
    return shlex.quote(word) if re.search(r'["$`!\\]', word) else f'"{word}"'


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
        _write_manifest(staging / MANIFEST, settings, perf_counter() - began)


def _write_manifest(path: Path, settings: RunSettings, seconds: float) -> None:
    """Write what is needed to make the run again and to tell whether its inputs have changed since."""
    manifest: dict[str, Any] = {
        "placesim": __version__,
        "model": build(),
        "python": platform.python_version(),
        "libraries": {name: version_of(name) for name in LIBRARIES},
        "command": settings.command,
        "configuration": settings.configuration.name,
        "replications": settings.replications,
        "seed": settings.seed,
        "years": settings.years,
        "inputs_sha256": digests(settings),
        "duration_seconds": round(seconds, 1),
    }
    path.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def digests(settings: RunSettings) -> dict[str, str]:
    """Return the SHA-256 of every input, by file name; by path too where several files have one name."""
    names = [item.name for item in settings.inputs]
    return {
        item.name if names.count(item.name) == 1 else item.as_posix(): hashlib.sha256(item.read_bytes()).hexdigest()
        for item in settings.inputs
    }


def version_of(library: str) -> str:
    """Return the version of a library, or that it is not there."""
    try:
        return version(library)
    except PackageNotFoundError:
        return "not installed"
