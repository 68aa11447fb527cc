"""Interventions in words: each of a scenario's changes as one plain sentence, with where its numbers come from.

interventions_in_words(options, name) -> tuple[Said, ...]   in the order in which they are made
Said.text, Said.sources (Cited: text, assumed, figure), Said.chosen
"""

from dataclasses import dataclass

from placesim.report.assumptions import Cited, cited
from placesim.report.comparison.options import Options


@dataclass(frozen=True)
class Said:
    """One intervention: what it changes, and where its numbers come from."""

    text: str
    sources: tuple[Cited, ...]
    chosen: bool
    """False for what a council does not decide, as in higher demand."""

    @property
    def assumed(self) -> bool:
        """True when at least one source is an assumption."""
        return any(source.assumed for source in self.sources)


def interventions_in_words(options: Options, name: str) -> tuple[Said, ...]:
    """Return each intervention of a scenario, in the order in which they are made."""
    council, comparing = options.council(name), options.comparing
    return tuple(
        Said(
            each.in_words(council),
            tuple(cited(item, comparing.evidence) for item in each.source),
            each.chosen(comparing.council),
        )
        for each in options.scenario(name).interventions
    )
