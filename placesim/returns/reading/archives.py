"""Zips read where they lie, in memory: what could do harm is refused before any of it is unpacked."""

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from placesim.returns.reading.names import hidden
from placesim.returns.reading.refusals import refused

MOST_MEMBERS = 10_000
MOST_DIRECTORY = MOST_MEMBERS * 300
"""Bytes of a zip's own list of what it holds: 300 for each."""

MOST_BYTES = 256_000_000
"""Bytes that a zip and the zips in it may unpack to together."""

MOST_ZIP = 128_000_000
MOST_SHRUNK, SMALL = 250, 4_000_000
"""What unpacks to more than SMALL bytes and to more than MOST_SHRUNK times its size is no table."""

TOO_LARGE = f"it unpacks to more than {MOST_BYTES // 1_000_000} MB; no return is so large"
SHRUNK = "it unpacks to far more than tables would; zip the folder again"
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, struct.error, ValueError)
"""What the library raises for a zip that is cut short, garbled or packed in a way it does not know."""


@dataclass(frozen=True)
class Member:
    """A file of a zip: its name with that of the zip, and how it is read."""

    name: str
    read: Callable[[], bytes]


@dataclass
class Room:
    """How much a zip may still unpack to, with the zips in it."""

    size: int
    """Bytes of the zip on the disk."""
    taken: int = 0

    def take(self, infos: list[zipfile.ZipInfo], name: str) -> None:
        """Count what members unpack to, and refuse the zip where it is too much."""
        self.taken += sum(info.file_size for info in infos)
        if self.taken > MOST_BYTES:
            raise refused(name, TOO_LARGE)
        if self.taken > SMALL and self.taken > MOST_SHRUNK * self.size:
            raise refused(name, SHRUNK)


def members_of(path: Path, name: str, folder: str) -> list[Member]:
    """Return the files of a zip on the disk, and those of the zips in it, under the name of a folder.

    Raises:
        InputError: it is refused, with the reason.
    """
    size = path.stat().st_size
    if size > MOST_ZIP:
        raise refused(name, f"more than {MOST_ZIP // 1_000_000} MB; no return is so large")
    return members(path.read_bytes(), name, folder, Room(size), inner=False)


def members(content: bytes, name: str, folder: str, room: Room, *, inner: bool) -> list[Member]:
    """Return the files of a zip in memory; zips in it are opened, but not those within them."""
    archive = opened(content, name)
    for info in archive.infolist():
        check(info, name)
    infos = [info for info in archive.infolist() if not info.is_dir() and not hidden(info.filename)]
    room.take(infos, name)
    found = []
    for info in infos:
        read, where = partial(unpacked, archive, info, name), folder + info.filename.replace("\\", "/")
        if not where.lower().endswith(".zip"):
            found.append(Member(where, read))
        elif inner:
            raise refused(name, "it holds a zip in a zip; unpack the inner ones")
        else:
            found += members(read(), f"{name}/{info.filename}", f"{where[: -len('.zip')]}/", room, inner=True)
    return found


def opened(content: bytes, name: str) -> zipfile.ZipFile:
    """Return a zip of which the list of members has a size that can be looked through at once."""
    number, size = directory_of(content)
    if number > MOST_MEMBERS or size > MOST_DIRECTORY:
        raise refused(name, f"it holds more than {MOST_MEMBERS:,} files; zip only the returns")
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except UNREADABLE:
        raise refused(name, "it is no zip, or it is cut short or garbled; zip the folder again") from None


def directory_of(content: bytes) -> tuple[int, int]:
    """Return how many members a zip says it holds and how long its list of them is, the larger where it says both."""
    end = content.rfind(b"PK\x05\x06")
    if end < 0 or len(content) < end + 22:
        return 0, 0
    number, size = struct.unpack("<HL", content[end + 10 : end + 16])
    large = content[max(end - 76, 0) : end - 20]
    if content[max(end - 20, 0) : end].startswith(b"PK\x06\x07") and len(large) == 56:
        large_number, large_size = struct.unpack("<QQ", large[32:48])
        return max(number, large_number), max(size, large_size)
    return number, size


def check(info: zipfile.ZipInfo, name: str) -> None:
    """Refuse a zip of which a member could do harm or cannot be read."""
    parts = re.split(r"[/\\]", info.filename)
    if ".." in parts or parts[0] == "" or ":" in parts[0]:
        raise refused(name, "it holds a file that would be unpacked outside its folder; zip the folder again")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise refused(name, "it holds a link to another file; zip the files themselves")
    if info.flag_bits & 0x1:
        raise refused(name, "it is locked with a password; unpack it first and give the folder")
    if info.file_size > SMALL and info.file_size > MOST_SHRUNK * info.compress_size:
        raise refused(name, SHRUNK)


def unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    """Return what a member holds, in memory."""
    try:
        return archive.read(info)
    except UNREADABLE:
        raise refused(f"{name}/{info.filename}", "it is garbled in the zip; zip the folder again") from None
