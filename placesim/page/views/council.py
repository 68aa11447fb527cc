"""The council's own file: opened, its faults shown, its numbers changed in a form, and saved as a new file."""

from dataclasses import replace
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from placesim.config.faults import InputError
from placesim.page.answering import Form, form_of, page, rendered, url, wants_fragment
from placesim.page.council_file.changes import (
    TooManyChangesError,
    changes_of_text,
    text_of_changes,
    with_typed,
    without,
)
from placesim.page.council_file.form import Form as OfFile
from placesim.page.council_file.opening import NotAFileError, path_given
from placesim.page.council_file.reading import own_file
from placesim.page.council_file.reasons import assumptions_of, whys_of
from placesim.page.council_file.saving import folders, not_yet, path_for, save_as
from placesim.page.council_file.showing import Asked, changes_in, shown
from placesim.page.desk import Desk
from placesim.page.screen import screen_of
from placesim.page.views.workspace import first_screen

WHOLE, SECTION, KEPT = "council.html.j2", "council_section.html.j2", "council_kept.html.j2"


def routes(desk: Desk) -> list[Route]:
    """Return the addresses of the council's own file."""

    async def show(request: Request) -> Response:
        asked = asked_by(desk, request.query_params)
        values = await run_in_threadpool(shown, desk, asked)
        if wants_fragment(request) and values.get("at"):
            return page(request, SECTION, **values)
        return page(request, WHOLE, **values)

    async def change(request: Request) -> Response:
        form = await form_of(request)
        asked = await run_in_threadpool(changed, desk, form)
        if asked.said:
            return page(request, WHOLE, 422, **await run_in_threadpool(shown, desk, asked))
        address = url(request, "council", **asked.query())
        if not wants_fragment(request):
            return RedirectResponse(address, 303)
        values = await run_in_threadpool(shown, desk, asked, form.beginning("value."))
        there = request.headers.get("hx-current-url", "").endswith(address)  # nothing changed: nothing to go back over
        return HTMLResponse(rendered(request, KEPT, values), headers={} if there else {"HX-Push-Url": address})

    async def save(request: Request) -> Response:
        form = await form_of(request)
        asked = await run_in_threadpool(saved, desk, form)
        if asked.said:
            return page(request, WHOLE, 422, **await run_in_threadpool(shown, desk, asked))
        return RedirectResponse(url(request, "council", **asked.query()), 303)

    return [
        Route("/council", show),
        Route("/council", change, methods=["POST"]),
        Route("/council/save", save, methods=["POST"]),
    ]


def asked_by(desk: Desk, query: QueryParams | dict[str, str]) -> Asked:
    """Return what an address, or a form, asks for.

    Raises:
        StateError: its state is none.
    """
    given, go = query.get("state"), query.get("go")
    return Asked(
        screen_of(given) if given else first_screen(desk),
        query.get("changes", ""),
        query.get("block", "") if go is None else go,
        query.get("find", "") if go is None else "",
        bool(query.get("check")),
        bool(query.get("text")),
        query.get("saved", ""),
    )


def changed(desk: Desk, form: Form) -> Asked:
    """Return what is to be shown after a form of the page was sent; only opening and reading again change the desk."""
    asked = asked_by(desk, dict(form.pairs))
    if given := form.one("open"):
        return _opened(desk, asked, given)
    if form.one("read"):
        _read_again(desk, asked)
        return asked
    own = own_file(desk, asked.screen.configuration)
    return _typed(asked, form, own.form) if own.form else asked


def _typed(asked: Asked, form: Form, there: OfFile) -> Asked:
    """Return the same with what was typed kept, and what was taken back gone."""
    changes = with_typed(changes_of_text(asked.changes), form.beginning("value."), there)
    asked = replace(asked, name=form.one("name"), reasons=form.beginning("why."))
    try:
        return replace(asked, changes=text_of_changes(without(changes, form.one("undo"), there)))
    except TooManyChangesError as error:
        return replace(asked, said=(str(error),))


def _opened(desk: Desk, asked: Asked, given: str) -> Asked:
    """Return the page of another configuration, which is read now; the what-ifs stay."""
    try:
        path = path_given(given)
    except NotAFileError as error:
        return replace(asked, said=(str(error),))
    desk.open(path)
    return Asked(replace(asked.screen, configuration=str(path)))


def _read_again(desk: Desk, asked: Asked) -> None:
    if asked.screen.configuration in desk.opened:
        desk.open(Path(asked.screen.configuration))


def saved(desk: Desk, form: Form) -> Asked:
    """Return what is to be shown after the changed file was saved, or could not be."""
    asked = asked_by(desk, dict(form.pairs))
    own = own_file(desk, asked.screen.configuration)
    if own.form is None:
        return replace(asked, said=("There is nothing to save: the file cannot be read.",))
    asked = _typed(asked, form, own.form)
    if asked.said:
        return asked
    changes = changes_in(own, asked.changes)
    whys = whys_of(own.form, changes)
    if wrong := not_yet(asked.name, changes, whys, asked.reasons):
        return replace(asked, said=wrong)
    where = next((each for each in folders(own, desk.folder) if str(each) == form.one("folder")), desk.folder)
    try:
        told, there = assumptions_of(whys, asked.reasons), path_for(asked.name, where)
        path = save_as(own, own.form, changes, told, there, desk.ranges)
    except InputError as error:
        return replace(asked, said=tuple(str(error).splitlines()))
    return Asked(asked.screen, saved=str(path))
