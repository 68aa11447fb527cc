"""A configuration in words: what its blocks and fields are called, and their values as people read them."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, get_args

from placesim.config.baseline import Baseline
from placesim.config.blocks import POLICIES, PolicyStep
from placesim.config.children import SearchOption, StartGroup, Transfer, YearsInPlacement
from placesim.config.contract_words import contract_in_words
from placesim.config.contracts import CONTRACTS
from placesim.config.costs import DatedCost
from placesim.config.prices import Price
from placesim.config.provision import Home, Households, Places, Provision, Spot, Triangular
from placesim.config.risks import NeedChange
from placesim.config.text import day_text, plain
from placesim.config.values import Frozen, Share, Step
from placesim.report.words.cost_words import cost_in_words
from placesim.report.words.field_names import FIELDS, NAMED_BY, SECTIONS

KINDS = {
    "spot": "bought child by child, without limit",
    "places": "a number of places",
    "households": "foster households one by one",
    "home": "a named home",
}
CAPACITIES = (Spot, Places, Households, Home)
ALWAYS = frozenset({"out_of_borough", "weekly_fee", "discount_rate", "deflator", "in_budget"})
"""Fields printed even where they stand at their default."""

LABELLED = (
    *("provision", "placement_types", "budget_lines", "needs", "entrants", "leaving", "moves"),
    *("after_care", "income"),
)
"""Parts of a configuration whose entries have labels."""

RISES = frozenset({"uplift_per_year", "deflator"})
"""Fields that are shares though their limits do not say so."""

POUNDS = frozenset({"weekly_fee", "saving", "carer_fee", "allowance_by_age", "weekly", "per_night"})
"""Fields in pounds."""

HIGH_COST, A_THOUSANDTH = (10_000, 20_000), 0.001
"""Pounds a week from which a placement is called a high cost, and a very high one; and a share not worth telling."""

NOT_OPEN = "planned; not open in this run"

HIDDEN = frozenset({"label", "source", "kind", "time_since_leaving_bands"})
IN_THE_TITLE = frozenset({"provision", "stream", "placement_types"})


class Words:
    """Says a configuration's blocks in words, with labels in place of names."""

    def __init__(self, baseline: Baseline):
        self._baseline = baseline
        self._labels: dict[str, dict[str, str]] = {"reasons": {n: plain(t) for n, t in baseline.at_18.reasons.items()}}
        for part in LABELLED:
            self._labels[part] = {name: plain(item.label) for name, item in getattr(baseline, part).items()}
        self._labels["reasons"] |= self._labels["leaving"]

    def title(self, path: tuple[str | int, ...]) -> str:
        """Return what a block is called in the report."""
        if path[:2] == ("children_in_care", "groups") and len(path) == 3:
            group = self._baseline.children_in_care.groups[int(path[2])]
            return f"{self._label('provision', group.provision)} ({self._label('entrants', group.stream)})"
        part, *rest = (str(item) for item in path)
        if part == "costs":
            return f"Cost: {plain(self._baseline.costs[int(rest[0])].label or '')}"
        if part == "targets":
            return f"Saving promised: {plain(self._baseline.targets[int(rest[0])].label)}"
        if rest[:1] == ["years_in_placement"]:
            told = self._baseline.children_in_care.years_in_placement[int(rest[1])].placement_types
            return f"Time in placement: {', '.join(self._label('placement_types', kind) for kind in told)}"
        if not rest:
            return SECTIONS.get(part, spelt(part))
        return ": ".join([self._label(part, rest[0]), *(spelt(item).lower() for item in rest[1:])])

    def values(self, block: Frozen) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield each field that says something, as its name and lines of text."""
        if isinstance(block, DatedCost):
            yield "What it comes to", (cost_in_words(block),)
            return
        titled = HIDDEN | IN_THE_TITLE if isinstance(block, StartGroup | YearsInPlacement) else HIDDEN
        for name, field in type(block).model_fields.items():
            value = getattr(block, name)
            if name in titled or _says_nothing(name, value, field.default) or _has_sources(value):
                continue
            if isinstance(value, CAPACITIES):
                opens = f", {NOT_OPEN}" if isinstance(value, Home) and value.opens is None else ""
                yield "Capacity", (KINDS.get(value.kind, value.kind) + opens,)
                yield from self.values(value)
            elif isinstance(value, CONTRACTS) and isinstance(block, Provision):
                yield "Contract", (contract_in_words(self._baseline, block),)
            else:
                shares = _of_shares(field.annotation, field.metadata) or name in RISES
                yield FIELDS.get(name, spelt(name)), tuple(self._lines(name, value, shares))
        if isinstance(block, Price):
            yield from _dearest(block)

    def _lines(self, name: str, value: Any, shares: bool) -> list[str]:
        """Return a field's value as one line, or as a line an item where each says much."""
        match value:
            case Mapping() if any(isinstance(item, Mapping | tuple) for item in value.values()):
                lines = [f"{self._named(name, key)}: {self._text(name, item, shares)}" for key, item in value.items()]
            case (Step(), *_):
                lines = [_steps(value, lambda number: _number(name, number, shares))]
            case ((int(), float()), *_):
                lines = [f"{rate:.2%} from year {year}" for year, rate in value]
            case (tuple(), *_):
                lines = [f"{place}. {' or '.join(map(self._option, tier))}" for place, tier in enumerate(value, 1)]
            case (Transfer(), *_):
                lines = [self._transfer(item) for item in value]
            case (NeedChange(), *_):
                lines = [self._need_change(item) for item in value]
            case (Frozen(), *_):
                lines = [f"{len(value):,} listed one by one"]
            case tuple():
                lines = [self._text(name, item, shares) for item in value]
            case Frozen() if not isinstance(value, Triangular):
                lines = [f"{label.lower()}: {'; '.join(inner)}" for label, inner in self.values(value)]
            case _:
                lines = [self._text(name, value, shares)]
        return lines

    def _text(self, name: str, value: Any, shares: bool) -> str:
        """Return one value as text."""
        match value:
            case bool():
                text = "yes" if value else "no"
            case int() | float():
                text = _number(name, value, shares)
            case date():
                text = day_text(value)
            case (Step(), *_):
                text = _steps(value, lambda number: _number(name, number, shares))
            case Triangular():
                text = f"{value.least:g} to {value.most:g} days, likeliest {value.likeliest:g}"
            case Mapping():
                inner = "reasons" if name == "shares" else name
                pairs = [f"{self._named(inner, key)} {self._text(name, item, shares)}" for key, item in value.items()]
                text = ", ".join(pairs)
            case _:
                text = self._named(name, value)
        return text

    def _option(self, option: SearchOption) -> str:
        limits = [f"for {option.share:.0%} of children"] if option.share < 1 else []
        limits += ["on entering care only"] if option.on_entry_only else []
        return self._label("provision", option.provision) + (f" ({', '.join(limits)})" if limits else "")

    def _transfer(self, wish: Transfer) -> str:
        places = ", ".join(self._label("provision", name) for name in wish.from_)
        until = f", until settled at {wish.settled_after_days:,.0f} days" if wish.settled_after_days else ""
        since = f", from {day_text(wish.starts)}" if wish.starts else ""
        when = f"after {wish.minimum_days:g} days{until}{wish.ages_in_words()}{since}"
        return f"to {self._label('provision', wish.to)} from {places}, {when}"

    def _need_change(self, change: NeedChange) -> str:
        age = f" from age {change.minimum_age:g}" if change.minimum_age else ""
        before, after = self._label("needs", change.from_), self._label("needs", change.to)
        return f"{change.share:.0%} of children{age}: {before} becomes {after}"

    def _named(self, field: str, name: Any) -> str:
        if field == "approved_places":
            return f"{name} place" if name == 1 else f"{name} places"
        part = NAMED_BY.get(field, "")
        return self._label(part if name in self._labels.get(part, {}) else "reasons", str(name))

    def _label(self, part: str, name: str) -> str:
        return self._labels.get(part, {}).get(name, plain(name))


