"""Handing out: chunks are played by this process, by processes of this machine, or by whatever executor is given."""

import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from queue import Empty, SimpleQueue

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


def hand_out(
    study: Study,
    chunks: Sequence[Chunk],
    workers: int | None,
    executor: Executor | None,
    progress: Callable[[int], None],
    take: Take,
) -> None:
    """Have chunks of a study played, in whatever order they are done.

    Args:
        study: what they are chunks of.
        chunks: what to play.
        workers: processes to use; all processors when not given.
        executor: plays them in place of processes of this machine; it is left open.
        progress: told how many more replications are done.
        take: given every chunk as it is done.

    Raises:
        RunFailedError: a worker process died.
    """
    workers = min(workers or os.cpu_count() or 1, len(chunks), MOST_WORKERS)
    if executor is not None:
        _by(executor, study, chunks, progress, take)
    elif workers == 1 or sum(chunk.count for chunk in chunks) <= FEW:
        _in_this_process(study, chunks, progress, take)
    else:
        _in_processes(study, chunks, workers, progress, take)


def _in_this_process(study: Study, chunks: Sequence[Chunk], progress: Callable[[int], None], take: Take) -> None:
    councils = councils_of(study)
    for chunk in chunks:
        take(played_by(councils, chunk, progress))


def _in_processes(
    study: Study,
    chunks: Sequence[Chunk],
    workers: int,
    progress: Callable[[int], None],
    take: Take,
) -> None:
    executor = WorkerProcesses(workers)
    try:
        _by(executor, study, chunks, progress, take)
    finally:
        executor.shutdown(cancel_futures=True)


def _by(
    executor: Executor,
    study: Study,
    chunks: Sequence[Chunk],
    progress: Callable[[int], None],
    take: Take,
) -> None:
    """Have chunks played by an executor, each sent with all that it needs."""
    everything, done = packed(study), SimpleQueue[Future[Played]]()
    futures: set[Future[Played]] = set()
    try:
        for chunk in chunks:
            future = executor.submit(play_chunk, everything, chunk)
            futures.add(future)
            future.add_done_callback(done.put)
        for _ in chunks:
            future = _next(done)
            futures.discard(future)  # else all that was played would stay with it
            part = future.result()
            take(part)
            progress(part.chunk.count)
    except BrokenExecutor:
        raise RunFailedError(WORKER_STOPPED) from None
    finally:
        for future in futures:
            future.cancel()


def _next(done: SimpleQueue[Future[Played]]) -> Future[Played]:
    """Return what is done next, looking up now and then so that Ctrl-C is answered on every system."""
    while True:
        try:
            return done.get(timeout=A_MOMENT)
        except Empty:
            continue
