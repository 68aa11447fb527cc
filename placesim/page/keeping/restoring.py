"""Restoring: a state text becomes a screen of this desk, or says which configuration it is for."""

import os
from dataclasses import replace

from placesim.page.desk import Desk
from placesim.page.screen import Screen, screen_of


class OtherConfigurationError(Exception):
    """A state text is for a configuration that has not been opened here."""

    def __init__(self, configuration: str):
        self.configuration = configuration
        super().__init__(f"this what-if is for {configuration}, which is not open here")


def restored(desk: Desk, text: str) -> Screen:
    """Return the screen that a state text holds, its configuration named as it was when it was opened here.

    Raises:
        StateError: the text holds none.
        OtherConfigurationError: it is for a configuration that has not been opened here.
    """
    screen = screen_of(text)
    wanted = _whole(screen.configuration)
    for name in desk.opened:
        if name == screen.configuration or _whole(name) == wanted:
            return replace(screen, configuration=name)
    raise OtherConfigurationError(screen.configuration)


def _whole(name: str) -> str:
    """Return a path in full without looking for it: a name from others may be on another machine."""
    return os.path.normcase(os.path.abspath(name))  # noqa: PTH100 (resolving would look)
