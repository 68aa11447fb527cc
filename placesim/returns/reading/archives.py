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

from placesim.returns.reading.refusals import refused

MOST_MEMBERS = 10_000
MOST_DIRECTORY = MOST_MEMBERS * 300
"""Bytes of a zip's own list of what it holds: 300 for each."""

MOST_BYTES = 256_000_000
"""Bytes that all members together may unpack to."""

MOST_ZIP = 128_000_000
MOST_INNER = 64_000_000
MOST_SHRUNK, SMALL = 250, 4_000_000
"""A member larger than SMALL that shrank to less than one part in MOST_SHRUNK is no table."""

UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, struct.error, ValueError)
"""What the library raises for a zip that is cut short, garbled or packed in a way it does not know."""


@dataclass(frozen=True)
class Member:
    """A file of a zip: its name with that of the zip, and how it is read."""

    name: str
    read: Callable[[], bytes]


def members_of(path: Path, name: str) -> list[Member]:
    """Return the files of a zip on the disk, and those of the zips in it.

    Raises:
        InputError: it is refused, with the reason.
    """
    if path.stat().st_size > MOST_ZIP:
        raise refused(name, f"more than {MOST_ZIP // 1_000_000} MB; no return is so large")
    return members(path.read_bytes(), name, "", inner=False, room=MOST_BYTES)


def members(content: bytes, name: str, folder: str, *, inner: bool, room: int) -> list[Member]:
    """Return the files of a zip in memory; zips in it are opened, but not those within them."""
    archive = opened(content, name)
    infos = [info for info in archive.infolist() if not info.is_dir()]
    for info in infos:
        check(info, name)
    if sum(info.file_size for info in infos) > room:
        raise refused(name, f"it unpacks to more than {MOST_BYTES // 1_000_000} MB; no return is so large")
    found = []
    for info in infos:
        read = partial(unpacked, archive, info, name)
        if not info.filename.lower().endswith(".zip"):
            found.append(Member(folder + info.filename, read))
        elif inner:
            raise refused(name, "it holds a zip in a zip; unpack the inner ones")
        else:
            found += inner_members(read, info, name, folder)
    return found


def inner_members(read: Callable[[], bytes], info: zipfile.ZipInfo, name: str, folder: str) -> list[Member]:
    """Return the files of a zip that lies in another."""
    if info.file_size > MOST_INNER:
        raise refused(name, f"a zip in it unpacks to more than {MOST_INNER // 1_000_000} MB; no return is so large")
    where = folder + info.filename
    return members(read(), f"{name}/{info.filename}", f"{where.removesuffix('.zip')}/", inner=True, room=MOST_INNER)


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
        raise refused(name, "it holds a file that unpacks to far more than any table would; zip the folder again")


def unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    """Return what a member holds, in memory."""
    try:
        return archive.read(info)
    except UNREADABLE:
        raise refused(f"{name}/{info.filename}", "it is garbled in the zip; zip the folder again") from None
