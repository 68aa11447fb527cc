"""Showing: what the page of the council's own file holds, put together for its templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from placesim.config.faults import Fault
from placesim.config.input_files import InputFiles
from placesim.config.ranges.assumptions import Assumption
from placesim.config.ranges.configuration import load_known
from placesim.page.council_file.changes import Changes, changed_text, changes_of_text, text_of_changes, with_typed
from placesim.page.council_file.fields import Field
from placesim.page.council_file.lines import shown_lines
from placesim.page.council_file.opening import configurations
from placesim.page.council_file.reading import Form, OwnFile, Told, own_file, told_of
from placesim.page.council_file.saving import folders, whys_of
from placesim.page.council_file.sections import Section
from placesim.page.council_file.spans import name_of_place
from placesim.page.desk import Desk
from placesim.page.screen import Screen, text_of

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
            "saved": self.saved,
        }


@dataclass(frozen=True)
class Found:
    """Fields of one section that a search found."""

    section: Section
    trail: str
    fields: tuple[Field, ...]


def shown(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Return what the template of the page needs."""
    own = own_file(desk, asked.screen.configuration)
    changes = changes_in(own, asked.changes)
    changed = _told_of_changed(desk, own, changes) if asked.check and changes else None
    return {
        "screen": asked.screen,
        "state": text_of(asked.screen),
        "asked": asked,
        "own": own,
        "opened": asked.screen.configuration in desk.opened,
        "lines": shown_lines(own.text, {fault.line for fault in own.told.faults if fault.file == str(own.path)})
        if own.told.faults or asked.text
        else [],
        "configurations": configurations(desk),
        "saved": asked.saved if asked.saved and Path(asked.saved).is_file() else "",
        **(_shown_form(desk, own, own.form, changes, changed, asked) if own.form else {"form": None}),
    }


def changes_in(own: OwnFile, text: str) -> Changes:
    """Return the changes of a text that the file still has fields for."""
    return with_typed(changes_of_text(text), {}, own.form.whole) if own.form else {}


def _shown_form(
    desk: Desk, own: OwnFile, form: Form, changes: Changes, changed: Told | None, asked: Asked
) -> dict[str, Any]:
    """Return what the templates of the form need."""
    place = form.spans.by_name.get(asked.block)
    at = form.whole.at(place) if place else None
    found, left_out = found_in(form.whole, asked.find)
    return {
        "form": form,
        "changes": changes,
        "changes_text": text_of_changes(changes),
        "changed_fields": [
            (_trail(form, section), each) for section, each in form.whole.all_fields() if each.name in changes
        ],
        "fields": {each.name: each for _, each in form.whole.all_fields()},
        "at": at,
        "trail": _above(form, at) if at else [],
        "found": found,
        "left_out": left_out,
        "opens": _on_the_way(changes),
        "ranges": ranges_of(own, desk.ranges),
        "faults_of": faults_by_field(form, changed.faults if changed else own.told.faults),
        "changed_told": changed,
        "whys": whys_of(form, changes),
        "folders": folders(own, desk.folder),
    }


def _told_of_changed(desk: Desk, own: OwnFile, changes: Changes) -> Told | None:
    """Return what `check` would tell of the file with its changes, were they saved."""
    if not own.form:
        return None
    files = InputFiles()
    files.keep(own.path, changed_text(own.form.spans, own.form.whole, changes))
    return told_of(own.path, files, desk.ranges)


def found_in(whole: Section, find: str) -> tuple[list[Found], int]:
    """Return the fields that have every word of a search, by section, and how many more there are."""
    words = find.casefold().split()
    if not words:
        return [], 0
    hits: list[tuple[Section, str, Field]] = []
    for section, trail in _walk(whole, ""):
        around = f"{trail} {section.help}".casefold()
        hits += [
            (section, trail, each) for each in section.fields if all(word in f"{around} {each.words}" for word in words)
        ]
    by_section: dict[str, Found] = {}
    for section, trail, each in hits[:MOST_FOUND]:
        before = by_section[section.name].fields if section.name in by_section else ()
        by_section[section.name] = Found(section, trail, (*before, each))
    return list(by_section.values()), max(len(hits) - MOST_FOUND, 0)


def _walk(section: Section, trail: str) -> list[tuple[Section, str]]:
    found = [(section, trail)]
    for each in section.sections:
        found += _walk(each, f"{trail}, {each.title}" if trail else each.title)
    return found


def _trail(form: Form, section: Section) -> str:
    return ", ".join(each.title for each in [*_above(form, section), section] if each.title)


def _above(form: Form, section: Section) -> list[Section]:
    """Return the sections around one, outermost first."""
    places = [section.place[:depth] for depth in range(1, len(section.place))]
    return [each for place in places if (each := form.whole.at(place))]


def _on_the_way(changes: Changes) -> set[str]:
    """Return the names of the sections that hold a change."""
    parts = [name.split("/") for name in changes]
    return {"/".join(each[:depth]) for each in parts for depth in range(1, len(each))}


def faults_by_field(form: Form, faults: tuple[Fault, ...]) -> dict[str, list[str]]:
    """Return what is to be mended, by the name of the field where it stands."""
    told = {(fault.file, fault.field): fault for fault in faults if fault.field}
    found: dict[str, list[str]] = {}
    for _, each in form.whole.all_fields() if told else ():
        where = form.document.fault(each.place, "")
        if fault := told.get((where.file, where.field)):
            found.setdefault(each.name, []).append(fault.message)
    return found


def ranges_of(own: OwnFile, ranges: Path | None) -> dict[str, str]:
    """Return between what each number is drawn whose range stands in a file of its own, by the name of its field."""
    if own.council is None:
        return {}
    known = load_known(own.path, own.files, ranges)
    by_name = {each.name: each for each in known.assumptions}
    places: dict[str, list[str]] = {}
    for patch in known.patches:
        if patch.file != str(own.path):
            places.setdefault(patch.name, []).append(name_of_place(patch.place))
    return {
        name: _range_words(by_name[of], [other for other in together if other != name])
        for of, together in places.items()
        for name in together
    }


def _range_words(assumption: Assumption, others: Sequence[str]) -> str:
    """Return how far a number is known, and which others it must equal because they share its range."""
    times = "times " * (assumption.unit == "times")
    drawn = f"Known to between {times}{assumption.low:,.6g} and {assumption.high:,.6g}"
    same = [other.replace("/", ", ").replace("_", " ") for other in others]
    return f"{drawn}, by one range with {'; '.join(same)}" if same else drawn
