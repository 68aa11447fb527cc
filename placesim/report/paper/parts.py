"""What a report is made of: sections of parts, in order, which three writers turn into page, document and workbook."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from placesim.report.figures import Unit
from placesim.report.paper.formulas import Formula

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Medium(StrEnum):
    """What a report is written as."""

    PAGE = "page"
    DOCUMENT = "document"
    WORKBOOK = "workbook"


@dataclass(frozen=True)
class Paragraph:
    """Running text; a quiet one says how to read what follows."""

    text: str
    quiet: bool = False


@dataclass(frozen=True)
class Finding:
    """A sentence that stands out: what the figures say."""

    text: str


@dataclass(frozen=True)
class Heading:
    """A heading within a section."""

    text: str


@dataclass(frozen=True)
class Item:
    """One point of a list: a tag before it, as in `Assumption`, a link into the page, and points below it."""

    text: str
    tag: str = ""
    anchor: str = ""
    """Where its first word leads within the page; empty: nowhere."""
    items: tuple["Item", ...] = ()


@dataclass(frozen=True)
class Bullets:
    """Points, one below the other."""

    items: tuple[Item, ...]


def bullets(*texts: str) -> Bullets:
    """Return points that are plain text."""
    return Bullets(tuple(Item(text) for text in texts))


@dataclass(frozen=True)
class Answer:
    """One question of the first page, its answer, and what stands behind it."""

    question: str
    finding: str
    sentences: tuple[str, ...] = ()
    table: "Table | None" = None


@dataclass(frozen=True)
class Answers:
    """Questions and answers, side by side where there is room."""

    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Facts:
    """Names and values, as in `Seed: 1`."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Command:
    """What can be typed at a command line."""

    text: str


@dataclass(frozen=True)
class Cell:
    """One cell: its text, the number behind it with its unit, and what stands below it in small print."""

    text: str
    value: float | date | None = None
    """The figure in the measure's own unit (pounds, shares, children): sorts the page's tables, fills the workbook."""
    unit: Unit | None = None
    below: str = ""
    """Interval, range, or why there is none; a line each."""
    ends: tuple[float, ...] = ()
    """The numbers in `below`, in the order of the table's `ends`."""
    strong: bool = False
    formula: Formula | None = None
    """How the workbook works the figure out from other cells; page and document print the figure."""
    rag: bool = False
    """True of a rating, red, amber or green, which the workbook fills with its colour."""
    name: str = ""
    """What formulas on the same sheet call it, as in `{#rate}`; empty: nothing."""


@dataclass(frozen=True)
class Table:
    """Rows of heading cells and figures."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sortable: bool = False
    first: tuple[Cell, ...] = ()
    """A row that stays above the others however they are sorted, as the baseline's own figures."""
    total: bool = False
    ends: tuple[str, ...] = ("low", "high")
    """What a cell's `ends` are."""
    anchor: str = ""
    """Before the first cell's text: the id of each row, for links."""
    widths: tuple[float, ...] = ()
    """How wide columns are against each other on paper; the first is wider than the others where not given."""
    sheet: str = ""
    """The workbook's sheet that holds it; tables of one sheet stand below each other. Empty: none does."""

    @cached_property
    def numbers(self) -> frozenset[int]:
        """Columns, counted from 0, that hold figures and are set to the right; the first never is."""
        cells = (each for row in (*self.rows, self.first) for each in enumerate(row))
        return frozenset(place for place, cell in cells if place and isinstance(cell.value, int | float))


@dataclass(frozen=True)
class Chart:
    """A chart, the finding it supports, what it shows in words, and the figures behind it."""

    name: str
    """Its id on the page: letters, digits and hyphens."""
    finding: str
    alternative: str
    """The drawing in words, for those who do not see it."""
    draw: "Callable[[], Figure]" = field(compare=False)
    note: str = ""
    behind: tuple[Table, ...] = ()
    """Tables of the figures, folded away on the page and left to the workbook on paper."""
    wide: bool = False
    sheet: str = ""
    """The workbook's sheet on which it is drawn; empty: on none."""


@dataclass(frozen=True)
class Charts:
    """Charts side by side where there is room."""

    charts: tuple[Chart, ...]


@dataclass(frozen=True)
class Folded:
    """Parts that the page folds away under a title; paper prints them."""

    title: str
    parts: tuple["Part", ...]


def folded(table: Table, title: str = "") -> Folded:
    """Return a table folded away under its caption, or another title."""
    return Folded(title or table.caption, (table,))


@dataclass(frozen=True)
class Only:
    """Parts that only some formats have."""

    media: tuple[Medium, ...]
    parts: tuple["Part", ...]


def only(*media: Medium, parts: tuple["Part", ...]) -> Only:
    """Return parts that only these formats have."""
    return Only(media, parts)


Part = Paragraph | Finding | Heading | Bullets | Answers | Facts | Command | Table | Chart | Charts | Folded | Only


@dataclass(frozen=True)
class Section:
    """A titled piece of a report."""

    title: str
    anchor: str
    parts: tuple[Part, ...]
    annex: bool = False
    """True for what stands behind the first pages: an annex of the document."""


@dataclass(frozen=True)
class Report:
    """One report: what it is about, then its sections; the same in every format."""

    kind: str
    title: str
    question: str
    sections: tuple[Section, ...]
    lead: tuple[Part, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    """Period, futures, seed; `lead` stands above them."""
    warning: str = ""
    sheets: tuple[str, ...] = ()
    """Sheets of the workbook in order; others follow as their tables do."""
    SUBJECT: ClassVar[str] = "Placement sufficiency"
