"""The assumptions of a run: every block of the configuration with its sources, its size in money and in children."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from placesim.config.baseline import Baseline
from placesim.config.charges import carried_lines
from placesim.config.evidence import Figure
from placesim.config.text import listing
from placesim.config.values import Frozen
from placesim.report.figures import unit_for
from placesim.report.study import Study
from placesim.report.words.cited import Cited, cited
from placesim.report.words.configuration import Words, spelt
from placesim.report.words.field_names import SECTIONS
from placesim.report.words.placeholders import priced


@dataclass(frozen=True)
class Block:
    """One block of the configuration: what it is, its values in words, and its sources."""

    section: str
    title: str
    values: tuple[tuple[str, tuple[str, ...]], ...]
    sources: tuple[Cited, ...]
    path: tuple[str | int, ...] = ()
    """Where it stands in the configuration."""
    size: str = ""
    """How much money or how many children it touches, in words."""

    @property
    def assumed(self) -> bool:
        """True when at least one of its sources is an assumption."""
        return any(source.assumed for source in self.sources)

    @property
    def only_assumed(self) -> bool:
        """True when nothing but assumption stands behind it."""
        return all(source.assumed for source in self.sources)

    @property
    def fitted(self) -> bool:
        """True when at least one of its sources is the council's own return, and none is an assumption."""
        return any(source.fitted for source in self.sources) and not self.assumed

    @property
    def rests_on(self) -> str:
        """What kinds of source it has, as in `evidence and assumption`."""
        kinds = {
            "evidence": any(not (source.assumed or source.fitted) for source in self.sources),
            "fit": any(source.fitted for source in self.sources),
            "assumption": self.assumed,
        }
        return listing([kind for kind, has in kinds.items() if has])


def blocks_of(baseline: Baseline, evidence: Mapping[str, Figure]) -> list[Block]:
    """Return every block that carries a source, in the order of the configuration; not budget lines merely carried."""
    words, carried = Words(baseline), {("budget_lines", name) for name in carried_lines(baseline)}
    blocks = []
    for path, block in (each for each in _sourced(baseline, ()) if each[0][:2] not in carried):
        sources = tuple(cited(item, evidence) for item in block.source)  # type: ignore[attr-defined]
        section = SECTIONS.get(str(path[0]), spelt(str(path[0]))) if path else "General"
        blocks.append(Block(section, words.title(path), tuple(words.values(block)), sources, path))
    return blocks


def _sourced(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Frozen]]:
    """Yield every block with a source, with its path, a block before the blocks within it."""
    if isinstance(value, Frozen):
        if getattr(value, "source", ()):
            yield path, value
        for name in type(value).model_fields:
            yield from _sourced(getattr(value, name), (*path, name))
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _sourced(item, (*path, name))
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from _sourced(item, (*path, place))


LARGEST_NAMED = 4
"""How many of the largest a summary names."""

ENTRIES, RE_ENTRIES, LEAVERS, MOVES = "entries", "re_entries", "leavers", "moves"


@dataclass(frozen=True)
class Size:
    """What one block touches over the whole horizon, on average."""

    text: str
    money: float = 0.0
    """Share of spend."""
    children: float = 0.0
    """Children, or events of children."""

    @property
    def order(self) -> tuple[float, float]:
        """Sorts the largest first: by money, then by children."""
        return -self.money, -self.children


@dataclass(frozen=True)
class Largest:
    """The largest assumptions in words: by money and by children."""

    money: tuple[str, ...]
    children: tuple[str, ...]

    @property
    def said(self) -> tuple[str, ...]:
        """A sentence each, where there are any."""
        by = (("By money", self.money), ("By children", self.children))
        return tuple(f"{what}: {'; '.join(named)}." for what, named in by if named)


def by_size(study: Study, blocks: Sequence[Block]) -> tuple[list[Block], Largest]:
    """Return blocks with their size, those that touch most first, and the largest that rest on assumption."""
    ordered = _ordered(blocks, [size_of(study, block.path) for block in blocks])
    assumed = [(block, size) for block, size in ordered if block.assumed]
    money = {block.title.split(": price")[0]: size.text for block, size in assumed if size.money > 0}
    children = {block.title: size.text for block, size in assumed if _is_about_children(block) and size.children > 0}
    largest = Largest(_first(money), _first(children))
    return [replace(block, size=size.text) for block, size in ordered], largest


def most_money_first(baseline: Study, options: Mapping[str, Study], blocks: Sequence[Block]) -> list[Block]:
    """Return blocks by the money that rests on them; of what the baseline lacks, in the option with most."""
    sizes = [_largest_use(baseline, options, block) for block in blocks]
    return [replace(block, size=size.text) for block, size in _ordered(blocks, sizes)]


