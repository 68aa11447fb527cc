"""A page as a reader's machine sees it, and names that try to do it harm."""

import re
from html.parser import HTMLParser

HOSTILE = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "formula": '=HYPERLINK("http://evil.example","x")',
    "mathtext": r"$\frac{ and $x^2$",
    "long": "W" * 120,
    "closing": "</style></svg></title> {{ 7*7 }} ]]> -->",
}

BLOCKS = {"p", "div", "dt", "dd", "li", "th", "td", "h1", "h2", "h3", "h4", "caption", "pre", "summary"}


class Page(HTMLParser):
    """A page as a reader's machine sees it: elements with their attributes, headings, and the text that shows."""

    def __init__(self, text: str):
        super().__init__()
        self.source = text
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[tuple[str, str]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(text)
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.text += " " if tag in BLOCKS else ""
        if tag not in ("meta", "use", "path", "circle", "rect"):
            self._open.append(tag)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append((tag, ""))

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag in self._open:
            del self._open[len(self._open) - 1 - self._open[::-1].index(tag) :]

    def handle_data(self, data):
        if not {"style", "script"} & set(self._open):
            self.text += data
        for tag in self._open:
            if re.fullmatch(r"h[1-6]", tag):
                level, text = self.headings[-1]
                self.headings[-1] = (level, text + data)

    def titles(self, level: str) -> list[str]:
        return [" ".join(text.split()) for tag, text in self.headings if tag == level]
