"""Faults: what is wrong with an input, each with its file, line, field and mend."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

MOST_OF_A_KIND = 20
"""Faults of one kind in one file that are printed; the rest are counted."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong with an input: file, line (0 where it has none), field, and what to do."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        text = f"{where}: {self.field}: {self.message}" if self.field else f"{where}: {self.message}"
        # a line break or an escape sequence in a key must not reach the terminal
        return "".join(letter if letter.isprintable() else " " for letter in text)

    @property
    def kind(self) -> tuple[str, str]:
        """The file and the message without what differs from one fault to the next: names and numbers."""
        return self.file, re.sub(r"'[^']*'|\"[^\"]*\"|\d+", "", self.message[:500])


class InputError(Exception):
    """Input that cannot be used; one fault a line, each with its mend."""

    def __init__(self, faults: list[Fault]):
        self.faults = faults
        super().__init__("\n".join(map(str, some_of_each_kind(faults))))

    def __reduce__(self) -> tuple[type["InputError"], tuple[list[Fault]]]:
        """Return how it is made again when it comes from another process: from its faults, not from their text."""
        return type(self), (self.faults,)


def some_of_each_kind(faults: Iterable[Fault]) -> list[Fault]:
    """Return faults with those of one kind beyond the first few counted in one, so that none buries the others."""
    shown: list[Fault] = []
    kinds: dict[tuple[str, str], list[Fault]] = {}
    for fault in faults:
        alike = kinds.setdefault(fault.kind, [])
        alike.append(fault)
        if len(alike) <= MOST_OF_A_KIND:
            shown.append(fault)
    counted = [
        more_like(alike[MOST_OF_A_KIND], len(alike) - MOST_OF_A_KIND)
        for alike in kinds.values()
        if alike[MOST_OF_A_KIND:]
    ]
    return shown + counted


def more_like(next_one: Fault, number: int) -> Fault:
    """Return the fault that stands for those of a kind that are not shown, of which the next is given."""
    return Fault(next_one.file, next_one.line, "", f"and {number:,} more like this from here on; mend these first")
