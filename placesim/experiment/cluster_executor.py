"""An executor that a Dask cluster stands behind: whatever happens to it, who waits for a task is told in time."""

import pickle
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from concurrent.futures import wait as wait_for
from dataclasses import dataclass
from threading import Event, Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

from placesim.experiment.handing_out import RunFailedError
from placesim.experiment.manifest import in_words, versions_of_figures

if TYPE_CHECKING:
    from distributed import Client

AT_ONCE = 1000
"""Tasks that the cluster is given at once: a scheduler keeps every one of them in memory, packed council included."""

LOOK_EVERY = 1.0
"""Seconds between looks at whether the cluster has workers."""

PATIENCE = 30.0
"""Seconds for which a cluster may be without worker, or its scheduler silent: a worker that died is back in less."""

NOTHING = "nothing was written"

WORKERS_DIED = (
    f"the same work ended one worker of the cluster after another; {NOTHING}. Often memory runs out: give each worker "
    "more, or one thread only (dask worker --nthreads 1), or simulate fewer years"
)

NO_WORKERS = f"the cluster has no worker at work any more; {NOTHING}. Start workers, and try again"

SILENT = f"the cluster's scheduler no longer answers; {NOTHING}"

SCHEDULER_LOST = f"the connection to the cluster's scheduler was lost; {NOTHING}. Make sure that it runs, and try again"

OTHER_PROGRAMS = (
    f"a worker of the cluster has other versions, so that its figures might differ; {NOTHING}. Here {{}}, there {{}}: "
    "install the same on every worker"
)

NO_PROGRAM = (
    f"a worker of the cluster lacks what it needs ({{}}); {NOTHING}. Install the same placesim on every worker; where "
    "it cannot be compiled there, ask for --engine simpy"
)


class OtherProgramsError(Exception):
    """A worker is not of the same versions."""


class _Call:
    """A call that is made where its pickle is read.

    So the scheduler and a worker without placesim only ever see bytes: what they cannot read ends the task, which is
    told, and not the worker, which would only be missed.
    """

    def __init__(self, *call: Any):
        self._packed = pickle.dumps(call)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return called, (versions_of_figures(), self._packed)


def called(here: dict[str, str], packed: bytes) -> Any:
    """Call a function, in a worker of a cluster that has the same versions as who sent it.

    Raises:
        OtherProgramsError: it has not.
    """
    there = versions_of_figures()
    if there != here:
        raise OtherProgramsError(OTHER_PROGRAMS.format(in_words(here), in_words(there)))
    function, arguments, named = pickle.loads(packed)
    return function(*arguments, **named)


@dataclass(frozen=True, eq=False)
class _Task:
    """Something to be done by the cluster, and who waits for it."""

    future: "Future[Any]"
    call: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]


class ClusterExecutor(Executor):
    """Tasks done by a cluster's workers, through Dask's own executor; failures are told as `RunFailedError`."""

    def __init__(self, client: "Client", patience: float = PATIENCE):
        """Begin to attend a cluster, which may be without worker, or silent, for so many seconds."""
        self._client, self._theirs = client, client.get_executor(pure=False)
        self._line, self._patience = client.scheduler_comm, patience
        self._lock = Lock()
        self._waiting: deque[_Task] = deque()
        self._sent: set[_Task] = set()
        self._wanted, self._ended = Event(), Event()
        self._lost: RunFailedError | None = None
        Thread(target=self._attend, daemon=True).start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Have a function called by a worker.

        Raises:
            RunFailedError: the cluster is lost.
            RuntimeError: it has been shut down.
        """
        task = _Task(Future(), (fn, args, kwargs))
        with self._lock:
            if self._lost:
                raise self._lost
            if self._ended.is_set():
                raise RuntimeError("nothing can be submitted after shutdown")
            self._waiting.append(task)
        self._wanted.set()
        return task.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the cluster go: when all is done or, where what is not done is cancelled, at once."""
        while wait and not cancel_futures and (left := self._left()):
            wait_for([task.future for task in left])
        self._ended.set()
        self._wanted.set()
        for task in self._left():
            task.future.cancel()
        self._theirs.shutdown(wait=False)

    def _left(self) -> list[_Task]:
        with self._lock:
            return [*self._waiting, *self._sent]

    def _attend(self) -> None:
        """Send what waits, and look now and then whether anybody is there to do it."""
        looked = sound = monotonic()
        while not self._ended.is_set():
            self._wanted.wait(LOOK_EVERY)
            self._wanted.clear()
            try:
                while task := self._next():
                    self._send(task)
                if monotonic() - looked < LOOK_EVERY:
                    continue
                wrong, looked = self._wrong(), monotonic()
            except Exception as error:  # whatever it is: tasks that nobody sends any more would be waited for for ever
                self._fail(RunFailedError(f"{SCHEDULER_LOST} ({type(error).__name__}: {error})"))
                return
            sound = sound if wrong else looked
            if looked - sound > self._patience:
                self._fail(RunFailedError(wrong))
                return

    def _next(self) -> _Task | None:
        """Return the next task that is wanted, if the cluster may have another one at once."""
        with self._lock:
            while self._waiting and len(self._sent) < AT_ONCE:
                task = self._waiting.popleft()
                if task.future.set_running_or_notify_cancel():
                    self._sent.add(task)
                    return task
        return None

    def _send(self, task: _Task) -> None:
        theirs = self._theirs.submit(pickle.loads, pickle.dumps(_Call(*task.call)))
        theirs.add_done_callback(lambda done: self._told(task, done))

    def _told(self, task: _Task, done: "Future[Any]") -> None:
        """Tell who waits for a task what became of it, once."""
        with self._lock:
            if task not in self._sent:
                return
            self._sent.remove(task)
        error = CancelledError() if done.cancelled() else done.exception()
        if error is None:
            task.future.set_result(done.result())
        else:
            task.future.set_exception(in_our_words(error))
        self._wanted.set()

    def _wrong(self) -> str:
        """Return why nothing can be done at this moment; empty where something can.

        Raises:
            ConnectionError: the connection was lost, if only for a moment: what was under way is never told of.
        """
        if self._client.scheduler_comm is not self._line:
            raise ConnectionError("it had to be made anew")
        try:
            known = self._client.sync(self._client.scheduler.identity, callback_timeout=self._patience / 3)
        except Exception:  # no answer, or none that can be read
            return SILENT
        return "" if any(each["status"] == "running" for each in known["workers"].values()) else NO_WORKERS

    def _fail(self, error: RunFailedError) -> None:
        """Give up, and tell everybody who waits."""
        with self._lock:
            self._lost = error
            waiting, sent = list(self._waiting), list(self._sent)
            self._waiting.clear()
            self._sent.clear()
        for task in sent:
            task.future.set_exception(error)
        for task in waiting:
            if task.future.set_running_or_notify_cancel():
                task.future.set_exception(error)


def in_our_words(error: BaseException) -> BaseException:
    """Return a failure of the cluster in words that say what to do; any other as it is."""
    from distributed import KilledWorker

    if isinstance(error, KilledWorker):
        return RunFailedError(WORKERS_DIED)
    if isinstance(error, CancelledError):
        return RunFailedError(SCHEDULER_LOST)
    if isinstance(error, OtherProgramsError):
        return RunFailedError(str(error))
    if isinstance(error, ImportError) or "Can't get attribute" in str(error):
        return RunFailedError(NO_PROGRAM.format(error))
    return error
