"""Correlations: which assumptions of a file of ranges are high and low together."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from placesim.config.faults import Fault
from placesim.config.problem import Path, nearest, shown
from placesim.config.ranges.assumptions import Assumption
from placesim.config.ranges.matrices import NOT_POSITIVE, read_matrix
from placesim.config.ranges.reading import is_name, is_number
from placesim.config.ranges.ties import Correlated, Matrix, root_of
from placesim.config.yaml_files import Document

KEYS = ("members", "correlation")

A_CORRELATION = "should be {members: [one, another], correlation: 0.5}"


def correlated(
    document: Document, assumptions: Sequence[Assumption], wrong: Collection[str]
) -> tuple[list[Assumption], list[Correlated], list[Fault]]:
    """Return assumptions with the groups that correlations put them in, these groups, and what is to be mended.

    Args:
        document: the file of ranges.
        assumptions: what may be a member.
        wrong: entries that are to be mended first, and so are no assumptions yet.
    """
    written = document.values.get("correlations", {})
    if not isinstance(written, dict):
        return list(assumptions), [], [document.fault(("correlations",), f"should be a block; found {shown(written)}")]
    known = {each.name: each for each in assumptions}
    ties: list[Correlated] = []
    faults: list[Fault] = []
    for name, block in written.items():
        members, tie, found = _group(name, block, known, wrong)
        faults += [_fault(document, ("correlations", name, *place), message) for place, message in found]
        if tie:
            ties.append(tie)
            known |= {member: replace(known[member], group=name) for member in members}
    return [replace(each, group=known[each.name].group) for each in assumptions], ties, faults


def _fault(document: Document, place: Path, message: str) -> Fault:
    return document.fault(place, message, str(place[-1]) if message.startswith("missing") else "")


Found = tuple[Path, str]


def _group(
    name: Any, block: Any, known: dict[str, Assumption], wrong: Collection[str]
) -> tuple[list[str], Correlated | None, list[Found]]:
    """Return the members of a group, what ties them, and what is to be mended."""
    if not isinstance(block, dict):
        return [], None, [((), f"{A_CORRELATION}; found {shown(block)}")]
    found: list[Found] = [
        ((key,), f"unknown key {shown(key)}; {nearest(key, KEYS)}") for key in block if key not in KEYS
    ]
    if not is_name(name) or name in {each.group for each in known.values()}:
        message = f"{shown(name)} cannot be a group's name, or is another's; use small letters, digits, underscores"
        found.append(((), message))
    members = block.get("members")
    if not isinstance(members, list) or len(members) < 2:
        return [], None, [*found, (("members",), "should be a list of two assumptions or more")]
    unfit = {number: _unfit(each, number, members, known, wrong) for number, each in enumerate(members)}
    found += [(("members", number), why) for number, why in unfit.items() if why]
    matrix, message = _matrix(block.get("correlation"), len(members))
    if matrix is None or root_of(matrix) is None:
        found.append((("correlation",), message or NOT_POSITIVE))
    if found or matrix is None or any(member in wrong for member in members):
        return [], None, found
    return members, _tie(name, members, matrix, list(known)), []


def _tie(name: str, members: list[str], matrix: Matrix, columns: list[str]) -> Correlated | None:
    """Return what ties members, in order of the columns of draws: each row of the matrix is a column's."""
    order = sorted(range(len(members)), key=lambda number: columns.index(members[number]))
    root = root_of([[matrix[i][j] for j in order] for i in order])
    return Correlated(name, root) if root else None


def _unfit(member: Any, number: int, members: list[Any], known: dict[str, Assumption], wrong: Collection[str]) -> str:
    """Return why an assumption cannot be a member; empty where it can, or where it is to be mended first."""
    if not isinstance(member, str):
        return f"should be the name of an assumption; found {shown(member)}"
    if member in wrong:
        return ""
    if member not in known:
        return f"unknown assumption {shown(member)}; {nearest(member, list(known))}"
    if member in members[:number]:
        return f"{shown(member)} is listed twice; keep one"
    group = known[member].group
    return f"{shown(member)} is in the group {shown(group)} already; an assumption can be in one alone" if group else ""


def _matrix(written: Any, size: int) -> tuple[Matrix | None, str]:
    """Return the correlations of every two members: one number for all, or a matrix."""
    if is_number(written):
        if not -1 <= written <= 1:
            return None, f"must be from -1 to 1; found {written:g}"
        return tuple(tuple(1.0 if i == j else float(written) for j in range(size)) for i in range(size)), ""
    if not isinstance(written, list):
        found = "missing; add it" if written is None else f"{A_CORRELATION}; found {shown(written)}"
        return None, found
    matrix, message = read_matrix(written, size)
    for i, row in enumerate(matrix or ()):
        if row[i] != 1:
            return None, f"has 1 on its diagonal; found {row[i]:g} in row {i + 1}"
        if any(abs(number) > 1 for number in row):
            return None, f"holds correlations, from -1 to 1; found {max(row, key=abs):g} in row {i + 1}"
    return matrix, message
