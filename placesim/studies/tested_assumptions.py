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
from placesim.config.loading import evidence_folder_of, load_baseline
from placesim.config.risks import Move
from placesim.config.scenario_files import BASELINE, load_options
from placesim.config.values import ADULT_AGE
from placesim.experiment.comparison import ALL_YEARS, Comparison
from placesim.experiment.differences import Difference
from placesim.experiment.precision import compared
from placesim.results.paths import ENTRY

COUNCIL = Path("configs/halton.yaml")
SCENARIOS = Path("configs/scenarios/halton")
HOMES, CARERS = SCENARIOS / "a_four_homes_as_planned.yaml", SCENARIOS / "d_ten_more_households.yaml"
MINUS = "\N{MINUS SIGN}"
SOURCE = ("assumption: what the study varies",)

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


UNPLANNED = ("breakdown", "to_home")
"""Moves that agencies' children have more often than children with the council's own carers."""


def in_house_like_agencies(so_far: float) -> Change:
    """Return the change that brings unplanned moves from the council's own carers so far towards those of agencies."""

    def change(council: Baseline) -> Baseline:
        return council.replace(moves={**council.moves, **{name: nearer(council.moves[name]) for name in UNPLANNED}})

    def nearer(risk: Move) -> Move:
        own, agencies = risk.per_year["in_house"], risk.per_year["ifa"]
        return risk.replace(per_year={**risk.per_year, "in_house": own + so_far * (agencies - own)})

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
    *(Case(f"complexity {strength:g}", complexity(strength)) for strength in (0.2, 0.5, 0.8, 1)),
    *(Case(f"{days} days empty between children", homes(turnaround_days=days)) for days in (30, 60, 90)),
    Case("transfers of children under 17 only", transfers(maximum_age=17)),
    Case("no transfer after two years in one placement", transfers(settled_after_days=730)),
    Case("beds kept 14 days for who needs a place", homes(searches_first_days=14)),
)
FROM_OLD = (Case("the old rule", OLD), *(Case(each.label, both(OLD, each.change)) for each in ONE_BY_ONE))
FROM_NEW = (
    Case("as configured", as_it_is),
    *(Case(f"complexity {strength:g}", complexity(strength)) for strength in (0, 0.2, 0.8, 1)),
    *(Case(f"{days} days empty between children", homes(turnaround_days=days)) for days in (0, 30, 60, 90)),
    Case("no limits on transfers", NO_LIMITS),
)
OF_CARERS = (
    Case("children of the council's carers move less because of the carers (as configured)", as_it_is),
    Case("half of the difference is the carers' doing", in_house_like_agencies(0.5)),
    Case("none of it is: they would move as often as agencies' children", in_house_like_agencies(1)),
)


@dataclass(frozen=True)
class Study:
    """An option, and the assumptions under which it is played."""

    title: str
    option: Path
    cases: tuple[Case, ...]
    in_the_baseline: bool = False
    """Whether the assumption changes the baseline too; where it concerns homes that are not open there, it does not."""


def found(study: Study, council: Path, futures: int, seed: int, workers: int | None) -> list[Found]:
    """Return what the option does in every case."""
    baseline = load_baseline(council)
    together = [study.cases] if not study.in_the_baseline else [(case,) for case in study.cases]
    rows = []
    for cases in together:
        before = cases[0].change(baseline) if study.in_the_baseline else baseline
        made = {case.label: _made(case.change(baseline), council, study.option) for case in cases}
        comparison = compared({BASELINE: before, **made}, futures, seed, workers)
        rows += [_found(comparison, case.label) for case in cases]
    return rows


def _made(changed: Baseline, council: Path, option: Path) -> Baseline:
    [made] = load_options([option], changed, evidence_folder_of(council, changed))
    return made.baseline


def _found(comparison: Comparison, name: str) -> Found:
    spend, last = (comparison.difference(name, "spend", "all", year) for year in (ALL_YEARS, comparison.years[-1]))
    return Found(name, spend, last, *_homes(comparison, name))


def _homes(comparison: Comparison, name: str) -> tuple[float, float]:
    def total(measure: str, group: str) -> float:
        return float(comparison.after(name, measure, group).mean())

    def juno(measure: str) -> dict[str, float]:
        return {group: total(measure, group) for group in comparison.groups(measure) if group.startswith("juno_")}

    nights, void, arrivals = total("nights", "juno_home"), sum(juno("void_nights").values()), juno("arrivals")
    moved = sum(count for path, count in arrivals.items() if not path.endswith(ENTRY))
    return (void / (void + nights), moved / sum(arrivals.values())) if nights else (0.0, 0.0)


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
    "Differences of spend from the baseline under the same assumption, below zero where the option saves. One "
    "assumption is changed at a time and every case meets the same luck. *Saves in*: the share of futures in which the "
    "option costs less. *Empty*: nights paid for in the four homes on which nobody slept there."
)


def _row(each: Found, with_homes: bool) -> str:
    spend = f"{_millions(each.spend.mean)} ({_millions(each.spend.low)} to {_millions(each.spend.high)})"
    cells = [each.label, spend, f"{each.spend.below:.0%}", _millions(each.last_year.mean)]
    cells += [f"{each.void_share:.0%}", f"{each.from_elsewhere:.0%}"] if with_homes else []
    return f"| {' | '.join(cells)} |"


def _millions(pounds: float) -> str:
    return f"{pounds / 1e6:+.2f}".replace("-", MINUS)


STUDIES = (
    Study("Four Juno homes as planned: from the old rule, one change at a time", HOMES, FROM_OLD),
    Study("Four Juno homes as planned: from the configuration as it is", HOMES, FROM_NEW),
    Study("Ten more council households: why their children move less", CARERS, OF_CARERS, True),
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print how an option's saving moves with each assumption."""
    parser = argparse.ArgumentParser(prog="python -m placesim.studies.tested_assumptions", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=COUNCIL, help="configuration (default Halton)")
    parser.add_argument("--replications", type=int, default=200, help="futures of each case (default 200)")
    parser.add_argument("--seed", type=int, default=1, help="the luck of the study (default 1)")
    parser.add_argument("--workers", type=int, help="processes to use (default one per processor)")
    parser.add_argument("--out", type=Path, help="also keep the tables in this Markdown file")
    chosen = parser.parse_args(arguments)
    tables = [
        (study.title, found(study, chosen.file, chosen.replications, chosen.seed, chosen.workers)) for study in STUDIES
    ]
    told = page(tables, chosen.replications, "python -m placesim.studies.tested_assumptions")
    print(told)
    if chosen.out:
        chosen.out.write_text(told, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
