"""Screen: all that one tab shows, as a value; and as a text that can be copied, pasted and put into an address."""

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass, replace
from typing import Any

MARK = "placesim1."
"""What every state text begins with: the format, and its version."""

SIDE_BY_SIDE = 2
"""What-ifs on one screen at most."""

MOST_BYTES = 400_000
"""Bytes that a state may have when it is unpacked: far more than any what-if that people write."""


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
    """Return a screen as a text of letters, digits, `-` and `_` after the mark; the same screen gives the same text."""
    packed = zlib.compress(json.dumps(asdict(screen), sort_keys=True, separators=(",", ":")).encode(), 9)
    return MARK + urlsafe_b64encode(packed).decode().rstrip("=")


def screen_of(text: str) -> Screen:
    """Return the screen that a state text holds.

    Raises:
        StateError: it holds none.
    """
    text = "".join(text.split())
    if not text.startswith(MARK):
        raise StateError(f"this is not the text of a what-if; one begins with {MARK}")
    try:
        packed = urlsafe_b64decode(text[len(MARK) :] + "=" * (-len(text[len(MARK) :]) % 4))
        opener = zlib.decompressobj()
        values = json.loads(opener.decompress(packed, MOST_BYTES).decode())
        if not opener.eof:
            raise StateError("the text is cut off, or too long; copy all of it again")
        return _screen(values)
    except (ValueError, zlib.error, TypeError, KeyError, RecursionError):
        raise StateError("the text is damaged or cut off; copy all of it again") from None


def _screen(values: dict[str, Any]) -> Screen:
    told = {**values, "whatifs": tuple(values["whatifs"]), "beside": tuple(values["beside"])}
    return Screen(**told)
