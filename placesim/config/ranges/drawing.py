"""Drawing: the council and each of its options, as one draw of every assumption makes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from placesim.config.baseline import Baseline, checked_at_the_end
from placesim.config.faults import Fault, InputError
from placesim.config.interventions.intervention import Intervention
from placesim.config.problem import InconsistentError, Path
from placesim.config.ranges.assumptions import Uncertainty
from placesim.config.ranges.changes import Change
from placesim.config.ranges.patches import Patch, patched_council, told
from placesim.config.ranges.shapes import Floats
from placesim.config.scenario import with_intervention

KEPT = 50
"""Draws of which a process keeps the council itself for the next scenario."""


@dataclass(frozen=True, eq=False)
class Drawable:
    """A study whose assumptions can be drawn: small enough to go to every process that plays futures."""

    uncertainty: Uncertainty
    council: Baseline
    """What the configuration says, for the years that are simulated, at central values."""
    written: Mapping[str, Any]
    """The blocks of the configuration in which ranges stand, as plain values."""
    patches: tuple[Patch, ...]
    changes: tuple[Intervention, ...]
    """What has been changed in the council since."""
    options: Mapping[str, tuple[Change, ...]]
    """The interventions of every scenario by its name; of the baseline none, and it comes first."""
    _last: dict[bytes, Baseline] = field(default_factory=dict, repr=False)

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The scenarios' names, the baseline first."""
        return tuple(self.options)

    def reaches(self, scenario: str) -> tuple[bool, ...]:
        """Tell which assumptions change a scenario's council, in order of columns: those of other options do not."""
        patches = [*self.patches, *(patch for change in self.options[scenario] for patch in change.patches)]
        return tuple(any(patch.moves_with(name) for patch in patches) for name in self.uncertainty.names)

    def alone(self, scenario: str) -> "Drawable":
        """Return one scenario of the study, without assumptions that only other scenarios have.

        What it draws is the same: columns of draws do not depend on each other beyond ties, which options have none of.
        """
        others = [changes for name, changes in self.options.items() if name != scenario]
        elsewhere = {patch.name for changes in others for change in changes for patch in change.patches}
        uncertain, reached = self.uncertainty, self.reaches(scenario)
        own = [
            one for one, here in zip(uncertain.assumptions, reached, strict=True) if here or one.name not in elsewhere
        ]
        uncertainty = Uncertainty(tuple(own), uncertain.ties)
        return replace(self, uncertainty=uncertainty, options={scenario: self.options[scenario]}, _last={})

    def baselines(self, row: Floats) -> dict[str, Baseline]:
        """Return every scenario's council at a draw.

        Args:
            row: a value of each assumption.

        Raises:
            InputError: no council can be like that; told by the assumption.
        """
        return {name: self.baseline(name, row) for name in self.options}

    def baseline(self, scenario: str, row: Floats) -> Baseline:
        """Return one scenario's council at a draw.

        Raises:
            InputError: no council can be like that; told by the assumption.
        """
        drawn = dict(zip(self.uncertainty.names, map(float, row), strict=True))
        try:
            return checked_at_the_end(lambda: self._made(scenario, row.tobytes(), drawn))
        except (InconsistentError, ValidationError, InputError):
            self._last.clear()
            return self._made(scenario, row.tobytes(), drawn)  # looked at after every step: which is it?

    def _made(self, scenario: str, key: bytes, drawn: Mapping[str, float]) -> Baseline:
        council = self._council(key, drawn)
        for change in self.options[scenario]:
            try:
                council = with_intervention(change.drawn(drawn), council)
            except (InconsistentError, ValidationError) as error:
                raise _unusable(error, change.patches, self.patches, drawn) from None
        return council

    def _council(self, key: bytes, drawn: Mapping[str, float]) -> Baseline:
        """Return the council itself at a draw; some are kept, as every scenario of a future begins with it."""
        if key not in self._last:
            if len(self._last) >= KEPT:
                self._last.clear()
            self._last[key] = self._drawn_council(drawn)
        return self._last[key]

    def _drawn_council(self, drawn: Mapping[str, float]) -> Baseline:
        try:
            council = patched_council(self.council, self.written, self.patches, drawn)
            for change in self.changes:
                council = with_intervention(change, council)
        except (InconsistentError, ValidationError) as error:
            raise _unusable(error, self.patches, (), drawn) from None
        return council

    def __getstate__(self) -> dict[str, Any]:
        """Return what goes to another process: all but the last draws."""
        return {**self.__dict__, "_last": {}}


def _unusable(
    error: InconsistentError | ValidationError,
    own: Sequence[Patch],
    others: Sequence[Patch],
    drawn: Mapping[str, float],
) -> InputError:
    """Return the error that no council can be like a draw, told at the range that is probably too wide."""
    place, message = next(told(error))
    meant = max([*own, *others], key=lambda patch: _shared(patch.place, place))
    text = f"drawn as {drawn[meant.name]:.6g}, it makes a council that cannot be: {message}; narrow the range"
    return InputError([Fault(meant.file, meant.line, meant.name, text)])


def _shared(one: Path, other: Path) -> int:
    """Return how many steps two places have in common before they part."""
    return next(
        (step for step, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
