"""Workers that last: for a study that plays many councils one after the other, and would begin them anew each time."""

import os
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from placesim.experiment.handing_out import MOST_WORKERS
from placesim.experiment.workers import WorkerProcesses


@contextmanager
def lasting_workers(workers: int | None) -> Iterator[Executor | None]:
    """Give processes that play until the study ends; nothing where this process is to play.

    Args:
        workers: how many; all processors when not given.
    """
    count = min(workers or os.cpu_count() or 1, MOST_WORKERS)
    if count == 1:
        yield None
        return
    executor = WorkerProcesses(count)
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)
