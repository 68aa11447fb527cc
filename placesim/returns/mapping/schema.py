"""What a mapping file says, rule by rule; of several names in a rule, the first that a configuration knows holds."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from placesim.config.values import Frozen, Name


def _several(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _texts(value: Any) -> Any:
    return tuple("" if each is None else each for each in _several(value)) if value is not None else ("",)


Names = Annotated[tuple[Name, ...], BeforeValidator(_several), Field(min_length=1)]
"""A name, or several: the first that the configuration knows holds."""

Code = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, max_length=12)]
"""A code of the return, as in U4; '' where nothing is given."""

Codes = Annotated[tuple[Code, ...], BeforeValidator(_texts)]
"""A code, or several."""


class PlacementRule(Frozen):
    """Rows of these codes are placements of this type."""

    place: Codes
    """PLACE, one code or several."""
    provider: Codes | None = None
    """PLACE_PROVIDER; left out, any, and none."""
    placement_type: Names
    """What the configuration calls it."""


class MoveRule(Frozen):
    """Changes of placement for these reasons, from and to these types, are this move."""

    why: Codes | None = None
    """REASON_PLACE_CHANGE of the placement that ends; left out, any, and none."""
    from_: Names | None = Field(default=None, alias="from")
    """Placement types that are left; left out, all."""
    to: Names | None = None
    """Placement types that follow; left out, all."""
    move: Names
    """What the configuration calls it; `carer_left`, `home_closed` and `transfer` are there in every one."""


class NeedRule(Frozen):
    """Children in placements of these types, of these streams, have this need."""

    placement_type: Names
    """Where they live."""
    stream: Names | None = None
    """By which stream they came; left out, all."""
    need: Names
    """What the configuration calls it."""


class Streams(Frozen):
    """By which stream children came."""

    unaccompanied: Names
    """Unaccompanied asylum-seeking children."""
    others: Names
    """All other children."""


class Mapping(Frozen):
    """What codes of the return mean in a configuration. Rules stand in order: the first that fits holds."""

    placements: tuple[PlacementRule, ...]
    """Placement types by PLACE and PLACE_PROVIDER."""
    temporary: Codes
    """PLACE of stays that are no placement of their own: the one around them goes on."""
    provisions: dict[str, Name] = Field(default_factory=dict)
    """Provision by URN, as in "1234567": our_home; of all others the type and the location decide."""
    leaving: dict[Code, Names]
    """Reasons for leaving care before 18, by REC."""
    at_18: dict[Code, Names]
    """Reasons for leaving care at 18, by REC."""
    moves: tuple[MoveRule, ...]
    """Moves by REASON_PLACE_CHANGE and by the types of the two placements."""
    streams: Streams
    """The streams of the configuration."""
    needs: tuple[NeedRule, ...]
    """What children need, as their placement implies: a return does not say it."""