def _dearest(price: Price) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield which shares of children cost more than what is called high, where any does; at first prices."""
    shares = {pounds: price.share_above(pounds) for pounds in HIGH_COST}
    if (price.variation or price.tail) and any(share >= A_THOUSANDTH for share in shares.values()):
        told = [f"{share:.1%} above £{pounds:,} a week" for pounds, share in shares.items()]
        yield "Share of children who cost", ("; ".join(told),)


def policy_text(policies: tuple[PolicyStep, ...]) -> str:
    """Return who is offered a freed bed first, and from when another is."""
    first, *later = policies
    return "; then ".join([POLICIES[first.value], *(f"{POLICIES[p.value]} from {day_text(p.from_)}" for p in later)])


def spelt(name: str) -> str:
    """Return a name as words."""
    words = name.rstrip("_").replace("_", " ")
    return words[:1].upper() + words[1:]


def _says_nothing(name: str, value: Any, default: Any) -> bool:
    """Tell whether a value is left out: it is empty, or stands at a default that changes nothing."""
    if name in ALWAYS:
        return False
    if isinstance(value, tuple) and len(value) == 1 and isinstance(value[0], Step):
        value = value[0].value
    return value in (None, (), {}) or value == default


def _has_sources(value: Any) -> bool:
    """Tell whether a value is made of blocks with sources of their own, which are printed by themselves."""
    items = list(value.values()) if isinstance(value, Mapping) else value
    first = items[0] if isinstance(items, tuple | list) and items else items
    return isinstance(first, Frozen) and bool(getattr(first, "source", ()))


def _of_shares(annotation: Any, metadata: list[Any]) -> bool:
    """Tell whether a field holds shares between 0 and 1, at whatever depth."""
    if annotation == Share:
        return True
    limits = {(type(item).__name__, getattr(item, "ge", getattr(item, "le", None))) for item in metadata}
    if annotation is float and {("Ge", 0), ("Le", 1)} <= limits:
        return True
    return any(_of_shares(inner, []) for inner in get_args(annotation))


def _number(name: str, value: float, shares: bool) -> str:
    if shares:
        return f"{value * 100:.2f}".rstrip("0").rstrip(".") + "%"
    if name in POUNDS:
        return f"£{value:,.2f}".removesuffix(".00")
    return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"


def _steps(steps: tuple[Step, ...], shown: Callable[[float], str]) -> str:
    first, *later = steps
    since = f" from {day_text(first.from_)}" if first.from_ != date.min else ""
    then = [f"{shown(step.value)} from {day_text(step.from_)}" for step in later]
    return "; then ".join([shown(first.value) + (since if later else ""), *then])
