"""Interventions in words: each of a scenario's changes as one plain sentence, with where its numbers come from."""

from dataclasses import dataclass

from placesim.report.comparison_study import ComparisonStudy
from placesim.report.once import once
from placesim.report.words.assumptions import Cited, cited


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


@once
def interventions_in_words(options: ComparisonStudy, name: str) -> tuple[Said, ...]:
    """Return each intervention of a scenario, in the order in which they are made."""
    council = options.council_of(name)
    return tuple(
        Said(
            each.in_words(council),
            tuple(cited(item, options.evidence) for item in each.source),
            each.chosen(options.council),
        )
        for each in options.scenario(name).interventions
    )


def sources_words(said: Said) -> str:
    """Return the sources of an intervention on one line."""
    return "; ".join(_source(source) for source in said.sources)


def _source(source: Cited) -> str:
    if source.assumed:
        return f"assumption: {source.text}"
    return f"{source.text}: {source.figure.quantity}, {source.figure.value}" if source.figure else source.text
