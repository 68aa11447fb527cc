"""Mixes: one alternative of every choice, made on the baseline; those that it cannot bear are left out and told."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import prod
from pathlib import Path

from placesim.config.baseline import Baseline
from placesim.config.faults import Fault, InputError
from placesim.config.input_files import InputFiles
from placesim.config.interventions.intervention import Intervention
from placesim.config.loading import validated
from placesim.config.mixes.alternatives import MadeOn, Possible, Written, possible
from placesim.config.mixes.search_file import SearchFile
from placesim.config.problem import InconsistentError
from placesim.config.scenario import Scenario
from placesim.config.scenario_files import AppliedScenario
from placesim.config.yaml_files import Document, read_yaml

MOST_MIXES = 300
"""Mixes of one search, at most: each is simulated at least as often as a short study simulates its baseline."""

FEWEST_MIXES = 2

LONGEST_NAME = 120
"""Letters of a scenario's name."""

NOTHING_CHANGED = "nothing changed"
"""What a mix is called that is the baseline itself."""

SEE = "configs/searches holds examples, and docs/search.md says how to write one"


@dataclass(frozen=True)
class Mix:
    """One alternative of every choice."""

    number: int
    """From 1, in the order of the search file; what is left out has one too."""
    alternatives: tuple[str, ...]
    """Labels, in the order of the choices."""
    changing: tuple[str, ...]
    """Labels of those that change anything."""
    at_an_end: tuple[str, ...]
    """Labels of those whose number is the first or the last value tried."""
    option: AppliedScenario

    @property
    def name(self) -> str:
        """What tables of figures call it."""
        return self.option.scenario.name

    @property
    def title(self) -> str:
        """What sentences call it: its alternatives that change anything."""
        return ", ".join(self.changing) or NOTHING_CHANGED


@dataclass(frozen=True)
class LeftOut:
    """A mix that the baseline cannot bear, and why."""

    number: int
    alternatives: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Grid:
    """Every mix of a search."""

    path: Path
    search: SearchFile
    document: Document
    mixes: tuple[Mix, ...]
    left_out: tuple[LeftOut, ...]
    files: tuple[AppliedScenario, ...]
    """The scenario files that it names, as far as the baseline can bear each alone."""

    @property
    def labels(self) -> tuple[str, ...]:
        """What the choices are called."""
        return tuple(choice.label for choice in self.search.choices.values())

    @property
    def options(self) -> list[AppliedScenario]:
        """The mixes as scenarios."""
        return [mix.option for mix in self.mixes]


def load_grid(path: Path, baseline: Baseline, evidence: Path | None, files: InputFiles) -> Grid:
    """Return every mix that a search file names, made on a baseline.

    Args:
        path: the search file.
        baseline: what the mixes change.
        evidence: the baseline's folder of evidence, for scenarios that name none.
        files: what the command has read already.

    Raises:
        InputError: anything in the file, or in a scenario that it names, cannot be used.
    """
    document = read_yaml(path, files, SEE)
    if not is_search(document):
        raise InputError([Fault(str(path), 0, "", f"holds no `choices`, so it is no search; {SEE}")])
    search = validated(SearchFile, document)
    faults: list[Fault] = []
    made_on = MadeOn(baseline, evidence, files)
    choices = [possible(document, name, choice, made_on, faults) for name, choice in search.choices.items()]
    faults += _clashes(document, tuple(search.choices), choices)
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
    return _grid(search, document, choices, baseline)


def is_search(document: Document) -> bool:
    """Tell a search file from every other, one that lacks its choices too."""
    return "choices" in document.values or "minimise" in document.values


def _clashes(document: Document, names: Sequence[str], choices: Sequence[list[Possible]]) -> list[Fault]:
    """Return what is wrong where two choices would have the same intervention of a file differ: only one could act."""
    versions = [_versions(choice) for choice in choices]
    found = []
    for (one, first), (other, second) in combinations(zip(names, versions, strict=True), 2):
        for path, place in first.keys() & second.keys():
            told = first[path, place] + second[path, place]
            if any(each != told[0] for each in told):
                message = (
                    f"{one!r} and {other!r} both decide intervention {place + 1} of {path.name}, and differently; vary "
                    "it in one of them only, or give each a file of its own"
                )
                found.append(document.fault(("choices", other), message))
    return found


def _versions(choice: Sequence[Possible]) -> dict[tuple[Path, int], list[Intervention]]:
    """Return what alternatives of a choice make of each intervention that they name."""
    found: dict[tuple[Path, int], list[Intervention]] = {}
    for each in choice:
        for place, part in each.changes.items():
            found.setdefault(place, []).append(part.intervention)
    return found


def _grid(search: SearchFile, document: Document, choices: list[list[Possible]], baseline: Baseline) -> Grid:
    """Return every mix.

    Raises:
        InputError: there are too many or too few, or an alternative goes with no mix.
    """
    _enough_and_not_too_many(document, [len(each) for each in choices])
    mixes: list[Mix] = []
    left_out: list[LeftOut] = []
    fitting: set[int] = set()
    for number, chosen in enumerate(product(*choices), start=1):
        try:
            mixes.append(_made(number, chosen, search, document.path, baseline))
            fitting |= set(map(id, chosen))
        except InconsistentError as error:
            left_out.append(LeftOut(number, tuple(each.label for each in chosen), error.problems[0].message))
    misfits = [fault for choice in choices for each in choice if id(each) not in fitting for fault in each.refused]
    if misfits:
        raise InputError(list(dict.fromkeys(misfits)))
    if len(mixes) < FEWEST_MIXES:
        raise InputError([document.fault(("choices",), f"hardly any mix can be made: {left_out[0].reason}")])
    named = {option.path: option for choice in choices for each in choice for option in each.files}
    return Grid(document.path, search, document, tuple(mixes), tuple(left_out), tuple(named.values()))


def _enough_and_not_too_many(document: Document, sizes: Sequence[int]) -> None:
    """Go on only with a number of mixes that can be searched.

    Raises:
        InputError: there are too many or too few.
    """
    count = prod(sizes)
    if FEWEST_MIXES <= count <= MOST_MIXES:
        return
    mend = "give a choice more alternatives" if count < FEWEST_MIXES else "take out alternatives, or widen a step"
    alternatives = f"{' x '.join(map(str, sizes))} alternative{'s' * (count != 1)}"
    made = f"{alternatives} {'makes 1 mix' if count == 1 else f'make {count:,} mixes'}"
    raise InputError([document.fault(("choices",), f"{made}; a search takes {FEWEST_MIXES} to {MOST_MIXES}: {mend}")])


def _made(number: int, chosen: Sequence[Possible], search: SearchFile, path: Path, baseline: Baseline) -> Mix:
    """Return a mix: the changes of each alternative in the order of the choices, those of one file once.

    Raises:
        InconsistentError: the baseline cannot bear it.
    """
    changes: Written = {}
    for each in chosen:
        changes |= {place: change for place, change in each.changes.items() if place not in changes}
    changing = tuple(each.label for each in chosen if each.changes)
    name = f"Mix {number}: {', '.join(changing) or NOTHING_CHANGED}"[:LONGEST_NAME].strip()
    parts = tuple(changes.values())
    scenario = Scenario(name=name, question=search.question, interventions=tuple(part.intervention for part in parts))
    figures = {name: figure for each in chosen for name, figure in each.evidence.items()}
    option = AppliedScenario(path, scenario, scenario.applied(baseline), figures, parts)
    ends = tuple(each.label for each in chosen if each.end)
    return Mix(number, tuple(each.label for each in chosen), changing, ends, option)
