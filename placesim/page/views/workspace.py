"""The workspace: a council, what-ifs as cards, and what becomes of them; and every change that a user makes to them."""

from collections.abc import Sequence
from dataclasses import replace
from secrets import token_hex
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from placesim.api.assumptions import FIXED
from placesim.api.council import Council
from placesim.config.faults import Fault, InputError
from placesim.page import cards
from placesim.page.answering import Form, changed_part, form_of, moved, page, rendered, url, wants_fragment
from placesim.page.answers import today
from placesim.page.answers.frame import shown_without_charts
from placesim.page.changing import COUNTS, Asked, changed
from placesim.page.council_file.reading import changed_on_disk
from placesim.page.desk import Desk
from placesim.page.keeping.listing import fingerprint
from placesim.page.screen import SIDE_BY_SIDE, Screen, screen_of, text_of

FIRST_NAME, FIRST_QUESTION = "What if", "What would change?"

WORKSPACE, PARTS = "workspace.html.j2", "workspace_parts.html.j2"


def routes(desk: Desk) -> list[Route]:
    """Return the addresses of the workspace."""

    async def show(request: Request) -> Response:
        given = request.query_params.get("state")
        screen = screen_of(given) if given else first_screen(desk)
        values = await run_in_threadpool(shown, desk, screen)
        if values is None:
            return RedirectResponse(url(request, "council", state=text_of(screen)), 303)
        return page(request, WORKSPACE, **values)

    async def change(request: Request) -> Response:
        form = await form_of(request)
        before = screen_of(form.one("state"))
        screen = await run_in_threadpool(_after, desk, before, form)
        if not wants_fragment(request):
            return moved(request, screen)
        if screen == before and _council(desk, screen):
            return Response(status_code=204)  # Undo would have nothing to undo
        values = await run_in_threadpool(shown, desk, screen, form.one("tab"))
        if values is None:  # its file was read again elsewhere, and cannot be used any more
            return Response(headers={"HX-Redirect": url(request, "council", state=text_of(screen))})
        return changed_part(request, screen, rendered(request, PARTS, {**values, "oob": True, "fragment": True}))

    return [Route("/", show), Route("/change", change, methods=["POST"])]


def first_screen(desk: Desk) -> Screen:
    """Return what a tab shows that was just opened: today's council, and a what-if without changes."""
    empty = cards.new_text(FIRST_NAME, FIRST_QUESTION)
    return Screen(str(desk.configuration), (empty,), seed=desk.seed)


def shown(desk: Desk, screen: Screen, tab: str = "") -> dict[str, Any] | None:
    """Return what the templates of the workspace need; None where the council's own file cannot be used."""
    council = _council(desk, screen)
    if council is None:
        return None
    drawn, has_ranges, faults = _plan(desk, screen)
    path = desk.path_at(screen)
    shown_cards = cards.cards_of(screen.text, council, faults, path)
    return {
        "screen": screen,
        "state": text_of(screen),
        "state_alone": text_of(replace(screen, beside=())),
        "print": fingerprint(text_of(replace(screen, beside=(), own=())).encode()),  # two that Undo tells apart differ
        "tab": tab or token_hex(4),
        "council": council,
        "today": () if tab else shown_without_charts(today(council)),
        "faults": faults,
        "cards": shown_cards,
        "changes": _changes(desk, screen, council, shown_cards),
        "to_mend": cards.to_mend(shown_cards, faults, path),
        "offers": cards.catalogue(council),
        "heads": [cards.head_of(text) for text in screen.whatifs],
        "more_side_by_side": len(screen.whatifs) < SIDE_BY_SIDE,
        "drawn": drawn,
        "has_ranges": has_ranges,
        "changed_on_disk": bool(changed_on_disk(council.files)),
        "counts": sorted({*COUNTS, screen.replications}),
    }


def _changes(desk: Desk, screen: Screen, council: Council, here: Sequence[cards.Card]) -> list[list[str]]:
    """Return what each what-if changes, in words, for paper; `here` are the cards of the one that is shown."""
    paths = desk.paths_of(screen)
    all_cards = (
        here if place == screen.at else cards.cards_of(text, council, (), paths[place])
        for place, text in enumerate(screen.whatifs)
    )
    return [[card.words or card.title for card in each] for each in all_cards]


def _council(desk: Desk, screen: Screen) -> Council | None:
    try:
        return desk.council(screen.configuration)
    except InputError:
        return None


def _plan(desk: Desk, screen: Screen) -> tuple[bool, bool, list[Fault]]:
    """Return whether assumptions are drawn, whether any carries a range, and what keeps the screen from being played.

    Of what cannot be played yet, ranges are taken to be there: nobody can tell.
    """
    try:
        plan = desk.plan(replace(screen, beside=()))
        return plan.drawn is not None, bool(plan.drawable.uncertainty.assumptions), []
    except InputError as error:
        return screen.assumptions != FIXED, True, error.faults


def _after(desk: Desk, screen: Screen, form: Form) -> Screen:
    """Return the screen after what a form asks for; a council that cannot be used changes nothing."""
    council = _council(desk, screen)
    if council is None:
        return screen
    openings = desk.openings() if form.one("action") == "add" else {}
    return changed(Asked(screen, form, council, desk.path_at(screen), openings))
