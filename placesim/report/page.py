"""What every report's page is made with: one file that needs nothing else, no network, no script to be read."""

import hashlib
import platform
import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from placesim import __version__
from placesim.config.text import plain
from placesim.experiment.manifest import LIBRARIES, version_of
from placesim.report.assumptions import Cited
from placesim.report.tables import Cell, Table
from placesim.report.wording import MINUS
from placesim.results.measures import MEASURES

TEMPLATES = Path(__file__).parent / "templates"
KEPT_TOGETHER = re.compile(rf"[+{MINUS}]£[\d,.]*\d[mk]?|\b\d{{4}}-\d\d\b")


def environment() -> Environment:
    """Return the templates: everything is escaped, every name must exist, no text carries control characters."""
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless,
    )
    templates.filters["unbroken"] = unbroken
    return templates


def unbroken(text: str) -> Markup:
    """Return a sentence, escaped, whose pounds with a sign and financial years stay on one line."""
    return Markup(KEPT_TOGETHER.sub(r'<span class="together">\g<0></span>', str(escape(plain(text)))))


def _harmless(value: Any) -> Any:
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def page_frame() -> dict[str, Any]:
    """Return what every report's page needs: its style, its script, and the policy that allows no other script."""
    script = (TEMPLATES / "sort.js").read_text(encoding="utf-8")
    digest = b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    style = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    return {"style": Markup(style), "script": Markup(script), "script_digest": digest, "placesim_version": __version__}


def evidence_table(citing: Iterable[Sequence[Cited]], caption: str) -> Table:
    """Return every figure of the evidence that is cited, with where it stands."""
    cited = {source.text: source.figure for sources in citing for source in sources if source.figure}
    rows = tuple(
        tuple(Cell(text) for text in (name, figure.quantity, figure.value, figure.where, figure.confidence))
        for name, figure in sorted(cited.items())
    )
    columns = ("Id", "Figure", "Value", "Where it stands", "Confidence")
    return Table(caption, columns, rows, words=(1, 2, 3, 4), sortable=True)


def definitions(measures: Iterable[str]) -> list[tuple[str, str, str]]:
    """Return each measure's name, definition and unit."""
    return [(name, MEASURES[name].definition, MEASURES[name].unit) for name in measures]


def versions() -> list[tuple[str, str]]:
    """Return the versions of this program, of Python, and of what the figures depend on."""
    libraries = [(name, version_of(name)) for name in (*LIBRARIES, "matplotlib", "jinja2")]
    return [("placesim", __version__), ("Python", platform.python_version()), *libraries]
