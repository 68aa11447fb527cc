"""Splicing: a scenario's text with one value changed, put in or taken out, and every other letter as it was."""

from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from placesim.page.cards.inline import inline
from placesim.page.cards.layout import Layout, Place, is_block, is_empty

INDENT = "  "


def with_value(found: Layout, place: Place, value: Any, after: Sequence[str] = ()) -> str:
    """Return the text with a value at a place, in a block that is written.

    Args:
        found: the text.
        place: keys and positions; the last may be a key that is not written.
        value: what is to stand there.
        after: keys behind the last of which a new key goes.
    """
    node, key = found.node(place), found.key(place)
    if node is None:
        return _with_key(found, place, value, after)
    if key is not None and (is_block(node) or is_empty(node)):
        colon = found.text.index(":", key.end_mark.index) + 1
        end = colon if is_empty(node) else found.end(node)
        return f"{found.text[:colon]} {inline(value)}{found.text[end:]}"
    return f"{found.text[: node.start_mark.index]}{inline(value)}{found.text[found.end(node) :]}"


def _with_key(found: Layout, place: Place, value: Any, after: Sequence[str]) -> str:
    """Return the text with a key that was not in its block."""
    block = found.node(place[:-1])
    said = f"{inline(str(place[-1]))}: {inline(value)}"
    if not isinstance(block, MappingNode) or not block.value:
        return with_value(found, place[:-1], {str(place[-1]): value})
    written = [pair for pair in block.value if pair[0].value in after] or block.value[:1]
    key, last = max(written, key=lambda pair: list(after).index(pair[0].value) if pair[0].value in after else -1)
    end = _end_of(found, key, last)
    if not is_block(block):
        return f"{found.text[:end]}, {said}{found.text[end:]}"
    column = " " * block.value[0][0].start_mark.column
    end = found.line_end(end)
    return f"{found.text[:end]}\n{column}{said}{found.text[end:]}"


def without(found: Layout, place: Place) -> str:
    """Return the text without a key; a block that would be empty goes with it."""
    block = found.node(place[:-1])
    pairs = block.value if isinstance(block, MappingNode) else []
    at = next((number for number, (key, _) in enumerate(pairs) if key.value == str(place[-1])), None)
    if at is None:
        return found.text
    if len(pairs) == 1 and len(place) > 1:
        return without(found, place[:-1])
    start, end = _flow_piece(found, pairs, at) if not is_block(block) else _block_piece(found, pairs, at)
    return found.text[:start] + found.text[end:]


def _flow_piece(found: Layout, pairs: Sequence[tuple[Node, Node]], at: int) -> tuple[int, int]:
    """Return what goes with a key in brackets: its comma too."""
    if at + 1 < len(pairs):
        return pairs[at][0].start_mark.index, pairs[at + 1][0].start_mark.index
    begin = _end_of(found, *pairs[at - 1]) if at else pairs[at][0].start_mark.index
    return begin, _end_of(found, *pairs[at])


def _block_piece(found: Layout, pairs: Sequence[tuple[Node, Node]], at: int) -> tuple[int, int]:
    """Return what goes with a key that has a line of its own: the line, with the comment at its end."""
    start = pairs[at][0].start_mark.index
    if found.text[found.line_start(start) : start].strip():  # it stands behind the dash of its item
        return start, pairs[at + 1][0].start_mark.index if at + 1 < len(pairs) else _end_of(found, *pairs[at])
    return found.line_start(start), min(found.line_end(_end_of(found, *pairs[at])) + 1, len(found.text))


def _end_of(found: Layout, key: Node, value: Node) -> int:
    return found.text.index(":", key.end_mark.index) + 1 if is_empty(value) else found.end(value)


def with_item(found: Layout, name: str, item: Mapping[str, Any]) -> str:
    """Return the text with one more item at the end of a list of blocks."""
    items = found.node((name,))
    if not is_block(found.root) and not found.values.get(name):
        return with_value(found, (name,), [item])
    if items is None:
        end = found.line_end(found.end(found.root))
        return f"{found.text[:end]}\n{name}:\n{_lines(item, INDENT)}{found.text[end:]}"
    if not isinstance(items, SequenceNode) or not items.value:
        return _first_item(found, name, items, item)
    end = found.end(items)
    if is_block(items):
        column = " " * items.start_mark.column
        end = found.line_end(end)
        return f"{found.text[:end]}\n{_lines(item, column)}{found.text[end:]}"
    end = found.end(items.value[-1])
    return f"{found.text[:end]}, {inline(item)}{found.text[end:]}"


def _first_item(found: Layout, name: str, items: Node, item: Mapping[str, Any]) -> str:
    """Return the text with an item in a list that is written as empty."""
    key = found.key((name,))
    colon = found.text.index(":", key.end_mark.index) + 1 if key else 0
    end = colon if is_empty(items) else found.end(items)
    line_end = found.line_end(end)
    return f"{found.text[:colon]}{found.text[end:line_end]}\n{_lines(item, INDENT)}{found.text[line_end:]}"


def _lines(item: Mapping[str, Any], column: str) -> str:
    lines = [f"{inline(key)}: {inline(value)}" for key, value in item.items()]
    return f"{column}- " + f"\n{column}  ".join(lines)


def without_item(found: Layout, name: str, at: int) -> str:
    """Return the text without an item of a list, and without the comment that stands directly above it."""
    items = found.node((name,))
    if not isinstance(items, SequenceNode) or not 0 <= at < len(items.value):
        return found.text
    if len(items.value) == 1:
        return _emptied(found, name, items)
    if is_block(items):
        start, end = item_lines(found, items, at)
        return found.text[:start] + found.text[end:]
    bounds = [(each.start_mark.index, found.end(each)) for each in items.value]
    start, end = (bounds[at][0], bounds[at + 1][0]) if at + 1 < len(bounds) else (bounds[at - 1][1], bounds[at][1])
    return found.text[:start] + found.text[end:]


def _emptied(found: Layout, name: str, items: SequenceNode) -> str:
    """Return the text with an empty list in place of one item."""
    if not is_block(items):
        return f"{found.text[: items.start_mark.index]}[]{found.text[found.end(items) :]}"
    key = found.key((name,))
    colon = found.text.index(":", key.end_mark.index) + 1 if key else 0
    start, end = item_lines(found, items, 0)
    start = max(start, found.line_end(colon) + 1)
    return f"{found.text[:colon]} []{found.text[colon:start]}{found.text[end:]}"


def item_lines(found: Layout, items: SequenceNode, at: int) -> tuple[int, int]:
    """Return where the lines of an item begin and end, with the lines of comment directly above it."""
    item = items.value[at]
    start = found.line_start(found.text.rindex("-", 0, item.start_mark.index))
    while start and (above := found.text[found.line_start(start - 1) : start]).strip().startswith("#"):
        start -= len(above)
    return start, min(found.line_end(found.end(item)) + 1, len(found.text))


def with_copy(found: Layout, name: str, at: int) -> str:
    """Return the text with an item of a list a second time, behind itself."""
    items = found.node((name,))
    if not isinstance(items, SequenceNode) or not 0 <= at < len(items.value):
        return found.text
    end = found.end(items.value[at])
    if not is_block(items):
        return f"{found.text[:end]}, {found.text[items.value[at].start_mark.index : end]}{found.text[end:]}"
    item = items.value[at]
    start, end = found.line_start(found.text.rindex("-", 0, item.start_mark.index)), found.line_end(end)
    return f"{found.text[:end]}\n{found.text[start:end]}{found.text[end:]}"
