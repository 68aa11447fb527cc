"""Screen: all that one tab shows, as a value; and as a text that can be copied, pasted and put into an address."""

import json
import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass, replace
from typing import Any

from placesim.api.assumptions import DRAWN, FIXED
from placesim.experiment.limits import REPLICATIONS, SEEDS

FORMAT = 1
"""Which way of writing a state this is. One that later reads the same text otherwise has the next number."""

MARK = f"placesim{FORMAT}."
"""What every state text begins with."""

MARKED = re.compile(r"placesim(\d{1,6})\.([A-Za-z0-9_-]*)")

SIDE_BY_SIDE = 2
"""What-ifs on one screen at most."""

MOST_BESIDE = 50
"""Scenario files compared with them at most."""

MOST_OWN = 4
"""Files that a tab knows as its own."""

MOST_LETTERS = 30_000
"""Letters of a state text: two of them still fit into an address that servers take."""

MOST_BYTES = 400_000
"""Bytes that a state may have when it is unpacked: far more than any what-if that people write."""

DAMAGED = "the text is damaged; copy all of it again, from where it was first shown"
CUT_OFF = "the text is cut off; copy all of it again"
TOO_LONG = (
    f"the what-if would be too long for the page, which keeps it as a text of {MOST_LETTERS:,} letters at most; "
    "save it as it was, and go on in its file"
)


class StateError(Exception):
    """A text that is no state of a screen, told in a sentence."""


@dataclass(frozen=True)
class Screen:
    """What one tab shows."""

    configuration: str
    """The configuration's path, as it was named."""
    whatifs: tuple[str, ...] = ()
    """Texts of scenario files, as they would stand in the folder of what-ifs: one, or two side by side."""
    at: int = 0
    """Which of them the cards show, counted from 0."""
    assumptions: str | None = None
    """`drawn` or `fixed`; None: drawn where any number carries a range."""
    replications: int = 300
    """Futures of each scenario, once all are played."""
    seed: int = 1
    beside: tuple[str, ...] = ()
    """Paths of scenario files that are compared with the what-ifs."""
    own: tuple[str, ...] = ()
    """Fingerprints of the files that were opened or saved here last: these may be saved over unasked."""

    @property
    def text(self) -> str:
        """The scenario file that the cards show; empty where there is none."""
        return self.whatifs[self.at] if self.whatifs else ""

    def with_text(self, text: str) -> "Screen":
        """Return the screen with another scenario file where the cards are."""
        kept = list(self.whatifs) or [""]
        kept[self.at] = text
        return replace(self, whatifs=tuple(kept))


def text_of(screen: Screen) -> str:
    """Return a screen as a text of letters, digits, `-` and `_` after the mark; the same screen gives the same text.

    Raises:
        StateError: the text would be too long to be read again.
    """
    packed = zlib.compress(json.dumps(asdict(screen), sort_keys=True, separators=(",", ":")).encode(), 9)
    text = MARK + urlsafe_b64encode(packed).decode().rstrip("=")
    if len(text) > MOST_LETTERS:
        raise StateError(TOO_LONG)
    return text


def screen_of(text: str) -> Screen:
    """Return the screen that a state text holds.

    Raises:
        StateError: it holds none.
    """
    text = "".join(text[: 2 * MOST_LETTERS].split())
    if len(text) > MOST_LETTERS:
        raise StateError(f"the text is too long; one of a what-if has {MOST_LETTERS:,} letters at most")
    if not (marked := MARKED.match(text)):
        raise StateError(f"this is not the text of a what-if; one begins with {MARK}")
    if int(marked[1]) != FORMAT:
        earlier = "an earlier" if int(marked[1]) < FORMAT else "a later"
        raise StateError(f"the text was made by {earlier} placesim, which writes what-ifs otherwise than this one")
    if marked.end() != len(text):
        raise StateError(DAMAGED)
    try:
        return _screen(json.loads(_unpacked(marked[2])))
    except (ValueError, zlib.error, TypeError, KeyError, RecursionError):
        raise StateError(DAMAGED) from None


def _unpacked(letters: str) -> str:
    """Return what letters hold, never more than a state may have."""
    if len(letters) % 4 == 1:  # no text of whole bytes ends so
        raise StateError(CUT_OFF)
    packed = urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
    opener = zlib.decompressobj()
    unpacked = opener.decompress(packed, MOST_BYTES)
    if not opener.eof:
        raise StateError("the text holds too much for a what-if" if len(unpacked) == MOST_BYTES else CUT_OFF)
    if opener.unused_data:
        raise StateError(DAMAGED)
    return unpacked.decode()


def _screen(told: Any) -> Screen:
    """Return the screen of plain values, each sure to be what a screen may hold."""
    if not isinstance(told, dict):
        raise TypeError
    lists = {name: tuple(map(_text, told.get(name, ()))) for name in LISTS if isinstance(told.get(name, []), list)}
    screen = Screen(**{**told, **lists})
    _text(screen.configuration)
    sound = (
        lists.keys() == LISTS.keys()
        and all(len(lists[name]) <= most for name, most in LISTS.items())
        and screen.configuration.strip()
        and screen.assumptions in (None, DRAWN, FIXED)
        and _whole(screen.at, 0, max(len(screen.whatifs) - 1, 0))
        and _whole(screen.replications, *REPLICATIONS)
        and _whole(screen.seed, *SEEDS)
    )
    if not sound:
        raise ValueError
    return screen


def _text(value: Any) -> str:
    """Return a text that can be written to a file; anything else is no part of a state."""
    if not isinstance(value, str) or "\0" in value:
        raise TypeError
    value.encode()  # half a letter cannot be written
    return value


def _whole(value: Any, least: int, most: int) -> bool:
    return type(value) is int and least <= value <= most


LISTS = {"whatifs": SIDE_BY_SIDE, "beside": MOST_BESIDE, "own": MOST_OWN}
"""Fields of a screen that hold several texts, and how many each."""
