"""Whether a run that is killed leaves anything behind: `python -m placesim.studies.kills`.

Runs and comparisons of the example are killed at random moments: the parent, a worker, as Ctrl-C in a terminal
does, as service managers do. After each it is seen whether everything ended, what it said, whether the folder holds
a whole set of results or none, and what the next run leaves of it. Needs `ps`, so not on Windows.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass
from io import StringIO
from itertools import cycle, islice
from pathlib import Path
from subprocess import PIPE, Popen, TimeoutExpired, check_output
from tempfile import TemporaryDirectory

from placesim.commands.run import run
from placesim.experiment.handing_out import WORKER_STOPPED
from placesim.experiment.interruption import STOPPED
from placesim.experiment.manifest import altered
from placesim.experiment.obstacles import MANIFEST, RESULTS

COUNCIL = Path("configs/example.yaml")

COMMANDS = {
    "run": ("run", str(COUNCIL), "--replications", "75", "--episodes"),
    "compare": ("compare", str(COUNCIL), "configs/scenarios/example", "--replications", "25", "--measures"),
}
"""What is killed; each with two workers, for so little more than a year that the options, which begin then, act."""

AT_ONCE = 5.0
"""Seconds within which everything has to have ended."""

ENTIRELY = 120.0
"""Seconds after which a command that nobody stopped counts as hanging."""


@dataclass(frozen=True)
class Kill:
    """One command, and when and how it is killed."""

    command: str
    way: str
    moment: float
    """Share of the time that the command takes when nobody stops it."""
    over_earlier: bool
    """Whether the folder holds the results of an earlier run."""


@dataclass(frozen=True)
class Found:
    """What became of a killed command."""

    kill: Kill
    outcome: str
    seconds: float
    """From the kill until the last process of the command had ended."""
    faults: tuple[str, ...]


def kills(count: int, seed: int) -> list[Kill]:
    """Return commands to kill, ways taking turns and moments by chance."""
    luck = random.Random(seed)
    turns = cycle([(command, way, earlier) for earlier in (False, True) for command in COMMANDS for way in WAYS])
    return [Kill(command, way, luck.random(), earlier) for command, way, earlier in islice(turns, count)]


def studied(chosen: Sequence[Kill], told: Callable[[Found], None]) -> list[Found]:
    """Kill commands one after the other and return what became of each."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # commands begun by a job in the background ignore it
    with TemporaryDirectory() as folder:
        whole, found = Path(folder) / "whole", []
        lengths = {command: _undisturbed(command, whole / command) for command in COMMANDS}
        for number, kill in enumerate(chosen):
            place = Path(folder) / str(number)
            if kill.over_earlier:
                shutil.copytree(whole / kill.command, place)
            found.append(_killed(kill, lengths[kill.command], place))
            told(found[-1])
            shutil.rmtree(place)
    return found


def _undisturbed(command: str, folder: Path) -> float:
    began = time.perf_counter()
    _started(command, folder).communicate(timeout=ENTIRELY)
    return time.perf_counter() - began


def _started(command: str, folder: Path) -> Popen[str]:
    options = ["--years", "1.1", "--workers", "2", "--out", str(folder)]
    words = [sys.executable, "-m", "placesim", *COMMANDS[command], *options]
    # in a group of its own, as a terminal starts it
    return Popen(words, stdout=PIPE, stderr=PIPE, text=True, start_new_session=True)


def _killed(kill: Kill, length: float, folder: Path) -> Found:
    process = _started(kill.command, folder)
    time.sleep(kill.moment * length)
    WAYS[kill.way](process)
    began = time.perf_counter()
    try:
        _, said = process.communicate(timeout=ENTIRELY if process.returncode == 0 else AT_ONCE)
        faults = [f"still running: {each}" for each in _still_there(process.pid, began + AT_ONCE)]
        seconds = time.perf_counter() - began
        outcome = _outcome(kill, process.returncode, said)
        faults += [] if outcome else [f"exit code {process.returncode}, and it said: {said}"]
    except TimeoutExpired:
        outcome, seconds, faults = "hangs", AT_ONCE, [f"still running: {each}" for each in _group(process.pid)]
    _end(process)
    faults += [*_half_results(folder), *_next_run(folder)]
    return Found(kill, outcome or "said something else", seconds, tuple(faults))


