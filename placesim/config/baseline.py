"""The baseline: what a configuration file says, validated, frozen, and known to fit together."""

from typing import Self

from pydantic import model_validator

from placesim.config.blocks import Blocks
from placesim.config.consistency import problems
from placesim.config.problem import agreed


class Baseline(Blocks):
    """Today carried forward: one council, its children, its provision, and how both change."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        agreed(problems(self))
        return self
