"""Zips that could do harm are refused within two seconds, and nothing of them is written anywhere."""

import io
import stat
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from placesim.config.faults import InputError
from placesim.returns.reading.reader import read_returns
from tests.sound_returns import sound_files, zipped


def with_member(name: str, content: bytes = b"", mode: int = 0) -> bytes:
    """A sound zip with one more member."""
    made = io.BytesIO(zipped(sound_files()))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        info.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(info, content)
    return made.getvalue()


def locked() -> bytes:
    """A zip whose members say that they are locked with a password."""
    content = bytearray(zipped(sound_files()))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        where = content.find(mark)
        while where >= 0:
            content[where + at] |= 1
            where = content.find(mark, where + 1)
    return bytes(content)


def a_million_entries() -> bytes:
    """A zip whose list names a million empty members, with the large record that such a list needs."""
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"x"
    many = entry * 1_000_000
    large = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 10**6, 10**6, len(many), 0)
    where = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(many), 1)
    return (
        many + large + where + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    )


def a_list_longer_than_it_says() -> bytes:
    """A zip that says it holds one member in a list of a million."""
    content = bytearray(a_million_entries())
    end = len(content) - 22
    content[end + 8 : end + 12] = struct.pack("<2H", 1, 1)
    del content[end - 76 : end]
    content[-10:-6] = struct.pack("<L", 47_000_000)
    return bytes(content)


def many_that_unpack_to_much() -> bytes:
    """A zip of zips that each unpack to what a table might hold, and together to 300 MB."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"x" * 3_900_000)
    one = made.getvalue()
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w", zipfile.ZIP_STORED) as archive:
        for number in range(80):
            archive.writestr(f"{number}.zip", one)
    return inside.getvalue()


ATTACKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a path out of the folder": (lambda: with_member("../../episodes.csv"), "outside its folder"),
    "a path out of the folder, Windows": (lambda: with_member("..\\..\\episodes.csv"), "outside its folder"),
    "a hidden path out of the folder": (lambda: with_member("2021-22/../../.episodes.csv"), "outside its folder"),
    "a path from the root": (lambda: with_member("/etc/episodes.csv"), "outside its folder"),
    "a path on a drive": (lambda: with_member("C:\\episodes.csv"), "outside its folder"),
    "a link": (lambda: with_member("episodes.csv", b"/etc/passwd", stat.S_IFLNK | 0o777), "a link to another file"),
    "a password": (locked, "locked with a password"),
    "a bomb": (lambda: with_member("episodes.csv", b"0" * 50_000_000), "far more than tables"),
    "a bomb of many": (many_that_unpack_to_much, "far more than tables"),
    "zips in zips in zips": (lambda: zipped({"a.zip": zipped({"b.zip": zipped(sound_files())})}), "a zip in a zip"),
    "a million entries": (a_million_entries, "more than 10,000 files"),
    "a million entries that are not told": (a_list_longer_than_it_says, "more than 10,000 files"),
    "a zip cut short": (lambda: zipped(sound_files())[:-30], "no zip"),
    "no zip at all": (lambda: b"not a zip", "no zip"),
    "an empty file": (lambda: b"", "no zip"),
    "an empty zip": (lambda: zipped({}), "no file with rows of the table episodes"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_zip_that_could_do_harm_is_refused_at_once(attack: str, tmp_path: Path):
    made, words = ATTACKS[attack]
    path = tmp_path / "returns.zip"
    path.write_bytes(made())
    begun = time.process_time()
    with pytest.raises(InputError) as refused:
        read_returns(path)
    assert time.process_time() - begun < 2
    assert words in str(refused.value)
    assert str(refused.value).startswith(("returns.zip", str(path)))
    assert list(tmp_path.iterdir()) == [path]


def test_a_member_that_is_garbled_loses_its_year_and_is_told(tmp_path: Path):
    content = bytearray(zipped(sound_files()))
    at = content.find(b"2022-23/episodes.csv") + 40
    content[at : at + 20] = b"\xff" * 20
    (tmp_path / "returns.zip").write_bytes(content)
    given = read_returns(tmp_path / "returns.zip")
    assert given.years == (2022, 2024)
    assert any("2022-23/episodes.csv" in note and "garbled" in note for note in given.account.notes)


def test_a_zip_reads_as_its_folder_does(tmp_path: Path):
    (tmp_path / "returns.zip").write_bytes(zipped(sound_files()))
    assert read_returns(tmp_path / "returns.zip").years == (2022, 2023, 2024)
