"""Whether a scenario is a choice of the council's, something that could happen to it, or both."""

from enum import StrEnum

from placesim.config.baseline import Baseline
from placesim.config.scenario import Scenario


class ScenarioKind(StrEnum):
    """Whether a scenario is something to decide about."""

    CHOICE = "choice"
    CIRCUMSTANCE = "circumstance"
    BOTH = "both"
    """Something decided, under circumstances that the baseline does not have: its difference is not its own alone."""


def kind_of(scenario: Scenario, baseline: Baseline) -> ScenarioKind:
    """Tell a choice from circumstances; a scenario that changes nothing, or only names homes, is a choice."""
    chosen = {intervention.chosen(baseline) for intervention in scenario.interventions}
    if chosen == {False}:
        return ScenarioKind.CIRCUMSTANCE
    return ScenarioKind.BOTH if False in chosen else ScenarioKind.CHOICE
