"""Options to compare: scenario files, and scenarios written in a script, made on a council."""

from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path

from placesim.api.changes import AnyChange, as_given, made_on, scenario_of
from placesim.api.council import Council
from placesim.api.wrong import named_path, wrong
from placesim.config.problem import shown
from placesim.config.scenario import Scenario
from placesim.config.scenario_files import BASELINE, AppliedScenario, load_options, scenario_paths

OneScenario = str | PathLike[str] | Scenario
"""A file, or a scenario made in a script."""

Scenarios = OneScenario | Iterable[OneScenario] | Mapping[str, Sequence[AnyChange]]
"""Files or folders of them, scenarios made in a script, or lists of changes by name."""


def given_scenarios(scenarios: Scenarios) -> list[Path | Scenario]:
    """Return scenarios one by one: paths as they were given, all else as scenarios."""
    if isinstance(scenarios, Mapping):
        return [scenario_of(name, changes) for name, changes in scenarios.items()]
    if isinstance(scenarios, str | PathLike | Scenario):
        return [_one(scenarios)]
    if not isinstance(scenarios, Iterable):
        raise wrong("scenarios", f"should be files, or lists of changes by name; found {shown(scenarios)}")
    return [_one(each) for each in scenarios]


def _one(scenario: OneScenario) -> Path | Scenario:
    if isinstance(scenario, Scenario):
        return scenario
    if isinstance(scenario, str | PathLike):
        return named_path("scenarios", scenario)
    raise wrong("scenarios", f"should be files or scenarios; found {shown(scenario)}")


def paths_alone(given: Sequence[Path | Scenario]) -> list[Path] | None:
    """Return the paths where nothing but paths was given."""
    paths = [each for each in given if isinstance(each, Path)]
    return paths if len(paths) == len(given) else None


def options_of(council: Council, given: Sequence[Path | Scenario]) -> list[AppliedScenario]:
    """Return every scenario in the order given, made on a council.

    Raises:
        InputError: anything in any of them cannot be used, two share a name, or there is none.
    """
    each_alone = [[each] if isinstance(each, Scenario) else scenario_paths([each]) for each in given]
    in_order = [each for several in each_alone for each in several]
    paths = list(dict.fromkeys(each for each in in_order if isinstance(each, Path)))
    loaded = load_options(paths, council.baseline, council.evidence_folder, council.files)
    of_files = {option.path: option for option in loaded}
    options = [
        _made(council, each) if isinstance(each, Scenario) else of_files.pop(each)
        for each in in_order
        if isinstance(each, Scenario) or each in of_files  # a file that is named twice is compared once
    ]
    _told_apart([option.scenario.name for option in options])
    return options


def _made(council: Council, scenario: Scenario) -> AppliedScenario:
    with_all = made_on(council.baseline, scenario, council.evidence)
    return AppliedScenario(Path(scenario.name), scenario, with_all, {})


def _told_apart(names: Sequence[str]) -> None:
    if not names:
        raise wrong("scenarios", "there is none; give at least one")
    seen = {BASELINE}
    for name in names:
        if name.casefold() in seen:
            raise wrong("scenarios", f"{shown(name)} is also the name of another; give each scenario its own")
        seen.add(name.casefold())


def call_of(given: Sequence[Path | Scenario]) -> str:
    """Return scenarios as a Python call gives them."""
    return f"[{', '.join(_call(each) for each in given)}]"


def _call(each: Path | Scenario) -> str:
    if isinstance(each, Path):
        return f'"{each.as_posix()}"'
    changes = ", ".join(as_given(change) for change in each.interventions)
    return f"placesim.scenario({each.name!r}, [{changes}], {each.question!r})"
