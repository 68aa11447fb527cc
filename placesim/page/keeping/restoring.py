"""Restoring: a state text becomes a screen of this desk, or says which configuration it is for."""

import os
import re
from dataclasses import replace

from placesim.config.problem import shown
from placesim.page import cards
from placesim.page.desk import Desk
from placesim.page.screen import Screen, StateError, screen_of

MACHINE = re.compile(r"[\\/]{2}[^\\/]+")
"""How a path begins that leads to another machine, on Windows."""


class OtherConfigurationError(Exception):
    """A state text is for a configuration that has not been opened here."""

    def __init__(self, configuration: str):
        self.configuration = configuration
        super().__init__(f"this what-if is for {configuration}, which is not open here")


def restored(desk: Desk, text: str, instead: str = "") -> Screen:
    """Return the screen that a state text holds, its configuration named as it was when it was opened here.

    Args:
        desk: what works on it.
        text: the state text.
        instead: a configuration that was opened here, for a text that names the same file by another path.

    Raises:
        StateError: the text holds none, or a file on a machine that nothing here is on.
        OtherConfigurationError: it is for a configuration that has not been opened here.
    """
    screen = screen_of(text)
    screen = replace(screen, configuration=instead) if instead in desk.opened else screen
    _require_near(desk, screen)
    wanted = _whole(screen.configuration)
    for name in desk.opened:
        if name == screen.configuration or _whole(name) == wanted:
            return replace(screen, configuration=name)
    raise OtherConfigurationError(screen.configuration)


def _require_near(desk: Desk, screen: Screen) -> None:
    """Make sure that a text from somebody else has nothing asked of a machine that the files given here are not on."""
    near = {_machine(_whole(str(path))) for path in (desk.configuration, desk.folder, *desk.scenarios)}
    asked = [screen.configuration, *(name for text in screen.whatifs for name in cards.files_named(text))]
    for name in asked:
        if (machine := _machine(name)) and machine not in near:
            raise StateError(f"the what-if names {shown(name)}, which is on another machine; copy the file to this one")


def _machine(name: str) -> str:
    """Return the machine that a path names; empty where it names none."""
    found = MACHINE.match(name)
    return found[0].replace("\\", "/").casefold() if found else ""


def _whole(name: str) -> str:
    """Return a path in full without looking for it."""
    return os.path.normcase(os.path.abspath(name))  # noqa: PTH100 (resolving would look)
