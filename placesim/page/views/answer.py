"""The answer view: what is told of the futures played so far, asked for until all are; and its charts."""

from dataclasses import dataclass, replace
from secrets import token_hex
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from placesim.config.faults import InputError
from placesim.page.answering import page, url, wants_fragment, whole
from placesim.page.answers import answer_of, uncertain_of
from placesim.page.answers.asked import Plans
from placesim.page.answers.frame import Shown, shown
from placesim.page.answers.pictures import Pictures
from placesim.page.answers.progress import progress_of
from placesim.page.desk import Desk
from placesim.page.playing.growing import Growing
from placesim.page.screen import StateError, screen_of
from placesim.report.paper.parts import Section

WAITED = 1.0
"""Seconds that an answer waits for more futures than a browser has seen."""

WHOLE = 60.0
"""Seconds that what an answer depends on waits for the last futures: they are played, and at most looked up again."""

AGAIN = "2"
"""Seconds after which a browser without scripts asks again."""

FRAGMENT, PLAIN, WRONG = "answer.html.j2", "answer_page.html.j2", "answer_wrong.html.j2"
PROGRESS, SECTIONS = "answer_progress.html.j2", "answer_sections.html.j2"

PROGRESS_ALONE = {"HX-Retarget": "#progress", "HX-Reswap": "outerHTML"}
"""For an answer without news: what stands on the page stays as it is."""

CHART_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Drawings carry style attributes, and nothing else that a browser could load or run."""

NOT_KEPT = "This chart is of an answer that is no longer kept; load the page again."


def routes(desk: Desk) -> list[Route]:
    """Return the addresses of the answer and of its charts."""
    views = AnswerViews(desk, Plans(desk), Pictures())

    async def answer(request: Request) -> Response:
        return await run_in_threadpool(views.answer if wants_fragment(request) else views.plain, request)

    async def uncertain(request: Request) -> Response:
        return await run_in_threadpool(views.uncertain, request)

    async def chart(request: Request) -> Response:
        return await run_in_threadpool(views.chart, request)

    return [Route("/answer", answer), Route("/answer/uncertain", uncertain), Route("/chart/{name}.svg", chart)]


@dataclass(frozen=True)
class AnswerViews:
    """Answers a browser that asks what would change; each method waits and works, so each runs in a thread."""

    desk: Desk
    plans: Plans
    pictures: Pictures

    def answer(self, request: Request) -> Response:
        """Return the answer as the inside of #answer; where there is no news, how far the study has come alone."""
        try:
            growing, values = self._asked(request)
        except InputError as error:
            return page(request, WRONG, lines=error.faults)
        except StateError as error:
            return page(request, WRONG, lines=[error])
        seen = whole(request.query_params.get("seen", ""))
        growing.wait(seen, WAITED)
        progress, result = progress_of(growing), growing.result
        values |= {"progress": progress, "seen": seen, "asking": token_hex(3)}
        if result is None or (progress.futures == seen and not progress.finished):
            alone = page(request, PROGRESS, **values)
            alone.headers.update(PROGRESS_ALONE)
            return alone
        told = answer_of(result, progress.wanted)
        return page(request, FRAGMENT, sections=self._shown(request, told, progress.finished), **values)

    def plain(self, request: Request) -> Response:
        """Return the whole answer as a page of its own, which asks again by itself until it is complete."""
        growing, values = self._asked(request)
        growing.wait(0, WAITED)
        progress, result = progress_of(growing), growing.result
        uncertain = uncertain_of(result) if result is not None and progress.finished else None
        told = () if result is None else answer_of(result, progress.wanted, uncertain)
        sections = self._shown(request, told, progress.finished)
        told_whole = page(request, PLAIN, sections=sections, progress=progress, asking="", **values)
        if not progress.finished:
            told_whole.headers["Refresh"] = AGAIN
        return told_whole

    def uncertain(self, request: Request) -> Response:
        """Return what the answer depends on most, once all futures are played."""
        growing, _ = self._asked(request)
        growing.wait(growing.wanted - 1, WHOLE)
        told = () if growing.result is None else uncertain_of(growing.result)
        return page(request, SECTIONS, sections=self._shown(request, told))

    def chart(self, request: Request) -> Response:
        """Return a chart of an answer that was shown."""
        drawn = self.pictures.svg(request.query_params.get("of", ""), request.path_params["name"])
        if drawn is None:
            return PlainTextResponse(NOT_KEPT, 404)
        return Response(drawn, media_type="image/svg+xml", headers={"Content-Security-Policy": CHART_POLICY})

    def _asked(self, request: Request) -> tuple[Growing, dict[str, Any]]:
        """Return the study of the screen that is shown, and what addresses of the answer are made from."""
        state, tab = request.query_params.get("state", ""), request.query_params.get("tab", "")[:40] or token_hex(4)
        screen = replace(screen_of(state), beside=())  # files beside it are told under Compare
        plan = self.plans.of(screen, anew=not whole(request.query_params.get("seen", "")))
        return self.desk.studies.watch(tab, plan), {"state": state, "tab": tab, "screen": screen}

    def _shown(self, request: Request, sections: tuple[Section, ...], complete: bool = True) -> tuple[Shown, ...]:
        """Return sections ready for the page; the figures behind charts once they will not change."""
        key = self.pictures.keep(sections)
        return shown(sections, lambda name: url(request, f"chart/{name}.svg", of=key), figures=complete)
