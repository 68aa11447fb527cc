"""How the cells of a workbook look."""

from xlsxwriter import Workbook
from xlsxwriter.format import Format

FONT = {"font_name": "Arial", "font_size": 10, "font_scheme": "none"}
DARK, INK, SOFT, LINK = "#1B4F72", "#1B2733", "#3D4852", "#0563C1"

RAG = {"green": "#C6E0B4", "amber": "#FFD966", "red": "#F4B6AE"}
"""Fills of ratings: light enough for dark letters, and the word stays for those who do not see them."""

COULD_BE_A_FORMULA = ("=", "+", "-", "@")
"""Texts that begin so are marked as text, lest a spreadsheet reads them anew when the cell is edited."""


class Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, workbook: Workbook):
        self._workbook = workbook
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self.title = self.of(bold=True, font_size=16, font_color=INK)
        self.note = self.of(font_color=SOFT)
        self.link = self.of(font_color=LINK, underline=1)

    def of(self, **properties: object) -> Format:
        """Return a format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format({**FONT, "valign": "top", **properties})
        return self._formats[key]

    def heading(self, numbers: bool) -> Format:
        """Return the format of a column's heading, set as what stands below it: figures right, words on the left."""
        place = {"align": "right"} if numbers else {"align": "left", "indent": 1}
        return self.of(text_wrap=True, bold=True, font_color="#FFFFFF", bg_color=DARK, **place)

    def number(self, shown: str, strong: bool) -> Format:
        """Return the format of a figure, printed by a number format."""
        return self.of(num_format=shown, bold=strong)

    def rag(self, rating: str, strong: bool) -> Format:
        """Return the format of a rating, filled with its colour."""
        return self.of(align="left", indent=1, bold=strong, font_color=INK, bg_color=RAG[rating])

    def text(self, text: str, strong: bool, wraps: bool = True, indent: int = 1) -> Format:
        """Return the format of a text, shielded where it looks like a formula."""
        shield = {"quote_prefix": True} if text.startswith(COULD_BE_A_FORMULA) else {}
        return self.of(text_wrap=wraps, align="left", indent=indent, bold=strong, **shield)
