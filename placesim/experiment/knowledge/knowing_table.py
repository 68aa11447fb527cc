"""The tables of what knowing is worth to each decision, and of the values at which a decision turns."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from placesim.config.ranges.assumptions import Uncertainty
from placesim.experiment.knowledge.flips import Flip
from placesim.experiment.knowledge.worth import Value, Worth
from placesim.experiment.tables import DECIMALS

if TYPE_CHECKING:
    import pandas as pd

KNOWING = "knowing.csv"
BETWEEN = "the choice between the options"
"""The decision that comes first; the others are about one option each."""

EVERYTHING = "everything at once"

VALUE_COLUMNS = ("decision", "assumption", "label", "value", "standard_error", "by_chance_mean", "by_chance_up_to",
                 "changes", "told_apart", "no_answer_changes_it", "note")  # fmt: skip
FLIP_COLUMNS = ("decision", "assumption", "label", "value", "turns_at", "low", "high", "best_below", "best_above",
                "in_resamples")  # fmt: skip


class Decision(NamedTuple):
    """One decision of a study: between all options, or to go ahead with one or not."""

    name: str
    options: tuple[str, ...]
    """What can be chosen, the baseline first."""
    worth: Worth
    flips: tuple[Flip, ...]


def knowing_table(uncertainty: Uncertainty, decisions: Sequence[Decision]) -> "pd.DataFrame":
    """Return one row a decision and what might be known: an assumption, a group drawn together, or everything.

    `value` is the expected value of perfect information in pounds over all years; `by_chance_mean` and
    `by_chance_up_to` are what is found where there is nothing, on average and in 95 of 100 studies; `changes` is the
    share of futures in which the answer would change the decision; `no_answer_changes_it` tells that none can.
    """
    import pandas as pd

    rows = [_value(decision.name, *told) for decision in decisions for told in _told(uncertainty, decision.worth)]
    return pd.DataFrame(rows, columns=list(VALUE_COLUMNS)).round(DECIMALS)


def _told(uncertainty: Uncertainty, worth: Worth) -> list[tuple[str, str, Value]]:
    """Return name, label and value of each assumption, then of each group, then of everything."""
    alone = zip(uncertainty.assumptions, worth.assumptions, strict=True)
    groups = [(name, f"{name}, drawn together", value) for name, value in worth.groups.items()]
    named = [(each.name, each.label, value) for each, value in alone]
    return [*named, *groups, (EVERYTHING, EVERYTHING, worth.everything)]


def _value(decision: str, name: str, label: str, value: Value) -> tuple[Any, ...]:
    figures = value.value, value.error, value.null, value.by_chance, value.changes
    note = "; ".join(filter(None, (value.reason, value.note)))
    return decision, name, label, *figures, value.told_apart, value.never, note


def flips_table(uncertainty: Uncertainty, decisions: Sequence[Decision]) -> "pd.DataFrame":
    """Return one row a value of an assumption at which another option becomes the best, all others drawn.

    `low` and `high` are the 95% interval of `turns_at`; `in_resamples` is the share of resamples of the futures in
    which the decision turns between the same two options.
    """
    import pandas as pd

    rows = [_flip(uncertainty, decision, flip) for decision in decisions for flip in decision.flips]
    return pd.DataFrame(rows, columns=list(FLIP_COLUMNS)).round(DECIMALS)


def _flip(uncertainty: Uncertainty, decision: Decision, flip: Flip) -> tuple[Any, ...]:
    each = uncertainty.assumptions[flip.assumption]
    best = decision.options[flip.below], decision.options[flip.above]
    return decision.name, each.name, each.label, each.value, flip.value, flip.low, flip.high, *best, flip.sure
