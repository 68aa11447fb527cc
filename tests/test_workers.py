"""Worker processes: a death is always noticed, nobody outlives the parent, and any executor gives the same figures."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children
from pathlib import Path

import numpy as np
import pytest

from placesim.experiment.replications import replicate
from placesim.experiment.workers import WorkerProcesses
from tests.conftest import CONFIGS

SOON = 20.0
"""Seconds that a busy machine may take for what is done at once."""

PARENT = """
import os, sys, time
from placesim.experiment.workers import WorkerProcesses

if __name__ == "__main__":
    pool = WorkerProcesses(2)
    for future in [pool.submit(os.getpid) for _ in range(20)]:
        print(future.result(), flush=True)
    waiting = [pool.submit(time.sleep, 300) for _ in range(2)]
    print("busy", flush=True)
    time.sleep(300)
"""


class Unreadable:
    """What a worker can send and nobody can read: reading it raises an error."""

    def __init__(self, *reading: object):
        self._reading = reading

    def __reduce__(self) -> tuple:
        function, *args = self._reading
        return function, tuple(args)


@contextmanager
def workers(count: int = 2) -> Iterator[WorkerProcesses]:
    pool = WorkerProcesses(count)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def is_running(process: int) -> bool:
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    ).stdout
    return bool(state) and not state.startswith("Z")


def test_workers_do_what_they_are_asked_in_processes_of_their_own():
    with workers() as pool:
        found = [pool.submit(divmod, number, 7) for number in range(30)]
        assert [each.result(SOON) for each in found] == [divmod(number, 7) for number in range(30)]
        assert pool.submit(os.getpid).result(SOON) != os.getpid()
        assert pool.submit(int, "11", base=2).result(SOON) == 3


def test_an_error_in_a_worker_comes_back_with_where_it_arose():
    with workers(1) as pool:
        error = pool.submit(divmod, 1, 0).exception(SOON)
        assert isinstance(error, ZeroDivisionError)
        assert "In a worker process: Traceback" in error.__notes__[0]
        assert pool.submit(divmod, 1, 1).result(SOON) == (1, 0)


def test_what_cannot_travel_fails_and_does_not_hang():
    with workers(1) as pool:
        assert pool.submit(lambda: 1).exception(SOON)
        assert pool.submit(compile, "1", "", "eval").exception(SOON)
        assert pool.submit(len, "abc").result(SOON) == 3


@pytest.mark.parametrize(
    ("reading", "error"),
    [((int, "x"), ValueError), ((bytearray, sys.maxsize), MemoryError), ((sys.exit, 1), SystemExit)],
)
def test_a_result_that_cannot_be_read_fails_and_does_not_hang(reading, error):
    with workers(1) as pool:
        assert isinstance(pool.submit(Unreadable, *reading).exception(SOON), error)
        assert pool.submit(len, "abc").result(SOON) == 3


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_when_nobody_attends_a_worker_any_more_everything_fails_at_once():
    with workers(1) as pool:
        begun = pool.submit(time.sleep, 0.5)
        begun.add_done_callback(lambda _: sys.exit())
        assert isinstance(pool.submit(len, "abc").exception(SOON), BrokenProcessPool)
        with pytest.raises(BrokenProcessPool):
            pool.submit(len, "abc")


@pytest.mark.parametrize("way", [signal.SIGTERM, getattr(signal, "SIGKILL", signal.SIGTERM)])
def test_when_a_worker_dies_everything_fails_at_once(way):
    with workers() as pool:
        [victim] = {pool.submit(os.getpid).result(SOON)}
        waiting = [pool.submit(time.sleep, 300) for _ in range(50)]
        time.sleep(0.5)
        os.kill(victim, way)
        began = time.perf_counter()
        for each in waiting:
            assert isinstance(each.exception(SOON), BrokenProcessPool)
        assert time.perf_counter() - began < SOON
        with pytest.raises(BrokenProcessPool):
            pool.submit(len, "abc")
    assert not active_children()


def test_a_worker_that_dies_while_it_sends_its_result_is_noticed():
    """The half of a result that is already under way neither keeps others waiting nor passes for a whole one."""
    for pause in (0.0, 0.002, 0.01, 0.05):
        with workers(2) as pool:
            victim = pool.submit(os.getpid).result(SOON)
            waiting = [pool.submit(bytes, 200_000_000) for _ in range(6)]
            time.sleep(0.3 + pause)
            os.kill(victim, signal.SIGTERM)
            ended = [each.exception(SOON) for each in waiting]
            assert all(error is None or isinstance(error, BrokenProcessPool) for error in ended)


def test_what_is_cancelled_is_not_waited_for():
    pool = WorkerProcesses(2)
    assert pool.submit(len, "abc").result(SOON) == 3
    waiting = [pool.submit(time.sleep, 300) for _ in range(10)]
    time.sleep(0.5)
    began = time.perf_counter()
    pool.shutdown(cancel_futures=True)
    assert time.perf_counter() - began < SOON
    assert not active_children()
    for each in waiting:
        with pytest.raises((CancelledError, BrokenProcessPool)):
            each.result(SOON)


def test_who_has_cancelled_is_not_told_of_a_worker_that_died():
    with workers(1) as pool:
        victim = pool.submit(os.getpid).result(SOON)
        waiting = [pool.submit(time.sleep, 300) for _ in range(4)]
        time.sleep(0.5)
        assert [each.cancel() for each in waiting] == [False, True, True, True]
        os.kill(victim, signal.SIGTERM)
        assert isinstance(waiting[0].exception(SOON), BrokenProcessPool)
        assert all(each.cancelled() for each in waiting[1:])


def test_nothing_can_be_submitted_after_the_end():
    pool = WorkerProcesses(1)
    pool.shutdown()
    with pytest.raises(RuntimeError, match="after shutdown"):
        pool.submit(len, "abc")


def test_what_is_begun_is_finished_where_nothing_is_cancelled():
    pool = WorkerProcesses(2)
    waiting = [pool.submit(divmod, number, 7) for number in range(30)]
    pool.shutdown()
    assert [each.result(0) for each in waiting] == [divmod(number, 7) for number in range(30)]


@pytest.mark.skipif(sys.platform == "win32", reason="looks for processes with ps")
@pytest.mark.parametrize("way", ["SIGKILL", "SIGTERM"])
def test_workers_end_when_their_parent_is_gone_even_in_the_middle_of_a_task(tmp_path, way):
    script = tmp_path / "parent.py"
    script.write_text(PARENT, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(CONFIGS.parent)}
    with subprocess.Popen([sys.executable, str(script)], env=environment, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        *children, said = [parent.stdout.readline().strip() for _ in range(21)]
        assert said == "busy"
        parent.send_signal(getattr(signal, way))
    until = time.perf_counter() + 5
    while any(is_running(int(each)) for each in set(children)) and time.perf_counter() < until:
        time.sleep(0.1)
    assert not [each for each in set(children) if is_running(int(each))]


def test_any_executor_plays_replications_to_the_same_figures(example):
    council = {"as it is": example.replace(years=0.5), "longer": example.replace(years=1)}
    alone = replicate(council, 60, 1, workers=1)
    with ThreadPoolExecutor(3) as threads, workers() as processes:
        for executor in (threads, processes):
            for before, after in zip(alone, replicate(council, 60, 1, executor=executor), strict=True):
                assert before.keys == after.keys
                assert np.array_equal(before.values, after.values, equal_nan=True)
                assert np.array_equal(before.monthly, after.monthly, equal_nan=True)
            assert executor.submit(len, "still open").result(SOON) == 10


def test_progress_is_told_of_every_replication_an_executor_plays(example):
    told = []
    with ThreadPoolExecutor(1) as threads:
        replicate({"council": example.replace(years=0.1)}, 60, 1, progress=told.append, executor=threads)
    assert sum(told) == 60


def test_a_worker_imports_nothing_heavy_before_it_watches_its_parent():
    code = "import sys, placesim.experiment.workers; print(sorted({'numpy', 'pandas', 'typer'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(CONFIGS.parent), capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
