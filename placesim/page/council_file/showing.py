"""Showing: what the page of the council's own file holds, put together for its templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from placesim.config.faults import Fault
from placesim.config.input_files import InputFiles
from placesim.page.council_file.changes import Changes, changed_text, changes_of_text, text_of_changes, with_typed
from placesim.page.council_file.fields import Field
from placesim.page.council_file.form import Form, Part
from placesim.page.council_file.lines import shown_lines
from placesim.page.council_file.opening import configurations
from placesim.page.council_file.reading import OwnFile, Told, own_file, told_of
from placesim.page.council_file.reasons import whys_of
from placesim.page.council_file.saving import folders
from placesim.page.council_file.sections import Section
from placesim.page.desk import Desk
from placesim.page.screen import Screen, text_of

NOTHING: Mapping[str, str] = {}

MOST_FOUND = 80
"""Fields that a search shows."""


@dataclass(frozen=True)
class Asked:
    """What an address of this page asks for."""

    screen: Screen
    changes: str = ""
    """Text of the changes so far."""
    block: str = ""
    """Name of the one section to show; empty for all."""
    find: str = ""
    """What to look for among the fields."""
    check: bool = False
    """Whether to say what `check` tells of the changed file."""
    text: bool = False
    """Whether to show the text of a file without faults."""
    saved: str = ""
    """A file that was just saved from here."""
    said: tuple[str, ...] = ()
    """What went wrong with what was asked before."""
    name: str = ""
    """What was typed as the name of the new file."""
    reasons: Mapping[str, str] = field(default_factory=dict)
    """What was typed as the reasons for changes."""

    def query(self) -> dict[str, str]:
        """Return what its address says."""
        return {
            "state": text_of(self.screen),
            "changes": self.changes,
            "block": self.block,
            "find": self.find,
            "check": "1" * self.check,
            "text": "1" * self.text,
            "saved": self.saved,
        }


@dataclass(frozen=True)
class Found:
    """Fields of one section that a search found."""

    section: Section
    trail: str
    fields: tuple[Field, ...]
    of: str
    """How the names of its fields begin."""


def shown(desk: Desk, asked: Asked, posted: Mapping[str, str] = NOTHING) -> dict[str, Any]:
    """Return what the template of the page needs.

    Args:
        desk: what the server works on.
        asked: what an address asks for.
        posted: what the fields hold that the page has now: which are changed is told anew.
    """
    own = own_file(desk, asked.screen.configuration)
    changes = changes_in(own, asked.changes)
    changed = _told_of_changed(desk, own, changes) if asked.check and changes else None
    return {
        "screen": asked.screen,
        "state": text_of(asked.screen),
        "asked": asked,
        "own": own,
        **_marked(own, changes, posted),
        "opened": asked.screen.configuration in desk.opened,
        "lines": shown_lines(own.text, {fault.line for fault in own.told.faults if fault.file == str(own.path)})
        if own.told.faults or asked.text
        else [],
        "configurations": configurations(desk),
        "saved": asked.saved if _is_new(asked.saved, folders(own, desk.folder)) else "",
        **(_shown_form(desk, own, own.form, changes, changed, asked) if own.form else {"form": None}),
    }


def _marked(own: OwnFile, changes: Changes, posted: Mapping[str, str]) -> dict[str, list[tuple[str, Field]]]:
    """Return the fields that a page has, and of these whose values have moved along with another's."""
    parts = own.form.parts if own.form else []
    there = {name: (part.of, part.fields[name][1]) for part in parts for name in posted if name in part.fields}
    moved = [
        name for name, (_, each) in there.items() if changes.get(name, each.written).strip() != posted[name].strip()
    ]
    return {"marked": list(there.values()), "moved_along": [there[name] for name in moved]}


def _is_new(saved: str, folders: Sequence[Path]) -> bool:
    """Tell whether a file stands where new ones are saved; no other name that an address gives is looked at."""
    return bool(saved) and Path(saved).parent in folders and Path(saved).is_file()


def changes_in(own: OwnFile, text: str) -> Changes:
    """Return the changes of a text that the file still has fields for."""
    return with_typed(changes_of_text(text), {}, own.form) if own.form else {}


