"""Following: shares that the past counts of searches on entry, of reasons at 18, and of needs that change at a move."""

from collections.abc import Iterable
from itertools import groupby
from math import floor, sqrt
from typing import Any

from placesim.config.children import SearchOption
from placesim.config.problem import Path
from placesim.config.risks import NeedChange
from placesim.results.suppression import few, told
from placesim.returns.fitted.draft import SHARE_DECIMALS, Draft, in_one_line, rounded, whole_of
from placesim.returns.fitted.entries import share_range
from placesim.returns.fitting.estimates import NeedAfterMove, OptionShare


def write_searches(draft: Draft) -> None:
    """Write for how many children a provision existed that the configuration gives only a share of them."""
    seen = [each for each in draft.learnt.options if each.tried and _given(draft, each).share < 1]
    for need, options in groupby(sorted(seen, key=lambda each: each.need), key=lambda each: each.need):
        each_option = list(options)
        for each in each_option:
            draft.put((*_place(draft, each), "share"), round(each.found / each.tried, SHARE_DECIMALS))
        tried = max(each.tried for each in each_option)
        labels = sorted({draft.given.baseline.provision[each.provision].label for each in each_option})
        where = f"children placed, share with {' and '.join(labels)}"
        draft.rest_on(("needs", need), f"{told(tried, 'child', where)}", "the order of the search")
        for number, each in enumerate(each_option):
            place = (*_place(draft, each), "share")
            _range_of_share(draft, f"{need}_{each.provision}_{number}", place, each.found, each.tried, ("needs", need))


def _given(draft: Draft, each: OptionShare) -> SearchOption:
    return draft.given.baseline.needs[each.need].search[each.tier][each.option]


def _place(draft: Draft, each: OptionShare) -> Path:
    """Return where an option stands as it is written: a tier of one needs no list."""
    place: Path = ("needs", each.need, "search", each.tier)
    return (*place, each.option) if isinstance(draft.at(place), list) else place


def write_at_18(draft: Draft) -> None:
    """Write how children leave on their 18th birthday, by placement type; types where none turned 18 stay as given."""
    given = draft.given.baseline.at_18
    seen = {kind: found for kind, found in draft.learnt.at_18.items() if kind in given.shares and found.total}
    if not seen:
        draft.notes.append("Nobody turned 18: how children leave at 18 stays as given.")
        return
    for kind, found in seen.items():
        draft.put(("at_18", "shares", kind), whole_of(found.shares))
    kept = [draft.given.baseline.placement_types[kind].label for kind in given.shares if kind not in seen]
    total = sum(found.total for found in seen.values())
    draft.rest_on(("at_18",), told(total, "18th birthday"), ", ".join(kept))
    for kind, found in seen.items():
        share_range(draft, f"at_18_{kind}", ("at_18",), ("at_18", "shares", kind), found)


def write_need_changes(draft: Draft) -> None:
    """Write how often a need became another at a move; changes that no move could show stay as given."""
    for move, block in draft.given.baseline.moves.items():
        seen = [each for each in draft.learnt.needs if each.move == move and each.moves]
        for number, change in enumerate(block.need_changes):
            found = [each for each in seen if _which(each) == _which(change)]
            if found:
                _write_change(draft, ("moves", move, "need_changes", number, "share"), found[0], seen)
        no_more_than_all(draft.at(("moves", move)).get("need_changes", []))
        _add_changes(draft, move, [each for each in seen if not few(each.changed) and each.changed])


def no_more_than_all(changes: Iterable[Any]) -> None:
    """Lower, in place, the shares of what one need becomes where they add to more than 1.

    Each is counted among children of its own least age, so that together they may.
    """
    of_need: dict[str, list[Any]] = {}
    for change in changes:
        of_need.setdefault(change["from"], []).append(change)
    for alike in of_need.values():
        total = sum(change["share"] for change in alike)
        for change in alike if total > 1 else ():
            change["share"] = floor(change["share"] / total * 10**SHARE_DECIMALS) / 10**SHARE_DECIMALS


def _add_changes(draft: Draft, move: str, seen: Iterable[NeedAfterMove]) -> None:
    """Write changes of need that the configuration does not have, and that five children or more show."""
    given = draft.given.baseline.moves[move].need_changes
    pairs = {(change.from_, change.to) for change in given}
    new = [each for each in seen if (each.from_, each.to) not in pairs]
    if not new:
        return
    shares: dict[str, float] = {}
    for change in draft.at(("moves", move)).get("need_changes", []):
        shares[change["from"]] = shares.get(change["from"], 0.0) + change["share"]
    added = []
    for each in new:
        share = min(round(each.changed / each.moves, SHARE_DECIMALS), max(1 - shares.get(each.from_, 0.0), 0.0))
        shares[each.from_] = shares.get(each.from_, 0.0) + share
        written = {"from": each.from_, "to": each.to, "share": share}
        added.append({**written, "minimum_age": each.minimum_age} if each.minimum_age else written)
    block = draft.at(("moves", move))
    if "need_changes" in block:
        block["need_changes"].extend(in_one_line(added))
    else:
        draft.put(("moves", move, "need_changes"), in_one_line(added))


def _which(change: NeedChange | NeedAfterMove) -> tuple[str, str, float]:
    return change.from_, change.to, change.minimum_age


def _write_change(draft: Draft, place: Path, found: NeedAfterMove, others: Iterable[NeedAfterMove]) -> None:
    draft.put(place, round(found.changed / found.moves, SHARE_DECIMALS))
    alone = sum(each.from_ == found.from_ for each in others) == 1
    if alone:
        name = f"{found.move}_{found.from_}_{found.to}"
        _range_of_share(draft, name, place, found.changed, found.moves, place[:2])


def _range_of_share(draft: Draft, name: str, place: Path, found: int, tried: int, block: Path) -> None:
    """Keep how far a share is known: its standard error, as if two more had gone each way (Agresti and Coull 1998)."""
    near = (found + 2) / (tried + 4)
    error = sqrt(near * (1 - near) / (tried + 4))
    if 0 < found < tried:
        ends: dict[str, Any] = {"standard_error": rounded(error), "low": 0, "high": 1}
        paths = in_one_line([".".join(map(str, place))])
        draft.keep_range(name, block, {"paths": paths, **ends})
