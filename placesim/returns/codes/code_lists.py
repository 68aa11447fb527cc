"""The dated code lists, loaded once: whether a code is known, whether it stood in a year, and what it means."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML


@dataclass(frozen=True)
class Code:
    """One code of a list: what it means and in the returns of which years it may stand."""

    code: str
    meaning: str
    begins: int = 0
    """The first return it stood in, by the year in which the return ends; 0: always."""
    ends: int = 9999
    """The last return it stood in; 9999: it still does."""
    care: bool = True
    """Whether a child under it counts as in care; short breaks do not."""

    def stood(self, year: int) -> bool:
        """Return whether the code was valid in the return that ends in a year."""
        return self.begins <= year <= self.ends


@dataclass(frozen=True)
class CodeLists:
    """The lists of codes by the column that they rule, and what the files say for each sex."""

    codes: dict[str, dict[str, Code]]
    sexes: dict[str, str]

    def known(self, column: str, code: str) -> bool:
        """Return whether a code stands in the list of a column, in whatever year."""
        return code in self.codes[column]

    def elsewhere(self, column: str, code: str) -> bool:
        """Return whether a code is one of another column and not of this one, as where a row has slipped by a field."""
        return not self.known(column, code) and any(code in codes for codes in self.codes.values())

    def stood(self, column: str, code: str, year: int) -> bool:
        """Return whether a code was valid in the return that ends in a year."""
        return self.known(column, code) and self.codes[column][code].stood(year)

    def short_breaks(self) -> frozenset[str]:
        """Return the legal statuses under which a child is not counted as in care."""
        return frozenset(code for code, entry in self.codes["LS"].items() if not entry.care)


@cache
def code_lists() -> CodeLists:
    """Return the lists that come with the package."""
    written = YAML(typ="safe").load(files(__package__).joinpath("lists.yaml").read_text(encoding="utf-8"))
    return CodeLists(
        codes={
            column: {code: code_of(code, entry) for code, entry in codes.items()}
            for column, codes in written["codes"].items()
        },
        sexes={said: sex for sex, words in written["sexes"].items() for said in words},
    )


def code_of(code: str, entry: dict[str, Any]) -> Code:
    """Return a code as the file of lists tells it."""
    return Code(code, entry["meaning"], entry.get("from", 0), entry.get("until", 9999), entry.get("care", True))