def _shown_form(
    desk: Desk, own: OwnFile, form: Form, changes: Changes, changed: Told | None, asked: Asked
) -> dict[str, Any]:
    """Return what the templates of the form need."""
    whole = form.own.whole
    part, at = form.section(asked.block) or (form.own, None)
    found, left_out = found_in(form, asked.find)
    faults = faults_by_field(form, changed.faults if changed else own.told.faults)
    return {
        "form": form,
        "whole": whole,
        "changes": changes,
        "changes_text": text_of_changes(changes),
        "changed_fields": _changed_fields(form, changes),
        "at": at,
        "of": part.of,
        "above": [each for depth in range(1, len(at.place)) if (each := part.whole.at(at.place[:depth]))] if at else [],
        "found": found,
        "left_out": left_out,
        "opens": _on_the_way([*changes, *faults]),
        "range_words": range_words(own, form),
        "faults_of": faults,
        "changed_told": changed,
        "whys": whys_of(form, changes),
        "folders": folders(own, desk.folder),
    }


def _changed_fields(form: Form, changes: Changes) -> list[tuple[str, str, Field]]:
    """Return each changed field with its name and where it stands, in words."""
    return [
        (f"{part.whole.trail(section.place)}: {each.label}" if section.place else each.label, name, each)
        for part in form.parts
        for name, (section, each) in part.fields.items()
        if name in changes and name not in form.follows
    ]


def _told_of_changed(desk: Desk, own: OwnFile, changes: Changes) -> Told | None:
    """Return what `check` would tell of the file with its changes, were they saved."""
    if not own.form:
        return None
    files = InputFiles()
    for part in own.form.parts:
        files.keep(part.document.path, changed_text(part, changes, {}))
    return told_of(own.path, files, desk.ranges)


def found_in(form: Form, find: str) -> tuple[list[Found], int]:
    """Return the fields that have every word of a search, by section, and how many more there are."""
    words = find.casefold().split()
    if not words:
        return [], 0
    hits: list[tuple[Part, Section, str, Field]] = []
    for part in form.parts:
        for section, trail in _walk(part.whole, ""):
            around = f"{trail} {section.help}".casefold()
            told = {
                each: f"{around} {each.words}" for each in section.fields if part.of + each.name not in form.follows
            }
            hits += [(part, section, trail, each) for each, text in told.items() if all(word in text for word in words)]
    by_section: dict[str, Found] = {}
    for part, section, trail, each in hits[:MOST_FOUND]:
        before = by_section.get(part.of + section.name)
        fields = before.fields if before else ()
        by_section[part.of + section.name] = Found(section, trail, (*fields, each), part.of)
    return list(by_section.values()), max(len(hits) - MOST_FOUND, 0)


def _walk(section: Section, trail: str) -> list[tuple[Section, str]]:
    found = [(section, trail)]
    for each in section.sections:
        found += _walk(each, f"{trail}, {each.title}" if trail else each.title)
    return found


def _on_the_way(names: Sequence[str]) -> set[str]:
    """Return the names of the sections that hold some fields."""
    parts = [name.split("/") for name in names]
    return {"/".join(each[:depth]) for each in parts for depth in range(1, len(each))}


def faults_by_field(form: Form, faults: tuple[Fault, ...]) -> dict[str, list[str]]:
    """Return what is to be mended, by the name of the field where it stands."""
    told = {(fault.file, fault.field): fault for fault in faults if fault.field}
    found: dict[str, list[str]] = {}
    for part in form.parts if told else ():
        for name, (_, each) in part.fields.items():
            where = part.document.fault(each.place, "")
            if fault := told.get((where.file, where.field)):
                found.setdefault(name, []).append(fault.message)
    return found


def range_words(own: OwnFile, form: Form) -> dict[str, str]:
    """Return how far each number is known whose range stands in the file of ranges, by the name of its field."""
    if own.council is None or form.ranges is None:
        return {}
    by_name = {each.name: each for each in own.council.uncertainty.assumptions}
    found = {}
    for name, section in form.known.items():
        each = by_name.get(str(section.place[-1]))
        times = "times " * (each is not None and each.unit == "times")
        known = f"Known to between {times}{each.low:,.6g} and {each.high:,.6g}. " if each else ""
        others = [other for other in form.linked.get(name, ()) if other != name and other in form.own.fields]
        same = "; ".join(form.own.whole.trail(form.own.fields[other][0].place) for other in others)
        found[name] = f"{known}{f'The same number as in {same}: they change together.' if same else ''}".strip()
    return found
