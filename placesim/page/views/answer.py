"""The answer view: what is told of the futures played so far, asked for again and again until all are; and its charts."""

from functools import partial
from secrets import token_hex
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from placesim.page.answering import page, rendered, url, wants_fragment
from placesim.page.answers import answer_of, uncertain_of
from placesim.page.answers.frame import Shown, shown
from placesim.page.answers.pictures import Pictures
from placesim.page.answers.progress import Progress, progress_of
from placesim.page.desk import Desk
from placesim.page.playing.growing import Growing
from placesim.page.screen import Screen, screen_of, text_of
from placesim.report.paper.parts import Section

WAITED = 1.0
"""Seconds that an answer waits for more futures than a browser has seen."""

FRAGMENT, PROGRESS, UNCERTAIN, PLAIN = (
    "answer.html.j2",
    "answer_progress.html.j2",
    "answer_uncertain.html.j2",
    "answer_page.html.j2",
)

CHART_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Drawings carry style attributes, and nothing else that a browser could load or run."""


def routes(desk: Desk) -> list[Route]:
    """Return the addresses of the answer and of its charts."""
    pictures = Pictures()

    async def answer(request: Request) -> Response:
        return await run_in_threadpool(_answer, desk, pictures, request)

    async def uncertain(request: Request) -> Response:
        return await run_in_threadpool(_uncertain, desk, pictures, request)

    async def chart(request: Request) -> Response:
        key, name = request.query_params.get("of", ""), request.path_params["name"]
        drawn = await run_in_threadpool(pictures.svg, key, name)
        if drawn is None:
            return PlainTextResponse("This chart is of an answer that is no longer kept; load the page again.", 404)
        return Response(drawn, media_type="image/svg+xml", headers={"Content-Security-Policy": CHART_POLICY})

    return [Route("/answer", answer), Route("/answer/uncertain", uncertain), Route("/chart/{name:str}.svg", chart)]


def _asked(desk: Desk, request: Request) -> tuple[Screen, str, Growing]:
    """Return the screen that is shown, its tab, and the study being played for it."""
    screen = screen_of(request.query_params.get("state", ""))
    tab = request.query_params.get("tab", "")[:40] or token_hex(4)
    return screen, tab, desk.studies.watch(tab, desk.plan(screen))


def _answer(desk: Desk, pictures: Pictures, request: Request) -> Response:
    screen, tab, growing = _asked(desk, request)
    seen = _whole(request.query_params.get("seen", ""))
    fragment = wants_fragment(request)
    growing.wait(seen, WAITED)
    progress, result = progress_of(growing), growing.result
    values = {"screen": screen, "state": text_of(screen), "tab": tab, "progress": progress, "asking": token_hex(3)}
    if fragment and result is not None and progress.futures == seen:
        kept = {"HX-Retarget": "#progress", "HX-Reswap": "outerHTML"}
        return HTMLResponse(rendered(request, PROGRESS, values), headers=kept)
    told = () if result is None else answer_of(result, progress.wanted)
    if result is not None and progress.finished and not fragment:
        told = (*told, *uncertain_of(result))
    values |= {"sections": _shown(request, pictures, told), "seen": seen}
    return page(request, FRAGMENT if fragment else PLAIN, **values)


def _uncertain(desk: Desk, pictures: Pictures, request: Request) -> Response:
    _, _, growing = _asked(desk, request)
    told = uncertain_of(growing.result) if growing.result is not None and growing.finished else ()
    return page(request, UNCERTAIN, sections=_shown(request, pictures, told))


def _shown(request: Request, pictures: Pictures, sections: tuple[Section, ...]) -> tuple[Shown, ...]:
    key = pictures.keep(sections)
    return shown(sections, lambda name: url(request, f"chart/{name}.svg", of=key))


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 0
