"""How long reports are: `python -m placesim.studies.report_lengths FILE...`.

Of each page, the words a reader sees with everything folded that folds; of each document, its pages,
and those of the board paper, which ends where the annexes begin.
"""

import argparse
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory

UNSEEN = frozenset({"script", "style", "svg", "head"})
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
"""Elements that have no end."""

ANNEX = "Annex"
"""What the heading of the first annex of a document begins with."""

TOOLS = ("soffice", "pdftotext")
"""Programs that count pages: LibreOffice, and the PDF tools of poppler."""

SECONDS = 180
"""Longest that the conversion of one document may take."""


@dataclass(frozen=True)
class Element:
    """An element around what is read: whether it shows, and whether all in it but its summary is folded away."""

    tag: str
    shows: bool
    folded: bool

    def shows_within(self, tag: str) -> bool:
        """Tell whether an element in it, or its own text (an empty tag), shows."""
        return self.shows and (not self.folded or tag == "summary")


class VisibleText(HTMLParser):
    """The words of a page that show with its folds closed, their summaries included."""

    def __init__(self) -> None:
        super().__init__()
        self.words = 0
        self._around = [Element("", True, False)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element, and whether it shows."""
        given = dict(attrs)
        hidden = tag in UNSEEN or "unseen" in (given.get("class") or "").split()
        shows = self._around[-1].shows_within(tag) and not hidden
        if tag not in VOID:
            self._around.append(Element(tag, shows, tag == "details" and "open" not in given))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element, and whatever in it was never closed."""
        for place in range(len(self._around) - 1, 0, -1):
            if self._around[place].tag == tag:
                del self._around[place:]
                return

    def handle_data(self, data: str) -> None:
        """Count what shows."""
        if self._around[-1].shows_within(""):
            self.words += len(data.split())


def visible_words(page: str) -> int:
    """Return how many words of a page show with its folds closed."""
    text = VisibleText()
    text.feed(page)
    text.close()
    return text.words


def pages_of(document: Path) -> list[str]:
    """Return the text of each page of a document, as LibreOffice sets it."""
    with TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(document)]
        subprocess.run(convert, check=True, capture_output=True, timeout=SECONDS)
        read = ["pdftotext", "-layout", str(Path(folder, f"{document.stem}.pdf")), "-"]
        text = subprocess.run(read, check=True, capture_output=True, text=True, timeout=SECONDS).stdout
    return text.removesuffix("\f").split("\f")


def board_pages(pages: Sequence[str]) -> int:
    """Return how many pages stand before the first annex; all of them where there is none."""
    for place, page in enumerate(pages):
        lines = page.strip().splitlines()
        starts = [number for number, line in enumerate(lines) if line.strip().startswith(ANNEX)]
        if starts:
            return place if starts[0] == 0 else place + 1
    return len(pages)


def length_of(file: Path) -> str:
    """Return how long one report is, in words for the reader."""
    if file.suffix.lower() == ".html":
        return f"{file}: {visible_words(file.read_text(encoding='utf-8')):,} words with folds closed"
    if file.suffix.lower() != ".docx":
        return f"{file}: neither a page (.html) nor a document (.docx)"
    if missing := [tool for tool in TOOLS if shutil.which(tool) is None]:
        return f"{file}: pages not counted, as {' and '.join(missing)} cannot be found"
    pages = pages_of(file)
    return f"{file}: {len(pages)} pages, {board_pages(pages)} of them the board paper"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print how long each report is."""
    parser = argparse.ArgumentParser(prog="python -m placesim.studies.report_lengths", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, help="report.html or report.docx")
    for file in parser.parse_args(arguments).files:
        print(length_of(file))


if __name__ == "__main__":
    main()
