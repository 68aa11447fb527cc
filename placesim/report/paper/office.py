"""What the document and the workbook share: text for XML, pictures of charts, files that are the same byte for byte."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from placesim.config.text import plain
from placesim.report.charts.canvas import DOTS_PER_INCH, POINTS_PER_INCH, drawing, png
from placesim.report.paper.parts import Chart

if TYPE_CHECKING:
    from matplotlib.figure import Figure


CODE = re.compile(r"`([^`]+)`")


@lru_cache(maxsize=4096)  # a workbook says the same names thousands of times
def xml_text(text: str) -> str:
    """Return text on one line without backticks around code, control characters and code points that are none."""
    readable = text if text.isascii() else "".join(letter for letter in text if not _is_no_character(ord(letter)))
    return plain(CODE.sub(r"\1", readable))


def xml_lines(text: str) -> str:
    """Return text with its line breaks, each line without what XML cannot hold."""
    return "\n".join(xml_text(line) for line in text.split("\n"))


def _is_no_character(code: int) -> bool:
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


@dataclass(frozen=True)
class Picture:
    """A chart as a PNG picture, and its size in points as it was drawn."""

    png: bytes
    width: float
    height: float


class Drawings:
    """Pictures already drawn; a document and a workbook of one report share them."""

    def __init__(self) -> None:
        self._drawn: dict[Callable[[], Figure], Picture] = {}

    def of(self, chart: Chart) -> Picture:
        """Return a chart as a picture."""
        if chart.draw not in self._drawn:
            self._drawn[chart.draw] = _picture(chart)
        return self._drawn[chart.draw]


def _picture(chart: Chart) -> Picture:
    with drawing():
        picture = png(chart.draw())
    width, height = (_points(picture[place : place + 4]) for place in (16, 20))  # where PNG says how large it is
    return Picture(picture, width, height)


def _points(pixels: bytes) -> float:
    return int.from_bytes(pixels, "big") / DOTS_PER_INCH * POINTS_PER_INCH


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
