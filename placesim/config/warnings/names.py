"""Warnings about names: two things that reports would call alike."""

from collections.abc import Iterator, Mapping
from typing import Any

from placesim.config.problem import Path, Problem, shown
from placesim.config.warnings.warning import Council, of_configuration


@of_configuration
def two_labels_alike(council: Council) -> Iterator[Problem]:
    """Find two entries of one block that reports could not tell apart."""
    baseline = council.baseline
    for block in ("placement_types", "budget_lines", "provision", "needs", "entrants", "moves"):
        yield from _alike({(block, name, "label"): entry.label for name, entry in getattr(baseline, block).items()})
    leaving: Mapping[Path, Any] = {("leaving", name, "label"): risk.label for name, risk in baseline.leaving.items()}
    at_18: Mapping[Path, Any] = {("at_18", "reasons", name): label for name, label in baseline.at_18.reasons.items()}
    yield from _alike({**leaving, **at_18})


def _alike(labels: Mapping[Path, str]) -> Iterator[Problem]:
    seen: dict[str, Path] = {}
    for path, label in labels.items():
        written = " ".join(label.casefold().split())
        if written in seen:
            other = ".".join(map(str, seen[written][:-1]))
            yield Problem(path, f"{shown(label)} is also the label of {other}; reports could not tell them apart")
        seen.setdefault(written, path)
