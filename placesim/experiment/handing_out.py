"""Handing out: chunks are played by this process, by processes of this machine, or by whatever executor is given."""

import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from queue import Empty, SimpleQueue
from typing import NamedTuple

from placesim.experiment.chunks import Chunk, Played, Study, councils_of, packed, play_chunk, played_by
from placesim.experiment.workers import WorkerProcesses

FEW = 20
"""Replications up to which starting worker processes costs more than it saves."""

MOST_WORKERS = 61 if sys.platform == "win32" else 256
"""Processes at most; Windows can wait for no more at once."""

A_MOMENT = 0.5
"""Seconds between looks for Ctrl-C where the system, as Windows, does not interrupt who waits."""

WORKER_STOPPED = (
    "a worker process was stopped from outside; nothing was written. Often memory runs out: try again with fewer "
    "workers, as in --workers 1. Or a script of your own called replicate() outside `if __name__ == '__main__':`, "
    "so that every worker began the script anew: put the call under that line"
)
"""What an executor that broke tells; the two causes look the same from here."""

Take = Callable[[Played], None]
"""Takes in a chunk that has been played."""


class RunFailedError(Exception):
    """A run that could not finish, with what to do about it."""


class Work(NamedTuple):
    """Chunks of one study, and who takes them in."""

    study: Study
    chunks: Sequence[Chunk]
    take: Take


def hand_out(
    works: Sequence[Work], workers: int | None, executor: Executor | None, progress: Callable[[int], None]
) -> None:
    """Have chunks of one or several studies played side by side, in whatever order they are done.

    Args:
        works: what to play, and who is given every chunk as it is done.
        workers: processes to use; all processors when not given.
        executor: plays them in place of processes of this machine; it is left open.
        progress: told how many more replications are done.

    Raises:
        RunFailedError: a worker process died.
    """
    chunks = [chunk for work in works for chunk in work.chunks]
    workers = min(workers or os.cpu_count() or 1, len(chunks), MOST_WORKERS)
    if executor is not None:
        _by(executor, works, progress)
    elif workers <= 1 or sum(chunk.count for chunk in chunks) <= FEW:
        _in_this_process(works, progress)
    else:
        _in_processes(works, workers, progress)


def _in_this_process(works: Sequence[Work], progress: Callable[[int], None]) -> None:
    for work in works:
        councils = councils_of(work.study)
        for chunk in work.chunks:
            work.take(played_by(councils, chunk, progress))


def _in_processes(works: Sequence[Work], workers: int, progress: Callable[[int], None]) -> None:
    executor = WorkerProcesses(workers)
    try:
        _by(executor, works, progress)
    finally:
        executor.shutdown(cancel_futures=True)


def _by(executor: Executor, works: Sequence[Work], progress: Callable[[int], None]) -> None:
    """Have chunks played by an executor, each sent with all that it needs."""
    done = SimpleQueue[Future[Played]]()
    takes: dict[Future[Played], Take] = {}
    studies = {id(work.study): work.study for work in works if work.chunks}
    everything = {each: packed(study) for each, study in studies.items()}
    try:
        for work in works:
            for chunk in work.chunks:
                future = executor.submit(play_chunk, everything[id(work.study)], chunk)
                takes[future] = work.take
                future.add_done_callback(done.put)
        while takes:
            future = _next(done)
            take = takes.pop(future)  # else all that was played would stay with it
            part = future.result()
            take(part)
            progress(part.chunk.count)
    except BrokenExecutor:
        raise RunFailedError(WORKER_STOPPED) from None
    finally:
        for future in takes:
            future.cancel()


def _next(done: SimpleQueue[Future[Played]]) -> Future[Played]:
    """Return what is done next, looking up now and then so that Ctrl-C is answered on every system."""
    while True:
        try:
            return done.get(timeout=A_MOMENT)
        except Empty:
            continue
