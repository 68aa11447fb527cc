"""Files: what-ifs saved, opened again, restored from their text, and sent as reports and tables."""

from pathlib import Path
from secrets import token_hex
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from placesim.api.growing import AnyPlan
from placesim.config.faults import Fault, InputError
from placesim.page.answering import Form, form_of, moved, page, rendered, url, wants_fragment
from placesim.page.desk import Desk
from placesim.page.keeping.downloads import KINDS, AnyResult, download
from placesim.page.keeping.opening import saved, with_opened
from placesim.page.keeping.restoring import OtherConfigurationError, restored
from placesim.page.keeping.saving import AskFirstError, save, under_free_name
from placesim.page.screen import Screen, screen_of, text_of
from placesim.page.views.workspace import PARTS, first_screen, shown

FILES, SAVING, OTHER = "files.html.j2", "saving.html.j2", "other_configuration.html.j2"

LOOK_EVERY = 1.0
"""Seconds between looks whether who asked for a download still waits for it."""

SO_FAR = "so_far"
"""What asks for a download of the futures played so far; otherwise all are waited for."""


def routes(desk: Desk) -> list[Route]:
    """Return the addresses of files."""

    async def show(request: Request) -> Response:
        screen = _screen(desk, request.query_params.get("state", ""))
        return page(request, FILES, **await run_in_threadpool(_listed, desk, screen))

    async def open_one(request: Request) -> Response:
        form = await form_of(request)
        try:
            return moved(request, await run_in_threadpool(_opened, desk, form))
        except OtherConfigurationError as error:
            values = {"state": form.one("state"), "text": form.one("text"), "configuration": error.configuration}
            values |= {"here": _screen(desk, form.one("state")).configuration}
            return page(request, OTHER, 409, **values)

    async def keep(request: Request) -> Response:
        form = await form_of(request)
        screen, told = await run_in_threadpool(_saved, desk, form)
        told |= {"screen": screen, "state": text_of(screen), "tab": form.one("tab")}
        values = await run_in_threadpool(shown, desk, screen, form.one("tab")) if wants_fragment(request) else None
        if values is None:
            status = 200 if told["path"] else 422 if told["faults"] else 409
            return page(request, SAVING, status, **told)
        return _in_place(request, screen, rendered(request, PARTS, {**values, "said": told, "fragment": True}))

    return [
        Route("/open", show),
        Route("/open", open_one, methods=["POST"]),
        Route("/save", keep, methods=["POST"]),
        *(_download(desk, kind) for kind in KINDS),
    ]


def _in_place(request: Request, screen: Screen, fragment: str) -> Response:
    """Return a part of the page under an address that takes the place of the last: saving is nothing to undo."""
    return HTMLResponse(fragment, headers={"HX-Replace-Url": url(request, state=text_of(screen))})


def _download(desk: Desk, kind: str) -> Route:
    """Return the address of a kind of download."""

    async def send(request: Request) -> Response:
        screen = screen_of(request.query_params.get("state", ""))
        every = request.query_params.get("futures") != SO_FAR
        result = await _played(desk, await run_in_threadpool(desk.plan, screen), every, request)
        if result is None:
            return Response(status_code=204)  # nobody waits for it any more
        sent = await run_in_threadpool(download, kind, result, screen.replications)
        return Response(sent.content, media_type=sent.kind, headers={"Content-Disposition": sent.disposition})

    return Route(f"/download/{kind}", send)


def _screen(desk: Desk, state: str) -> Screen:
    return screen_of(state) if state else first_screen(desk)


def _listed(desk: Desk, screen: Screen) -> dict[str, Any]:
    """Return what the list of files needs."""
    council = desk.council(screen.configuration) if screen.configuration in desk.opened else None
    told = {"screen": screen, "state": text_of(screen), "tab": "", "council": council}
    return {**told, "files": saved(desk), "folder": desk.folder}


def _opened(desk: Desk, form: Form) -> Screen:
    """Return the screen with a file opened where its cards are, or the screen that a pasted text holds.

    Raises:
        InputError: the file cannot be used.
        OtherConfigurationError: the text is for another configuration, and nobody agreed to open that.
    """
    if name := form.one("file"):
        return with_opened(desk, _screen(desk, form.one("state")), name)
    if agreed := form.one("configuration"):
        desk.open(Path(agreed))
        desk.council(agreed)
    return restored(desk, form.one("text"), form.one("instead"))


def _saved(desk: Desk, form: Form) -> tuple[Screen, dict[str, Any]]:
    """Save what a tab shows; return its screen, and what is said: where it is, what to mend, or what to ask."""
    screen = screen_of(form.one("state"))
    told: dict[str, Any] = {"path": None, "faults": [], "ask": None}
    try:
        if form.one("action") == "copy":
            screen = under_free_name(desk, screen)
        path, screen = save(desk, screen, {form.one("over"), *form.one("own").split()})
        told["path"] = path
    except InputError as error:
        told["faults"] = error.faults
    except AskFirstError as error:
        told["ask"] = error
    return screen, told


async def _played(desk: Desk, plan: AnyPlan, every: bool, request: Request) -> AnyResult | None:
    """Return what became of a plan, once there is enough of it; None where nobody waits for it any more.

    Raises:
        InputError: it cannot be simulated.
    """
    tab = f"download-{token_hex(8)}"
    try:
        while True:
            growing = await run_in_threadpool(desk.studies.watch, tab, plan)
            if growing.error:
                raise InputError([Fault(plan.council.path.name, 0, "", growing.error)])
            if growing.result and (growing.finished or not every):
                return growing.result
            if await request.is_disconnected():
                return None
            await run_in_threadpool(growing.wait, growing.futures, LOOK_EVERY)
    finally:
        desk.studies.let_go(tab)
