"""A page as users have it: served by a process of its own, which ends if it asks anything of another machine."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import CONFIGS

ROOT = CONFIGS.parent

LEFT_THE_MACHINE = 99
"""Exit code of a process that asked anything of another machine."""

STAYING = f"""
import os, sys

def stay(event, given):
    if event in ("socket.connect", "socket.bind", "socket.sendto") and isinstance(given[1], tuple):
        asked = given[1][0]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        asked = given[0]
    else:
        return
    if asked not in (None, "127.0.0.1", "localhost"):
        os.write(2, f"left the machine: {{event}} {{given}}".encode())
        os._exit({LEFT_THE_MACHINE})

sys.addaudithook(stay)
sys.argv[0] = "placesim"
from placesim.__main__ import main
main()
"""


@dataclass(frozen=True)
class Served:
    """A page that is being served."""

    address: str
    """With the token and a slash at its end."""
    query: str
    """What follows it in the address that was printed: what is shown first, where that was asked for."""
    process: "subprocess.Popen[str]"

    @property
    def token(self) -> str:
        return self.address.split("/")[3]

    @property
    def port(self) -> int:
        return int(self.address.split("/")[2].partition(":")[2])

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ended(self) -> tuple[int, str, str]:
        """Wait for its end: its exit code, and what it said since its first line and complained of."""
        said, complained = self.process.communicate(timeout=40)
        return self.process.returncode, said, complained


@contextmanager
def served(
    *arguments: object, cwd: Path = ROOT, inside: Sequence[str] = (), opened_by: Path | None = None
) -> Iterator[Served]:
    """Serve a page, opened by no browser or by one that is given; end it where it has not ended."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    environment |= {"BROWSER": str(opened_by)} if opened_by else {}
    command = [*inside, sys.executable, "-c", STAYING, "page", *map(str, arguments)]
    command += [] if opened_by else ["--no-open"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen(command, cwd=cwd, env=environment, text=True, encoding="utf-8", **pipes)
    try:
        first = process.stdout.readline()
        found = re.search(r"(http://127\.0\.0\.1:\d+/[\w-]+/)(\S*)", first)
        assert found, first + process.communicate(timeout=20)[1]
        yield Served(*found.groups(), process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
