"""Compare: scenario files beside what is on screen, on the same luck, in the table that the reports have."""

from dataclasses import replace
from secrets import token_hex
from typing import Any

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from placesim.api.results import ComparisonResult
from placesim.config.faults import Fault, InputError
from placesim.page.answering import form_of, moved, page, wants_fragment
from placesim.page.desk import Desk
from placesim.page.keeping.comparing import choices, chosen, compared, on_screen
from placesim.page.playing.growing import Growing
from placesim.page.screen import Screen, screen_of, text_of
from placesim.page.views.workspace import first_screen
from placesim.report.paper.page import rendered

COMPARE, COMPARED = "compare.html.j2", "compared.html.j2"

PATIENCE = 5.0
"""Seconds that a browser waits for more futures before it asks again."""

AT_ONCE = 2.5
"""Seconds that a whole page waits for its first futures."""


def routes(desk: Desk) -> list[Route]:
    """Return the addresses of the comparison."""

    async def show(request: Request) -> Response:
        asked = request.query_params
        screen = screen_of(asked["state"]) if asked.get("state") else first_screen(desk)
        tab = asked.get("tab") or token_hex(4)
        if wants_fragment(request):
            seen = int(asked.get("seen", "0")) if asked.get("seen", "0").isdecimal() else 0
            return page(request, COMPARED, **await run_in_threadpool(_grown, desk, screen, tab, seen, PATIENCE))
        values = await run_in_threadpool(_chosen, desk, screen)
        return page(request, COMPARE, **values, **await run_in_threadpool(_grown, desk, screen, tab, 0, AT_ONCE))

    async def choose(request: Request) -> Response:
        form = await form_of(request)
        screen = screen_of(form.one("state"))
        beside = await run_in_threadpool(chosen, desk, screen, form.all("beside"))
        return moved(request, replace(screen, beside=beside), path="compare")

    return [Route("/compare", show), Route("/compare", choose, methods=["POST"])]


def _chosen(desk: Desk, screen: Screen) -> dict[str, Any]:
    """Return what there is to choose from."""
    council = desk.council(screen.configuration)
    return {"council": council, "on_screen": on_screen(screen), "choices": choices(desk, screen)}


def _grown(desk: Desk, screen: Screen, tab: str, seen: int, seconds: float) -> dict[str, Any]:
    """Return how far a comparison is, once more futures than have been seen are played or time is up."""
    told: dict[str, Any] = {"screen": screen, "state": text_of(screen), "tab": tab, "growing": None, "parts": ""}
    try:
        plan = desk.plan(screen)
        if not plan.applied:
            return {**told, "faults": []}
        growing = desk.studies.watch(tab, plan)
        growing.wait(seen, seconds)
    except InputError as error:
        return {**told, "faults": error.faults}
    if growing.error:
        return {**told, "faults": [Fault(plan.council.path.name, 0, "", growing.error)]}
    return {**told, "faults": [], "growing": growing, "parts": _parts(growing)}


def _parts(growing: Growing) -> Markup:
    result = growing.result
    return rendered(compared(result), lambda _: Markup("")) if isinstance(result, ComparisonResult) else Markup("")