def _end(process: Popen[str]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _outcome(kill: Kill, code: int, said: str) -> str:
    """Return how a command ended, in a word; nothing where it ended as it should not."""
    stopping = STOPS.get(kill.way)
    if code == 0 and not said:
        return "finished"
    if stopping and code == 1 and said == f"{STOPPED}\n":
        return "stopped"
    if stopping and code in (1, -stopping) and "placesim" not in said:
        return "before it began"  # Python itself was still starting
    if kill.way == "parent" and code == -signal.SIGKILL and "placesim" not in said:
        return "killed as a worker started" if said else "killed"  # which Python itself then says
    if kill.way == "worker" and code == 1 and said == f"The run failed: {WORKER_STOPPED}\n":
        return "told"
    return ""


def _half_results(folder: Path) -> Iterator[str]:
    """Yield what is wrong with the results in a folder: there should be a whole set or none."""
    there = {path.name for path in folder.iterdir() if path.name in RESULTS} if folder.is_dir() else set()
    if MANIFEST in there:
        yield from (f"not as the manifest says: {name}" for name in altered(folder))
    elif there:
        yield f"no {MANIFEST}, but {', '.join(sorted(there))}"


def _next_run(folder: Path) -> Iterator[str]:
    """Yield what a run in the same folder leaves of the killed one."""
    try:
        with redirect_stdout(StringIO()):
            run(COUNCIL, replications=2, years=0.1, workers=1, out=folder)
    except SystemExit as error:
        yield f"the next run ended with {error.code}"
    yield from (f"left behind: {path.name}" for path in folder.iterdir() if path.name not in RESULTS)
    yield from (f"next run: {fault}" for fault in _half_results(folder))


def _group(leader: int) -> list[str]:
    """Return the processes of a command that have not ended."""
    table = check_output(["ps", "-A", "-o", "pgid=,pid=,stat=,args="], text=True)
    rows = [line.split(maxsplit=3) for line in table.splitlines()]
    return [" ".join(row[1:]) for row in rows if row[0] == str(leader) and not row[2].startswith("Z")]


def _still_there(leader: int, until: float) -> list[str]:
    while (there := _group(leader)) and time.perf_counter() < until:
        time.sleep(0.05)
    return there


def _kill_worker(process: Popen[str]) -> None:
    """Kill a worker, waiting until there is one."""
    while process.poll() is None:
        workers = [each for each in _group(process.pid) if "spawn_main" in each]
        if workers:
            os.kill(int(workers[0].split()[0]), signal.SIGKILL)
            return
        time.sleep(0.02)


def _press_ctrl_c(process: Popen[str]) -> None:
    os.killpg(process.pid, signal.SIGINT)


WAYS: dict[str, Callable[[Popen[str]], None]] = {
    "parent": Popen.kill,
    "worker": _kill_worker,
    "Ctrl-C": _press_ctrl_c,
    "SIGTERM": Popen.terminate,
}
STOPS = {"Ctrl-C": signal.SIGINT, "SIGTERM": signal.SIGTERM}
"""Ways that ask a command to stop, rather than end it."""


COLUMNS = ("killed", "kills", "what became of them", "seconds until all had ended, at most", "with a fault")


def page(found: Sequence[Found], command: str) -> str:
    """Return what was found as a page of documentation."""
    lines = [
        "# Whether a run that is killed leaves anything behind",
        "",
        f"Made by `{command}`: {len(found)} runs and comparisons of [{COUNCIL.name}](../{COUNCIL.as_posix()}) on two "
        f"workers, each killed at a random moment, every second pair over the results of an earlier run. A fault is a "
        f"process still there after {AT_ONCE:.0f} seconds, other words than the one sentence that belongs to it, "
        "results that are not as a manifest says, or anything that the next run in that folder leaves of it.",
        "",
        f"| {' | '.join(COLUMNS)} |",
        "|---|---:|---|---:|---:|",
        *(_row(way, [each for each in found if each.kill.way == way]) for way in WAYS),
    ]
    return "\n".join(lines) + "\n"


def _row(way: str, found: Sequence[Found]) -> str:
    outcomes = ", ".join(f"{outcome} {count}" for outcome, count in Counter(e.outcome for e in found).most_common())
    longest = max((each.seconds for each in found), default=0.0)
    return f"| {way} | {len(found)} | {outcomes} | {longest:.1f} | {sum(bool(each.faults) for each in found)} |"


def _told(found: Found) -> None:
    kill = found.kill
    where = f"{kill.command} at {kill.moment:.3f}{' over earlier results' if kill.over_earlier else ''}"
    print(f"{where}, {kill.way}: {found.outcome} ({found.seconds:.1f} s)", *found.faults, sep="\n    ", flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Kill commands at random moments and print what became of them."""
    parser = argparse.ArgumentParser(prog="python -m placesim.studies.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="how many (default 200)")
    parser.add_argument("--seed", type=int, default=1, help="the luck of the moments (default 1)")
    parser.add_argument("--out", type=Path, help="also keep the table in this Markdown file")
    chosen = parser.parse_args(arguments)
    found = studied(kills(chosen.kills, chosen.seed), _told)
    told = page(found, "python -m placesim.studies.kills")
    print(told)
    if chosen.out:
        chosen.out.write_text(told, encoding="utf-8", newline="\n")
    sys.exit(any(each.faults for each in found))


if __name__ == "__main__":
    main()
