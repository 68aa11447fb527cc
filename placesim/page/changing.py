"""Changing: every change that a form of the workspace may ask for, each from one screen to the next."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from placesim.api.assumptions import DRAWN, FIXED
from placesim.api.council import Council
from placesim.page import cards
from placesim.page.answering import Form, whole
from placesim.page.screen import SIDE_BY_SIDE, Screen

COUNTS = (20, 60, 120, 300, 600, 1000)
"""Futures that can be asked for."""


@dataclass(frozen=True)
class Asked:
    """What a form asks to be changed."""

    screen: Screen
    form: Form
    council: Council
    path: Path
    """Where the what-if that the cards show would be saved: files that it includes are found from there."""
    openings: cards.Openings = field(default_factory=dict)
    """How scenario files open homes."""

    @property
    def place(self) -> int:
        """Which card is meant, counted from 0."""
        return whole(self.form.one("place"))

    @property
    def at(self) -> int:
        """Which what-if is meant, counted from 0."""
        return min(whole(self.form.one("at")), len(self.screen.whatifs) - 1)


def changed(asked: Asked) -> Screen:
    """Return the screen after what a form asks for; what is not known changes nothing."""
    act = ACTIONS.get(asked.form.one("action"))
    return act(asked) if act else asked.screen


def _add(asked: Asked) -> Screen:
    text = cards.with_change(asked.screen.text, asked.form.one("kind"), asked.council, asked.path, asked.openings)
    return asked.screen.with_text(text)


def _fields(asked: Asked) -> Screen:
    given = asked.form.beginning("field.")
    return asked.screen.with_text(cards.with_fields(asked.screen.text, asked.place, given, asked.council))


def _remove(asked: Asked) -> Screen:
    return asked.screen.with_text(cards.without_change(asked.screen.text, asked.place))


def _duplicate(asked: Asked) -> Screen:
    return asked.screen.with_text(cards.duplicate(asked.screen.text, asked.place))


def _head(asked: Asked) -> Screen:
    """Give the what-if another name or question; another name is another file, but no other draw."""
    name, question = (" ".join(asked.form.one(each).split()) for each in ("name", "question"))
    renamed = name != cards.head_of(asked.screen.text).name
    text = cards.as_copy_of(asked.screen.text, asked.path.stem) if renamed else asked.screen.text
    return asked.screen.with_text(cards.with_head(text, name, question))


def _second(asked: Asked) -> Screen:
    """Put a second what-if beside the first, which it begins as."""
    screen = asked.screen
    if len(screen.whatifs) >= SIDE_BY_SIDE:
        return screen
    head = cards.head_of(screen.text)
    copied = cards.as_copy_of(screen.text, asked.path.stem)
    other = cards.with_head(copied, f"{head.name} (second)", head.question)
    return replace(screen, whatifs=(*screen.whatifs, other), at=len(screen.whatifs))


def _switch(asked: Asked) -> Screen:
    return replace(asked.screen, at=asked.at)


def _close(asked: Asked) -> Screen:
    kept = tuple(text for place, text in enumerate(asked.screen.whatifs) if place != asked.at)
    return replace(asked.screen, whatifs=kept, at=0) if kept else asked.screen


def _how(asked: Asked) -> Screen:
    """Change how it is played: assumptions at their values, or drawn where any carries a range; futures."""
    said = {DRAWN: None, FIXED: FIXED}
    assumptions = said.get(asked.form.one("assumptions"), asked.screen.assumptions)
    futures = min(whole(asked.form.one("futures")), COUNTS[-1]) or asked.screen.replications
    return replace(asked.screen, assumptions=assumptions, replications=futures)


ACTIONS: dict[str, Callable[[Asked], Screen]] = {
    "add": _add,
    "fields": _fields,
    "remove": _remove,
    "duplicate": _duplicate,
    "head": _head,
    "second": _second,
    "switch": _switch,
    "close": _close,
    "how": _how,
}
"""What a form may ask for, by the name that it gives it."""