def _largest_use(baseline: Study, options: Mapping[str, Study], block: Block) -> Size:
    size = size_of(baseline, block.path)
    if size.money or size.children or _is_about_children(block):
        return size
    uses = ((label, size_of(study, block.path)) for label, study in options.items())
    label, most = min(uses, key=lambda use: use[1].order, default=("", size))
    return replace(most, text=f"{most.text} in “{label}”") if most.money or most.children else size


def _ordered(blocks: Sequence[Block], sizes: Sequence[Size]) -> list[tuple[Block, Size]]:
    pairs = zip(blocks, sizes, strict=True)
    return sorted(pairs, key=lambda pair: (_is_about_children(pair[0]), *pair[1].order))


def _first(named: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(f"{name} ({text})" for name, text in list(named.items())[:LARGEST_NAMED])


def _is_about_children(block: Block) -> bool:
    return block.path[:1] != ("provision",)


def size_of(study: Study, path: tuple[str | int, ...]) -> Size:
    """Return the size of the block at a path of the configuration."""
    part, name = str(path[0]) if path else "", str(path[1]) if len(path) > 1 else ""
    match part:
        case "provision":
            size = _provision(study, name)
        case "entrants" | "leaving" | "moves":
            what = {"entrants": ENTRIES, "leaving": LEAVERS, "moves": MOVES}[part]
            size = _events(over_horizon(study, what, name), what)
        case "at_18":
            size = _events(sum(over_horizon(study, LEAVERS, r) for r in study.baseline.at_18.reasons), LEAVERS)
        case "needs":
            size = _need(study, name)
        case "re_entry":
            size = _events(over_horizon(study, RE_ENTRIES, "all"), ENTRIES)
        case "children_in_care":
            size = _at_start(study, path)
        case "after_care" | "income":
            size = _pounds(study, {"after_care": "after_care_spend", "income": "income"}[part], name)
        case _:
            size = Size("")
    return size


def over_horizon(study: Study, measure: str, group: str) -> float:
    """Return the mean of futures of a measure, added up over all years."""
    if not study.has(measure, group):
        return 0.0
    return float(sum(study.values(year, measure, group).mean() for year in study.years))


def _events(count: float, what: str) -> Size:
    return Size(f"{_about(count, what)} in all years", children=count)


ONE = {"entries": "entry", "leavers": "leaver", "moves": "move", "children": "child"}
"""One of what is counted."""


def _about(count: float, what: str) -> str:
    """Return a mean count in words, as in `about 12 moves`."""
    if count < 0.5:
        return f"fewer than one {ONE[what]}" if count else f"no {what}"
    return f"about {count:,.0f} {ONE[what] if round(count) == 1 else what}"


def _provision(study: Study, name: str) -> Size:
    spend, nights = (_share(study, measure, name) for measure in ("spend", "nights"))
    if spend > 0:
        return Size(f"{_percent(spend)} of spend", spend, nights)
    free = ", no spend" if priced(study.baseline) else ""
    return Size(f"{_percent(nights)} of nights{free}" if nights else "not used in this run", children=nights)


def _pounds(study: Study, measure: str, name: str) -> Size:
    total = over_horizon(study, measure, name)
    return Size(f"{unit_for('pounds', total).full(total)} in all years" if total else "nothing in this run")


def _share(study: Study, measure: str, group: str) -> float:
    whole = over_horizon(study, measure, "all")
    return over_horizon(study, measure, group) / whole if whole else 0.0


def _percent(share: float) -> str:
    return "under 1%" if share < 0.01 else f"{share:.0%}"


def _need(study: Study, need: str) -> Size:
    """Return how many children have a need at the start or as they enter; later changes of need are not counted."""
    council = study.baseline
    begin = sum(
        sum(group.ages.values()) * group.needs.get(need, 0.0) for group in council.children_in_care.groups
    ) + sum(child.need == need for child in council.children_in_care.children)
    enter = sum(
        over_horizon(study, ENTRIES, name)
        * sum(share * stream.needs.get(band, {}).get(need, 0.0) for band, share in stream.ages.items())
        for name, stream in council.entrants.items()
    )
    have = "has" if 0 < begin + enter < 1.5 else "have"
    return Size(f"{_about(begin + enter, 'children')} {have} it at the start or on entry", children=begin + enter)


def _at_start(study: Study, path: tuple[str | int, ...]) -> Size:
    if path[1:2] == ("groups",):
        count = sum(study.baseline.children_in_care.groups[int(path[2])].ages.values())
    elif path[1:2] == ("years_in_placement",):
        kinds = study.baseline.children_in_care.years_in_placement[int(path[2])].placement_types
        count = sum(study.start_count(kind) for kind in kinds)
    else:
        count = study.start_count()
    return Size(f"{count:,} {ONE['children'] if count == 1 else 'children'}", children=count)
