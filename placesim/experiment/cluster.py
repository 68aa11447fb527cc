"""A cluster: Dask on this machine, or a scheduler of one elsewhere, as an executor that plays chunks."""

import logging
import os
import re
import signal
import sys
import warnings
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager, suppress
from importlib.util import find_spec
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING

from placesim.experiment.cluster_executor import ClusterExecutor
from placesim.experiment.handing_out import RunFailedError
from placesim.experiment.interruption import put_off

if TYPE_CHECKING:
    from distributed import Client, LocalCluster

LOCAL = "local"
"""Stands where an address does: a cluster of this machine, begun and ended with the study."""

ADDRESS = re.compile(r"(tcp|tls)://\S+:\d{1,5}")

NOT_INSTALLED = (
    "Dask is not part of this installation; in the folder of placesim, "
    'python -m pip install ".[cluster]" installs it (or, with any way to install, pip install dask distributed)'
)

LOGS = ("distributed", "distributed.client", "tornado.application", "asyncio")
"""Where Dask and what it stands on write their notices."""

REACHED_WITHIN = 5
"""Seconds that a scheduler has to answer, and then to name a worker."""

STARTED_WITHIN = 60
"""Seconds that a worker of this machine has to start."""

ENDED_WITHIN = 10
"""Seconds that what was begun for a study has to end."""


def why_unusable(cluster: str, workers: int | None) -> str:
    """Return why a cluster cannot be used, empty where it can as far as is known before it is asked."""
    if cluster != LOCAL and not ADDRESS.fullmatch(cluster):
        return f"should be {LOCAL} or a scheduler's address, as in tcp://10.0.0.4:8786; found {cluster!r}"
    if cluster != LOCAL and workers is not None:
        return "a cluster elsewhere has workers of its own; leave out the number of workers"
    return "" if find_spec("distributed") else NOT_INSTALLED


@contextmanager
def executor_of(cluster: str, workers: int | None = None) -> Iterator[Executor]:
    """Give an executor whose tasks a cluster's workers do.

    Args:
        cluster: a scheduler's address, or `local`.
        workers: processes of a local cluster; one per processor where not given.

    Raises:
        RunFailedError: it cannot be reached or started, or has no worker.
    """
    with _silence(), _local(workers) if cluster == LOCAL else _elsewhere(cluster) as client:
        executor = ClusterExecutor(client)
        try:
            yield executor
        finally:
            executor.shutdown(cancel_futures=True)


@contextmanager
def _silence() -> Iterator[None]:
    """Keep what Dask notes of its troubles to itself: what goes wrong is told once, in our words."""
    import distributed  # noqa: F401  (importing it sets the levels)

    logs = [logging.getLogger(name) for name in LOGS]
    levels = [log.level for log in logs]
    for log in logs:
        log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for log, level in zip(logs, levels, strict=True):
            log.setLevel(level)


@contextmanager
def _elsewhere(address: str) -> Iterator["Client"]:
    """Give a client of a scheduler that has workers."""
    client = _client(address)
    try:
        _await_a_worker(client, address)
        yield client
    finally:
        client.close(timeout=ENDED_WITHIN)


def _await_a_worker(client: "Client", address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=REACHED_WITHIN)
    except TimeoutError:
        mend = f"start some, as in dask worker {address}, and try again"
        raise RunFailedError(f"the scheduler at {address} has no workers; nothing was written. {mend}") from None


def _client(address: str) -> "Client":
    from distributed import Client
    from distributed.versions import VersionMismatchWarning

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", VersionMismatchWarning)  # every task makes sure of what figures depend on
            return Client(address, timeout=REACHED_WITHIN, set_as_default=False)
    except Exception as error:  # a port where something else listens answers in as many ways as there are programs
        raise RunFailedError(
            f"no Dask scheduler answers at {address} ({type(error).__name__}); nothing was written. Check the address, "
            "and that the scheduler runs and can be reached from here"
        ) from None


@contextmanager
def _local(workers: int | None) -> Iterator["Client"]:
    """Give a client of a cluster on this machine, which ends with it."""
    from distributed import Client

    with ExitStack() as begun:
        with put_off(), _out_of_reach():
            cluster = begun.enter_context(_cluster(workers or os.cpu_count() or 1))
            client = begun.enter_context(Client(cluster, set_as_default=False))
        begun.enter_context(_ended_at_once(cluster))
        yield client


@contextmanager
def _cluster(workers: int) -> Iterator["LocalCluster"]:
    """Give a cluster of so many processes; no port of it is open to other machines."""
    from distributed import LocalCluster

    ports = {"host": "127.0.0.1", "dashboard_address": "127.0.0.1:0"}
    try:
        cluster = LocalCluster(n_workers=workers, threads_per_worker=1, silence_logs=logging.CRITICAL, **ports)
    except Exception as error:
        raise RunFailedError(
            f"no cluster could be started on this machine ({error}); nothing was written. In a script of your own, "
            "put the call under `if __name__ == '__main__':`"
        ) from None
    try:
        yield cluster
    finally:
        with put_off():
            cluster.close(timeout=ENDED_WITHIN)


@contextmanager
def _ended_at_once(cluster: "LocalCluster") -> Iterator[None]:
    """End workers in the middle of what they do where nobody waits for it any more."""
    try:
        yield
    except BaseException:
        for nanny in cluster.workers.values():
            nanny.auto_restart = False
            with suppress(OSError, TypeError):  # it has ended, or begins just now
                os.kill(nanny.pid, signal.SIGTERM)
        raise


@contextmanager
def _out_of_reach() -> Iterator[None]:
    """Begin processes that Ctrl-C in a terminal, which goes to every process, does not reach: it is ours to answer."""
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # here: begun later, it would let Ctrl-C through
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
