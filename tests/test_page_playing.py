"""How the page plays: processes that stay warm, studies that tabs watch grow, and nothing played for nobody."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children
from pathlib import Path

import pandas as pd
import pytest

import placesim
from placesim.api.plans import comparison_plan, run_plan
from placesim.experiment.kept_outcomes import KeptOutcomes
from placesim.page.playing.growing import STOPPED, Growing
from placesim.page.playing.pool import Pool
from placesim.page.playing.studies import Studies
from tests.conftest import CONFIGS
from tests.test_workers import is_running

EXAMPLE, RANGES = "configs/example.yaml", "configs/uncertain/example.yaml"
OPENED = "configs/scenarios/example/open_the_new_home.yaml"
BOTH = "configs/scenarios/example/home_and_carers.yaml"
SOON = 30.0
"""Seconds that nothing here takes unless something is wrong, or the machine very busy."""


@pytest.fixture(scope="module")
def council():
    return placesim.load(EXAMPLE, years=0.25, ranges=RANGES)


@contextmanager
def served(**further):
    studies = Studies(1, **{"patience": SOON, **further})
    try:
        yield studies
    finally:
        studies.close()


@pytest.fixture(scope="module")
def studies():
    with served() as studies:
        yield studies


@pytest.fixture(scope="module")
def impatient():
    with served(patience=1.0) as studies:
        yield studies


def plan_of(council, options=OPENED, replications=21, seed=1):
    return comparison_plan(council, options, replications, seed, None)


def whole(growing: Growing):
    """Wait for the end of a study, and return its result."""
    until = time.monotonic() + SOON
    while not growing.finished and time.monotonic() < until:
        growing.wait(growing.futures, 1.0)
    assert (growing.finished, growing.error) == (True, "")
    return growing.result


def until(true, seconds=SOON):
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


def test_a_study_that_is_watched_becomes_what_compare_gives(studies, council):
    growing = studies.watch("tab", plan_of(council))
    assert growing.wanted == 21
    growing.wait(0, SOON)
    assert growing.futures in (20, 21)
    result = whole(growing)
    assert (growing.futures, growing.share_done) == (21, 1.0)
    one = placesim.compare(council, OPENED, 21, 1, 1)
    pd.testing.assert_frame_equal(result.differences(), one.differences(), check_exact=True)
    pd.testing.assert_frame_equal(result.uncertainty(), one.uncertainty(), check_exact=True)


def test_a_run_is_watched_likewise(studies, council):
    result = whole(studies.watch("tab", run_plan(council, 21, 1, None)))
    pd.testing.assert_frame_equal(result.summary(), placesim.run(council, 21, 1, 1).summary(), check_exact=True)


def test_tabs_that_ask_for_the_same_watch_one_study_and_tabs_that_do_not_each_their_own(studies, council):
    one = studies.watch("one", plan_of(council))
    assert studies.watch("other", plan_of(council)) is one
    assert studies.watch("other", plan_of(council, BOTH)) is not one
    assert studies.watch("one", plan_of(council)) is one
    studies.let_go("other")
    assert whole(one).comparison.names


def test_two_options_made_in_a_script_are_two_studies(studies, council):
    """Their plans name no file by which they could be told apart."""
    change = {"kind": "change_price", "provision": "homes_elsewhere", "from": "2025-06-01", "source": "assumption: a"}
    names = []
    for factor in (1.1, 1.2):
        growing = studies.watch("tab", plan_of(council, {f"times {factor}": [{**change, "factor": factor}]}, 4))
        names += whole(growing).comparison.names
    assert names == ["times 1.1", "times 1.2"]


def test_a_tab_that_asks_for_another_lets_go_of_the_old_one_which_is_given_up_and_later_goes_on(studies, council):
    old = studies.watch("tab", plan_of(council, OPENED, 3000, seed=3))
    old.wait(0, SOON)
    new = studies.watch("tab", plan_of(council, BOTH))
    old.wait(old.wanted, SOON)
    assert (old.ended, old.finished, old.error) == (True, False, "")
    assert 20 <= old.futures < old.wanted == 3000
    whole(new)
    with pool_of() as nobody:
        again = Growing(plan_of(council, OPENED, old.futures, seed=3), nobody, studies._kept)
        assert whole(again).replications == old.futures


def test_what_another_tab_watches_is_not_given_up(studies, council):
    both = studies.watch("one", plan_of(council, OPENED, 22))
    assert studies.watch("other", plan_of(council, OPENED, 22)) is both
    studies.watch("one", plan_of(council, BOTH))
    studies.let_go("one")
    assert whole(both).replications == 22


def test_a_tab_that_no_longer_asks_has_been_closed(impatient, council):
    growing = impatient.watch("tab", plan_of(council, OPENED, 5000))
    assert until(lambda: growing.ended)
    assert not growing.finished
    assert impatient.watch("tab", plan_of(council, OPENED, 5000)) is not growing
    impatient.let_go("tab")


def test_a_tab_that_waits_for_a_result_has_not_been_closed(impatient, council):
    growing = impatient.watch("tab", plan_of(council, OPENED, 5000))
    growing.wait(5000, 2.5)
    assert not growing.ended
    impatient.let_go("tab")


def test_studies_of_two_tabs_take_turns(studies, council):
    """With one worker, neither has to wait until the other is whole."""
    long = studies.watch("one", plan_of(council, OPENED, 3000, seed=4))
    long.wait(0, SOON)
    whole(studies.watch("other", plan_of(council, BOTH, 21, seed=2)))
    assert (long.error, long.ended) == ("", False)
    studies.let_go("one")


def kill_workers(but=()):
    for each in active_children():
        if each.pid not in but:
            os.kill(each.pid, signal.SIGKILL)


@pytest.fixture
def others():
    """The processes of other tests."""
    return {each.pid for each in active_children()}


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_a_study_goes_on_when_a_worker_dies_and_is_told_plainly_when_its_successor_does_too(others, council):
    with served() as studies:
        growing = studies.watch("tab", plan_of(council, OPENED, 5000))
        growing.wait(0, SOON)
        kill_workers(others)
        growing.wait(growing.futures, SOON)
        assert (growing.ended, growing.error) == (False, "")
        assert until(lambda: kill_workers(others) or growing.ended)
        assert (growing.finished, growing.error) == (True, STOPPED)
        assert growing.result.replications >= 60
        assert studies.watch("tab", plan_of(council, OPENED, 5000)) is growing
        studies.let_go("tab")
        again = studies.watch("tab", plan_of(council, OPENED, 5000))
        assert again is not growing
        again.wait(0, SOON)
        assert again.futures >= 60


ONE_CHANGE = "need_changes: [{from: family, to: home, share: 0.2, minimum_age: 10}]"
TWO_CHANGES = """need_changes:
      - {from: family, to: home, share: {value: 0.2, low: 0, high: 0.9}, minimum_age: 10}
      - {from: family, to: home, share: {value: 0.1, low: 0, high: 0.8}, minimum_age: 12}"""


def test_what_cannot_be_simulated_is_told_in_a_sentence(tmp_path, studies):
    """Each of two shares may be high, but not both at once, which comes to light only as that is drawn."""
    path = tmp_path / "council.yaml"
    text = Path(EXAMPLE).read_text("utf-8").replace("../seeds", Path("seeds").resolve().as_posix())
    path.write_text(text.replace(ONE_CHANGE, TWO_CHANGES), "utf-8")
    growing = studies.watch("tab", run_plan(placesim.load(path, years=0.1), 40, 1, None))
    assert until(lambda: growing.finished)
    assert growing.error.startswith("This could not be simulated: ")
    assert "it makes a council that cannot be" in growing.error


def test_closing_ends_what_is_being_played_and_leaves_no_process(others, council):
    studies = Studies(2)
    growing = studies.watch("tab", plan_of(council, OPENED, 5000))
    growing.wait(0, SOON)
    studies.close()
    assert growing.ended
    assert {each.pid for each in active_children()} <= others
    with pytest.raises(RuntimeError, match="being closed"):
        studies.watch("tab", plan_of(council))
    studies.close()


SERVER = """
import sys, time
from multiprocessing import active_children
import placesim
from placesim.api.plans import run_plan
from placesim.page.playing.studies import Studies

