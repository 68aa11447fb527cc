"""Fields: one box of a card each, with its label, its value as written, its help, its ends and its fault."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from placesim.config.baseline import Baseline
from placesim.config.ranges.reading import central, is_number, is_range, read_range
from placesim.config.text import day_text
from placesim.page.cards.choices import names_for
from placesim.page.cards.comes_to import comes_to
from placesim.page.cards.defaults import stands_in
from placesim.page.cards.inline import inline, number_text
from placesim.page.cards.leaves import Leaf
from placesim.page.cards.looks import EMPTY, HELP, Look, look_of
from placesim.page.cards.offers import Choice

TRUTHS = {"true": "Yes", "false": "No"}

TAKEN_AS_EXACT = "a number outside is taken as exact"


@dataclass(frozen=True)
class Slider:
    """A slider beside a number's box."""

    least: str
    most: str
    step: str
    at: str
    """Where it stands."""


@dataclass(frozen=True)
class Field:
    """One box of a card."""

    name: str
    """How a form spells it, as in `delay_days.likeliest`."""
    label: str
    kind: str
    """`number`, `date`, `choice`, `several`, `text`, `lines`, or `fixed`: told here, changed in the file only."""
    value: str
    """As written; empty where the file says nothing. What cannot be read is shown as it was typed."""
    help: str
    default: str
    """What holds where it is left empty; empty where nothing does."""
    required: bool
    choices: tuple[Choice, ...] = ()
    slider: Slider | None = None
    known: str = ""
    """How far the number is known, where the file says so."""
    fault: str = ""
    of_council: bool = False
    """Whether it is the council's own file that says what holds where it is left empty."""
    placeholder: str = ""
    """The number that holds where it is left empty, as it would be typed."""
    comes_to: str = ""
    """What the value comes to at this council, or whether it is meant."""

    def id_in(self, card: str) -> str:
        """Return what the page calls its box, in the card of this id."""
        return f"{card}-{self.name.replace('.', '-')}"


def field_of(values: Mapping[str, Any], leaf: Leaf, council: Baseline, left: Baseline, fault: str = "") -> Field:
    """Return the box of one value.

    Args:
        values: what the file says of the intervention.
        leaf: the value.
        council: the baseline as the configuration says it.
        left: the baseline as the what-if leaves it: what it brings may be named too.
        fault: what is wrong with it.
    """
    kind = str(values["kind"])
    look = look_of(kind, leaf.field)
    names = names_for(kind, leaf.field, left) or (TRUTHS if leaf.what == "truth" else None)
    shown = shown_value(leaf, look)
    held, of_council = stands_in(values, leaf, council)
    told = not leaf.required and (of_council or not shown)
    default = _when_empty(held, leaf, look, names) if told else ""
    return Field(
        leaf.name,
        _label(leaf, look, council),
        _kind(leaf, names, shown),
        shown,
        HELP.get(f"{kind}/{leaf.place[0]}", leaf.told),
        default,
        leaf.required,
        _choices(leaf, names, shown),
        _slider(look, shown, held) if leaf.what == "number" else None,
        _known(leaf, look),
        fault,
        of_council,
        _in_words(held, look, None).removesuffix("%") if leaf.what == "number" and is_number(held) else "",
        "" if fault else comes_to(values, leaf, _number(shown), council),
    )


def shown_value(leaf: Leaf, look: Look) -> str:
    """Return what stands in the box of a value: numbers in the box's unit, names as the file has them."""
    written = leaf.written
    if written is None:
        return ""
    if isinstance(written, Mapping) and leaf.what == "number" and is_range(written):
        written = _middle(written, whole=leaf.schema.get("type") == "integer")
    if isinstance(written, str):
        return written
    if isinstance(written, list) and leaf.what in ("names", "sources"):
        return ("\n" if leaf.what == "sources" else " ").join(map(str, written))
    return _in_unit(written, look) if leaf.what == "number" and is_number(written) else inline(written)


def _middle(written: Mapping[str, Any], whole: bool) -> Any:
    """Return the number that a range has in its middle, as it is played; of a faulty one, a number that it gives."""
    found, _ = read_range(written)
    number = found.shape.value if found else central(written)
    return round(number) if whole and number is not None and "value" not in written else number


