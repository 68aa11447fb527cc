"""What must agree between the blocks of a baseline, so that the engine never has to ask.

Every check yields problems: where in the file, what is wrong, and what is allowed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from placesim.config.blocks import Blocks
from placesim.config.children import Diversion
from placesim.config.cost_checks import costs_problems
from placesim.config.money_checks import money_problems
from placesim.config.problem import (
    SHARES_TOLERANCE,
    Path,
    Problem,
    adds_to_one,
    left_out,
    unknown_keys,
    unknown_name,
)
from placesim.config.provision_checks import provision_problems, too_many
from placesim.config.rate_checks import too_often
from placesim.config.re_entry_checks import re_entry_problems
from placesim.config.risks import BUILT_IN_MOVES, Move, Risk
from placesim.config.search_checks import search_problems
from placesim.config.starting_checks import starting_children_problems

RESERVED_GROUPS = {"all", "fostering"}
"""Group names that measures use, as for the total; nothing that is reported by name may take them."""


def problems(baseline: Blocks) -> list[Problem]:
    """Return everything that does not fit."""
    checks = (
        _names,
        _reasons,
        provision_problems,
        money_problems,
        search_problems,
        _entrants,
        starting_children_problems,
        _risks,
        _at_18,
        re_entry_problems,
        costs_problems,
        _targets,
    )
    return [problem for check in checks for problem in check(baseline)]


def _names(baseline: Blocks) -> Iterator[Problem]:
    kinds: dict[str, Collection[str]] = {
        "placement_types": baseline.placement_types,
        "provision": baseline.provision,
        "budget_lines": baseline.budget_lines,
    }
    yield from _distinct({(kind,): names for kind, names in kinds.items()})
    yield from _distinct({("entrants",): baseline.entrants})
    yield from _distinct({("needs",): baseline.needs})
    yield from _distinct({("after_care",): baseline.after_care})
    yield from _distinct({("income",): baseline.income})


def _reasons(baseline: Blocks) -> Iterator[Problem]:
    for name in baseline.moves:
        if name in BUILT_IN_MOVES:
            yield Problem(("moves", name), f"{name!r} is a move the model makes by itself; choose another name")
    for path, names in ((("leaving",), baseline.leaving), (("at_18", "reasons"), baseline.at_18.reasons)):
        for name in names:
            if name in BUILT_IN_MOVES:
                yield Problem((*path, name), f"{name!r} is a move the model makes by itself; choose another name")
    yield from _distinct(
        {("leaving",): baseline.leaving, ("at_18", "reasons"): baseline.at_18.reasons, ("moves",): baseline.moves}
    )


def _distinct(blocks: Mapping[Path, Collection[str]]) -> Iterator[Problem]:
    seen: dict[str, Path] = {}
    for path, names in blocks.items():
        for name in names:
            if name in RESERVED_GROUPS:
                yield Problem((*path, name), f"{name!r} is a word that measures use; choose another name")
            if name in seen:
                where = ".".join(map(str, seen[name]))
                yield Problem(
                    (*path, name), f"{name!r} is also a name in {where}; choose another, figures are kept by name"
                )
            seen.setdefault(name, path)


def _entrants(baseline: Blocks) -> Iterator[Problem]:
    for name, stream in baseline.entrants.items():
        path = ("entrants", name)
        yield from too_many((*path, "entries_per_year"), stream.entries_per_year, baseline.years, "children")
        yield from unknown_keys((*path, "ages"), "age band", stream.ages, baseline.age_bands)
        yield from adds_to_one((*path, "ages"), stream.ages, "shares by age")
        yield from unknown_keys((*path, "needs"), "age band", stream.needs, baseline.age_bands)
        entered = [band for band, share in stream.ages.items() if share and band in baseline.age_bands]
        for band in left_out(stream.needs, entered):
            yield Problem((*path, "needs"), f"no needs for age band {band!r}, in which children enter; add it")
        for band, needs in stream.needs.items():
            yield from unknown_keys((*path, "needs", band), "need", needs, baseline.needs)
            yield from adds_to_one((*path, "needs", band), needs, "shares of needs")
        for programme, diversion in stream.diversions.items():
            yield from _diversion(baseline, (*path, "diversions", programme), diversion)


def _diversion(baseline: Blocks, path: Path, diversion: Diversion) -> Iterator[Problem]:
    if diversion.maximum_age <= diversion.minimum_age:
        message = f"maximum_age {diversion.maximum_age:g} must be above minimum_age {diversion.minimum_age:g}"
        yield Problem((*path, "maximum_age"), message)
    for place, need in enumerate(diversion.needs):
        yield from unknown_name((*path, "needs", place), "need", need, baseline.needs)


def _risks(baseline: Blocks) -> Iterator[Problem]:
    for name, reason in baseline.leaving.items():
        yield from _risk(baseline, ("leaving", name), reason)
    for name, move in baseline.moves.items():
        yield from _risk(baseline, ("moves", name), move)
        yield from _need_changes(baseline, ("moves", name, "need_changes"), move)


def _risk(baseline: Blocks, path: Path, risk: Risk) -> Iterator[Problem]:
    yield from unknown_keys((*path, "per_year"), "placement type", risk.per_year, baseline.placement_types)
    yield from unknown_keys((*path, "by_age"), "age band", risk.by_age, baseline.age_bands)
    dated = risk.by_type_and_date
    yield from unknown_keys((*path, "by_type_and_date"), "placement type", dated, baseline.placement_types)
    bands = baseline.time_in_care_bands
    yield from unknown_keys((*path, "by_time_in_care"), "time-in-care band", risk.by_time_in_care, bands)
    placed, bands = risk.by_time_in_placement, baseline.time_in_placement_bands
    yield from unknown_keys((*path, "by_time_in_placement"), "time-in-placement band", placed, bands)
    yield from unknown_keys((*path, "by_stream"), "stream", risk.by_stream, baseline.entrants)
    for kind, rate in risk.per_year.items():
        by_band = (risk.by_age, risk.by_time_in_care, placed, risk.by_stream)
        by_date = ((step.value for step in steps) for steps in (risk.by_date, dated.get(kind, ())))
        factors = [*(block.values() for block in by_band), *by_date]
        yield from too_often((*path, "per_year", kind), rate, factors)


def _need_changes(baseline: Blocks, path: Path, move: Move) -> Iterator[Problem]:
    for place, change in enumerate(move.need_changes):
        yield from unknown_name((*path, place, "from"), "need", change.from_, baseline.needs)
        yield from unknown_name((*path, place, "to"), "need", change.to, baseline.needs)
    for need in baseline.needs:
        total = sum(change.share for change in move.need_changes if change.from_ == need)
        if total > 1 + SHARES_TOLERANCE:
            yield Problem(path, f"shares of need changes from {need!r} add to {total:g}; they may add to 1 at most")


def _at_18(baseline: Blocks) -> Iterator[Problem]:
    block = baseline.at_18
    path = ("at_18", "shares")
    yield from unknown_keys(path, "placement type", block.shares, baseline.placement_types)
    for name in left_out(block.shares, baseline.placement_types):
        yield Problem(path, f"no shares for placement type {name!r}; add a row")
    for name, shares in block.shares.items():
        yield from unknown_keys((*path, name), "reason", shares, block.reasons)
        yield from adds_to_one((*path, name), shares, "shares of reasons")


def _targets(baseline: Blocks) -> Iterator[Problem]:
    told: set[tuple[str, str, str]] = set()
    for place, target in enumerate(baseline.targets):
        path = ("targets", place)
        yield from unknown_name((*path, "budget_line"), "budget line", target.budget_line, baseline.budget_lines)
        saving = target.budget_line, target.year, target.label
        if saving in told:
            yield Problem((*path, "label"), f"{target.label!r} of {target.year} stands twice; a saving counts once")
        told.add(saving)
