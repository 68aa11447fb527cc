"""Studies: what the tabs of one server watch, each study played once however many watch it, and none for nobody."""

import os
from dataclasses import dataclass
from hashlib import sha256
from threading import Event, Lock, Thread
from time import monotonic

from placesim.api.growing import AnyPlan
from placesim.experiment.kept_outcomes import KeptOutcomes
from placesim.page.playing.growing import Growing
from placesim.page.playing.pool import Pool
from placesim.page.playing.warm import warm_here

MOST_WORKERS = 8
"""Processes that are started unless more are asked for: each takes some memory for as long as the page is open."""

PATIENCE = 10.0
"""Seconds after which a tab that no longer asks has been closed."""

LOOK_EVERY = 1.0
"""Seconds between looks for tabs that no longer ask."""


@dataclass
class _Claim:
    """What a tab watches, and when it last asked for it."""

    content: str
    asked: float


class Studies:
    """The studies that are being played, by whom they are watched, and what was played before."""

    def __init__(self, workers: int | None = None, kept: KeptOutcomes | None = None, patience: float = PATIENCE):
        """Start the processes that play.

        Args:
            workers: how many; one per processor, and not very many, where not given.
            kept: where what was played is kept.
            patience: seconds after which a tab that no longer asks has been closed.
        """
        self._pool = Pool(workers or min(os.cpu_count() or 1, MOST_WORKERS))
        self._kept = kept or KeptOutcomes()
        self._patience = patience
        self._growing: dict[str, Growing] = {}
        self._claims: dict[str, _Claim] = {}
        self._lock, self._closed = Lock(), Event()
        for work in (warm_here, self._look_after):
            Thread(target=work, name="placesim studies", daemon=True).start()

    def watch(self, tab: str, plan: AnyPlan) -> Growing:
        """Return the study of a plan, begun where nobody watches it yet; the tab lets go of what it watched before.

        A study that went wrong is told to those who watched it, and begun anew for whoever asks from then on.

        Raises:
            RuntimeError: the server is about to stop.
        """
        content = _content(plan)
        with self._lock:
            if self._closed.is_set():
                raise RuntimeError("no study can be begun: the page is being closed")
            before = self._claims.get(tab)
            self._claims[tab] = _Claim(content, monotonic())
            again = before is None or before.content != content
            known = self._growing.get(content)
            if known is None or (known.error and again):
                self._growing[content] = Growing(plan, self._pool, self._kept)
            self._give_up_unwatched()
            return self._growing[content]

    def let_go(self, tab: str) -> None:
        """Forget what a tab watches; what nobody else watches is given up."""
        with self._lock:
            self._claims.pop(tab, None)
            self._give_up_unwatched()

    def close(self) -> None:
        """End everything at once, and leave no process behind."""
        with self._lock:
            self._closed.set()
            self._claims.clear()
            given_up = self._give_up_unwatched()
        self._pool.close()
        for growing in given_up:
            growing.join(self._patience)

    def _give_up_unwatched(self) -> list[Growing]:
        watched = {claim.content for claim in self._claims.values()}
        unwatched = [content for content in self._growing if content not in watched]
        given_up = [self._growing.pop(content) for content in unwatched]
        for growing in given_up:
            growing.give_up()
        return given_up

    def _look_after(self) -> None:
        """Let go of tabs that no longer ask, until everything is closed."""
        while not self._closed.wait(min(LOOK_EVERY, self._patience / 2)):
            with self._lock:
                since = monotonic() - self._patience
                self._claims = {tab: claim for tab, claim in self._claims.items() if self._last_asked(claim) >= since}
                self._give_up_unwatched()

    def _last_asked(self, claim: _Claim) -> float:
        """Return when a tab last asked for what it watches, or anybody last waited for that."""
        return max(claim.asked, self._growing[claim.content].last_waited)


def _content(plan: AnyPlan) -> str:
    """Return what is alike for plans of one study: the same questions, answered from the same files."""
    read = sorted((each.path.as_posix(), each.sha256) for each in plan.council.files.read)
    return sha256(repr((plan.reproduction(None), plan.decided, plan.engine, read)).encode()).hexdigest()
