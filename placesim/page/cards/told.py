"""Told: what a what-if's text and the files that it includes come to, as far as they can be used."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from placesim.api.council import Council
from placesim.config.baseline import Baseline, checked_at_the_end
from placesim.config.evidence import Figure
from placesim.config.faults import InputError
from placesim.config.includes import Part, WrittenScenario
from placesim.config.problem import InconsistentError
from placesim.config.scenario import with_intervention
from placesim.config.scenario_files import evidence_named
from placesim.config.yaml_files import document_key
from placesim.page.cards.layout import ANYWHERE, document_of


@dataclass(frozen=True)
class Told:
    """What the sound interventions of a what-if do."""

    path: Path
    parts: tuple[Part, ...]
    """Those that can be read, included ones first."""
    council: Baseline
    """The baseline with every one of them made that fits."""
    evidence: dict[str, Figure]

    @property
    def included(self) -> Iterator[Part]:
        """Yield the interventions of included files."""
        return (part for part in self.parts if part.document.path != self.path)

    def own(self, place: int) -> Part | None:
        """Return an intervention of the text itself; None where it cannot be read."""
        mine = (part for part in self.parts if part.document.path == self.path and part.place == place)
        return next(mine, None)


def told_of(text: str, council: Council, path: Path | None) -> Told:
    """Return what a text comes to for a council.

    Args:
        text: a scenario file's.
        council: whom it is for.
        path: where it would be saved, so that included files are found; None: nobody knows.
    """
    files, path = council.files.copy(), path or ANYWHERE
    files.keep(path, text)
    if document := document_of(text):  # read once, wherever it would be saved
        files.once(document_key(path), lambda: replace(document, path=path))
    written = WrittenScenario(files, council.evidence_folder)
    written.add(path)
    try:
        evidence = evidence_named(written.documents, council.evidence_folder, files)
    except (InputError, OSError):
        evidence = {}
    return Told(path, tuple(written.parts), _made_on(council.baseline, written.parts), evidence)


def _made_on(baseline: Baseline, parts: Sequence[Part]) -> Baseline:
    """Return the baseline with every intervention made that fits."""
    try:
        return checked_at_the_end(lambda: _each_made_on(baseline, parts))
    except (InconsistentError, ValidationError):  # together they do not fit: each is looked at by itself
        return _each_made_on(baseline, parts)


def _each_made_on(baseline: Baseline, parts: Sequence[Part]) -> Baseline:
    for part in parts:
        try:
            baseline = with_intervention(part.intervention, baseline)
        except InconsistentError:
            continue  # the loader says what is wrong
    return baseline
