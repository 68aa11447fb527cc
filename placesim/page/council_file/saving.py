"""Saving: the changed file as a new one beside the old, whole or not at all, and never over any other."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from placesim.config.evidence import is_assumption
from placesim.config.faults import Fault, InputError
from placesim.config.input_files import InputFiles
from placesim.config.rewriting import FILES_NAMED, rename_files
from placesim.config.schema import Place
from placesim.config.yaml_files import MOST_BYTES, inside
from placesim.experiment.destinations import finished_file
from placesim.experiment.handing_out import RunFailedError
from placesim.experiment.obstacles import is_there
from placesim.page.council_file.changes import Changes, as_assumption, changed_text, quoted
from placesim.page.council_file.fields import Field
from placesim.page.council_file.reading import Form, OwnFile, told_of
from placesim.page.council_file.sections import Ground
from placesim.page.council_file.spans import name_of_place, spans_of
from placesim.page.keeping.names import file_name

ONE_AT_A_TIME = Lock()
"""Two tabs that save at once save one after the other."""

REAL_CHILDREN = (
    "this file lists real children one by one, and a copy of it would hold them twice; move the list into a CSV file, "
    "named by `file`, and the copy will only name it"
)


@dataclass(frozen=True)
class Why:
    """Changes that one source is to account for."""

    name: str
    """Of the source's place; empty where the numbers have no source."""
    title: str
    grounds: tuple[Ground, ...]
    changed: Mapping[str, tuple[str, str]]
    """What it was and what it is to be, by label."""

    @property
    def needed(self) -> bool:
        """Whether a reason must be given: evidence, or what was fitted, does not say the new number."""
        return any(not is_assumption(ground.cited) for ground in self.grounds)


def whys_of(form: Form, changes: Changes) -> list[Why]:
    """Return the sources of changed numbers, each once, with what was changed of the numbers that rest on it."""
    found: dict[str, Why] = {}
    for section, field in form.whole.all_fields():
        if field.name not in changes or section.source_place is None or field.kind == "text":
            continue
        name = name_of_place(section.source_place)
        around = form.whole.at(section.source_place[:-1])
        why = found.setdefault(name, Why(name, around.title if around else "", section.grounds, {}))
        label = _label(field, section.source_place[:-1])
        found[name] = Why(*(name, why.title, why.grounds), {**why.changed, label: (field.written, changes[field.name])})
    return list(found.values())


def not_yet(name: str, changes: Changes, whys: Sequence[Why], reasons: Mapping[str, str]) -> tuple[str, ...]:
    """Return what must be said before the changed file can be saved; nothing where all is said."""
    if not changes:
        return ("Nothing has been changed yet, so there is nothing to save.",)
    unnamed = () if name.strip() else ("Give the new file a name.",)
    lacking = [why.title for why in whys if why.needed and not reasons.get(why.name, "").strip()]
    return (*unnamed, *(f"{title}: say why, for its source does not give the new number." for title in lacking))


def save_as(own: OwnFile, form: Form, changes: Changes, reasons: Mapping[str, str], path: Path) -> Path:
    """Save the changed file as a new one.

    Args:
        own: the file as it was read.
        form: its values.
        changes: what was typed.
        reasons: why, by the name of the source's place.
        path: where it goes; nothing may be there.

    Raises:
        InputError: something is to be mended first, something is there already, or nothing can be written.
    """
    if _lists_real_children(form):
        raise InputError([form.document.fault(("children_in_care", "real"), REAL_CHILDREN)])
    text = new_text(own, form, changes, reasons, path)
    files = InputFiles()
    files.keep(path, text)
    if faults := told_of(path, files).faults:
        raise InputError(list(faults))
    with ONE_AT_A_TIME:
        if is_there(path):
            raise InputError([Fault(str(path), 0, "", "there is a file of this name already; choose another name")])
        try:
            with finished_file(path) as unfinished:
                unfinished.write_bytes(_as_bytes(own, text))
        except (OSError, RunFailedError) as error:
            said = getattr(error, "strerror", None) or error
            raise InputError([Fault(str(path), 0, "", f"cannot be written ({said}); nothing was changed")]) from None
    return path


def path_for(own: OwnFile, name: str, folder: Path) -> Path:
    """Return where a file of a name goes."""
    return folder / f"{file_name(name)}.yaml"


def folders(own: OwnFile, folder_of_what_ifs: Path) -> Sequence[Path]:
    """Return the folders that a new configuration may go to: beside the old one, or among the what-ifs."""
    return tuple(dict.fromkeys([own.path.parent, folder_of_what_ifs]))


def new_text(own: OwnFile, form: Form, changes: Changes, reasons: Mapping[str, str], path: Path) -> str:
    """Return the changed file's text, the files that it names found from where it goes."""
    whys = {why.name: why for why in whys_of(form, changes)}
    given = {
        name: as_assumption(why, whys[name].changed) for name, why in reasons.items() if name in whys and why.strip()
    }
    text = changed_text(form.spans, form.whole, changes, given)
    if own.path.parent.resolve() == path.parent.resolve():
        return text
    values = deepcopy(form.document.values)
    rename_files(values, own.path.parent, path.parent)
    named = {way: _at(values, way) for way in FILES_NAMED if _at(values, way) != _at(form.document.values, way)}
    files = InputFiles()
    files.keep(path, text)
    return spans_of(path, files).replaced({way: quoted(str(name)) for way, name in named.items()})


def _at(values: object, way: Place) -> object:
    for part in way:
        values = inside(values, part)
    return values


def _label(field: Field, block: Place) -> str:
    """Return what a reason calls a number: its place within the block that the source stands in."""
    words = [str(part + 1) if isinstance(part, int) else part.replace("_", " ") for part in field.place[len(block) :]]
    return ", ".join(words)


def _lists_real_children(form: Form) -> bool:
    block = form.document.values.get("children_in_care")
    return isinstance(block, dict) and block.get("real") is True and bool(block.get("children"))


def _as_bytes(own: OwnFile, text: str) -> bytes:
    """Return a text as the old file is written: with its line ends, and its mark of UTF-8 where it has one."""
    before = own.files.content(own.path, MOST_BYTES)
    lines = text.replace("\n", "\r\n") if b"\r\n" in before else text
    return lines.encode("utf-8-sig" if before.startswith(b"\xef\xbb\xbf") else "utf-8")
