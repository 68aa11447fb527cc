"""How far an option's saving rests on one assumption: `python -m placesim.studies.tested_assumptions`.

The same option is played under other assumptions, one at a time, on the same luck; only that one differs. It is set
against the baseline with the same assumption.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from placesim.config.baseline import Baseline
from placesim.config.blocks import Complexity
from placesim.config.children import ADULT_AGE
from placesim.config.loading import evidence_folder_of, load_baseline
from placesim.config.scenario_files import BASELINE, load_options
from placesim.experiment.comparison import Comparison
from placesim.experiment.differences import Difference
from placesim.experiment.precision import compared

COUNCIL = Path("configs/halton.yaml")
SCENARIOS = Path("configs/scenarios/halton")
HOMES, CARERS = SCENARIOS / "a_four_homes_as_planned.yaml", SCENARIOS / "d_ten_more_households.yaml"
SOURCE = ("assumption: what the study varies",)
OPTION = "option"

Change = Callable[[Baseline], Baseline]


@dataclass(frozen=True)
class Case:
    """One assumption changed."""

    label: str
    change: Change


@dataclass(frozen=True)
class Found:
    """What an option does under one assumption."""

    label: str
    spend: Difference
    last_year: Difference
    void_share: float
    """Nights paid for in the option's homes on which nobody slept there."""
    from_elsewhere: float
    """Share of those who came to live there who moved from another placement, and not on entering care."""


def complexity(strength: float) -> Change:
    """Return the change that makes complexity count for so much in whether a home suits a child."""
    return lambda council: council.replace(complexity=Complexity(strength=strength, source=SOURCE))


def homes(**fields: float) -> Change:
    """Return the change that gives every planned children's home other fields."""

    def change(council: Baseline) -> Baseline:
        provision = {
            name: each.replace(capacity=each.capacity.replace(**fields))
            if each.capacity.kind == "home" and each.placement_type == "juno_home"
            else each
            for name, each in council.provision.items()
        }
        return council.replace(provision=provision)

    return change


def transfers(**fields: float | None) -> Change:
    """Return the change that limits all transfers so."""

    def change(council: Baseline) -> Baseline:
        needs = {
            name: need.replace(transfers=tuple(each.replace(**fields) for each in need.transfers))
            for name, need in council.needs.items()
        }
        return council.replace(needs=needs)

    return change


def in_house_breakdown(towards_agencies: float) -> Change:
    """Return the change that brings the breakdown rate of the council's own carers so far towards that of agencies."""

    def change(council: Baseline) -> Baseline:
        risk = council.moves["breakdown"]
        own, agencies = risk.per_year["in_house"], risk.per_year["ifa"]
        rate = own + towards_agencies * (agencies - own)
        moves = {**council.moves, "breakdown": risk.replace(per_year={**risk.per_year, "in_house": rate})}
        return council.replace(moves=moves)

    return change


def both(*changes: Change) -> Change:
    """Return the changes one after another."""

    def change(council: Baseline) -> Baseline:
        for each in changes:
            council = each(council)
        return council

    return change


def as_it_is(council: Baseline) -> Baseline:
    """Change nothing."""
    return council


NO_LIMITS = transfers(maximum_age=ADULT_AGE, minimum_days_to_18=0, settled_after_days=1096)
OLD = both(complexity(0), homes(turnaround_days=0, searches_first_days=0), NO_LIMITS)
"""The rule of version 0.4.0: who suits is luck alone, freed beds go at once to the next in line, of whatever age."""

ONE_BY_ONE = (
    Case("complexity 0.2", complexity(0.2)),
    Case("complexity 0.5", complexity(0.5)),
    Case("complexity 0.8", complexity(0.8)),
    Case("complexity alone decides (1)", complexity(1)),
    Case("30 days empty between children", homes(turnaround_days=30)),
    Case("60 days", homes(turnaround_days=60)),
    Case("90 days", homes(turnaround_days=90)),
    Case("transfers of children under 17 only", transfers(maximum_age=17)),
    Case("no transfer after two years in one placement", transfers(settled_after_days=730)),
    Case("beds kept 14 days for who needs a place", homes(searches_first_days=14)),
)
FROM_OLD = (Case("the old rule", OLD), *(Case(each.label, both(OLD, each.change)) for each in ONE_BY_ONE))
FROM_NEW = (
    Case("as configured", as_it_is),
    Case("complexity 0", complexity(0)),
    Case("complexity 0.2", complexity(0.2)),
    Case("complexity 0.8", complexity(0.8)),
    Case("0 days empty between children", homes(turnaround_days=0)),
    Case("30 days", homes(turnaround_days=30)),
    Case("60 days", homes(turnaround_days=60)),
    Case("90 days", homes(turnaround_days=90)),
    Case("no limits on transfers", NO_LIMITS),
)
OF_CARERS = (
    Case("in-house placements break down less often because of the carers (as configured)", as_it_is),
    Case("half of the difference is the carers' doing", in_house_breakdown(0.5)),
    Case("none of it is: they break down as often as agencies'", in_house_breakdown(1)),
)


