"""Upgrading: files of an earlier version spelt as they are now; every other letter of them stays as it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from placesim.config.faults import Fault, InputError
from placesim.config.input_files import InputFiles
from placesim.config.old_spellings import CONTRACTS, KINDS
from placesim.config.yaml_files import MOST_BYTES, read_yaml

YAML_ENDINGS = {".yaml", ".yml"}

BLOCK = "contract: {kind: block}"

BYTE_ORDER_MARK = "\ufeff"

LINE_END = re.compile("\r\n|\r|\n")

COMMA = re.compile(r"(?:\s|#[^\r\n]*)*,")
"""A comma, and what may stand before it."""


@dataclass(frozen=True)
class Edit:
    """Letters of a file that are taken out, and what is written there."""

    begins: int
    ends: int
    text: str
    line: int
    said: str = ""
    """What this changes; empty for what only goes with another edit."""


Entry = tuple[ScalarNode, Node]
"""A key and its value."""


def upgraded(path: Path) -> tuple[str, list[str]]:
    """Return a file's text as it is written now, and what was changed, a line each.

    Raises:
        InputError: the file cannot be read.
    """
    files = InputFiles()
    read_yaml(path, files)  # what is no YAML, or could do harm, is refused here
    written = files.content(path, MOST_BYTES).decode("utf-8")
    text = written.removeprefix(BYTE_ORDER_MARK)
    edits = sorted(_edits(YAML(typ="safe", pure=True).compose(text), text), key=lambda edit: edit.begins)
    for edit in reversed(edits):
        text = text[: edit.begins] + edit.text + text[edit.ends :]
    mark = BYTE_ORDER_MARK if written.startswith(BYTE_ORDER_MARK) else ""
    return mark + text, [f"{path}:{edit.line}: {edit.said}" for edit in edits if edit.said]


def _edits(root: Node, text: str) -> Iterator[Edit]:
    for _, provision in _entries(_at(root, "provision")):
        yield from _of_a_price(provision, text)
        yield from _of_a_block_contract(provision, text)
        yield from _of_a_contract(provision)
    interventions = _at(root, "interventions")
    for intervention in interventions.value if isinstance(interventions, SequenceNode) else ():
        yield from _of_an_intervention(intervention)
    figures = _at(root, "figures")
    for figure in figures.value if isinstance(figures, SequenceNode) else ():
        yield from _of_a_figure(figure, text)


def _entries(node: Node | None) -> list[Entry]:
    return list(node.value) if isinstance(node, MappingNode) else []


def _entry(node: Node | None, name: str) -> Entry | None:
    return next(((key, value) for key, value in _entries(node) if key.value == name), None)


def _at(node: Node | None, name: str) -> Node | None:
    found = _entry(node, name)
    return found[1] if found else None


def _of_a_price(provision: Node, text: str) -> Iterator[Edit]:
    """Move `block: true` out of a price and beside it; take `block: false` out."""
    price = _entry(provision, "price")
    block = _entry(price[1], "block") if price else None
    if not price or not block:
        return
    true = str(block[1].value).lower() == "true"
    said = f"`block: true` in the price is now `{BLOCK}`" if true else "`block: false` is left out"
    yield _without(price[1], block, text, said)
    if true:
        yield _before(price[0], provision, BLOCK, text)


def _of_a_block_contract(provision: Node, text: str) -> Iterator[Edit]:
    found = _entry(provision, "block_contract")
    if found and (inside := _entries(found[1])):
        yield _instead(found[0], "contract", "`block_contract` is now `contract`, with `kind: block`")
        yield _before(inside[0][0], found[1], "kind: block", text)


def _of_an_intervention(intervention: Node) -> Iterator[Edit]:
    kind = _at(intervention, "kind")
    if kind and kind.value in KINDS:
        now = KINDS[kind.value]
        yield _instead(kind, now, f"`kind: {kind.value}` is now `kind: {now}`")
    yield from _of_a_contract(intervention)


def _of_a_contract(block: Node) -> Iterator[Edit]:
    """Write a contract that is a word as a block."""
    contract = _at(block, "contract")
    if isinstance(contract, ScalarNode) and contract.value in CONTRACTS:
        now = f"{{kind: {contract.value}}}"
        yield _instead(contract, now, f"`contract: {contract.value}` is now `contract: {now}`")


def _of_a_figure(figure: Node, text: str) -> Iterator[Edit]:
    """Write `adjust_inversely` as `adjust`; beside one, as a list of its own within it."""
    inversely, adjust = _entry(figure, "adjust_inversely"), _entry(figure, "adjust")
    said = "`adjust_inversely` is now `adjust`"
    if not inversely or not all(isinstance(entry[1], SequenceNode) for entry in (inversely, adjust) if entry):
        return
    if not adjust:
        yield _instead(inversely[0], "adjust", said)
        return
    lists = [", ".join(path.value for path in entry[1].value) for entry in (adjust, inversely) if entry[1].value]
    together = f"[{', '.join(f'[{each}]' for each in lists)}]" if len(lists) > 1 else f"[{''.join(lists)}]"
    yield Edit(adjust[1].start_mark.index, _end_of(adjust[1]), together, adjust[0].start_mark.line + 1)
    key, value = inversely
    entry = inversely if _in_brackets(value) else (key, value.value[-1])
    yield _without(figure, entry, text, f"{said}, in a list of its own")


def _end_of(block: Node) -> int:
    """Return where a list ends: one without brackets with its last entry, not where the next key begins."""
    return int((block if _in_brackets(block) else block.value[-1]).end_mark.index)


def _instead(node: Node, text: str, said: str) -> Edit:
    return Edit(node.start_mark.index, node.end_mark.index, text, node.start_mark.line + 1, said)


def _before(key: Node, block: Node, entry: str, text: str) -> Edit:
    """Write an entry before a key of a block, as the block is written: on its own line, or within the brackets."""
    begins = key.start_mark.index
    after = ", " if _in_brackets(block) else _line_end(text) + " " * key.start_mark.column
    return Edit(begins, begins, entry + after, key.start_mark.line + 1)


def _in_brackets(block: Node) -> bool:
    return isinstance(block, CollectionNode) and bool(block.flow_style)


def _line_end(text: str) -> str:
    found = LINE_END.search(text)
    return found.group() if found else "\n"


def _without(block: Node, entry: Entry, text: str, said: str) -> Edit:
    """Take an entry out of a block: its line, or what stands between its commas; comments stay."""
    within = _in_brackets(block)
    begins, ends = _between_commas(_entries(block), entry, text) if within else _on_its_line(entry, text)
    return Edit(begins, ends, "", entry[0].start_mark.line + 1, said)


def _on_its_line(entry: Entry, text: str) -> tuple[int, int]:
    """Return from where to where an entry's line goes; only up to the comment where one stands behind it."""
    key, value = entry
    line_end = LINE_END.search(text, value.end_mark.index)
    ends = line_end.end() if line_end else len(text)
    behind = text[value.end_mark.index : ends]
    if "#" in behind:
        return key.start_mark.index, value.end_mark.index + behind.index("#")
    return key.start_mark.index - key.start_mark.column, ends


