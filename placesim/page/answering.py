"""Answering: how views read what a browser sends, and what they send back."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from placesim import __version__
from placesim.page.screen import Screen, text_of
from placesim.page.words import WORDS
from placesim.report.paper.page import TEMPLATES as REPORTS
from placesim.report.paper.page import prose, slug

TEMPLATES = Path(__file__).parent / "templates"

MOST_FIELDS = 5000
"""Fields that a form may have."""


@dataclass(frozen=True)
class Form:
    """What a form holds, in the order of its fields."""

    pairs: tuple[tuple[str, str], ...]

    def one(self, name: str, default: str = "") -> str:
        """Return the last value of a field; a default where the form has no such field."""
        return next((value for key, value in reversed(self.pairs) if key == name), default)

    def all(self, name: str) -> list[str]:
        """Return every value of a field, in order."""
        return [value for key, value in self.pairs if key == name]

    def beginning(self, start: str) -> dict[str, str]:
        """Return the fields whose names begin so, by the rest of their names."""
        return {key[len(start) :]: value for key, value in self.pairs if key.startswith(start)}


async def form_of(request: Request) -> Form:
    """Return the fields of a form; its size is limited before it comes here."""
    body = (await request.body()).decode("utf-8", errors="replace")
    pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    return Form(tuple((key, value.replace("\r\n", "\n")) for key, value in pairs))


def whole(text: str) -> int:
    """Return a whole number that a form or an address holds; 0 where it holds none."""
    return int(text) if text.isdecimal() and len(text) < 7 else 0


def url(request: Request, path: str = "", **query: object) -> str:
    """Return an address of the page, its token in front; a query's empty values are left out."""
    asked = urlencode({name: value for name, value in query.items() if value not in (None, "")})
    return f"/{quote(request.path_params['token'])}/{path}" + (f"?{asked}" if asked else "")


def wants_fragment(request: Request) -> bool:
    """Tell whether htmx asks, which puts a part into the page that it has."""
    return "hx-request" in request.headers and "hx-history-restore-request" not in request.headers


def rendered(request: Request, template: str, values: Mapping[str, Any]) -> str:
    """Return a template as text; `url` is the address of another view."""

    def here(path: str = "", **query: object) -> str:
        return url(request, path, **query)

    return _environment().get_template(template).render(url=here, version=__version__, **values)


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a template as an answer."""
    return HTMLResponse(rendered(request, template, values), status)


def moved(request: Request, screen: Screen, path: str = "") -> Response:
    """Return the way to the address of a screen."""
    return RedirectResponse(url(request, path, state=text_of(screen)), 303)


def changed_part(request: Request, screen: Screen, fragment: str) -> Response:
    """Return the part of the page that changed, with the address of the screen, to which Undo comes back."""
    return HTMLResponse(fragment, headers={"HX-Push-Url": url(request, state=text_of(screen))})


@cache
def _environment() -> Environment:
    """Return the templates: everything is escaped, every name must exist."""
    templates = Environment(
        loader=FileSystemLoader([TEMPLATES, REPORTS]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {"prose": prose, "slug": slug}
    templates.globals["words"] = WORDS
    return templates
