"""Tables: CSV files read row by row, each row with its line; what would shift a column unseen is refused."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path

from placesim.config.faults import Fault, InputError
from placesim.config.input_files import InputFiles
from placesim.config.problem import some

MOST_BYTES = 20_000_000

OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs"}


class Table:
    """A CSV table: its headings in small letters and, on request, its rows."""

    def __init__(self, path: Path, files: InputFiles):
        """Read the first line.

        Raises:
            InputError: the file is missing, too large, not UTF-8, or its first line is not CSV.
        """
        text = files.text(path, MOST_BYTES)
        first = text.partition("\n")[0]
        self.path = path
        self._separator = next((sign for sign in OTHER_SEPARATORS if sign in first and "," not in first), ",")
        # line ends are kept, so that a line break inside quotes counts as a line
        self._reader = csv.reader(StringIO(text, newline=""), delimiter=self._separator, strict=True)
        _, headings = next(self._lines(), (1, []))
        self.headings = tuple(heading.strip().lower() for heading in headings)

    def refuse_other_separators(self) -> None:
        """Go on only if commas separate the cells.

        Raises:
            InputError: semicolons or tabs do.
        """
        if self._separator != ",":
            message = f"{OTHER_SEPARATORS[self._separator]} separate the cells; save it again as CSV with commas"
            raise InputError([Fault(str(self.path), 1, "", message)])

    def rows(self) -> list[tuple[int, dict[str, str]]]:
        """Return the line and the cells of every row that is not blank.

        Raises:
            InputError: rows with more or fewer cells than headings, another separator, or not CSV.
        """
        self.refuse_other_separators()
        filled = [(line, cells) for line, cells in self._lines() if any(cell.strip() for cell in cells)]
        width = len(self.headings)
        message = (
            f"not {width} cells, as the first line has; put text with a comma in quotes, or add or take out commas"
        )
        uneven = [Fault(str(self.path), line, "", message) for line, cells in filled if len(cells) != width]
        if uneven:
            raise InputError(together(uneven))
        return [
            (line, dict(zip(self.headings, (cell.strip() for cell in cells), strict=True))) for line, cells in filled
        ]

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
        read = self._reader.line_num
        try:
            for cells in self._reader:
                read = self._reader.line_num
                yield read, cells
        except csv.Error as error:
            message = f"cannot be read as a CSV table ({error}); save it again as CSV UTF-8"
            raise InputError([Fault(str(self.path), read + 1, "", message)]) from None


def together(faults: list[Fault]) -> list[Fault]:
    """Return one fault for all that differ by line only, with their number and the first lines."""
    alike: dict[Fault, list[Fault]] = {}
    for fault in faults:
        alike.setdefault(replace(fault, line=0), []).append(fault)
    return [as_one(group[0], [fault.line for fault in group]) for group in alike.values()]


def as_one(first: Fault, lines: list[int]) -> Fault:
    """Return one fault for all rows with the same fault, with their number and the first lines."""
    if len(lines) == 1:
        return first
    named = some([str(line) for line in lines], most=5)
    return replace(first, message=f"{first.message} ({len(lines)} rows: lines {named})")
