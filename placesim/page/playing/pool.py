"""Pool: processes that stay warm from study to study, shared fairly between those who ask at the same time."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any

from placesim.experiment.workers import WorkerProcesses
from placesim.page.playing.warm import warm_worker

News = Callable[[], None]
"""Something that the pool's thread is to do: what it knows changes there and nowhere else."""


@dataclass(eq=False)
class _Task:
    """Something to be done in a worker, and who waits for it."""

    future: "Future[Any]"
    call: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]
    tried: bool = False
    """Whether a worker died while it was begun: the worker, not the task, may have been at fault, but hardly twice."""


class Pool:
    """Worker processes, warm before they are first used and begun anew where one of them died."""

    def __init__(self, workers: int, first: Callable[[], object] = warm_worker):
        """Start so many processes.

        Args:
            workers: how many.
            first: what each of them does first.
        """
        self.workers, self._first = workers, first
        self._news: SimpleQueue[News | None] = SimpleQueue()
        self._open, self._closed = Lock(), False
        self._shares: list[Share] = []
        self._turn = self._busy = 0
        self._processes = self._warm()
        self._thread = Thread(target=self._attend, name="placesim pool", daemon=True)
        self._thread.start()

    def share(self) -> "Share":
        """Return a share for one study; shares take turns."""
        share = Share(self)
        self.tell(lambda: self._shares.append(share))
        return share

    def tell(self, news: News) -> bool:
        """Have something done by the pool's thread, in turn; false where the pool has been closed."""
        with self._open:
            if not self._closed:
                self._news.put(news)
            return not self._closed

    def close(self) -> None:
        """End all processes at once; what they were doing is dropped, and who waits for it is told."""
        with self._open:
            if not self._closed:
                self._news.put(None)
            self._closed = True
        self._thread.join()

    def serve(self) -> None:
        """Give free workers what is next: of the share with fewest tasks in play, or the one served longest ago."""
        self._shares = [share for share in self._shares if not share.ended]
        while self._busy < self.workers:
            waiting = [share for share in self._shares if share.waiting]
            if not waiting:
                return
            self._turn += 1
            share = min(waiting, key=lambda each: (len(each.in_play), each.served))
            share.served = self._turn
            task = share.waiting.popleft()
            if task.future.set_running_or_notify_cancel():
                share.in_play.add(task)
                self._play(share, task)

    def _attend(self) -> None:
        """Do one thing after the other, until the pool is closed."""
        while (news := self._news.get()) is not None:
            news()
        for share in self._shares:
            share.end()
        self._processes.shutdown(cancel_futures=True)

    def _warm(self) -> WorkerProcesses:
        processes = WorkerProcesses(self.workers)
        for _ in range(self.workers):
            processes.submit(self._first)
        return processes

    def _play(self, share: "Share", task: _Task) -> None:
        found, self._busy = self._submitted(task), self._busy + 1
        processes = self._processes
        found.add_done_callback(lambda done: self.tell(lambda: self._played(share, task, done, processes)) and None)

    def _submitted(self, task: _Task) -> "Future[Any]":
        function, arguments, named = task.call
        for _ in range(2):
            try:
                return self._processes.submit(function, *arguments, **named)
            except BrokenProcessPool:  # one of them died between two tasks
                self._renew(self._processes)
        failed: Future[Any] = Future()
        failed.set_exception(BrokenProcessPool())
        return failed

    def _played(self, share: "Share", task: _Task, done: "Future[Any]", processes: WorkerProcesses) -> None:
        """Tell who waits what came of a task, and have the next one begun."""
        self._busy -= 1
        error = BrokenProcessPool() if done.cancelled() else done.exception()
        if isinstance(error, BrokenProcessPool):
            self._renew(processes)
        if task in share.in_play and isinstance(error, BrokenProcessPool) and not task.tried:
            task.tried = True
            self._play(share, task)
        elif task in share.in_play:
            share.in_play.remove(task)
            task.future.set_exception(error) if error else task.future.set_result(done.result())
        self.serve()

    def _renew(self, broken: WorkerProcesses) -> None:
        """Start other processes in place of those of which one died, once."""
        if broken is self._processes:
            broken.shutdown(wait=False, cancel_futures=True)
            self._processes = self._warm()


class Share(Executor):
    """One study's share of the pool: its tasks wait here until it is their turn. Only the pool's thread changes it."""

    def __init__(self, pool: Pool):
        """Begin without any task."""
        self._pool = pool
        self.waiting: deque[_Task] = deque()
        self.in_play: set[_Task] = set()
        self.served = 0
        """At which turn it was last served."""
        self.ended = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Have a function called in a worker, once it is this share's turn; cancelled where the share has ended."""
        task = _Task(Future(), (fn, args, kwargs))
        if not self._pool.tell(lambda: self._wait(task)):
            task.future.cancel()
        return task.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002
        """End the share at once, whatever is asked of other executors: nobody wants what it has not yet given."""
        self._pool.tell(self.end)

    def end(self) -> None:
        """Cancel what waits, and give up what a worker has begun; the pool's thread calls it."""
        self.ended = True
        while self.waiting:
            self.waiting.popleft().future.cancel()
        while self.in_play:
            self.in_play.pop().future.set_exception(CancelledError())

    def _wait(self, task: _Task) -> None:
        if self.ended:
            task.future.cancel()
        else:
            self.waiting.append(task)
            self._pool.serve()
