"""The application: every view under the token, static files, the end, and plain pages where something goes wrong."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from importlib import import_module
from mimetypes import guess_type
from pathlib import Path
from pkgutil import iter_modules

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from placesim.config.faults import InputError
from placesim.page import views
from placesim.page.answering import form_of, page
from placesim.page.desk import Desk
from placesim.page.screen import StateError
from placesim.page.server.security import Guard
from placesim.report.paper.page import TEMPLATES as REPORTS

STATIC = Path(__file__).parents[1] / "static"

OF_REPORTS = {"report.css": REPORTS / "page.css", "sort.js": REPORTS / "sort.js"}
"""What the page shares with reports, by the name that it is served by."""

Stop = Callable[[], Awaitable[None]]

GO_BACK = "Go back in the browser, or begin at the first page."

FAILED = (
    "What you asked for could not be done, and the fault is not yours. What you had is there when you go back. If it "
    "happens again, start the page with --debug and report what the terminal shows."
)


def app_of(desk: Desk, token: str, port: int, stop: Stop, again: str = "") -> ASGIApp:
    """Return the application that answers a port's requests.

    Args:
        desk: what the server works on.
        token: the first part of every address.
        port: where it listens.
        stop: ends the server; called once the page that says so is sent.
        again: the command that starts the page again.
    """
    routes = [*_static_files(), _end(desk, stop, again)]
    for found in iter_modules(views.__path__):
        routes += import_module(f"{views.__name__}.{found.name}").routes(desk)
    told = {HTTPException: _told, StateError: _no_state, InputError: _bad_input, Exception: _failed}
    return Guard(Starlette(routes=[Mount("/{token}", routes=routes)], exception_handlers=told), token, port)


def _static_files() -> list[Route]:
    """Return an address for each file that there is: no other name can be asked for."""
    own = {path.relative_to(STATIC).as_posix(): path for path in sorted(STATIC.rglob("*")) if path.is_file()}
    return [Route(f"/static/{name}", _file(path)) for name, path in (own | OF_REPORTS).items()]


def _file(path: Path) -> Callable[[Request], Awaitable[Response]]:
    """Return what answers with a file as it was when the server started."""
    body, kind = path.read_bytes(), guess_type(path.name)[0] or "text/plain"

    async def answer(_request: Request) -> Response:
        return Response(body, media_type=kind)

    return answer


def _end(desk: Desk, stop: Stop, again: str) -> Route:
    """Return the address that ends the server."""

    async def answer(request: Request) -> Response:
        shown = (await form_of(request)).one("state")
        ended = page(request, "ended.html.j2", again=again, folder=desk.folder, state=shown)
        ended.background = BackgroundTask(stop)
        return ended

    return Route("/stop", answer, methods=["POST"])


async def _told(request: Request, error: Exception) -> Response:
    """Answer where there is no such page, or none that answers in this way."""
    status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.NOT_FOUND
    title = "There is no such page" if status == HTTPStatus.NOT_FOUND else "This page cannot be asked for in this way"
    return _said(request, status, title, GO_BACK)


async def _no_state(request: Request, error: Exception) -> Response:
    return _said(request, HTTPStatus.BAD_REQUEST, "This what-if cannot be shown", str(error))


async def _bad_input(request: Request, error: Exception) -> Response:
    return _said(request, HTTPStatus.UNPROCESSABLE_ENTITY, "A file cannot be used", *str(error).splitlines())


async def _failed(request: Request, _error: Exception) -> Response:
    return _said(request, HTTPStatus.INTERNAL_SERVER_ERROR, "This did not work", FAILED)


def _said(request: Request, status: int, title: str, *lines: str) -> Response:
    """Return a page of a few sentences."""
    return page(request, "said.html.j2", status, title=title, lines=lines)
