"""Growing: one study of the page as it is being played, and what everybody who watches it may know."""

from concurrent.futures import CancelledError
from threading import Condition, Thread
from time import monotonic

from placesim.api.growing import AnyPlan, AnyResult, GrowingStudy
from placesim.config.faults import InputError
from placesim.experiment.handing_out import RunFailedError
from placesim.experiment.kept_outcomes import KeptOutcomes
from placesim.page.playing.pool import Pool

STOPPED = (
    "Processes that simulate were stopped from outside, twice; often memory runs out. What was played before is kept: "
    "change anything and it goes on from there."
)

FAILED = "This could not be simulated: {}"


class Growing:
    """A study that is played in a thread of its own, step by step, until it is whole or given up."""

    def __init__(self, plan: AnyPlan, pool: Pool, kept: KeptOutcomes):
        """Begin to play."""
        self.wanted = plan.replications
        """Futures of each scenario that are wanted in the end."""
        self.result: AnyResult | None = None
        """That of the last whole step; None before the first."""
        self.error = ""
        """Why it will not be played to the end, in a sentence; empty where it will."""
        self.ended = False
        """Whether nothing more will come: all is played, it went wrong, or it was given up as nobody watched."""
        self._plan, self._pool, self._kept = plan, pool, kept
        self._done = self._work = 0
        self._news, self._waiting, self._waited = Condition(), 0, monotonic()
        self._share = pool.share()
        self._thread = Thread(target=self._play, name="placesim study", daemon=True)
        self._thread.start()

    @property
    def futures(self) -> int:
        """Futures of each scenario in the result that there is."""
        result = self.result
        return 0 if result is None else result.replications

    @property
    def finished(self) -> bool:
        """Whether all is played, or went wrong; what was given up is neither, and goes on for whoever asks again."""
        return self.ended and (bool(self.error) or self.futures >= self.wanted)

    @property
    def share_done(self) -> float:
        """How much is done, from 0 to 1; of what an earlier run stopped in the middle of, that part too."""
        if self._work:
            return min(self._done / self._work, 1.0)
        return 1.0 if self.futures >= self.wanted else 0.0

    def wait(self, seen: int, seconds: float) -> None:
        """Wait until there is a result of more futures than have been seen, or nothing more comes, or time is up."""
        with self._news:
            self._waiting += 1
            self._news.wait_for(lambda: self.ended or self.futures > seen, seconds)
            self._waiting -= 1
            self._waited = monotonic()

    @property
    def last_waited(self) -> float:
        """When somebody last waited for it, as `time.monotonic` tells; now, where somebody does."""
        return monotonic() if self._waiting else self._waited

    def give_up(self) -> None:
        """Stop playing at once: nobody watches. What whole steps gave is kept."""
        self._share.shutdown()

    def join(self, seconds: float) -> None:
        """Wait until its thread has ended."""
        self._thread.join(seconds)

    def _play(self) -> None:
        error = ""
        try:
            self._play_on()
        except CancelledError:
            pass
        except RunFailedError:
            error = STOPPED
        except InputError as wrong:
            error = FAILED.format("; ".join(map(str, wrong.faults)))
        except Exception as wrong:  # whatever it is: who watches must be told
            error = FAILED.format(f"{type(wrong).__name__}: {wrong}")
        finally:
            self._share.shutdown()
            self._tell(None, error, ended=True)

    def _play_on(self) -> None:
        study = GrowingStudy(self._plan, self._share, self._kept, self._count, self._pool.workers)
        self._work = study.work
        self._done = study.work - study.left
        for result in study.results():
            self._tell(result)

    def _count(self, replications: int) -> None:
        self._done += replications

    def _tell(self, result: AnyResult | None, error: str = "", ended: bool = False) -> None:
        with self._news:
            self.result = result or self.result
            self.error, self.ended = error, ended
            self._news.notify_all()
