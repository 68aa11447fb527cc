"""Rewriting: a configuration's text with other numbers in it; its order and comments stay, and the files it names."""

import os
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from placesim.config.yaml_files import inside

FILES_NAMED = (("evidence",), ("ranges",), ("children_in_care", "file"), ("re_entry", "file"))
"""Where a configuration names files, relative to itself."""


NEVER_WRAPPED = 1_000_000
"""Letters to a line: a name that YAML wraps cannot be read again."""


def round_trip() -> YAML:
    """Return what reads and writes YAML with its comments, quotation marks and order."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = NEVER_WRAPPED
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.ignore_aliases = lambda _: True  # what stands twice is written twice: aliases are never read
    return yaml


def written(values: Any) -> str:
    """Return values as YAML."""
    text = StringIO()
    round_trip().dump(values, text)
    return text.getvalue()


def as_bytes_like(before: bytes, text: str) -> bytes:
    """Return a text as a file's bytes were: with their line ends, and their mark of UTF-8 where they have one."""
    lines = text.replace("\n", "\r\n") if b"\r\n" in before else text
    return lines.encode("utf-8-sig" if before.startswith(b"\xef\xbb\xbf") else "utf-8")


def as_comment(text: str) -> str:
    """Return a text as one line of comment, whatever letters are in it."""
    return f"# {''.join(letter if letter.isprintable() else ' ' for letter in text)}"


def rename_files(values: Any, old: Path, new: Path) -> None:
    """Change, in place, the names of files that a configuration gives, so that they are found from another folder."""
    for *way, last in FILES_NAMED if old.resolve() != new.resolve() else ():
        block = values
        for part in way:
            block = inside(block, part)
        named = inside(block, last)
        if isinstance(named, str) and not Path(named).is_absolute():
            block[last] = seen_from(new, old / named)


def seen_from(folder: Path, path: Path) -> str:
    """Return a path relative to a folder, with forward slashes; in full where no relative path leads there."""
    try:
        return Path(os.path.relpath(path.parent.resolve() / path.name, folder.resolve())).as_posix()
    except ValueError:  # another drive
        return path.resolve().as_posix()
