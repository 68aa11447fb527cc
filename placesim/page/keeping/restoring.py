"""Restoring: a state text becomes a screen of this desk, or says which configuration it is for."""

from dataclasses import replace
from pathlib import Path

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


def _whole(name: str) -> Path | None:
    try:
        return Path(name).resolve()
    except (OSError, ValueError):  # a name too long for the disk
        return None
