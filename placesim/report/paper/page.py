"""The page: a report as one HTML file that needs nothing else, no network, and no script to be read."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from placesim import __version__
from placesim.config.text import plain
from placesim.report.charts.canvas import drawing, inline
from placesim.report.figures import MINUS
from placesim.report.paper.media import every_part, parts_in, sections_in
from placesim.report.paper.parts import Chart, Medium, Part, Report, Table

TEMPLATES = Path(__file__).parents[1] / "templates"
KEPT_TOGETHER = re.compile(rf"[+{MINUS}]£[\d,.]*\d[mk]?|\b\d{{4}}-\d\d\b")
CODE = re.compile(r"`([^`]+)`")


def write_page(path: Path, report: Report) -> None:
    """Write a report as a page; charts are drawn as SVG."""
    with drawing():
        page = page_text(report)
    path.write_bytes(page.encode("utf-8", errors="replace"))


def page_text(report: Report) -> str:
    """Return a report as the text of a page."""
    sections = [(section, list(parts_in(Medium.PAGE, section.parts))) for section in sections_in(Medium.PAGE, report)]
    lead = list(parts_in(Medium.PAGE, report.lead))
    page = _environment().get_template("page.html.j2")
    shown = _shown(drawn, _anchors(report))
    return page.render(report=report, lead=lead, sections=sections, shown=shown, version=__version__, **_frame())


def rendered(parts: Iterable[Part], drawn: Callable[[Chart], Markup], figures: bool = True) -> Markup:
    """Return parts as a page has them, for another frame than a report's.

    Args:
        parts: what is shown.
        drawn: what stands where a chart is drawn.
        figures: whether the figures behind charts are shown too.
    """
    shown = _shown(drawn, {}, figures)
    return Markup("").join(shown(part) for part in parts_in(Medium.PAGE, tuple(parts)))


def _anchors(report: Report) -> dict[str, str]:
    """Return where the first words of rows that have an id lead to, as evidence ids do."""
    parts = (part for section in report.sections for part in every_part(section.parts, Medium.PAGE))
    return {
        row[0].text: f"{part.anchor}{row[0].text}"
        for part in parts
        if isinstance(part, Table) and part.anchor
        for row in part.rows
    }


def _shown(
    drawn: Callable[[Chart], Markup], anchors: Mapping[str, str], figures: bool = True
) -> Callable[[Part], Markup]:
    """Return what renders a part: by the macro named like its class, charts and links as given."""

    def linked(line: str) -> Markup:
        """Return a line of a cell; where its first word is the id of a row elsewhere, it leads there."""
        first, space, rest = line.partition(" ")
        if first not in anchors or not rest:
            return prose(line)
        return Markup('<a href="#{}">{}</a>{}').format(anchors[first], first, space) + prose(rest)

    def shown(part: Part) -> Markup:
        return Markup(getattr(macros, type(part).__name__.lower())(part))

    def told(parts: tuple[Part, ...]) -> list[Part]:
        return list(parts_in(Medium.PAGE, parts))

    given = {"shown": shown, "told": told, "drawn": drawn, "linked": linked, "figures": figures}
    macros = _environment().get_template("parts.html.j2").make_module(given)
    return shown


@cache
def _environment() -> Environment:
    """Return the templates: everything is escaped, every name must exist, no text carries control characters."""
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless,
    )
    templates.filters |= {"prose": prose, "slug": slug}
    return templates


def drawn(chart: Chart) -> Markup:
    """Return a chart as inline SVG."""
    return inline(chart.draw(), f"drawn-{chart.name}", chart.alternative)


def prose(text: str) -> Markup:
    """Return a sentence, escaped: what is to be typed as code, and no line break within pounds or a financial year."""
    kept = KEPT_TOGETHER.sub(r'<span class="together">\g<0></span>', str(escape(plain(text))))
    return Markup(CODE.sub(r"<code>\1</code>", kept))


def slug(tag: str) -> str:
    """Return what a tag's style goes by, as in `costs-more`."""
    return "-".join(re.findall(r"[a-z]+", tag.lower()))


def _harmless(value: Any) -> Any:
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _frame() -> dict[str, Any]:
    """Return the page's style, its script, and the policy that allows no other script."""
    script = (TEMPLATES / "sort.js").read_text(encoding="utf-8")
    digest = b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    style = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    return {"style": Markup(style), "script": Markup(script), "script_digest": digest}
