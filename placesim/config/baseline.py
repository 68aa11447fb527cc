"""The baseline: what a configuration file says, validated, frozen, and known to fit together."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Self

from pydantic import model_validator

from placesim.config.blocks import Blocks
from placesim.config.consistency import problems
from placesim.config.problem import agreed

_on_the_way: ContextVar[bool] = ContextVar("on the way", default=False)
"""Whether what is being made is only a step towards a baseline, which is checked once it is there."""


class Baseline(Blocks):
    """Today carried forward: one council, its children, its provision, and how both change."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if not _on_the_way.get():
            agreed(problems(self))
        return self


def checked_at_the_end(make: Callable[[], Baseline]) -> Baseline:
    """Return the baseline that a function makes in steps; whether its blocks agree is looked at once, not every step.

    Raises:
        InconsistentError: they do not.
        ValidationError: a value is not allowed.
    """
    before = _on_the_way.set(True)
    try:
        made = make()
    finally:
        _on_the_way.reset(before)
    agreed(problems(made))
    return made
