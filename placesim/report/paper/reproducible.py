"""Office files that are the same, byte for byte, whenever the same report is written."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

WRITTEN = datetime(2000, 1, 1)
"""The day that office files give as that of their making: the clock is no part of a report."""

MARKED = WRITTEN.timetuple()[:6]
UNIX, READABLE = 3, 0o600 << 16


def write_reproducible(path: Path, archive: bytes) -> None:
    """Write a zip archive with its parts as they are, but all of one date.

    Args:
        path: where to.
        archive: the archive as a library made it, dated by the clock.
    """
    dated = BytesIO()
    with ZipFile(BytesIO(archive)) as before, ZipFile(dated, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = ZipInfo(name, MARKED)
            part.compress_type, part.create_system, part.external_attr = ZIP_DEFLATED, UNIX, READABLE
            after.writestr(part, before.read(name))
    path.write_bytes(dated.getvalue())