def _in_unit(number: float, look: Look) -> str:
    return number_text(Decimal(repr(number)) * 100) if look.percent else number_text(number)


def _label(leaf: Leaf, look: Look, council: Baseline) -> str:
    """Return the label, with what it is about where a field has a number for each of several names or dates."""
    *before, last = leaf.place
    if last == "value":
        return f"{look.label}, {'then' if before[-1] else 'at first'}"
    if look_of("", leaf.field.rpartition(".")[0]) is look:
        named = (names_for("", "contract.notice_after", council) or {}).get(str(last), last)
        return f"{look.label}: {named}"
    return look.label


def _kind(leaf: Leaf, names: Mapping[str, str] | None, shown: str) -> str:
    """Return how the box is filled in; what no such box could show is shown as text."""
    if is_left_to_the_file(leaf):
        return "fixed"
    if leaf.what == "date":
        return "date" if isinstance(leaf.written, date) or not shown else "text"
    if leaf.what in ("choice", "text", "truth") and names:
        return "choice"
    return {"names": "several", "sources": "lines", "number": "number"}.get(leaf.what, "text")


def is_left_to_the_file(leaf: Leaf) -> bool:
    """Tell what no box can hold: a block, a list of anything but sources, and names that nothing could be called."""
    written = leaf.written
    if leaf.what == "names":
        listed = written if isinstance(written, list) else [] if written is None else [written]
        return not all(isinstance(each, str) and each.split() == [each] for each in listed)
    if isinstance(written, list):
        return leaf.what != "sources" or not all(isinstance(each, str) for each in written)
    return isinstance(written, Mapping) and not (leaf.what == "number" and is_range(written))


def _choices(leaf: Leaf, names: Mapping[str, str] | None, shown: str) -> tuple[Choice, ...]:
    """Return what may be chosen; a name that nobody knows is kept among it, so that it is not lost."""
    if not names or leaf.what not in ("choice", "text", "truth", "names"):
        return ()
    chosen = shown.split() if leaf.what == "names" else [shown] if shown else []
    unknown = {name: f"{name} (not known here)" for name in chosen if name not in names}
    return tuple(Choice(name, label, name in chosen) for name, label in {**names, **unknown}.items())


def _slider(look: Look, shown: str, held: Any) -> Slider | None:
    """Return the slider of a number; its ends reach to the number where that lies outside."""
    if look.slider is None:
        return None
    least, most, step = look.slider
    times = 100 if look.percent else 1
    at = _number(shown)
    at = held * times if at is None and is_number(held) else least if at is None else at
    return Slider(*map(number_text, (min(least, at), max(most, at), step, at)))


def _number(text: str) -> float | None:
    try:
        return float(text) if is_number(float(text)) else None
    except ValueError:
        return None


def _when_empty(held: Any, leaf: Leaf, look: Look, names: Mapping[str, str] | None) -> str:
    """Return what holds where a box is empty, in words."""
    if not held and leaf.field in EMPTY:
        return EMPTY[leaf.field]
    return "" if held is None else _in_words(held, look, names)


def _in_words(held: Any, look: Look, names: Mapping[str, str] | None) -> str:
    if isinstance(held, bool):
        return TRUTHS[str(held).lower()]
    if isinstance(held, date):
        return day_text(held)
    if is_number(held):
        return f"{100 * held:,.10g}%" if look.percent else f"{held:,.10g}"
    told = held if isinstance(held, Sequence) and not isinstance(held, str) else [held]
    return ", ".join((names or {}).get(str(each), str(each)) for each in told)


def _known(leaf: Leaf, look: Look) -> str:
    """Say how far a number is known, where a range stands in its place."""
    written = leaf.written
    if not (isinstance(written, Mapping) and leaf.what == "number" and is_range(written)):
        return ""
    ends = [_in_words(written[end], look, None) for end in ("low", "high") if is_number(written.get(end))]
    if len(ends) == 2:
        return f"Not known exactly: drawn from {ends[0]} to {ends[1]}; {TAKEN_AS_EXACT}"
    return "Not known exactly: drawn anew in every future, as the file says"
