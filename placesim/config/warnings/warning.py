"""What a warning is, and the register of the functions that find them.

A function with `@of_configuration` or `@of_scenario` above it is all that a new warning takes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from placesim.config.baseline import Baseline
from placesim.config.evidence import Figure
from placesim.config.faults import Fault
from placesim.config.problem import Problem
from placesim.config.scenario import Scenario
from placesim.config.yaml_files import Document

MOST_OF_A_KIND = 5
"""Warnings that one function may give of one file; more would bury the others."""


@dataclass(frozen=True)
class InputWarning:
    """Something that is allowed, and probably not meant: where it stands, and what to do."""

    where: str
    """File, line and field, as in `council.yaml:12: provision.beds.price`."""
    text: str
    """What was found, what it would do, and what to do about it."""

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"


@dataclass(frozen=True)
class Council:
    """A sound configuration: what it says, where, and the evidence that it may cite."""

    baseline: Baseline
    document: Document
    evidence: dict[str, Figure]


@dataclass(frozen=True)
class Option:
    """A sound scenario, and today carried forward without it and with it."""

    scenario: Scenario
    before: Baseline
    after: Baseline


OfConfiguration = Callable[[Council], Iterator[Problem]]
OfScenario = Callable[[Option], Iterator[Problem]]

CONFIGURATION: list[OfConfiguration] = []
SCENARIO: list[OfScenario] = []


def of_configuration(find: OfConfiguration) -> OfConfiguration:
    """Register a function that finds warnings in a configuration."""
    CONFIGURATION.append(find)
    return find


def of_scenario(find: OfScenario) -> OfScenario:
    """Register a function that finds warnings in a scenario."""
    SCENARIO.append(find)
    return find


def told(document: Document, found: list[Problem]) -> list[InputWarning]:
    """Return the warnings that one function found, by file, line and field; of many only the first."""
    faults = [document.fault(problem.path, problem.message) for problem in found[:MOST_OF_A_KIND]]
    warnings = [InputWarning(_where(fault), fault.message) for fault in faults]
    if len(found) > MOST_OF_A_KIND:
        more = f"{len(found) - MOST_OF_A_KIND} more like this are not shown; mend these and check again"
        warnings.append(InputWarning(str(document.path), more))
    return warnings


def _where(fault: Fault) -> str:
    place = f"{fault.file}:{fault.line}" if fault.line else fault.file
    return f"{place}: {fault.field}" if fault.field else place
