"""Faults: what is wrong with an input, each with its file, line, field and mend."""

from dataclasses import dataclass


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


class InputError(Exception):
    """Input that cannot be used; one fault a line, each with its mend."""

    def __init__(self, faults: list[Fault]):
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))
