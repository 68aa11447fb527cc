"""Reading: the council's own file as it was read, with what `check` tells of it, and whether it has changed since."""

from dataclasses import dataclass, field
from pathlib import Path

from placesim.api.council import Council
from placesim.config.faults import Fault, InputError, some_of_each_kind
from placesim.config.input_files import InputFiles
from placesim.config.loading import load_baseline
from placesim.config.ranges.configuration import load_known
from placesim.config.warnings.told import warnings_of
from placesim.config.warnings.warning import InputWarning
from placesim.config.yaml_files import MOST_BYTES
from placesim.page.council_file.form import Form, form_of_file
from placesim.page.desk import Desk


@dataclass(frozen=True)
class Told:
    """What `placesim check` tells of a configuration."""

    faults: tuple[Fault, ...] = ()
    """What must be mended before anything can be simulated."""
    warnings: tuple[InputWarning, ...] = ()
    """What is allowed, and probably not meant."""


@dataclass(frozen=True)
class OwnFile:
    """A configuration as it was read."""

    path: Path
    text: str
    """Empty where it cannot be read at all."""
    told: Told
    files: InputFiles = field(repr=False)
    form: Form | None = None
    """None where it is no YAML."""
    council: Council | None = None
    """None where it has faults."""
    changed_on_disk: tuple[Path, ...] = ()
    """The files read for it that are no longer as they were."""


def told_of(path: Path, files: InputFiles, ranges: Path | None = None) -> Told:
    """Return what `check` tells of a configuration.

    Args:
        path: the configuration.
        files: what was read already; a text kept for the path is told of in place of the file.
        ranges: a file of ranges, in place of the one that it names.
    """
    try:
        baseline = load_baseline(path, files=files)
        load_known(path, files, ranges)
    except InputError as error:
        return Told(tuple(some_of_each_kind(error.faults)))
    return Told(warnings=tuple(warnings_of(path, baseline, files=files)))


def own_file(desk: Desk, configuration: str) -> OwnFile:
    """Return a configuration that was opened, as it was read; one with faults is read anew, for it may be mended."""
    path = Path(configuration)
    if configuration not in desk.opened:
        return OwnFile(path, "", Told(), InputFiles())
    council = _council(desk, configuration)
    if council is None:
        desk.open(path)
        council = _council(desk, configuration)
    files = council.files if council else InputFiles()
    told = files.once(("told on the page", path, desk.ranges), lambda: told_of(path, files, desk.ranges))
    text, form = _text(path, files), _form(path, files, council, desk.ranges)
    return OwnFile(path, text, told, files, form, council, changed_on_disk(files))


def changed_on_disk(files: InputFiles) -> tuple[Path, ...]:
    """Return the files that are no longer as they were read, those that are gone among them."""
    return tuple(path for path in files.paths if _content(path) != files.content(path, 0))


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _council(desk: Desk, configuration: str) -> Council | None:
    try:
        return desk.council(configuration)
    except InputError:
        return None


def _text(path: Path, files: InputFiles) -> str:
    try:
        return files.text(path, MOST_BYTES)
    except InputError:
        return ""


def _form(path: Path, files: InputFiles, council: Council | None, ranges: Path | None) -> Form | None:
    """Return the form; its file of ranges is left out where another was given in its place."""
    known = load_known(path, files) if council and ranges is None else None
    try:
        return files.once(("form", path), lambda: form_of_file(path, files, known))
    except InputError:
        return None
