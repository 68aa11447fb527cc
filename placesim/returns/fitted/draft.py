"""A draft: a configuration as it is being rewritten, what was replaced and is told, and how far it is known."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from placesim.config.loading import Configuration
from placesim.config.problem import Path
from placesim.config.values import FITTED, NEAREST_TO_NOTHING
from placesim.returns.fitted.learnt import Learnt
from placesim.returns.past import Past

SIGNIFICANT_DIGITS = 4
SHARE_DECIMALS = 4
LONGEST_NAME = 55


@dataclass
class Draft:
    """What is being written, and what it is written from."""

    given: Configuration
    past: Past
    learnt: Learnt
    start: date
    """The first day of the new configuration."""
    told: str
    """Which years and how many children stand behind it, as sources say."""
    values: Any
    """The configuration's YAML, with its comments."""
    notes: list[str] = field(default_factory=list)
    """Sentences for the reader: what was adapted, and what the returns cannot tell."""
    replaced: list[Path] = field(default_factory=list)
    """Where numbers of the configuration were replaced."""
    ranges: dict[str, Any] = field(default_factory=dict)
    """Entries of the file of ranges."""

    def at(self, place: Path) -> Any:
        """Return what stands at a place."""
        here = self.values
        for part in place:
            here = here[part]
        return here

    def put(self, place: Path, value: Any) -> None:
        """Write a number, or a block of numbers, in place of what stands there; order and comments stay."""
        *way, last = place
        holder = self.at(tuple(way))
        self.replaced.append(place)
        there = holder.get(last) if isinstance(holder, Mapping) else holder[last]
        if isinstance(value, Mapping) and isinstance(there, CommentedMap):
            _rewrite(there, value)
        elif isinstance(holder, CommentedMap) and last not in holder and "source" in holder:
            holder.insert(list(holder).index("source"), last, in_one_line(value))
        else:
            holder[last] = in_one_line(value)

    def take_out(self, place: Path) -> None:
        """Take out what stands at a place, where anything does."""
        *way, last = place
        self.replaced.append(place)
        self.at(tuple(way)).pop(last, None)

    def rest_on(self, place: Path, counted: str, kept: str = "") -> None:
        """Say what the numbers of a block were fitted to; what it rested on stays where numbers of it stay.

        Args:
            place: the block.
            counted: what was counted, as in `45 events`.
            kept: what stays as it was given; empty where nothing does.
        """
        block = self.at(place)
        given = block.get("source", [])
        before = [given] if isinstance(given, str) else list(given)
        said = f"{FITTED} {self.told}, {counted}" + (f"; {kept} as given" if kept else "")
        sources = [said, *(each for each in before if kept and not each.startswith(FITTED))]
        quoted = [DoubleQuotedScalarString(each) for each in sources]
        block["source"] = quoted[0] if len(quoted) == 1 else in_one_line(quoted)

    def keep_range(self, name: str, block: Path, entry: dict[str, Any]) -> None:
        """Keep an entry of the file of ranges under a name of its own; it rests on what its block was fitted to.

        Args:
            name: what it is about.
            block: the block of its numbers, which says already what they were fitted to.
            entry: the entry but its source.
        """
        given = self.at(block)["source"]
        fitted = next(each for each in ([given] if isinstance(given, str) else given) if each.startswith(FITTED))
        short = base = f"fit_{re.sub('[^a-z0-9]+', '_', name.lower())}"[:LONGEST_NAME].rstrip("_")
        number = 1
        while short in self.ranges:
            number += 1
            short = f"{base}_{number}"
        self.ranges[short] = {**entry, "source": DoubleQuotedScalarString(fitted)}


def _rewrite(block: CommentedMap, values: Mapping[str, Any]) -> None:
    for key in [key for key in block if str(key) not in values]:
        del block[key]
    written = {str(key): key for key in block}
    for key, value in values.items():
        block[written.get(key, key)] = in_one_line(value)


def in_one_line(value: Any) -> Any:
    """Return blocks and lists as YAML writes them in brackets, and whole numbers without a decimal."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        block = CommentedMap((_key(key), in_one_line(each)) for key, each in value.items())
        block.fa.set_flow_style()
        return block
    if isinstance(value, Sequence) and not isinstance(value, str):
        listed = CommentedSeq(in_one_line(each) for each in value)
        listed.fa.set_flow_style()
        return listed
    return value


def _key(key: Any) -> Any:
    """Return a key that YAML reads as text: a band called 16 is quoted."""
    return DoubleQuotedScalarString(key) if isinstance(key, str) and key.replace(".", "").isdigit() else key


def rounded(value: float) -> float:
    """Return a number as it is written."""
    short = float(f"{value:.{SIGNIFICANT_DIGITS}g}")
    return short if abs(short) >= NEAREST_TO_NOTHING else 0.0


def whole_of(shares: Mapping[str, float]) -> dict[str, float]:
    """Return shares as they are written: rounded, without those that are nothing, and adding up to 1."""
    found = {key: round(share, SHARE_DECIMALS) for key, share in shares.items() if round(share, SHARE_DECIMALS) > 0}
    largest = max(found, key=lambda key: found[key])
    found[largest] = round(1 - sum(share for key, share in found.items() if key != largest), SHARE_DECIMALS)
    return found
