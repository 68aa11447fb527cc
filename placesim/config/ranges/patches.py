"""Patches: where a drawn number goes in plain values, before they are validated."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from placesim.config.baseline import Baseline
from placesim.config.problem import InconsistentError, Path
from placesim.config.timelines import changed, multiplied
from placesim.config.values import Step

SAME = 1e-9
"""Shares whose sum is nearer to what it should be are left as they are."""


@dataclass(frozen=True)
class Patch:
    """Where a drawn number goes."""

    name: str
    """The assumption."""
    place: Path
    """Within a configuration, or within an intervention."""
    file: str
    line: int
    """Where its range is written."""

    def value(self, drawn: Mapping[str, float]) -> Any:
        """Return what stands there at a draw; None where it is left as it is."""
        return drawn[self.name]

    def moves_with(self, name: str) -> bool:
        """Tell whether another draw of an assumption changes what stands there."""
        return name == self.name


@dataclass(frozen=True)
class Multiplied(Patch):
    """Where a drawn factor multiplies what stands there, on every date or from one on; 1 leaves it as it is."""

    number: float = 0
    """What stands there, where it is one number for good."""
    steps: tuple[Step, ...] = ()
    """What holds from which date, where it may change."""
    begins: date | None = None
    """First day on which it is multiplied; None: always."""
    whole: bool = False
    """Whether only whole numbers are allowed there: they are rounded."""

    def value(self, drawn: Mapping[str, float]) -> Any:
        """Return what stands there at a draw; None where it is left as it is."""
        factor = drawn[self.name]
        if factor == 1:
            return None
        change = multiplied(factor) if not self.whole else _multiplied_whole(factor)
        if self.begins is not None:
            return changed(self.steps, self.begins, 0, change)
        if self.steps:
            return tuple(step.replace(value=change(step.value, 1)) for step in self.steps)
        return change(self.number, 1)


def _multiplied_whole(factor: float) -> Callable[[float, float], float]:
    return lambda value, _reached: float(round(value * factor))


@dataclass(frozen=True)
class Shared(Patch):
    """Where a drawn share of a whole goes; whatever is drawn of the others, all add up as they did."""

    together: tuple[str, ...] = ()
    """All assumptions that add up, this one among them."""
    total: float = 1.0
    """What they add up to."""

    def moves_with(self, name: str) -> bool:
        """Tell whether another draw of an assumption changes what stands there: any that adds up with it."""
        return name in self.together

    def value(self, drawn: Mapping[str, float]) -> Any:
        """Return what stands there at a draw."""
        total = sum(drawn[name] for name in self.together)
        return drawn[self.name] if abs(total - self.total) < SAME else drawn[self.name] * self.total / total


def with_value(values: Any, place: Path, value: Any) -> Any:
    """Return values with another one at a place; what is not on the way there is shared."""
    first, *further = place
    changed_values: Any = list(values) if isinstance(values, list) else dict(values)
    if further:
        inside = values.get(first, {}) if isinstance(values, Mapping) else values[first]
        value = with_value(inside, tuple(further), value)
    changed_values[first] = value
    return changed_values


def patched_values(values: Any, patches: Sequence[Patch], drawn: Mapping[str, float]) -> Any:
    """Return plain values with what is drawn in its places."""
    for patch in patches:
        value = patch.value(drawn)
        if value is not None:
            values = with_value(values, patch.place, value)
    return values


def patched_council(
    council: Baseline, written: Mapping[str, Any], patches: Sequence[Patch], drawn: Mapping[str, float]
) -> Baseline:
    """Return a council with what is drawn in its places; what is valid already is not checked again.

    Args:
        council: as its configuration describes it.
        written: the blocks of the configuration in which something is drawn, as plain values.
        patches: where it goes.
        drawn: the values, by assumption.

    Raises:
        ValidationError: no council can be like that.
    """
    values = patched_values(written, patches, drawn)
    blocks = {str(patch.place[0]): values[patch.place[0]] for patch in patches}
    for name, block in blocks.items():
        valid = getattr(council, name)
        if isinstance(valid, dict):
            entries = {patch.place[1] for patch in patches if patch.place[0] == name}
            blocks[name] = {**valid, **{entry: block[entry] for entry in entries}}
    return council.replace(**blocks) if blocks else council


def told(error: InconsistentError | ValidationError) -> Iterator[tuple[Path, str]]:
    """Yield where a council or an intervention cannot be as it was drawn, and why."""
    if isinstance(error, InconsistentError):
        yield from ((problem.path, problem.message) for problem in error.problems)
        return
    for item in error.errors():
        original = item.get("ctx", {}).get("error")
        if isinstance(original, InconsistentError):
            yield from told(original)
        else:
            yield item["loc"], str(item["msg"]).replace("Input should", "should")
