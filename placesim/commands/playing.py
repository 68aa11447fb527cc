"""Options of every command that simulates: written once, and given to a command as one value."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from inspect import Parameter, signature
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

from placesim.commands.arguments import Cluster, Engine, Ranges, Seed, SendChildren, Workers, Years

if TYPE_CHECKING:
    from placesim.api import Council

PLAYING = "playing"
"""The parameter in whose place a command gets these options."""


@dataclass(frozen=True)
class Playing:
    """By which luck a study is played, over how long, with which ranges, and by whom."""

    seed: Seed = 1
    years: Years = None
    ranges: Ranges = None
    workers: Workers = None
    engine: Engine = None
    cluster: Cluster = None
    send_children: SendChildren = False

    def council(self, file: Path) -> "Council":
        """Return the council of a configuration file."""
        from placesim import api

        return api.load(file, self.years, self.ranges)

    @property
    def by(self) -> dict[str, Any]:
        """Who plays, as functions of the api are told."""
        return {name: getattr(self, name) for name in ("workers", "engine", "cluster", "send_children")}


def with_playing(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command, in place of its parameter `playing`, the options that stand in `Playing`."""
    hints = get_type_hints(Playing, include_extras=True)
    options = [
        Parameter(each.name, Parameter.KEYWORD_ONLY, default=each.default, annotation=hints[each.name])
        for each in fields(Playing)
    ]

    @wraps(command)
    def wrapped(*args: Any, **given: Any) -> None:
        command(*args, playing=Playing(**{each.name: given.pop(each.name) for each in options}), **given)

    own = [each.replace(kind=Parameter.KEYWORD_ONLY) for each in signature(command).parameters.values()]
    place = [each.name for each in own].index(PLAYING)
    asked = signature(command).replace(parameters=[*own[:place], *options, *own[place + 1 :]])
    wrapped.__signature__ = asked  # type: ignore[attr-defined]
    return wrapped
