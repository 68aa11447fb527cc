"""Shards: the outcomes of some futures of a study in a file, and how such files make a whole; reading runs nothing.

A shard is numpy's npz: arrays of numbers and, as letters in one of them, JSON that says what they are. It holds
measures, never a child.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from placesim.config.faults import Fault, InputError
from placesim.experiment.destinations import finished_file
from placesim.experiment.knowledge.played import StudyOutcomes, whole
from placesim.experiment.manifest import in_words, versions_of_figures
from placesim.experiment.replications import Outcomes

ENDING = ".npz"

FORMAT = 3
"""Changes whenever an older program could not read what is written."""

ABOUT = "about"
"""The array whose bytes are the JSON."""

ARRAYS = ("values", "monthly")
"""What a shard holds of a scenario's outcomes, one row a future."""

PARTS = ("told", "fixed", "again")
"""What `StudyOutcomes` is made of."""

NO_SHARD = "is no whole shard of placesim, or of another version"


@dataclass(frozen=True)
class About:
    """What a shard is a part of, and which part."""

    asked: Mapping[str, Any]
    """What the whole study was asked for."""
    inputs: Mapping[str, str]
    """SHA-256 of every file that it drew on, by the file's name as the study knows it."""
    first: int
    """Number of the first future, from 0."""
    count: int
    engine: str
    seconds: float
    """How long simulating took."""
    versions: Mapping[str, str] = field(default_factory=versions_of_figures)

    @property
    def beyond(self) -> int:
        """Number of the first future after these."""
        return self.first + self.count


@dataclass(frozen=True)
class Shard:
    """Some futures of every scenario of a study."""

    about: About
    outcomes: StudyOutcomes
    path: Path


def write_shard(path: Path, about: About, outcomes: StudyOutcomes) -> None:
    """Write a shard, whole or not at all."""
    parts = [(part, each) for part in PARTS for each in getattr(outcomes, part)]
    numbered = [(n, each) for n, (_, each) in enumerate(parts)]
    arrays: dict[str, Any] = {f"{name}_{n}": getattr(each, name) for n, each in numbered for name in ARRAYS}
    named = [
        {"part": part, "scenario": each.scenario, "keys": each.keys, "monthly_keys": each.monthly_keys}
        for part, each in parts
    ]
    said = json.dumps({"format": FORMAT, "about": asdict(about), "outcomes": named}).encode()
    with finished_file(path) as staging:
        np.savez_compressed(staging, **(arrays | {ABOUT: np.frombuffer(said, dtype=np.uint8)}))