if __name__ == "__main__":
    studies = Studies(1)
    plan = run_plan(placesim.load("configs/example.yaml", years=0.1), 5000, 1, None)
    studies.watch("tab", plan).wait(0, 60)
    print(*[each.pid for each in active_children()], flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_no_process_is_left_when_the_server_is_killed(tmp_path):
    script = tmp_path / "server.py"
    script.write_text(SERVER, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(CONFIGS.parent)}
    with subprocess.Popen([sys.executable, str(script)], env=environment, stdout=subprocess.PIPE, text=True) as server:
        workers = [int(each) for each in server.stdout.readline().split()]
        server.kill()
    assert len(workers) == 1
    assert until(lambda: not any(map(is_running, workers)))


@contextmanager
def pool_of(workers=1, first=int):
    pool = Pool(workers, first)
    try:
        yield pool
    finally:
        pool.close()


def test_shares_of_a_pool_take_turns_task_by_task():
    done = []
    with pool_of() as pool:
        one, other = pool.share(), pool.share()
        begun = one.submit(time.sleep, 0.2)
        futures = [
            (name, share.submit(divmod, 7, 2)) for name, share in (("one", one), ("other", other)) for _ in "123"
        ]
        for name, future in futures:
            future.add_done_callback(lambda _, name=name: done.append(name))
        assert [future.result(SOON) for _, future in futures] == [(3, 1)] * 6
        begun.result(SOON)
    assert done == ["other", "one", "other", "one", "other", "one"]


def test_a_share_that_ends_cancels_what_waits_and_gives_up_what_is_begun():
    with pool_of() as pool:
        share, other = pool.share(), pool.share()
        begun, waiting = share.submit(time.sleep, 0.5), share.submit(len, "abc")
        assert until(begun.running)
        share.shutdown()
        for future in (begun, waiting, share.submit(len, "abc")):
            with pytest.raises(CancelledError):
                future.result(SOON)
        assert other.submit(len, "abc").result(SOON) == 3


def test_what_goes_wrong_in_a_task_is_told_to_who_waits_for_it_alone():
    with pool_of() as pool:
        share = pool.share()
        wrong, right = share.submit(divmod, 1, 0), share.submit(divmod, 7, 2)
        with pytest.raises(ZeroDivisionError):
            wrong.result(SOON)
        assert right.result(SOON) == (3, 1)


def test_workers_are_begun_anew_after_one_died():
    with pool_of() as pool:
        share = pool.share()
        with pytest.raises(BrokenProcessPool):
            share.submit(os._exit, 1).result(SOON)
        assert share.submit(len, "abc").result(SOON) == 3


def test_nothing_waits_for_ever_for_a_pool_that_was_closed():
    pool = Pool(1, int)
    share = pool.share()
    begun, waiting = share.submit(time.sleep, SOON), share.submit(len, "abc")
    assert until(begun.running)
    pool.close()
    for future in (begun, waiting, share.submit(len, "abc")):
        with pytest.raises(CancelledError):
            future.result(1.0)


def resident(process="self"):
    """Return the megabytes of memory that a process takes."""
    lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def memory_of(studies, council, whatifs, futures):
    """Play many different what-ifs, and return the megabytes that this process and each worker take on the way."""
    change = {"kind": "change_price", "provision": "homes_elsewhere", "from": "2025-06-01", "source": "assumption: a"}
    found = []
    for number in range(whatifs):
        options = {f"what-if {number}": [{**change, "factor": 1 + number / 1000}]}
        whole(studies.watch("tab", plan_of(council, options, futures)))
        found.append([resident(), *(resident(each.pid) for each in active_children())])
    return found


GROWTH = 3.0
"""Megabytes by which a process may grow for no reason that could be found in the figures that are kept."""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads memory as Linux tells it")
def test_memory_stays_flat_however_many_what_ifs_are_played():
    council = placesim.load(EXAMPLE, years=0.1)
    with served(kept=KeptOutcomes(most_bytes=1_000_000)) as studies:
        found = memory_of(studies, council, 60, 4)
    grown = [after - before for before, after in zip(found[15], found[-1], strict=True)]
    assert len(grown) >= 2
    assert max(grown) < GROWTH


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads memory as Linux tells it")
def test_memory_stays_flat_over_200_what_ifs_of_halton():
    council = placesim.load("configs/halton.yaml", years=1)
    with served(kept=KeptOutcomes(most_bytes=50_000_000)) as studies:
        found = memory_of(studies, council, 200, 20)
    grown = [after - before for before, after in zip(found[60], found[-1], strict=True)]
    assert max(grown) < 5 * GROWTH
