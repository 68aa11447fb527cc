"""Figures of every future, kept in files where they would fill the memory: a large study makes gigabytes of them."""

import mmap
from tempfile import TemporaryFile, gettempdir
from typing import IO, Any

import numpy as np

from placesim.results.facts import Floats

IN_MEMORY = 4 * 1024**2
"""Bytes up to which a table of figures stays in memory: systems let a process open only some hundred files."""


class KeptFigures:
    """One scenario's figures, a row a future; if large, in a file without a name that goes when nobody reads it."""

    def __init__(self, futures: int, columns: int):
        """Expect so many futures of so many figures."""
        self._shape = futures, columns
        self._table: Floats | None = None
        self._file: IO[bytes] | None = None
        if futures * columns * np.dtype(float).itemsize <= IN_MEMORY:
            self._table = np.empty(self._shape)
        else:
            self._file = TemporaryFile()  # noqa: SIM115  (open until all futures have come in)

    def keep(self, first: int, figures: Floats) -> None:
        """Keep the figures of some futures, from the n-th (from 0) on.

        Raises:
            OSError: there is no room for them; it names the folder of temporary files.
        """
        if self._table is not None:
            self._table[first : first + len(figures)] = figures
        if self._file is not None:
            _write(self._file, first * self._shape[1] * figures.itemsize, figures)

    def read(self) -> Floats:
        """Return the figures of all futures, not to be changed; those in a file are read as they are asked for."""
        if self._table is not None:
            self._table.setflags(write=False)
            return self._table
        assert self._file is not None
        with self._file:
            return np.frombuffer(mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ)).reshape(self._shape)


def _write(file: IO[bytes], place: int, figures: Floats) -> None:
    try:
        file.seek(place)
        file.write(np.ascontiguousarray(figures).data)
        file.flush()
    except OSError as error:
        raise OSError(error.errno, error.strerror, gettempdir()) from None


def followed_by(earlier: Floats, later: Floats) -> Floats:
    """Return figures with those of later futures behind them, kept as those of one study."""
    together = KeptFigures(len(earlier) + len(later), earlier.shape[1])
    for first, figures in ((0, earlier), (len(earlier), later)):
        together.keep(first, figures)
        let_go(figures)
    return together.read()


def let_go(figures: Floats) -> None:
    """Let the memory go that figures took as they were read from a file; they are read again when asked for again."""
    behind: Any = figures
    while isinstance(behind, np.ndarray | memoryview):
        behind = behind.base if isinstance(behind, np.ndarray) else behind.obj
    if isinstance(behind, mmap.mmap) and hasattr(behind, "madvise"):
        behind.madvise(mmap.MADV_DONTNEED)
