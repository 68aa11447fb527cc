"""Opening: from what a command or a script asks for to a page that is served."""

import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from placesim.config.faults import Fault, InputError
from placesim.config.scenario_files import scenario_paths
from placesim.experiment.command_lines import Assumed, page_command
from placesim.page.desk import Desk
from placesim.page.keeping.restoring import OtherConfigurationError, restored
from placesim.page.playing.studies import Studies
from placesim.page.screen import MARK, StateError, screen_of, text_of
from placesim.page.server.serving import Start, serve

LONGEST_FILE = 1_000_000
"""Bytes of a file that holds a state text at most."""


@dataclass(frozen=True)
class Asked:
    """Which council a page shows, with which options beside it, and by which luck."""

    configuration: Path
    scenarios: Sequence[Path]
    folder: Path
    years: float | None
    ranges: Path | None
    seed: int
    workers: int | None
    engine: str | None


def open_and_serve(asked: Asked, state: str | None, port: int, browser: bool, debug: bool) -> None:
    """Open a page and serve it until it is stopped.

    Args:
        asked: what it shows.
        state: a state text, or the name of a file that holds one.
        port: where it listens; 0: wherever is free.
        browser: whether a browser is opened.
        debug: whether the terminal shows the program's own trace when an answer fails.

    Raises:
        InputError: a file is missing, what should be a state text is none, or the port is taken.
    """
    paths = scenario_paths(asked.scenarios)
    missing = [path for path in (asked.configuration, *paths) if not path.is_file()]
    if missing:
        raise InputError([Fault(str(path), 0, "", "no such file; check the name and the folder") for path in missing])
    if asked.folder.exists() and not asked.folder.is_dir():
        message = "should be the folder where what-ifs are saved; it is a file"
        raise InputError([Fault(str(asked.folder), 0, "", message)])
    text = state_text(state) if state else ""
    again = page_command(
        asked.configuration, asked.scenarios, asked.folder, asked.seed, given=Assumed(asked.years, asked.ranges)
    )
    with closing(Studies(asked.workers)) as studies:
        how = asked.years, asked.ranges, asked.engine, asked.seed
        desk = Desk(asked.configuration, tuple(paths), asked.folder, studies, *how)
        serve(desk, Start(port, browser, _first(desk, text) if text else "", again, debug))


def _first(desk: Desk, text: str) -> str:
    """Return the state text of what is shown first, its configuration named as it was for this page.

    A file of the same name in another folder, or on another machine, is taken for the one that the page starts with.

    Raises:
        InputError: it is for another configuration, or names what this page may not read.
    """
    try:
        same = PureWindowsPath(screen_of(text).configuration).name == desk.configuration.name
        return text_of(restored(desk, text, str(desk.configuration) if same else ""))
    except OtherConfigurationError as error:
        message = f"this what-if is for {error.configuration}; start the page with that configuration"
        raise InputError([Fault("--open", 0, "", message)]) from None
    except StateError as error:
        raise InputError([Fault("--open", 0, "", str(error))]) from None


def state_text(given: str) -> str:
    """Return a state text, which is given itself or in a file.

    Raises:
        InputError: the file cannot be read, or it is none.
    """
    text = given if re.match(r"\s*placesim\d+\.", given) else _in_file(Path(given))
    try:
        screen_of(text)
    except StateError as error:
        raise InputError([Fault("--open", 0, "", str(error))]) from None
    return "".join(text.split())


def _in_file(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(LONGEST_FILE).decode("utf-8-sig", "replace")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        message = f"should be the text of a what-if, which begins with {MARK}, or a file that holds one ({why})"
        raise InputError([Fault("--open", 0, "", message)]) from None
