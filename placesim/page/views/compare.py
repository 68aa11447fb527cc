"""Compare: scenario files beside what is on screen, on the same luck, in the table that the reports have."""

from dataclasses import dataclass, replace
from secrets import token_hex
from typing import Any

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from placesim.api.results import ComparisonResult
from placesim.config.faults import InputError
from placesim.page.answering import form_of, moved, page, wants_fragment, whole
from placesim.page.answers.asked import Plans
from placesim.page.answers.progress import progress_of
from placesim.page.desk import Desk
from placesim.page.keeping.comparing import choices, chosen, compared, on_screen
from placesim.page.screen import Screen, screen_of, text_of
from placesim.page.views.workspace import first_screen
from placesim.report.paper.page import rendered

COMPARE, COMPARED, COMPARING = "compare.html.j2", "compared.html.j2", "comparing.html.j2"

PATIENCE = 1.0
"""Seconds that a browser waits for more futures before it asks again."""

AT_ONCE = 2.5
"""Seconds that a whole page waits for its first futures."""

STILL = {"HX-Retarget": "#comparing", "HX-Reswap": "outerHTML"}
"""What htmx is told where there is no news but how far it is: the rest stays."""


def routes(desk: Desk) -> list[Route]:
    """Return the addresses of the comparison."""
    plans = Plans(desk)

    async def show(request: Request) -> Response:
        asked = request.query_params
        screen = screen_of(asked["state"]) if asked.get("state") else first_screen(desk)
        ask = Ask(screen, asked.get("tab") or token_hex(4), whole(asked.get("seen", "")), wants_fragment(request))
        if not ask.again:
            values = await run_in_threadpool(_chosen, desk, screen)
            return page(request, COMPARE, **values, **await run_in_threadpool(_grown, desk, plans, ask))
        values = await run_in_threadpool(_grown, desk, plans, ask)
        if values["parts"] or values["faults"]:
            return page(request, COMPARED, **values)
        still = page(request, COMPARING, **values)
        still.headers.update(STILL)
        return still

    async def choose(request: Request) -> Response:
        form = await form_of(request)
        screen = screen_of(form.one("state"))
        beside = await run_in_threadpool(chosen, desk, screen, form.all("beside"))
        return moved(request, replace(screen, beside=beside), path="compare")

    return [Route("/compare", show), Route("/compare", choose, methods=["POST"])]


@dataclass(frozen=True)
class Ask:
    """What a browser asks of a comparison."""

    screen: Screen
    tab: str
    seen: int
    """Futures of what it shows."""
    again: bool
    """Whether it has the page already, and asks for news."""


def _chosen(desk: Desk, screen: Screen) -> dict[str, Any]:
    """Return what there is to choose from."""
    council = desk.council(screen.configuration)
    return {"council": council, "on_screen": on_screen(screen), "choices": choices(desk, screen)}


def _grown(desk: Desk, plans: Plans, ask: Ask) -> dict[str, Any]:
    """Return how far a comparison is, and what it says where more futures than have been seen are played."""
    told: dict[str, Any] = {"screen": ask.screen, "state": text_of(ask.screen), "tab": ask.tab, "faults": []}
    told |= {"progress": None, "parts": "", "asking": token_hex(3)}
    try:
        plan = plans.of(ask.screen, anew=not ask.again)
    except InputError as error:
        return {**told, "faults": error.faults}
    if not plan.applied:
        return told
    growing = desk.studies.watch(ask.tab, plan)
    growing.wait(ask.seen, PATIENCE if ask.again else AT_ONCE)
    progress, result = progress_of(growing), growing.result
    if isinstance(result, ComparisonResult) and (result.replications > ask.seen or progress.finished):
        told["parts"] = rendered(compared(result, progress.wanted), lambda _: Markup(""))
    return {**told, "progress": progress}
