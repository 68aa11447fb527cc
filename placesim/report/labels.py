"""What reports call the groups of measures, in whichever of several scenarios they are."""

from collections.abc import Sequence

from placesim.report.study import Study
from placesim.results.paths import ENTRY, FROM

ON_ENTRY = "On entering care"


class Labels:
    """Says in words what the keys of a comparison stand for."""

    def __init__(self, studies: Sequence[Study]):
        self._studies = studies

    def group(self, measure: str, group: str) -> str:
        """Return what a group of a measure is called."""
        if FROM in group:
            to, origin = group.split(FROM, maxsplit=1)
            return f"{self.place(to)}, from: {self.origin(origin)}"
        labels = (study.label(measure, group) for study in self._studies)
        return next((label for label in labels if label != group), group)

    def place(self, name: str) -> str:
        """Return what a provision or a placement type is called."""
        return self.group("nights", name)

    def origin(self, name: str) -> str:
        """Return where a child came from: a provision, a placement type, or home."""
        return ON_ENTRY if name == ENTRY else self.place(name)
