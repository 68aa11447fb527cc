"""Standing: which options do most on a measure, which of them the figures cannot tell apart, and what holds what.

standing(options, measure) -> Standing      the best, and those that may be as good
packages(options) -> dict[str, list[str]]   options that make every change of others, and more
variants(options, name) -> list[str]        options that act on the same places and children in another way
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from placesim.config.interventions.intervention import Intervention
from placesim.report.comparison.differences import Way, way
from placesim.report.comparison.options import SPEND, Options

NAMED = 4
"""How many scenarios a sentence names."""


@dataclass(frozen=True)
class Standing:
    """Which options do most on a measure that is better when lower."""

    sure: tuple[str, ...]
    """Options that clearly lower it, most first."""
    tied: tuple[str, ...]
    """Options whose difference from the first of these the figures cannot tell; empty where there is none sure."""
    none: tuple[str, ...]
    """Options without a clear difference."""
    higher: tuple[str, ...]
    """Options that clearly raise it."""

    @property
    def best(self) -> str | None:
        """The option with the largest sure difference, whether or not others may be as good."""
        return self.sure[0] if self.sure else None


def standing(options: Options, measure: str = SPEND, names: Sequence[str] | None = None) -> Standing:
    """Return which options do most; only what a council decides is ranked."""
    among = options.choices if names is None else names
    found = {name: options.difference(name, measure) for name in among}
    ordered = sorted(among, key=lambda name: found[name].mean)
    sure = tuple(name for name in ordered if way(found[name]) == Way.LOWER)
    higher = tuple(name for name in ordered if way(found[name]) == Way.HIGHER)
    none = tuple(name for name in ordered if name not in sure and name not in higher)
    return Standing(sure, _as_good(options, measure, sure, none), none, higher)


def _as_good(options: Options, measure: str, sure: Sequence[str], none: Sequence[str]) -> tuple[str, ...]:
    """Return those of the others that are not clearly above the best."""
    if not sure:
        return ()
    best, *others = sure
    return tuple(n for n in (*others, *none) if way(options.apart(n, best, measure)) != Way.HIGHER)


def packages(options: Options) -> dict[str, list[str]]:
    """Return the options that make every change of one or more others, and more, with those others."""
    changes = {name: options.scenario(name).interventions for name in options.options}
    found: dict[str, list[str]] = {}
    for whole in options.options:
        parts = [part for part in options.options if part != whole and _holds(changes[whole], changes[part])]
        if parts:
            found[whole] = parts
    return found


def _holds(whole: Sequence[Intervention], part: Sequence[Intervention]) -> bool:
    """Tell whether one option makes every change of another and acts on more than it; the same homes late do not."""
    return len(part) > 0 and all(change in whole for change in part) and _targets(whole) > _targets(part)


def variants(options: Options, name: str) -> list[str]:
    """Return the other options that act on the very same places and children, as planned homes and the same homes late.

    Their difference says how far an option depends on how well it is carried out.
    """
    own = _targets(options.scenario(name).interventions)
    return [n for n in options.options if n != name and own and _targets(options.scenario(n).interventions) == own]


def _targets(changes: Iterable[Intervention]) -> set[tuple[str, ...]]:
    """Return what changes act on: which places, which rates, which children."""
    return {target for change in changes for target in change.acts_on()}


def listed(options: Options, names: Sequence[str], most: int = NAMED) -> str:
    """Return scenarios' names in quotation marks as a sentence lists them; the rest of a long list is counted."""
    said = [quoted(options.label(name)) for name in names[:most]]
    rest = len(names) - most
    if rest > 0:
        said.append(f"{rest} other{'s' * (rest > 1)}")
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}" if said else "none"


def quoted(label: str) -> str:
    """Return a scenario's name in quotation marks."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{label}\N{RIGHT DOUBLE QUOTATION MARK}"
