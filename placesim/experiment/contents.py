"""Contents: what the futures of one scenario depend on, as a text that is the same wherever they would be the same."""

from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pickle import Pickler
from typing import Any

from placesim.config.ranges.assumptions import Assumption
from placesim.config.ranges.drawing import Drawable
from placesim.experiment.player import Player


def content_of(player: Player) -> str:
    """Return what the futures of a single scenario depend on: its council, what is drawn, and the luck; not its name.

    Two that differ may still have the same futures; two that are alike do have them.

    Args:
        player: what plays that scenario alone.
    """
    [baseline] = player.baselines.values()
    drawn = None if player.drawn is None else (_drawn(player.drawn.drawable), player.drawn.seed)
    return _digest((baseline, player.seed, player.keep_histories, drawn))


def _drawn(drawable: Drawable) -> tuple[Any, ...]:
    uncertainty = drawable.uncertainty
    made = drawable.council, drawable.written, drawable.patches, drawable.changes, [*drawable.options.values()]
    return *made, [*map(_as_drawn, uncertainty.assumptions)], uncertainty.ties


def _as_drawn(assumption: Assumption) -> Assumption:
    """Return an assumption without what is only told of it, in which another scenario may have a say."""
    return replace(assumption, label="", unit="", only_money=False, source=())


def _digest(content: Any) -> str:
    """Return the hash of values, alike whether or not they share parts in memory."""
    written = BytesIO()
    pickler = Pickler(written)
    pickler.fast = True
    pickler.dump(content)
    return sha256(written.getbuffer()).hexdigest()
