"""Matrices of covariance and correlation, as they are written in a file of ranges."""

from typing import Any

from placesim.config.problem import shown
from placesim.config.ranges.reading import is_number
from placesim.config.ranges.ties import Matrix

NOT_POSITIVE = "no numbers go together like this: the matrix is not positive semidefinite; check signs and sizes"

ALIKE = 1e-6
"""How far the two halves of a matrix may differ, as a share, by having been rounded."""


def read_matrix(written: Any, size: int) -> tuple[Matrix | None, str]:
    """Return a square matrix that is the same either side of its diagonal, or else why there is none."""
    square = isinstance(written, list) and len(written) == size
    if not square or not all(isinstance(row, list) and len(row) == size for row in written):
        return None, f"should be {size} lists of {size} numbers; found {shown(written)}"
    for row in written:
        for number in row:
            if not is_number(number):
                return None, f"should hold numbers alone; found {shown(number)}"
    for i in range(size):
        if written[i][i] < 0:
            return None, f"number {i + 1} on its diagonal must be 0 or more; found {written[i][i]:g}"
        for j in range(i):
            one, other = written[i][j], written[j][i]
            if abs(one - other) > ALIKE * max(abs(one), abs(other)):
                where = f"row {i + 1}, column {j + 1}"
                return None, f"must be the same either side of its diagonal; found {one:g} and {other:g} at {where}"
    return tuple(tuple(float(number) for number in row) for row in written), ""