def read_shard(path: Path) -> Shard:
    """Read a shard.

    Raises:
        InputError: it is none, or cannot be read.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            said = json.loads(arrays[ABOUT].tobytes())
            if said["format"] != FORMAT:
                raise ValueError
            about = TypeAdapter(About).validate_python(said["about"])
            found = [(named["part"], _outcomes(named, n, arrays)) for n, named in enumerate(said["outcomes"])]
        outcomes = StudyOutcomes(*(tuple(each for part, each in found if part == name) for name in PARTS))
        sound = about.first >= 0 and about.beyond <= int(about.asked["replications"])
        if not (sound and outcomes.told and all(len(each.values) == about.count for each in outcomes.told)):
            raise ValueError
        return Shard(about, outcomes, path)
    except OSError as error:
        message = f"cannot be read ({error.strerror or error}); check the name and your access"
    except Exception:  # what is no shard can be wrong in as many ways as there are files
        message = NO_SHARD
    raise InputError([Fault(str(path), 0, "", message)]) from None


def _outcomes(named: Mapping[str, Any], number: int, arrays: Mapping[str, Any]) -> Outcomes:
    """Return the outcomes of one scenario.

    Raises:
        ValueError: its arrays do not fit each other.
    """
    keys, monthly_keys = (tuple(map(tuple, named[each])) for each in ("keys", "monthly_keys"))
    values, monthly = (np.asarray(arrays[f"{name}_{number}"], dtype=float) for name in ARRAYS)
    if values.shape != (len(monthly), len(keys)) or monthly.shape != (len(values), len(monthly_keys)):
        raise ValueError
    return Outcomes(named["scenario"], keys, values, monthly_keys, monthly)


def merged(shards: Sequence[Shard]) -> StudyOutcomes:
    """Return the outcomes of the whole study from shards that make a whole."""
    return whole([each.outcomes for each in sorted(shards, key=lambda shard: shard.about.first)])


def require_whole(shards: Sequence[Shard]) -> None:
    """Make sure that shards are of one study, made by this program, and that every future is in one of them.

    Raises:
        InputError: they are not.
    """
    faults = [*_of_other_versions(shards)] or [*_of_other_studies(shards)] or [*_overlapping(shards), *_missing(shards)]
    if faults:
        raise InputError(faults)


def require_inputs(shard: Shard, read: Mapping[str, str]) -> None:
    """Make sure that files are as they were when a shard was made.

    Args:
        shard: one of those to be merged.
        read: SHA-256 of every file as it is now, by name.

    Raises:
        InputError: they are not.
    """
    changed = sorted(name for name in {*read, *shard.about.inputs} if read.get(name) != shard.about.inputs.get(name))
    message = f"is not as it was when {shard.path} was made; put it back, or make the shards again"
    if changed:
        raise InputError([Fault(name, 0, "", message) for name in changed])


def _of_other_versions(shards: Sequence[Shard]) -> Iterator[Fault]:
    here = versions_of_figures()
    for shard in shards:
        if shard.about.versions != here:
            there = in_words(shard.about.versions)
            message = f"was made with {there}; here is {in_words(here)}: figures might differ, so use the same for all"
            yield Fault(str(shard.path), 0, "", message)


def _of_other_studies(shards: Sequence[Shard]) -> Iterator[Fault]:
    first, *others = shards
    for other in others:
        if unlike := _unlike(first.about, other.about):
            yield Fault(str(other.path), 0, "", f"is of another study than {first.path}: {'; '.join(unlike)}")


def _unlike(one: About, other: About) -> list[str]:
    names = dict.fromkeys([*one.asked, *other.asked])
    asked = {name: (one.asked.get(name), other.asked.get(name)) for name in names}
    unlike = [f"{name} {theirs}, not {ours}" for name, (ours, theirs) in asked.items() if ours != theirs]
    files = sorted(name for name in {*one.inputs, *other.inputs} if one.inputs.get(name) != other.inputs.get(name))
    return unlike + [f"another {', '.join(files)}"] * bool(files)


def _overlapping(shards: Sequence[Shard]) -> Iterator[Fault]:
    """Yield a fault for each shard that has futures of an earlier one, or that the study does not have."""
    in_order = sorted(shards, key=lambda shard: shard.about.first)
    furthest: Shard | None = None
    for shard in in_order:
        if furthest and shard.about.first < furthest.about.beyond:
            last = min(shard.about.beyond, furthest.about.beyond) - 1
            both = f"futures {shard.about.first} to {last} are in {furthest.path} too; leave one of them out"
            yield Fault(str(shard.path), 0, "", both)
        if furthest is None or shard.about.beyond > furthest.about.beyond:
            furthest = shard


def _missing(shards: Sequence[Shard]) -> Iterator[Fault]:
    """Yield a fault for each gap in the futures of the study."""
    beyond = 0
    in_all = shards[0].about.asked["replications"]
    ends = [(shard.about.first, shard.about.beyond) for shard in shards]
    for first, next_ in [*sorted(ends), (in_all, in_all)]:
        if first > beyond:
            mend = f"make them with --first {beyond} --count {first - beyond}"
            yield Fault("shards", 0, "", f"futures {beyond} to {first - 1} of {in_all:,} are missing; {mend}")
        beyond = max(beyond, next_)