def found(council: Path, option: Path, cases: Sequence[Case], futures: int, seed: int, workers: int | None) -> list[Found]:
    """Return what an option does in every case."""
    baseline = load_baseline(council)
    return [_found(baseline, council, option, case, futures, seed, workers) for case in cases]


def _found(
    baseline: Baseline, council: Path, option: Path, case: Case, futures: int, seed: int, workers: int | None
) -> Found:
    changed = case.change(baseline)
    [made] = load_options([option], changed, evidence_folder_of(council, baseline))
    comparison = compared({BASELINE: changed, OPTION: made.baseline}, futures, seed, workers)
    last = comparison.years[-1]
    return Found(
        case.label,
        comparison.difference(OPTION, "spend"),
        comparison.difference(OPTION, "spend", "all", last),
        *_homes(comparison),
    )


def _homes(comparison: Comparison) -> tuple[float, float]:
    def total(measure: str, group: str) -> float:
        return float(comparison.after(OPTION, measure, group).mean())

    void = sum(total("void_nights", group) for group in comparison.groups("void_nights") if group.startswith("juno"))
    nights = total("nights", "juno_home")
    arrivals = {group: total("arrivals", group) for group in comparison.groups("arrivals") if group.startswith("juno")}
    whole = sum(arrivals.values())
    moved = sum(count for group, count in arrivals.items() if not group.endswith("entry"))
    return (void / (void + nights) if nights else 0.0, moved / whole if whole else 0.0)


def page(tables: Sequence[tuple[str, list[Found]]], futures: int, command: str) -> str:
    """Return the tables as a page of documentation."""
    lines = ["# What two answers rest on", "", f"Made by `{command}`: {futures:,} futures of each case.", "", NOTE]
    for title, rows in tables:
        with_homes = any(each.from_elsewhere for each in rows)
        heads = ["assumption", "spend over five years, £m (95% interval)", "saves in", "last year, £m"]
        heads += ["empty", "moved in from a placement"] if with_homes else []
        lines += ["", f"## {title}", "", f"| {' | '.join(heads)} |", f"|---|{'---:|' * (len(heads) - 1)}"]
        lines += [_row(each, with_homes) for each in rows]
    return "\n".join(lines) + "\n"


NOTE = (
    "Differences of spend from the baseline under the same assumption, below zero where the option saves; one assumption "
    "is changed at a time, and every case meets the same luck. *Saves in*: the share of futures in which the option "
    "costs less. *Empty*: nights paid for in the four homes on which nobody slept there."
)


def _row(each: Found, with_homes: bool) -> str:
    spend = f"{_millions(each.spend.mean)} ({_millions(each.spend.low)} to {_millions(each.spend.high)})"
    cells = [each.label, spend, f"{each.spend.below:.0%}", _millions(each.last_year.mean)]
    cells += [f"{each.void_share:.0%}", f"{each.from_elsewhere:.0%}"] if with_homes else []
    return f"| {' | '.join(cells)} |"


def _millions(pounds: float) -> str:
    return f"{pounds / 1e6:+.2f}".replace("-", "−")


STUDIES = (
    ("Four Juno homes as planned: from the old rule, one change at a time", HOMES, FROM_OLD),
    ("Four Juno homes as planned: from the configuration as it is", HOMES, FROM_NEW),
    ("Ten more council households: why in-house placements break down less often", CARERS, OF_CARERS),
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print how an option's saving moves with each assumption."""
    parser = argparse.ArgumentParser(prog="python -m placesim.studies.tested_assumptions", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=COUNCIL, help="configuration (default Halton)")
    parser.add_argument("--replications", type=int, default=300, help="futures of each case (default 300)")
    parser.add_argument("--seed", type=int, default=1, help="the luck of the study (default 1)")
    parser.add_argument("--workers", type=int, help="processes to use (default one per processor)")
    parser.add_argument("--out", type=Path, help="also keep the tables in this Markdown file")
    chosen = parser.parse_args(arguments)
    tables = [
        (title, found(chosen.file, option, cases, chosen.replications, chosen.seed, chosen.workers))
        for title, option, cases in STUDIES
    ]
    told = page(tables, chosen.replications, "python -m placesim.studies.tested_assumptions")
    print(told)
    if chosen.out:
        chosen.out.write_text(told, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
