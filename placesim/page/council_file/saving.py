"""Saving: the changed file as a new one beside the old, whole or not at all, and never over any other."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from threading import Lock

from placesim.config.faults import Fault, InputError
from placesim.config.input_files import InputFiles
from placesim.config.rewriting import FILES_NAMED, as_bytes_like, rename_files, seen_from
from placesim.config.schema import Place
from placesim.config.yaml_files import MOST_BYTES, inside
from placesim.experiment.destinations import finished_file
from placesim.experiment.handing_out import RunFailedError
from placesim.experiment.obstacles import is_there
from placesim.page.council_file.changes import Changes, changed_text, quoted
from placesim.page.council_file.form import Form, Part
from placesim.page.council_file.reading import OwnFile, told_of
from placesim.page.council_file.reasons import Why
from placesim.page.council_file.spans import spans_of
from placesim.page.keeping.names import file_name

ONE_AT_A_TIME = Lock()
"""Two tabs that save at once save one after the other."""

REAL_CHILDREN = (
    "this file lists real children one by one, and a copy of it would hold them twice; move the list into a CSV file, "
    "named by `file`, and the copy will only name it"
)

RANGES: Place = ("ranges",)


def not_yet(name: str, changes: Changes, whys: Sequence[Why], reasons: Mapping[str, str]) -> tuple[str, ...]:
    """Return what must be said before the changed file can be saved; nothing where all is said."""
    if not changes:
        return ("Nothing has been changed yet, so there is nothing to save.",)
    unnamed = () if name.strip() else ("Give the new file a name.",)
    lacking = [why.title for why in whys if why.needed and not reasons.get(why.name, "").strip()]
    return (*unnamed, *(f"{title}: say why, for its source does not give the new number." for title in lacking))


def folders(own: OwnFile, folder_of_what_ifs: Path) -> Sequence[Path]:
    """Return the folders that a new configuration may go to: beside the old one, or among the what-ifs."""
    return tuple(dict.fromkeys([own.path.parent, folder_of_what_ifs]))


def save_as(
    own: OwnFile, form: Form, changes: Changes, assumptions: Mapping[str, str], path: Path, ranges: Path | None = None
) -> Path:
    """Save the changed file as a new one, and its file of ranges beside it where that must change too.

    Args:
        own: the file as it was read.
        form: its values.
        changes: what was typed.
        assumptions: the reasons, by the name of the place of each source.
        path: where it goes; nothing may be there.
        ranges: a file of ranges that the page was started with, in place of the one that it names.

    Raises:
        InputError: something is to be mended first, something is there already, or nothing can be written.
    """
    if _lists_real_children(form):
        raise InputError([form.own.document.fault(("children_in_care", "real"), REAL_CHILDREN)])
    texts = new_texts(form, changes, assumptions, path)
    files = InputFiles()
    for each, text in texts.items():
        files.keep(each, text)
    if faults := told_of(path, files, ranges).faults:
        raise InputError(list(faults))
    with ONE_AT_A_TIME:
        for each in texts:
            if is_there(each):
                raise InputError([Fault(str(each), 0, "", "there is a file of this name already; choose another name")])
        before = own.files.content(own.path, MOST_BYTES)
        _write({each: as_bytes_like(before, text) for each, text in texts.items()})
    return path


def path_for(name: str, folder: Path) -> Path:
    """Return where a file of a name goes."""
    return folder / f"{file_name(name)}.yaml"


def new_texts(form: Form, changes: Changes, assumptions: Mapping[str, str], path: Path) -> dict[Path, str]:
    """Return the texts of the new file of ranges, where one is needed, and of the new configuration, by path."""
    texts: dict[Path, str] = {}
    named: Path | None = None
    if form.ranges and any(name in form.ranges.fields for name in changes):
        named = path.with_stem(f"{path.stem}_ranges")
        texts[named] = _moved(form.ranges, changes, assumptions, named, None)
    return {**texts, path: _moved(form.own, changes, assumptions, path, named)}


def _moved(part: Part, changes: Changes, assumptions: Mapping[str, str], path: Path, ranges: Path | None) -> str:
    """Return a changed file's text as it stands elsewhere: the files that it names are found from there."""
    text, old = changed_text(part, changes, assumptions), part.document
    values = deepcopy(old.values)
    rename_files(values, old.path.parent, path.parent)
    if ranges:
        values["ranges"] = seen_from(path.parent, ranges)
    ways = [way for way in FILES_NAMED if isinstance(_at(values, way), str)]
    renamed: dict[Place, str] = {
        way: quoted(_at(values, way)) for way in ways if _at(values, way) != _at(old.values, way)
    }
    files = InputFiles()
    files.keep(path, text)
    return spans_of(path, files).replaced(renamed) if renamed else text


def _at(values: object, way: Place) -> str:
    for part in way:
        values = inside(values, part)
    return values  # type: ignore[return-value]  # whoever asks looks whether it is a text


def _write(contents: Mapping[Path, bytes]) -> None:
    """Write files that are not there yet, all of them or none.

    Raises:
        InputError: nothing can be written.
    """
    made: list[Path] = []
    try:
        for path, content in contents.items():
            with finished_file(path) as unfinished:
                unfinished.write_bytes(content)
            made.append(path)
    except (OSError, RunFailedError) as error:
        for path in made:
            with suppress(OSError):
                path.unlink()
        said = getattr(error, "strerror", None) or error
        where = next(path for path in contents if path not in made)
        raise InputError([Fault(str(where), 0, "", f"cannot be written ({said}); nothing was changed")]) from None


def _lists_real_children(form: Form) -> bool:
    block = form.own.document.values.get("children_in_care")
    return isinstance(block, dict) and block.get("real") is True and bool(block.get("children"))
