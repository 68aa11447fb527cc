"""A Dask cluster plays the same figures; what happens to it is told plainly and in time; nothing is half-written."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager

import pytest

import placesim
from placesim.api.where import where_asked
from placesim.experiment import cluster_executor
from placesim.experiment.cluster import executor_of, why_unusable
from placesim.experiment.cluster_executor import ClusterExecutor, OtherProgramsError, called, in_our_words
from placesim.experiment.handing_out import RunFailedError
from placesim.experiment.interruption import put_off
from placesim.experiment.replications import replicate
from placesim.experiment.tables import measures_table, write_table
from tests.conftest import CONFIGS
from tests.test_commands import with_a_list

distributed = pytest.importorskip("distributed")

EXAMPLE = CONFIGS / "example.yaml"
SCRIPT = """
import sys, placesim

if __name__ == "__main__":
    council = placesim.load(sys.argv[1], years=0.5)
    print(placesim.run(council, 30, cluster="local", workers=1).measures()["value"].sum())
"""

SOON = 30.0
"""Seconds that a busy machine may take for what is done at once."""


@contextmanager
def two_workers(**options: object) -> Iterator["distributed.LocalCluster"]:
    asked = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": ":0", "silence_logs": 50, **options}
    with distributed.LocalCluster(host="127.0.0.1", **asked) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def cluster() -> Iterator["distributed.LocalCluster"]:
    with two_workers() as started:
        yield started


@pytest.fixture
def councils(example):
    return {"baseline": example.replace(years=0.5), "longer": example.replace(years=1)}


def in_workers(cluster, function) -> list:
    with distributed.Client(cluster, set_as_default=False) as client:
        return list(client.run(function).values())


def test_figures_are_the_same_bytes_with_any_number_of_workers_and_on_a_cluster(cluster, councils, tmp_path):
    written = {}
    with executor_of(cluster.scheduler_address) as executor:
        players = {**{str(workers): {"workers": workers} for workers in (1, 2, 4)}, "cluster": {"executor": executor}}
        for name, player in players.items():
            write_table(tmp_path / name, [measures_table(each) for each in replicate(councils, 60, 1, **player)])
            written[name] = (tmp_path / name).read_bytes()
    assert len(written["1"]) > 100_000
    assert [name for name in written if written[name] != written["1"]] == []


def test_a_study_goes_on_where_a_worker_is_killed_half_way(cluster, councils):
    victim, *_ = in_workers(cluster, os.getpid)
    killed = []

    def kill_once(_done: int) -> None:
        if not killed:
            killed.append(victim)
            os.kill(victim, 9)

    with executor_of(cluster.scheduler_address) as executor:
        survived = replicate(councils, 100, 1, progress=kill_once, executor=executor)
    alone = replicate(councils, 100, 1, workers=1)
    assert killed
    assert [each.values.tobytes() for each in survived] == [each.values.tobytes() for each in alone]


def test_a_study_whose_workers_die_of_it_one_after_another_fails_plainly(cluster, monkeypatch):
    monkeypatch.setattr(cluster.scheduler, "allowed_failures", 0)
    with executor_of(cluster.scheduler_address) as executor:
        with pytest.raises(RunFailedError, match="ended one worker of the cluster after another; nothing was written"):
            executor.submit(os.abort).result(SOON)
        assert executor.submit(divmod, 7, 2).result(SOON) == (3, 1)


def test_an_error_of_the_work_itself_comes_back_as_it_is(cluster):
    with executor_of(cluster.scheduler_address) as executor:
        assert isinstance(executor.submit(divmod, 1, 0).exception(SOON), ZeroDivisionError)
        assert executor.submit(int, "11", base=2).result(SOON) == 3


def test_what_dask_notes_of_its_troubles_is_not_shown(cluster):
    log = logging.getLogger("distributed.client")
    with executor_of(cluster.scheduler_address):
        assert not log.isEnabledFor(logging.CRITICAL)
    assert log.isEnabledFor(logging.CRITICAL)


def test_what_is_not_sent_yet_is_sent_in_time_or_cancelled(cluster, monkeypatch):
    monkeypatch.setattr(cluster_executor, "AT_ONCE", 2)
    with executor_of(cluster.scheduler_address) as executor:
        futures = [executor.submit(divmod, number, 7) for number in range(12)]
        assert [each.result(SOON) for each in futures] == [divmod(number, 7) for number in range(12)]
        waiting = [executor.submit(time.sleep, 0.2) for _ in range(40)]
        assert waiting[-1].cancel()
    assert sum(each.cancelled() for each in waiting) > 20
    with pytest.raises(RuntimeError, match="after shutdown"):
        executor.submit(len, "abc")


def test_what_is_begun_is_finished_where_nothing_is_cancelled(cluster):
    with distributed.Client(cluster, set_as_default=False) as client, ClusterExecutor(client) as executor:
        waiting = [executor.submit(divmod, number, 7) for number in range(5)]
    assert [each.result(0) for each in waiting] == [divmod(number, 7) for number in range(5)]


def test_a_cluster_without_workers_or_without_scheduler_is_given_up_in_time():
    with two_workers(n_workers=1, processes=False, protocol="tcp") as cluster:
        client = distributed.Client(cluster, set_as_default=False)
        executor = ClusterExecutor(client, patience=1.5)
        assert executor.submit(divmod, 7, 2).result(SOON) == (3, 1)
        cluster.scale(0)
        with pytest.raises(RunFailedError, match="has no worker at work any more; nothing was written"):
            executor.submit(divmod, 7, 2).result(SOON)
        with pytest.raises(RunFailedError, match="has no worker at work any more"):
            executor.submit(divmod, 7, 2)
        with (
            pytest.raises(RunFailedError, match="has no workers; nothing was written"),
            executor_of(cluster.scheduler_address),
        ):
            pass
        other = ClusterExecutor(client)
        waiting = other.submit(divmod, 7, 2)
        time.sleep(0.5)
    assert isinstance(waiting.exception(SOON), RunFailedError)
    client.close()


def test_a_scheduler_that_cannot_be_reached_is_told_within_seconds(tmp_path):
    council = placesim.load(EXAMPLE, years=0.5)
    began = time.perf_counter()
    with pytest.raises(RunFailedError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:1 ") as raised:
        placesim.run(council, 4, out=tmp_path / "out", cluster="tcp://127.0.0.1:1")
    assert time.perf_counter() - began < SOON
    assert "nothing was written" in str(raised.value)
    assert not list(tmp_path.iterdir())


def test_a_worker_with_other_versions_or_none_is_told():
    with pytest.raises(OtherProgramsError, match=r"other versions.*Here placesim 0.0.1, there placesim \d") as raised:
        called({"placesim": "0.0.1"}, b"")
    assert isinstance(in_our_words(raised.value), RunFailedError)
    missing = in_our_words(ModuleNotFoundError("No module named 'placesim'"))
    assert "lacks what it needs (No module named 'placesim')" in str(missing)
    assert "Install the same placesim on every worker" in str(missing)


@pytest.mark.parametrize(
    ("cluster", "workers", "told"),
    [
        ("tcp://127.0.0.1", None, "should be local or a scheduler's address, as in tcp://10.0.0.4:8786; found 'tcp:"),
        ("http://127.0.0.1:8786", None, "should be local or"),
        ("tcp://127.0.0.1:8786", 2, "has workers of its own; leave out the number of workers"),
    ],
)
def test_what_is_no_cluster_is_told(cluster, workers, told):
    assert told in why_unusable(cluster, workers)
    assert why_unusable("local", 2) == why_unusable("tls://127.0.0.1:8786", None) == ""


def test_listed_children_go_to_no_other_machine_unless_they_may(tmp_path):
    council = placesim.load(with_a_list(tmp_path), years=0.5)
    with pytest.raises(ValueError, match=r"^cluster: the configuration lists real children.*--send-children"):
        placesim.run(council, 4, cluster="tcp://127.0.0.1:1")
    assert where_asked(council, None, "tcp://127.0.0.1:1", True).cluster == "tcp://127.0.0.1:1"
    assert where_asked(council, 2, "local", False).workers == 2
    counted = placesim.load(EXAMPLE)
    assert where_asked(counted, None, "tcp://127.0.0.1:1", False).cluster == "tcp://127.0.0.1:1"


def test_without_dask_one_sentence_says_what_installs_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ValueError, match=r"^cluster: Dask is not part of this installation.*") as raised:
        placesim.run(placesim.load(EXAMPLE), 4, cluster="local")
    assert 'python -m pip install ".[cluster]"' in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1


def test_a_script_plays_on_a_cluster_of_this_machine_and_nothing_else_is_said(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(CONFIGS.parent)}
    done = subprocess.run(
        [sys.executable, str(script), str(EXAMPLE)], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    alone = placesim.run(placesim.load(EXAMPLE, years=0.5), 30, workers=1)
    assert float(done.stdout) == alone.measures()["value"].sum()


def test_nobody_is_told_twice(cluster):
    with executor_of(cluster.scheduler_address) as executor:
        future: Future[tuple[int, int]] = executor.submit(divmod, 7, 2)
        assert future.result(SOON) == (3, 1)
        executor._fail(RunFailedError("too late"))
        assert future.result(0) == (3, 1)


def test_a_request_to_stop_waits_for_what_cannot_be_unwound():
    done = []
    with pytest.raises(KeyboardInterrupt), put_off():
        signal.raise_signal(signal.SIGINT)
        done.append("begun is finished")
    assert done == ["begun is finished"]
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
