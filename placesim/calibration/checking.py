"""Checking: configurations, scenarios and published figures, each alone and all together, before any simulation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from placesim.calibration.far_off import figures_far_off
from placesim.calibration.pair import load_pair
from placesim.calibration.published import load_published
from placesim.config.baseline import Baseline
from placesim.config.faults import Fault, InputError
from placesim.config.includes import is_scenario
from placesim.config.input_files import InputFiles
from placesim.config.loading import evidence_folder_of, load_baseline, validated
from placesim.config.mixes.mixes import is_search, load_grid
from placesim.config.mixes.search_file import SearchFile
from placesim.config.provision_checks import children_at_start
from placesim.config.ranges.configuration import load_known
from placesim.config.ranges.file import is_ranges_file
from placesim.config.ranges.study import drawable
from placesim.config.scenario_files import load_option, read_scenario, same_names
from placesim.config.warnings.told import warnings_of, warnings_of_option
from placesim.config.warnings.warning import InputWarning
from placesim.config.yaml_files import read_yaml
from placesim.experiment.search.figures import figures_known

Told = TypeVar("Told")

RANGES_ALONE = (
    "this is a file of ranges, which says how far the numbers of a configuration are known; check it with that, as in "
    "`placesim check configs/halton.yaml --ranges FILE`"
)


@dataclass
class Checked:
    """What is known of some files: a sentence for each good one, what is probably not meant, what must be mended."""

    files: InputFiles
    ranges: Path | None = None
    """A file of ranges, in place of those that configurations name."""
    good: dict[Path, str] = field(default_factory=dict)
    warnings: list[InputWarning] = field(default_factory=list)
    warned: dict[Path, int] = field(default_factory=dict)
    """How many warnings there are of each good file."""
    wrong: dict[Path, list[Fault]] = field(default_factory=dict)
    scenarios: dict[Path, str] = field(default_factory=dict)
    """Names of scenarios, by file."""
    waits_for: Path | None = None
    """The one configuration, where it must be mended before anything can be checked against it."""

    def check(self, path: Path, told: Callable[[Path], str]) -> None:
        """Keep what is told of a file: that it is good, or its faults, each once."""
        before = len(self.warnings)
        try:
            self.good[path] = told(path)
            self.warned[path] = len(self.warnings) - before
        except InputError as error:
            known = self.faults
            self.wrong[path] = [fault for fault in error.faults if fault not in known]

    @property
    def faults(self) -> list[Fault]:
        """What must be mended, file by file."""
        return [fault for faults in self.wrong.values() for fault in faults]


@dataclass(frozen=True)
class Configuration:
    """A sound configuration that scenarios and published figures are checked against."""

    path: Path
    baseline: Baseline


def checked(paths: Sequence[Path], files: InputFiles | None = None, ranges: Path | None = None) -> Checked:
    """Check files, and scenarios and published figures against the configuration if there is exactly one.

    Whatever `run`, `compare`, `sweep`, `agree`, `calibrate` or `search` would refuse of these files is a fault here.
    """
    found = Checked(files or InputFiles(), ranges)
    kinds = {path: kind for path in paths if (kind := _kind(path, found))}
    councils = [path for path, kind in kinds.items() if kind == "configuration"]
    for path in councils:
        found.check(path, lambda path: _configuration(path, found))
    fits = [Configuration(path, load_baseline(path, files=found.files)) for path in councils if path in found.good]
    only = fits[0] if len(councils) == len(fits) == 1 else None
    if len(councils) == 1 and not fits:
        found.waits_for = councils[0]
    for path in (path for path, kind in kinds.items() if kind == "scenario"):
        found.check(path, lambda path: _scenario(path, found, only))
    for path in (path for path, kind in kinds.items() if kind == "search"):
        found.check(path, lambda path: _search(path, found, only))
    for path in (path for path, kind in kinds.items() if kind == "figures"):
        found.check(path, lambda path: _figures(path, found, only))
    for fault in same_names(found.scenarios, found.files):
        found.wrong.setdefault(Path(fault.file), []).append(fault)
    return replace(found, good=_ordered(found.good, paths), wrong=_ordered(found.wrong, paths))


def _ordered(told: dict[Path, Told], paths: Sequence[Path]) -> dict[Path, Told]:
    return {path: told[path] for path in paths if path in told}


def _kind(path: Path, found: Checked) -> str:
    """Return what a file seems to be; empty where it cannot be read, and its faults are kept."""
    try:
        document = read_yaml(path, found.files)
    except InputError as error:
        found.wrong[path] = error.faults
        return ""
    if is_search(document):
        return "search"
    if is_ranges_file(document):
        found.wrong[path] = [Fault(str(path), 0, "", RANGES_ALONE)]
        return ""
    return "scenario" if is_scenario(document) else "figures" if "figures" in document.values else "configuration"


def _configuration(path: Path, found: Checked) -> str:
    baseline = load_baseline(path, files=found.files)
    known = load_known(path, found.files, found.ranges)
    found.warnings += warnings_of(path, baseline, files=found.files)
    children = sum(children_at_start(baseline).values())
    on = f"{baseline.start.day} {baseline.start:%B %Y}"
    return f"{baseline.name}: {children} children in care on {on}{_in_ranges(len(known.assumptions))}."


def _scenario(path: Path, found: Checked, council: Configuration | None) -> str:
    if council is None:
        scenario = read_scenario(path, _evidence_named(found), found.files)
        found.scenarios[path] = scenario.name
        return f"{scenario.name}: {_changes(len(scenario.interventions))}; {_alone(found, 'they fit')}."
    evidence = evidence_folder_of(council.path, council.baseline)
    option = load_option(path, council.baseline, evidence, found.files)
    found.scenarios[path] = option.scenario.name
    found.warnings += warnings_of_option(option, council.baseline, found.files)
    own = drawable(council.path, found.files, found.ranges, options=[option]).uncertainty.assumptions
    known = load_known(council.path, found.files, found.ranges).assumptions
    changes = f"{_changes(len(option.scenario.interventions))} to {council.path.name}"
    return f"{option.scenario.name}: {changes}{_in_ranges(len(own) - len(known))}."


def _alone(found: Checked, fits: str) -> str:
    """Say why a file was checked by itself, and what checks the rest of it."""
    if found.waits_for:
        return f"not checked further until {found.waits_for.name} and its ranges are mended"
    return f"check it together with its configuration to see whether {fits}"


def _evidence_named(found: Checked) -> Path | None:
    """Return the folder of evidence that a configuration names which must be mended first."""
    if not found.waits_for:
        return None
    named = read_yaml(found.waits_for, found.files).values.get("evidence")
    return found.waits_for.parent / named if isinstance(named, str) else None


def _in_ranges(number: int) -> str:
    """Say how many assumptions carry ranges, where any does."""
    return f"; {number} assumption{'s' * (number != 1)} with a range" if number else ""


def _search(path: Path, found: Checked, council: Configuration | None) -> str:
    if council is None:
        search = validated(SearchFile, read_yaml(path, found.files))
        choices = f"{len(search.choices)} choice{'s' * (len(search.choices) != 1)}"
        return f"{search.name}: a search of {choices}; {_alone(found, 'its scenarios fit')}."
    evidence = evidence_folder_of(council.path, council.baseline)
    grid = load_grid(path, council.baseline, evidence, found.files)
    figures_known(grid, council.baseline)
    return f"{grid.search.name}: a search of {len(grid.mixes)} mixes of {council.path.name}."


def _changes(number: int) -> str:
    return f"{number} change{'s' * (number != 1)}"


def _figures(path: Path, found: Checked, council: Configuration | None) -> str:
    if council is None:
        published = load_published(path, found.files)
    else:
        _, published = load_pair(council.path, path, found.files)
        found.warnings += figures_far_off(council.baseline, published, read_yaml(path, found.files))
    summary = f"{published.name}: {len(published.figures)} published figure{'s' * (len(published.figures) != 1)}"
    return f"{summary}, which {council.path.name} can simulate." if council else f"{summary}."
