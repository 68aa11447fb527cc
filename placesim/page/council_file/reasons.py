"""Reasons: why numbers were changed, each asked for once and written beside every source that it concerns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from placesim.config.evidence import is_assumption
from placesim.config.text import plain
from placesim.page.council_file.changes import Changes
from placesim.page.council_file.fields import Field
from placesim.page.council_file.form import Form, Part
from placesim.page.council_file.sections import Ground, Section
from placesim.page.council_file.spans import name_of_place


@dataclass(frozen=True)
class Why:
    """Changes that one reason accounts for: those that rest on one source, or on the sources of one number."""

    sources: tuple[str, ...]
    """Names of the places of their sources."""
    title: str
    grounds: tuple[Ground, ...]
    changed: Mapping[str, tuple[str, str]]
    """What it was and what it is to be, by what the reason calls it."""

    @property
    def name(self) -> str:
        """What a form calls it."""
        return self.sources[0]

    @property
    def needed(self) -> bool:
        """Whether a reason must be given: evidence, or what was fitted, does not say the new number."""
        return any(not is_assumption(ground.cited) for ground in self.grounds)

    def joined(self, other: "Why") -> "Why":
        """Return two as one."""
        sources = tuple(dict.fromkeys((*self.sources, *other.sources)))
        grounds = tuple(dict.fromkeys((*self.grounds, *other.grounds)))
        return Why(sources, self.title, grounds, {**self.changed, **other.changed})

    def assumption(self, reason: str) -> str:
        """Return a reason as a source says it, with the numbers before and after."""
        told = "; ".join(f"{label} {after} in place of {before}" for label, (before, after) in self.changed.items())
        return plain(f"assumption: {reason} ({told})")


def whys_of(form: Form, changes: Changes) -> list[Why]:
    """Return what reasons are asked for, each once."""
    whys: list[Why] = []
    for name, why in _one_by_one(form, changes):
        same = [each for each in whys if set(each.sources) & set(_sources(form, name))]
        place = whys.index(same[0]) if same else len(whys)
        one = reduce(Why.joined, [*same, why])
        whys = [each for each in whys if each not in same]
        whys.insert(min(place, len(whys)), one)
    return whys


def assumptions_of(whys: Sequence[Why], reasons: Mapping[str, str]) -> dict[str, str]:
    """Return the reasons that were typed as assumptions, by the name of the place of each source."""
    given = [(why, reasons.get(why.name, "").strip()) for why in whys]
    return {source: why.assumption(text) for why, text in given if text for source in why.sources}


def _one_by_one(form: Form, changes: Changes) -> Iterator[tuple[str, Why]]:
    """Yield each changed value that has a source, with what must be said of it alone."""
    for part in form.parts:
        for name, (section, each) in part.fields.items():
            if name in changes and section.source_place and each.kind != "text":
                follows = part is form.ranges and name in form.linked
                label = _label(each, section.source_place)
                changed = {} if follows else {label: (each.written, changes[name].strip())}
                yield name, Why((_source(part, section),), _title(part, section), section.grounds, changed)


def _sources(form: Form, name: str) -> list[str]:
    """Return the names of the sources of a value, and of those that are the same number."""
    found = (
        (part, part.fields[each][0])
        for part in form.parts
        for each in form.linked.get(name, (name,))
        if each in part.fields
    )
    return [_source(part, section) for part, section in found if section.source_place]


def _source(part: Part, section: Section) -> str:
    return part.of + name_of_place(section.source_place or ())


def _title(part: Part, section: Section) -> str:
    return part.whole.trail((section.source_place or ())[:-1])


def _label(each: Field, source_place: tuple[str | int, ...]) -> str:
    """Return what a reason calls a number: its place within the block that the source stands in."""
    around = each.place[len(source_place) - 1 : -1]
    words = [str(part + 1) if isinstance(part, int) else part.replace("_", " ") for part in around]
    return ", ".join([*words, each.label[:1].lower() + each.label[1:]])
