"""The workspace: a council, what-ifs as cards, and what becomes of them; and every change that a user makes to them."""

from collections.abc import Callable
from dataclasses import replace
from secrets import token_hex
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from placesim.api.assumptions import DRAWN, FIXED
from placesim.api.council import Council
from placesim.config.faults import Fault, InputError
from placesim.page import cards
from placesim.page.answering import Form, form_of, moved, page, rendered, wants_fragment
from placesim.page.desk import Desk
from placesim.page.screen import SIDE_BY_SIDE, Screen, StateError, screen_of, text_of

FIRST_NAME, FIRST_QUESTION = "What if", "What would change?"

COUNTS = (20, 60, 120, 300, 600, 1000)
"""Futures that can be asked for."""

WORKSPACE, PARTS = "workspace.html.j2", "workspace_parts.html.j2"


def routes(desk: Desk) -> list[Route]:
    """Return the addresses of the workspace."""

    async def show(request: Request) -> Response:
        try:
            screen = screen_of(given) if (given := request.query_params.get("state")) else first_screen(desk)
        except StateError as error:
            return page(request, "wrong_state.html.j2", 400, message=str(error))
        return page(request, WORKSPACE, **await run_in_threadpool(shown, desk, screen))

    async def change(request: Request) -> Response:
        form = await form_of(request)
        try:
            screen = screen_of(form.one("state"))
        except StateError as error:
            return page(request, "wrong_state.html.j2", 400, message=str(error))
        screen = await run_in_threadpool(changed, desk, screen, form)
        if not wants_fragment(request):
            return moved(request, screen)
        values = await run_in_threadpool(shown, desk, screen, form.one("tab"))
        return moved(request, screen, rendered(request, PARTS, {**values, "oob": True}))

    return [Route("/", show), Route("/change", change, methods=["POST"])]


def first_screen(desk: Desk) -> Screen:
    """Return what a tab shows that was just opened: today's council, and a what-if without changes."""
    empty = cards.new_text(FIRST_NAME, FIRST_QUESTION)
    return Screen(str(desk.configuration), (empty,), seed=desk.seed)


def shown(desk: Desk, screen: Screen, tab: str = "") -> dict[str, Any]:
    """Return what the templates of the workspace need."""
    council, faults = _council(desk, screen)
    drawn, found = _plan(desk, screen)
    plan_faults = faults or found
    own = [fault for fault in plan_faults if fault.file == str(desk.path_of(screen.text))]
    return {
        "screen": screen,
        "state": text_of(screen),
        "tab": tab or token_hex(4),
        "council": council,
        "faults": plan_faults,
        "cards": cards.cards_of(screen.text, council, own) if council else (),
        "offers": cards.catalogue(council) if council else (),
        "heads": [cards.head_of(text) for text in screen.whatifs],
        "more_side_by_side": len(screen.whatifs) < SIDE_BY_SIDE,
        "drawn": drawn,
        "counts": sorted({*COUNTS, screen.replications}),
    }


def _council(desk: Desk, screen: Screen) -> tuple[Council | None, list[Fault]]:
    try:
        return desk.council(screen.configuration), []
    except InputError as error:
        return None, error.faults


def _plan(desk: Desk, screen: Screen) -> tuple[bool, list[Fault]]:
    """Return whether assumptions would be drawn, and what keeps the screen from being played."""
    try:
        return desk.plan(screen).drawn is not None, []
    except InputError as error:
        return screen.assumptions != FIXED, error.faults


def changed(desk: Desk, screen: Screen, form: Form) -> Screen:
    """Return the screen after what a form asks for; what it does not know changes nothing."""
    act = ACTIONS.get(form.one("action"))
    council, _ = _council(desk, screen)
    return act(screen, form, council) if act and council else screen


def _add(screen: Screen, form: Form, council: Council) -> Screen:
    return screen.with_text(cards.with_change(screen.text, form.one("kind"), council))


def _fields(screen: Screen, form: Form, council: Council) -> Screen:
    given = form.beginning("field.")
    return screen.with_text(cards.with_fields(screen.text, _whole(form.one("place")), given, council))


def _remove(screen: Screen, form: Form, council: Council) -> Screen:
    return screen.with_text(cards.without_change(screen.text, _whole(form.one("place"))))


def _head(screen: Screen, form: Form, council: Council) -> Screen:
    return screen.with_text(cards.with_head(screen.text, form.one("name"), form.one("question")))


def _second(screen: Screen, form: Form, council: Council) -> Screen:
    """Put a second what-if beside the first, which it begins as."""
    if len(screen.whatifs) >= SIDE_BY_SIDE:
        return screen
    head = cards.head_of(screen.text)
    other = cards.with_head(screen.text, f"{head.name}, or else", head.question)
    return replace(screen, whatifs=(*screen.whatifs, other), at=len(screen.whatifs))


def _switch(screen: Screen, form: Form, council: Council) -> Screen:
    return replace(screen, at=min(_whole(form.one("at")), len(screen.whatifs) - 1))


def _close(screen: Screen, form: Form, council: Council) -> Screen:
    at = _whole(form.one("at"))
    kept = tuple(text for place, text in enumerate(screen.whatifs) if place != at)
    return replace(screen, whatifs=kept, at=0) if kept else screen


def _how(screen: Screen, form: Form, council: Council) -> Screen:
    """Change how it is played: assumptions drawn or fixed, futures."""
    assumptions = form.one("assumptions")
    futures = form.one("futures", str(screen.replications))
    return replace(
        screen,
        assumptions=assumptions if assumptions in (DRAWN, FIXED) else None,
        replications=min(max(_whole(futures), 1), COUNTS[-1]),
    )


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0


ACTIONS: dict[str, Callable[[Screen, Form, Council], Screen]] = {
    "add": _add,
    "fields": _fields,
    "remove": _remove,
    "head": _head,
    "second": _second,
    "switch": _switch,
    "close": _close,
    "how": _how,
}
"""What the form of the workspace may ask for."""
