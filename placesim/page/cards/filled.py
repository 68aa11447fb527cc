"""Filled: which boxes of a card were filled in otherwise than its what-if says, and with what."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any

from placesim.config.ranges.reading import is_number, is_range
from placesim.page.cards.fields import is_left_to_the_file, shown_value
from placesim.page.cards.leaves import Leaf, leaves_of
from placesim.page.cards.looks import EITHER, Look, look_of
from placesim.page.cards.typed import day_typed, number_typed, sources_typed, truth_typed

EVERY = ".*"
"""Ends the name of the hidden field that says that a group of boxes to tick was shown."""


Change = tuple[Leaf, Any]
"""A value, and what the file is to have for it; None where its box was emptied."""


def filled_in(values: Mapping[str, Any], given: Mapping[str, str], place: int) -> list[Change]:
    """Return each value that was changed, and what moves with it.

    Args:
        values: what the file says of an intervention.
        given: what stands in each box, by its field's name.
        place: which intervention it is, counted from 0.
    """
    leaves = leaves_of(values)
    changed = list(_changed(leaves, values, given, place))
    return [*_given_up(leaves, changed), *changed, *_moved_along(leaves, changed)]


def _changed(leaves: list[Leaf], values: Mapping[str, Any], given: Mapping[str, str], place: int) -> Iterator[Change]:
    about = place, values["kind"], values.get("provision")
    for leaf in leaves:
        look = look_of(str(values["kind"]), leaf.field)
        typed = _typed(leaf, given)
        if typed is not None and not is_left_to_the_file(leaf) and not _same(leaf, look, typed):
            yield leaf, (_read(about, leaf, look, typed) if typed else None)


def _given_up(leaves: list[Leaf], changed: list[Change]) -> Iterator[Change]:
    """Yield what was written in place of what is typed now: a factor in place of a growth, or the reverse."""
    others = {EITHER.get(leaf.name) for leaf, value in changed if value is not None}
    typed = {leaf.name for leaf, _ in changed}
    yield from ((leaf, None) for leaf in leaves if leaf.name in others - typed and leaf.written is not None)


def _moved_along(leaves: list[Leaf], changed: list[Change]) -> Iterator[Change]:
    """Yield what one number of a delay pushes before it: the least is not above the likeliest, nor that above the most.

    Nothing moves where several were typed, or where what would move is not known exactly.
    """
    delay = [leaf for leaf in leaves if leaf.place[0] == "delay_days"]
    own = [(delay.index(leaf), value) for leaf, value in changed if leaf in delay]
    if len(own) != 1 or not isinstance(own[0][1], Decimal):
        return
    at, value = own[0]
    for number, leaf in enumerate(delay):
        if is_number(leaf.written) and (leaf.written > value if number < at else leaf.written < value) and number != at:
            yield leaf, value


def _typed(leaf: Leaf, given: Mapping[str, str]) -> str | None:
    """Return what was typed, or ticked, for a value; None where its box was not shown."""
    typed = given.get(leaf.name)
    if leaf.what != "names" or f"{leaf.name}{EVERY}" not in given:
        return None if typed is None else typed.replace("\r\n", "\n").strip()
    start = f"{leaf.name}."
    ticked = [key.removeprefix(start) for key in given if key.startswith(start) and not key.endswith(EVERY)]
    before = _names(leaf.written)
    return " ".join([*(name for name in before if name in ticked), *(name for name in ticked if name not in before)])


def _same(leaf: Leaf, look: Look, typed: str) -> bool:
    """Tell whether a box says what the file says."""
    return typed.split() == _names(leaf.written) if leaf.what == "names" else typed == shown_value(leaf, look).strip()


def _names(written: Any) -> list[str]:
    return [written] if isinstance(written, str) else [str(each) for each in written or ()]


def _read(about: tuple[Any, ...], leaf: Leaf, look: Look, typed: str) -> Any:
    """Return what a file has for what was typed; what cannot be read stays as it was typed."""
    if leaf.what == "number":
        return _in_range(leaf.written, number_typed(typed, look.percent, look.whole), (*about, leaf.name))
    if leaf.what == "date" or leaf.field == "contract.paid_from":
        return day_typed(typed)
    if leaf.what == "names":
        names = typed.split()
        return names[0] if len(names) == 1 else names
    if leaf.what == "sources":
        return sources_typed(typed)
    return truth_typed(typed) if leaf.what == "truth" else typed


def _in_range(written: Any, number: Decimal | str, about: tuple[Any, ...]) -> Any:
    """Return a number with the range that stands in its place; outside of it, the number alone, as an exact one.

    A range gets a name of its own, made of what it says and is about: the name that it had ties it to the same number
    elsewhere, which this one no longer is.
    """
    if not isinstance(written, Mapping) or isinstance(number, str):
        return number
    low, high = (Decimal(repr(written[end])) if is_number(written.get(end)) else number for end in ("low", "high"))
    if not is_range(written) or not low <= number <= high:
        return number
    label = {key: each for key, each in written.items() if key == "label"}
    rest = {key: each for key, each in written.items() if key not in ("label", "value", "name")}
    digest = sha256(repr((about, str(number), sorted(rest.items()))).encode()).hexdigest()
    return {"name": f"tried_{digest[:8]}", **label, "value": number, **rest}
