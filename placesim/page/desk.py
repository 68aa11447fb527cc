"""Desk: what one server works on: councils that were opened, the folder of what-ifs, and the studies being played."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Any

from placesim.api.council import Council, load
from placesim.api.growing import AnyPlan
from placesim.api.plans import comparison_plan, run_plan
from placesim.config.faults import Fault, InputError
from placesim.config.input_files import InputFiles
from placesim.config.yaml_files import read_yaml
from placesim.page import cards
from placesim.page.keeping.listing import GONE, files_of, named, scenario_files
from placesim.page.keeping.names import file_name
from placesim.page.playing.studies import Studies
from placesim.page.screen import Screen

NOT_OPENED = "this file has not been opened here; open it under “The council's file”"

SAME_NAME = "the other what-if on this screen has this name too; give each its own"

INCLUDES_UNSAVED = (
    "includes the other what-if on this screen, which is not saved as it stands there; save that one first"
)


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
        paths = [*self._kept(screen, council.files), *self._beside(screen)]
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

    def _kept(self, screen: Screen, files: InputFiles) -> list[Path]:
        """Return where what-ifs that change something would be saved, and take their texts for those files.

        Raises:
            InputError: one would be played otherwise than it will be once it is saved.
        """
        pairs = zip(self.paths_of(screen), screen.whatifs, strict=True)
        texts = {path: text for path, text in pairs if cards.changes_anything(text)}
        if faults := [*_same_names(texts), *_unsaved_includes(texts)]:
            raise InputError(faults)
        for path, text in texts.items():
            files.keep(path, text)
        return list(texts)

    def paths_of(self, screen: Screen) -> tuple[Path, ...]:
        """Return where each what-if of a screen is saved; no two in one file."""
        paths: list[Path] = []
        for text in screen.whatifs:
            path = self.path_of(text)
            paths.append(_another(path, paths) if path in paths else path)
        return tuple(paths)

    def openings(self) -> dict[str, dict[str, Any]]:
        """Return what the scenario files given at start say of opening each home; of several the first."""
        found: dict[str, dict[str, Any]] = {}
        for each in scenario_files(self.scenarios, self.folder):
            for change in [] if each.in_folder else _changes_in(each.path):
                if change.get("kind") == "open_home" and {"provision", "opens"} <= change.keys():
                    found.setdefault(str(change["provision"]), change)
        return found

    def path_at(self, screen: Screen) -> Path:
        """Return where the what-if is saved that the cards show."""
        return self.paths_of(screen)[screen.at] if screen.whatifs else self.path_of("")

    def path_of(self, text: str) -> Path:
        """Return where a what-if is saved: in the folder's file that has its name, or else in one called after it."""
        name = cards.head_of(text).name
        same = named(files_of(self.folder), name)
        return same.path if same else self.folder / f"{file_name(name)}.yaml"


def _another(path: Path, taken: Sequence[Path]) -> Path:
    """Return a path like one that is taken, at which nothing stands."""
    numbered = (path.with_stem(f"{path.stem}_{number}") for number in count(2))
    return next(each for each in numbered if each not in taken and not each.exists())


def _same_names(texts: Mapping[Path, str]) -> Iterator[Fault]:
    names = {path: cards.head_of(text).name.casefold() for path, text in texts.items()}
    for place, (path, name) in enumerate(names.items()):
        if name and name in list(names.values())[:place]:
            yield Fault(str(path), 0, "name", SAME_NAME)


def _unsaved_includes(texts: Mapping[Path, str]) -> Iterator[Fault]:
    """Yield a fault for each what-if that includes another of the screen which its file does not say."""
    for path, text in texts.items():
        included = {(path.parent / name).resolve() for name in cards.files_named(text)}
        for other, said in texts.items():
            if other != path and other.resolve() in included and _on_disk(other) != said:
                yield Fault(str(path), 0, "includes", INCLUDES_UNSAVED)


def _on_disk(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        return None


def _changes_in(path: Path) -> list[dict[str, Any]]:
    """Return the interventions of a scenario file whose sources are the council's; none where it cannot be read."""
    try:
        said = read_yaml(path).values
    except InputError:
        return []
    changes = said.get("interventions") if "evidence" not in said else None
    return [each for each in changes if isinstance(each, dict)] if isinstance(changes, list) else []
