"""Warnings about evidence: figures that say that they are not known."""

from collections.abc import Iterator

from placesim.config.evidence import Figure, sources_in
from placesim.config.problem import Problem, shown
from placesim.config.warnings.warning import Council, of_configuration

SUPPRESSED = {"c", "x", "z", "u", "k", "..", ".", ":", "*", "low", "[c]", "[x]", "[z]", "[u]", "[k]", "[low]"}
"""What public statistics print in place of a figure that is suppressed, not applicable, unreliable or not known."""


@of_configuration
def suppressed_evidence(council: Council) -> Iterator[Problem]:
    """Find citations of evidence whose value is a mark of suppression, such as 'c'."""
    for path, items in sources_in(council.document.values):
        for place, item in enumerate(items):
            figure = council.evidence.get(item)
            if figure and _mark(figure) in SUPPRESSED:
                message = f"{item} is suppressed in the evidence ({shown(_mark(figure))}); say 'assumption: why' too"
                if not any(each.startswith("assumption:") for each in items):
                    yield Problem((*path, "source", place), message)


def _mark(figure: Figure) -> str:
    return figure.value.split(" ", 1)[0].lower() if figure.value else ""
