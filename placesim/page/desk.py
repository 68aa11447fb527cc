"""Desk: what one server works on: councils that were opened, the folder of what-ifs, and the studies being played."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import Any

from placesim.api.council import Council, load
from placesim.api.plans import ComparisonPlan, RunPlan, comparison_plan, run_plan
from placesim.config.faults import Fault, InputError
from placesim.config.input_files import InputFiles
from placesim.config.yaml_files import read_yaml
from placesim.page.keeping.listing import GONE, files_of, named, scenario_files
from placesim.page.keeping.names import file_name
from placesim.page.playing.studies import Studies
from placesim.page.screen import Screen

NOT_OPENED = "this file has not been opened here; open it under “The council's file”"

AnyPlan = RunPlan | ComparisonPlan


@dataclass
class Desk:
    """What one server works on, whoever looks at it."""

    configuration: Path
    """The configuration that it was started with."""
    scenarios: tuple[Path, ...]
    """Scenario files that it was started with."""
    folder: Path
    """Where what-ifs are saved."""
    studies: Studies
    years: float | None = None
    ranges: Path | None = None
    engine: str | None = None
    seed: int = 1
    _councils: dict[str, Council | InputError] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        """Open the configuration, and make the folder: what what-ifs include is looked for from there."""
        with suppress(OSError):  # told when something is saved
            self.folder.mkdir(parents=True, exist_ok=True)
        self.open(self.configuration)

    def open(self, path: Path) -> None:
        """Read a configuration, anew where it has been read before; what is wrong with it is kept and told later."""
        try:
            council = load(path, self.years, self.ranges)
            council.warnings()  # every report tells them: found once, they are known to all studies
            read: Council | InputError = council
        except InputError as error:
            read = error
        with self._lock:
            self._councils[str(path)] = read

    @property
    def opened(self) -> list[str]:
        """The configurations that were opened, in order."""
        return list(self._councils)

    def council(self, configuration: str) -> Council:
        """Return a council that was opened.

        Raises:
            InputError: its file cannot be used, or was never opened.
        """
        read = self._councils.get(configuration)
        if read is None:
            raise InputError([Fault(configuration, 0, "", NOT_OPENED)])
        if isinstance(read, InputError):
            raise InputError(read.faults)
        return read

    def plan(self, screen: Screen) -> AnyPlan:
        """Return what is to be played for a screen: its what-ifs against the council, or the council alone.

        Raises:
            InputError: a file or a what-if cannot be used.
        """
        council = self.council(screen.configuration)
        council = replace(council, files=council.files.copy())
        paths = [*self._kept(screen.whatifs, council.files), *self._beside(screen)]
        how = screen.replications, screen.seed, self.engine
        if not paths:
            return run_plan(council, *how, assumptions=screen.assumptions)
        return comparison_plan(council, paths, *how, assumptions=screen.assumptions)

    def _beside(self, screen: Screen) -> list[Path]:
        """Return the files that a screen compares with: those of the list, since a text from others may name any.

        Raises:
            InputError: one of them is not in the list.
        """
        known = {str(each.path) for each in scenario_files(self.scenarios, self.folder)}
        unknown = [Fault(name, 0, "", GONE) for name in screen.beside if name not in known]
        if unknown:
            raise InputError(unknown)
        return [Path(name) for name in screen.beside]

    def _kept(self, texts: Sequence[str], files: InputFiles) -> list[Path]:
        """Return where what-ifs that change something would be saved, and take their texts for those files."""
        paths: list[Path] = []
        for text in texts:
            if changes_anything(text):
                paths.append(self.path_of(text, paths))
                files.keep(paths[-1], text)
        return paths

    def path_of(self, text: str, taken: Sequence[Path] = ()) -> Path:
        """Return where a what-if is saved: in the folder's file that has its name, or else in one called after it."""
        name = name_of(text)
        same = named(files_of(self.folder), name)
        path = same.path if same else self.folder / f"{file_name(name)}.yaml"
        return path if path not in taken else path.with_stem(f"{path.stem}_2")


def changes_anything(text: str) -> bool:
    """Tell whether a scenario's text holds any change, or is too faulty to tell."""
    try:
        said = _values(text)
    except InputError:
        return True
    return bool(said.get("interventions") or said.get("includes"))


def name_of(text: str) -> str:
    """Return the name that a scenario's text gives it; empty where it gives none that can be read."""
    try:
        name = _values(text).get("name")
    except InputError:
        return ""
    return name if isinstance(name, str) else ""


def files_named(text: str) -> list[str]:
    """Return the names of files and folders that a scenario's text gives."""
    try:
        said = _values(text)
    except InputError:
        return []
    included = said.get("includes")
    named_there = [*(included if isinstance(included, list) else ()), said.get("evidence")]
    return [name for name in named_there if isinstance(name, str)]


def _values(text: str) -> dict[str, Any]:
    files, path = InputFiles(), Path("what-if.yaml")
    files.keep(path, text)
    return read_yaml(path, files).values
