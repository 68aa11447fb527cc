"""Worker processes whose death is always noticed and who never outlive their parent: an executor without shared locks.

Why it is not `ProcessPoolExecutor`: decision 0022.
"""

import gc
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from traceback import format_exc
from typing import Any

PATIENCE = 2.0
"""Seconds that a process gets to end by itself before it is killed."""


@dataclass(frozen=True)
class _Task:
    """Something to be done in a worker, and who waits for it."""

    future: "Future[Any]"
    call: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]

    def fail(self) -> None:
        """Tell who waits that a worker died, unless they no longer wait."""
        if self.future.set_running_or_notify_cancel():
            self.future.set_exception(BrokenProcessPool())


class WorkerProcesses(Executor):
    """Processes that take tasks one by one; when one of them dies, all fail at once rather than wait for ever."""

    def __init__(self, count: int):
        """Start so many processes."""
        if sys.platform != "win32":
            resource_tracker.ensure_running()  # here: in an attendant it would let Ctrl-C through to the worker
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._open = Lock()
        self._ending = Event()
        self._broken = Event()
        self._closed = Event()
        self._attendants = [_Attendant(self) for _ in range(count)]
        for attendant in self._attendants:
            attendant.start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Have a function called in a worker.

        Raises:
            BrokenProcessPool: a worker died.
            RuntimeError: it has been shut down.
        """
        task = _Task(Future(), (fn, args, kwargs))
        with self._open:
            if self._broken.is_set():
                raise BrokenProcessPool
            if self._closed.is_set():
                raise RuntimeError("nothing can be submitted after shutdown")
            self._tasks.put(task)
        return task.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers: when all is done or, where what is not done is cancelled, at once."""
        with self._open:
            self._closed.set()
        if cancel_futures:
            self._ending.set()
            for task in self._untaken():
                task.future.cancel()
            for attendant in self._attendants:
                attendant.abandon()
        for _ in self._attendants:
            self._tasks.put(None)
        for attendant in self._attendants if wait else ():
            attendant.join(2 * PATIENCE if cancel_futures else None)

    @property
    def ending(self) -> bool:
        """True once what is not done is no longer wanted."""
        return self._ending.is_set()

    def taken(self) -> Iterator[_Task]:
        """Yield the next task to be done, as long as there will be any."""
        while (task := self._tasks.get()) is not None:
            if self._broken.is_set():
                task.fail()
            elif self._ending.is_set():
                task.future.cancel()
            elif task.future.set_running_or_notify_cancel():
                yield task

    def fail(self) -> None:
        """Give up, as a worker died: end the others and tell everybody who waits."""
        with self._open:
            self._broken.set()
            self._ending.set()
            for task in self._untaken():
                task.fail()
            for attendant in self._attendants:
                attendant.abandon()
                self._tasks.put(None)

    def _untaken(self) -> Iterator[_Task]:
        while True:
            try:
                task = self._tasks.get_nowait()
            except Empty:
                return
            if task is not None:
                yield task


class _Attendant(Thread):
    """Attends one worker: hands it tasks, brings back what it found, and notices its death.

    A daemon, so that nothing that goes wrong here can keep the program from ending.
    """

    def __init__(self, pool: WorkerProcesses):
        super().__init__(daemon=True)
        self._pool = pool
        self._busy: SpawnProcess | None = None

    def abandon(self) -> None:
        """End a worker in the middle of a task."""
        if process := self._busy:
            process.kill()

    def run(self) -> None:
        """Attend the worker until there is nothing more to do, or it dies."""
        try:
            process, connection = _started()
        except Exception:  # no memory, no more processes allowed, or a script that starts itself anew
            self._pool.fail()
            return
        try:
            with connection:
                self._attend(process, connection)
        except BaseException:  # whatever it is: tasks that nobody takes any more would be waited for for ever
            self._pool.fail()
            raise
        finally:
            _ended(process)

    def _attend(self, process: SpawnProcess, connection: "Connection[Any, Any]") -> None:
        """Hand out tasks one by one."""
        for task in self._pool.taken():
            self._busy = process
            if self._pool.ending:
                process.kill()
            if not _done(task, process, connection):
                self._pool.fail()
                break
            self._busy = None


def _started() -> tuple[SpawnProcess, "Connection[Any, Any]"]:
    """Start a worker; Ctrl-C in a terminal, which goes to every process, does not reach it even while it starts."""
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    spawn = get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=_work, args=(theirs,), daemon=True)
    with theirs:
        process.start()
    return process, ours


def _done(task: _Task, process: SpawnProcess, connection: "Connection[Any, Any]") -> bool:
    """Have a task done and tell who waits for it; false where the worker died over it."""
    try:
        packed = pickle.dumps(task.call)
    except Exception as error:
        task.future.set_exception(error)
        return True
    try:
        connection.send_bytes(packed)
        if connection not in wait([connection, process.sentinel]):
            raise EOFError
        answer = connection.recv_bytes()
    except Exception as error:  # death, or no memory: either way nobody knows how much of an answer is still under way
        task.future.set_exception(BrokenProcessPool() if isinstance(error, EOFError | OSError) else error)
        return False
    try:
        wrong, result = pickle.loads(answer)
    except BaseException as error:  # what cannot be unpacked may raise anything, and who waits must be told
        wrong, result = error, None
    if wrong is None:
        task.future.set_result(result)
    else:
        task.future.set_exception(wrong)
    return True


def _ended(process: SpawnProcess) -> None:
    """Wait for a worker whose connection is closed, and not for long."""
    process.join(PATIENCE)
    if process.is_alive():
        process.kill()
        process.join(PATIENCE)


def _work(connection: "Connection[Any, Any]") -> None:
    """Do tasks, in a worker process, until there are no more or the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    Thread(target=_end_with_parent, daemon=True).start()
    gc.disable()
    while True:
        try:
            packed = connection.recv_bytes()
        except (EOFError, OSError):
            return
        connection.send_bytes(_answer(packed))


def _end_with_parent() -> None:
    """End this process as soon as the one that started it is gone, however it went and whatever is being done here."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _answer(packed: bytes) -> bytes:
    """Call what was sent, and return what went wrong and what came out, of which one is None."""
    try:
        function, args, kwargs = pickle.loads(packed)
        return pickle.dumps((None, function(*args, **kwargs)), pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        error.add_note(f"In a worker process: {format_exc()}")
        try:
            pickle.loads(pickle.dumps(error))
        except Exception:  # an error that cannot travel
            return pickle.dumps((RuntimeError(f"{type(error).__name__}: {error}"), None))
        return pickle.dumps((error, None))
