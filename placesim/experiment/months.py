"""Months: figures by month of every future, kept in files, for they are most of what a study makes."""

import mmap
from tempfile import TemporaryFile, gettempdir
from typing import Any

import numpy as np

from placesim.results.facts import Floats


class MonthsOfScenario:
    """Figures by month of one scenario's futures, in a file without a name that goes when nobody reads it any more."""

    def __init__(self, futures: int, columns: int):
        """Expect so many futures of so many figures."""
        self._shape = futures, columns
        self._file = TemporaryFile()  # noqa: SIM115  (open until all futures have come in)

    def keep(self, first: int, figures: Floats) -> None:
        """Keep the figures of some futures, from the n-th (from 0) on.

        Raises:
            OSError: there is no room for them; it names the folder of temporary files.
        """
        try:
            self._file.seek(first * self._shape[1] * figures.itemsize)
            self._file.write(np.ascontiguousarray(figures).data)
            self._file.flush()
        except OSError as error:
            raise OSError(error.errno, error.strerror, gettempdir()) from None

    def read(self) -> Floats:
        """Return the figures of all futures, one row each; they are read from the file as they are asked for."""
        with self._file:
            if 0 in self._shape:
                return np.empty(self._shape)
            return np.frombuffer(mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ)).reshape(self._shape)


def followed_by(earlier: Floats, later: Floats) -> Floats:
    """Return figures by month with those of later futures behind them, read from a file of their own."""
    together = MonthsOfScenario(len(earlier) + len(later), earlier.shape[1])
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
