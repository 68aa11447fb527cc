"""What groups of a comparison are called: labels of the baseline, and of what only a scenario has."""

from functools import cached_property

from placesim.report.comparison.comparing import Comparing
from placesim.report.configuration_words import spelt
from placesim.report.study import Study
from placesim.results.paths import ENTRY, FROM

ON_ENTRY = "On entering care"


class Labels:
    """Says in words what the keys of a comparison stand for."""

    def __init__(self, comparing: Comparing):
        self._comparing = comparing

    @cached_property
    def _studies(self) -> list[Study]:
        comparison = self._comparing.comparison
        made = zip(self._comparing.options, comparison.options, strict=True)
        options = [Study(option.baseline, outcomes) for option, outcomes in made]
        return [Study(self._comparing.council, comparison.baseline), *options]

    def group(self, measure: str, group: str) -> str:
        """Return what a group of a measure is called."""
        if FROM in group:
            to, origin = group.split(FROM, maxsplit=1)
            return f"{self.place(to)}, from: {self.origin(origin)}"
        found = (study.label(measure, group) for study in self._studies)
        return next((label for label in found if label != group), group)

    def place(self, name: str) -> str:
        """Return what a provision or a placement type is called."""
        return self.group("nights", name)

    def origin(self, name: str) -> str:
        """Return where a child came from: a provision, a placement type, or home."""
        return ON_ENTRY if name == ENTRY else self.place(name)


def measure_label(measure: str) -> str:
    """Return what a measure is called in a table for people."""
    return spelt(measure)
