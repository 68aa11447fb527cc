"""What Halton's answers rest on, luck or what is not known: `python -m placesim.studies.uncertain`.

Every option is played with each assumption at its value, and on the same luck with all of them drawn; the page sets
what both say side by side, and says what knowing one would be worth to the choices that the council has.
"""

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from time import perf_counter

import numpy as np

from placesim.api.council import Council, drawable_of, load
from placesim.api.results import ComparisonResult
from placesim.api.studies import compare
from placesim.config.ranges.assumptions import Assumption
from placesim.experiment.comparison import Comparison
from placesim.experiment.knowledge.flips import Flip, flips
from placesim.experiment.knowledge.known import Knowledge
from placesim.experiment.knowledge.smooths import Smooths, smooths_of
from placesim.experiment.knowledge.worth import Value, Worth, worth_of_knowing
from placesim.results.facts import Floats
from placesim.studies.uncertain_words import page

COUNCIL = Path("configs/halton.yaml")
OPTIONS = tuple(
    Path("configs/scenarios/halton") / f"{name}.yaml"
    for name in (
        *("a_four_homes_as_planned", "b_four_homes_realistic", "c_two_homes_only", "d_ten_more_households"),
        *("e_keep_carers", "f_recruit_and_keep", "g_edge_of_care", "h_quicker_guardianship", "i_whole_strategy"),
        *("m_two_homes_realistic", "p_step_down_reviews", "q_supported_as_planned", "r_quicker_court_work"),
        "s_carers_with_support",
    )
)
"""What the council may choose; the other scenarios are worlds, and what is bad luck for an option."""

NET_COST = "net_cost"
FUTURES = 300
SURE = 0.8
"""A flip is told that so many resampled studies have."""


@dataclass(frozen=True)
class Choice:
    """What a council may choose between, doing nothing included."""

    label: str
    options: tuple[str, ...]
    """The scenario files' names, without their ending."""


CHOICES = (
    Choice(
        "No home, two homes, or four homes, as late and as unsure as their slides suggest",
        ("m_two_homes_realistic", "b_four_homes_realistic"),
    ),
    Choice("No home, two homes, or four homes, as planned", ("c_two_homes_only", "a_four_homes_as_planned")),
    Choice(
        "Nothing, ten more households, or carers recruited and kept with their support",
        ("d_ten_more_households", "s_carers_with_support"),
    ),
)
"""Choices of which something costed is known on every side; net cost decides."""


@dataclass(frozen=True)
class Worthwhile:
    """What knowing more would be worth to one choice, and where it changes."""

    choice: Choice
    names: tuple[str, ...]
    """Of what is chosen between, nothing first."""
    worth: Worth
    flips: tuple[Flip, ...]
    """Those that most resampled studies have."""
    rests_on: frozenset[int]
    """Columns of the assumptions that the council and these options rest on."""

    def most_worth(self, count: int) -> list[tuple[int, Value]]:
        """Return the assumptions whose knowledge is worth most, by their columns."""
        values = [(column, self.worth.assumptions[column]) for column in sorted(self.rests_on)]
        values = [(column, value) for column, value in values if not value.reason]
        return sorted(values, key=lambda pair: -pair[1].value)[:count]


@dataclass(frozen=True, eq=False)
class Study:
    """Options of a council with fixed and with drawn assumptions."""

    result: ComparisonResult
    seconds: float
    """How long playing took."""
    processes: int

    @property
    def known(self) -> Knowledge:
        """What was drawn, and the options with every assumption at its value."""
        assert self.result.knowledge is not None  # as `drawn` was asked for, compare has drawn or refused
        return self.result.knowledge

    @property
    def drawn(self) -> Comparison:
        """Every option with drawn assumptions."""
        return self.result.comparison

    @cached_property
    def names(self) -> dict[str, str]:
        """The scenarios' names by those of their files."""
        return {option.path.stem: option.scenario.name for option in self.result.options}

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What was drawn."""
        return self.known.uncertainty.assumptions

    @cached_property
    def smooths(self) -> Smooths:
        """What savings are fitted by."""
        return smooths_of(self.known.draws, self.known.uncertainty.groups)

    def worth(self, choice: Choice) -> Worthwhile:
        """Return what knowing more would be worth to a choice."""
        names = tuple(self.names[file] for file in choice.options)
        savings, again = (_savings(each, names) for each in (self.drawn, self.known.again))
        found = worth_of_knowing(savings, again, self.smooths)
        crossed = tuple(flip for flip in flips(savings, self.smooths) if flip.sure >= SURE)
        return Worthwhile(choice, ("nothing", *names), found, crossed, self._rests_on(choice))

    def _rests_on(self, choice: Choice) -> frozenset[int]:
        chosen = [option for option in self.result.options if option.path.stem in choice.options]
        names = drawable_of(self.result.council, chosen).uncertainty.names
        return frozenset(self.known.uncertainty.names.index(name) for name in names)


def _savings(comparison: Comparison, names: Sequence[str]) -> Floats:
    """Return what each option saves in every future, nothing first, shape (futures, options)."""
    before = comparison.before(NET_COST)
    return np.column_stack([np.zeros(len(before)), *(before - comparison.after(name, NET_COST) for name in names)])


def studied(council: Council, scenarios: Sequence[Path], futures: int, seed: int, workers: int | None) -> Study:
    """Play every option with fixed and with drawn assumptions."""
    began = perf_counter()
    result = compare(council, scenarios, futures, seed, workers, assumptions="drawn")
    return Study(result, perf_counter() - began, workers or os.cpu_count() or 1)


def _given(chosen: argparse.Namespace) -> list[str]:
    """Return what was asked for otherwise than by default, as it is typed."""
    counts = (("replications", FUTURES), ("seed", 1))
    return [f"--{name} {getattr(chosen, name)}" for name, usual in counts if getattr(chosen, name) != usual]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what Halton's answers rest on."""
    parser = argparse.ArgumentParser(prog="python -m placesim.studies.uncertain", description=__doc__)
    parser.add_argument("--replications", type=int, default=FUTURES, help=f"futures (default {FUTURES})")
    parser.add_argument("--seed", type=int, default=1, help="the luck of the study (default 1)")
    parser.add_argument("--workers", type=int, help="processes to use (default one per processor)")
    parser.add_argument("--out", type=Path, help="also keep the tables in this Markdown file")
    chosen = parser.parse_args(arguments)
    study = studied(load(COUNCIL), OPTIONS, chosen.replications, chosen.seed, chosen.workers)
    command = " ".join(["python -m placesim.studies.uncertain", *_given(chosen)])
    told = page(study, [study.worth(choice) for choice in CHOICES], command)
    print(told)
    if chosen.out:
        chosen.out.write_text(told, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
