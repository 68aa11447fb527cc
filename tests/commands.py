"""Commands as tests give them: in the process of the tests, or in one of their own where that is what is tested."""

import os
import subprocess
import sys
import warnings
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from placesim.cli import app
from placesim.commands.exit_codes import BAD_INPUT
from placesim.commands.terminal import what_is_wrong
from tests.conftest import CONFIGS

ROOT = CONFIGS.parent
UNSEEN = (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning)
"""Warnings that Python shows nobody who gives a command."""

Done = subprocess.CompletedProcess[str]


def placesim(*arguments: object, cwd: Path = ROOT, columns: int = 160) -> Done:
    """Give a command: what it says and its exit code, without the seconds of starting Python and its libraries."""
    words, said, complained = [*map(str, arguments)], StringIO(), StringIO()
    with (
        chdir(cwd),
        patch.dict(os.environ, COLUMNS=str(columns)),
        redirect_stdout(said),
        redirect_stderr(complained),
        warnings.catch_warnings(record=True) as warned,
    ):
        warnings.simplefilter("always")
        code = _ended(words)
    told = [f"{each.category.__name__}: {each.message}\n" for each in warned if not issubclass(each.category, UNSEEN)]
    return Done(["placesim", *words], code, said.getvalue(), complained.getvalue() + "".join(told))


def _ended(words: list[str]) -> int:
    if wrong := what_is_wrong(words):
        print(wrong, file=sys.stderr)
        return BAD_INPUT
    try:
        app(words, prog_name="placesim")
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def placesim_in_its_own_process(*arguments: object, columns: int = 160, **environment: str) -> Done:
    """Give a command as users do: its letters, its width and its start are Python's and the terminal's."""
    command = [sys.executable, "-m", "placesim", *map(str, arguments)]
    around = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": str(columns), **environment}
    return subprocess.run(command, cwd=ROOT, env=around, capture_output=True, text=True, encoding="utf-8", check=False)


def refused(done: Done) -> str:
    """Return the one line that a command said when it refused to begin."""
    assert done.returncode == 2, done.stderr
    assert not done.stdout
    [line] = done.stderr.splitlines()
    return line
