"""The tables of a sensitivity study: both ends of every assumption, and the values at which the answer turns."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placesim.config.scenario_files import BASELINE
from placesim.experiment.differences import Difference
from placesim.experiment.knowledge.draws_table import DRAWS, draws_table
from placesim.experiment.knowledge.shares import Share
from placesim.experiment.sensitivity.study import Sensitivity
from placesim.experiment.sensitivity.turning import Turn
from placesim.experiment.sensitivity.whole import keys_of
from placesim.experiment.tables import DECIMALS, write_table
from placesim.results.measures import MEASURES

if TYPE_CHECKING:
    import pandas as pd

TURNING_COLUMNS = ("assumption", "label", "scenario", "against", "value", "turns_at", "low", "high", "rising")


def ends_table(study: Sensitivity) -> "pd.DataFrame":
    """Return one row a scenario, assumption and end.

    `at_value` and `at_end` are means of the baseline's own figure, or of an option's difference from it; `mean` to
    `p90` are of the change between the two, future by future; `below_zero` is the share of futures in which what is
    told lies below nothing with the assumption at its end.
    """
    import pandas as pd

    rows = [
        row
        for scenario in study.scenarios
        for place in range(len(study.assumptions))
        for row in _rows(study, scenario, place)
    ]
    return pd.DataFrame(rows).round(DECIMALS)


def _rows(study: Sensitivity, scenario: str, place: int) -> list[dict[str, Any]]:
    ends = study.ends(scenario, place)
    return [_row(study, scenario, place, end, change) for end, change in ((0, ends.low), (1, ends.high))]


def _row(study: Sensitivity, scenario: str, place: int, end: int, change: Difference) -> dict[str, Any]:
    assumption, (measure, group, year) = study.assumptions[place], study.figure
    told = study.at_end(scenario, place, end)
    spread = ("mean", "low", "high", "p10", "p50", "p90")
    return {
        "scenario": scenario,
        "assumption": assumption.name,
        "label": assumption.label,
        "assumption_unit": assumption.unit,
        "assumption_value": assumption.value,
        "end": ("low", "high")[end],
        "assumption_end": (assumption.low, assumption.high)[end],
        "financial_year": year,
        "measure": measure,
        "group": group,
        "unit": MEASURES[measure].unit,
        "told": "figure" if scenario == BASELINE else "difference",
        "at_value": change.before,
        "at_end": change.after,
        **{name: getattr(change, name) for name in spread},
        "below_zero": float((told < 0).mean()),
        "answered_by": "pricing again" if assumption.only_money else "new futures",
        "note": change.note,
    }


def shares_table(study: Sensitivity) -> "pd.DataFrame":
    """Return one row a scenario and assumption or group: its first-order share of the variance, luck counted.

    `by_chance` is what chance stays below in 95 of 100 studies where there is nothing; `first` and `total`, with their
    95% intervals, are full Sobol indices, where they were asked for: shares of the variance over assumptions.
    """
    import pandas as pd

    rows = [row for scenario in study.scenarios for row in _shares(study, scenario)]
    return pd.DataFrame(rows).round(DECIMALS)


def _shares(study: Sensitivity, scenario: str) -> list[dict[str, Any]]:
    (alone, groups), indices = study.shares(scenario), _indices(study, scenario)
    named = zip(study.uncertainty.names, alone, strict=True)
    return [
        {"scenario": scenario, "assumption": name, **_share(share), **indices.get(name, {})}
        for name, share in [*named, *groups.items()]
    ]


def _share(share: Share) -> dict[str, Any]:
    note = "; ".join(filter(None, (share.reason, share.note)))
    return {"share": share.value, "standard_error": share.error, "by_chance": share.by_chance, "note": note}


def _indices(study: Sensitivity, scenario: str) -> dict[str, dict[str, float]]:
    """Return full indices by the name of the assumption or group; nothing where they were not asked for."""
    if study.whole is None:
        return {}
    found = study.whole.indices(study.scenarios.index(scenario))
    return {
        name: {
            f"{kind}{end}": getattr(index, end.removeprefix("_") or "value")
            for kind, index in (("first", first), ("total", total))
            for end in ("", "_low", "_high")
        }
        for name, first, total in zip(keys_of(study.uncertainty), found.first, found.total, strict=True)
    }


def turning_table(study: Sensitivity, turns: Sequence[Turn]) -> "pd.DataFrame":
    """Return one row a value at which a scenario's mean passes that of the baseline, or of another option.

    `low` and `high` are the 95% bootstrap interval of the value, infinite where it reaches beyond the range; `rising`
    tells whether the scenario goes from below the other to above it as the assumption rises.
    """
    import pandas as pd

    rows = [(study.assumptions[turn.place], turn) for turn in turns]
    told = [(each.name, each.label, turn.option, turn.other, each.value, *_values(turn)) for each, turn in rows]
    return pd.DataFrame(told, columns=list(TURNING_COLUMNS)).round(DECIMALS)


def _values(turn: Turn) -> tuple[float, float, float, bool]:
    crossing = turn.crossing
    return crossing.value, crossing.low, crossing.high, crossing.rising


def write_sensitivity(folder: Path, study: Sensitivity, turns: Sequence[Turn]) -> None:
    """Write sensitivity.csv, shares.csv, draws.csv, and turning_points.csv where the answer turns anywhere."""
    write_table(folder / "sensitivity.csv", [ends_table(study)])
    write_table(folder / "shares.csv", [shares_table(study)])
    write_table(folder / DRAWS, [draws_table(study.uncertainty, study.together.draws)])
    if turns:
        write_table(folder / "turning_points.csv", [turning_table(study, turns)])
