"""Input files: what one command reads, each file once, with the hash of the bytes that were read."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from placesim.config.faults import Fault, InputError

Made = TypeVar("Made")


@dataclass(frozen=True)
class InputFile:
    """A file as it was when it was read."""

    path: Path
    """As it was named, or as the file that names it leads to it."""
    sha256: str
    """Of the bytes that were read, whatever happens to the file afterwards."""


class InputFiles:
    """The files that one command draws on: each is read once, whoever asks for it and however often."""

    def __init__(self) -> None:
        """Begin with nothing read."""
        self._content: dict[Path, bytes] = {}
        self._made: dict[Hashable, object] = {}

    def copy(self) -> "InputFiles":
        """Return the same files as they were read; what either reads from now on, the other does not know."""
        copied = InputFiles()
        copied._content, copied._made = dict(self._content), dict(self._made)
        return copied

    @property
    def read(self) -> tuple[InputFile, ...]:
        """Every file read so far, in order of reading."""
        return tuple(InputFile(path, sha256(content).hexdigest()) for path, content in self._content.items())

    @property
    def paths(self) -> list[Path]:
        """Where the files read so far stand."""
        return list(self._content)

    def content(self, path: Path, most_bytes: int) -> bytes:
        """Return the bytes of a file of limited size, as they were when it was first read.

        Raises:
            InputError: the file is missing, no plain file, too large, or cannot be read.
        """
        if path not in self._content:
            self._content[path] = _read(path, most_bytes)
        return self._content[path]

    def text(self, path: Path, most_bytes: int) -> str:
        """Return the text of a file of limited size.

        Raises:
            InputError: as for its content, or it is not UTF-8.
        """
        try:
            text = self.content(path, most_bytes).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            raise InputError([Fault(str(path), 0, "", "not UTF-8 text; save it as UTF-8")]) from None
        if "\0" in text:
            line = text.count("\n", 0, text.index("\0")) + 1
            raise InputError(
                [Fault(str(path), line, "", "holds a zero (NUL), so it is no text; save it as UTF-8 text")]
            )
        return text

    def keep(self, path: Path, text: str) -> None:
        """Take a text that was made here for what stands in a file, which may not be written yet."""
        self._content[path] = text.encode("utf-8")

    def once(self, what: Hashable, make: Callable[[], Made]) -> Made:
        """Return what is made of files, made once; input that cannot be used is refused each time alike."""
        if what not in self._made:
            try:
                self._made[what] = make()
            except InputError as error:
                self._made[what] = error
        made = self._made[what]
        if isinstance(made, InputError):
            raise InputError(made.faults)
        return made  # type: ignore[return-value]  # the caller's `what` says what was made


def _read(path: Path, most_bytes: int) -> bytes:
    try:
        if path.is_dir():
            message = "this is a folder; name a file in it"
        elif path.exists() and not path.is_file():
            message = "no plain file (a pipe or a device); save what it gives to a file, and name that"
        else:
            with path.open("rb") as file:
                content = file.read(most_bytes + 1)
            if len(content) <= most_bytes:
                return content
            message = f"too large, {path.stat().st_size:,} bytes; at most {most_bytes:,} are allowed"
    except FileNotFoundError:
        message = "no such file; check the name and the folder"
    except (OSError, ValueError) as error:
        message = f"cannot be read ({getattr(error, 'strerror', None) or error}); check the name and your access"
    raise InputError([Fault(str(path), 0, "", message)])