def _between_commas(entries: list[Entry], entry: Entry, text: str) -> tuple[int, int]:
    """Return from where to where an entry goes, with one of the commas around it."""
    place = entries.index(entry)
    begins, ends = entry[0].start_mark.index, entry[1].end_mark.index
    before = entries[place - 1][1].end_mark.index if place else begins
    after = entries[place + 1][0].start_mark.index if place + 1 < len(entries) else ends
    if place and "#" not in text[before:begins]:
        return before, ends
    if not place and "#" not in text[ends:after]:
        return begins, after
    comma = COMMA.match(text, ends)
    return begins, comma.end() if comma else ends


def written_where(paths: Sequence[Path], out: Path | None, in_place: bool) -> dict[Path, Path]:
    """Return where each file goes; nothing where nobody says.

    Raises:
        InputError: it would stand over another file, or away from what it names.
    """
    if in_place and out:
        raise _refused(out, "give either --out or --in-place, not both")
    if in_place:
        return {path: path for path in paths}
    if out is None:
        return {}
    [path, *others] = paths
    if others:
        raise _refused(out, f"is one name for {len(paths)} files; give one file, or --in-place")
    if out.suffix.lower() not in YAML_ENDINGS:
        raise _refused(out, "should end in .yaml; choose another --out")
    if out.parent.resolve() != path.parent.resolve():
        raise _refused(out, f"should stand beside {path}, so that files named in it are found; choose another --out")
    if out.exists() or out.is_symlink():
        raise _refused(out, "is there already; choose another --out, or --in-place to write over the file itself")
    return {path: out}


def _refused(path: Path, why: str) -> InputError:
    return InputError([Fault(str(path), 0, "", why)])
