"""What a search file says: choices, what a mix of them must meet, and what is to be as low as possible."""

from collections.abc import Iterator
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from placesim.config.problem import Problem, agreed
from placesim.config.values import Frozen, Label, Name, Number, Printable, Share

ALL_YEARS = "all years"
"""Stands where a financial year does: the whole horizon."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), Printable]
"""A name of a file or of a figure."""


def _written_out(year: Any) -> Any:
    """Return a calendar year as text, so that it is told as an unknown financial year and not as a number."""
    return str(year) if isinstance(year, int) and not isinstance(year, bool) else year


Year = Annotated[Text, BeforeValidator(_written_out)]
"""A financial year, or all of them."""

Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), Printable]
"""A question, written out."""


COLUMNS = ("mix", "futures", "mean", "difference", "low", "high", "p10", "p90", "note", "verdict", "why")
"""Columns of search.csv beside those of choices and targets."""

OF_TARGETS = "target_"
"""What the columns of targets begin with."""


class Alternative(Frozen):
    """One thing that a choice can be: nothing, scenario files, or one number of a scenario at several values."""

    label: Label
    """What reports call it, as in `two homes`. With `vary`, what follows each value, as in `households a year`."""
    includes: tuple[Text, ...] = ()
    """Scenario files, relative to this file, whose changes are made. Left out, with `vary` left out too: nothing is
    changed."""
    scenario: Text | None = None
    """With `vary`: the scenario file that holds the number, relative to this file."""
    vary: Text | None = None
    """The number that is varied, as `placesim sweep` takes it: `beds`, `approvals_per_year`, `months`. Each value is
    an alternative of its own."""
    values: Annotated[tuple[Number, ...], Field(min_length=1, max_length=60)] | Text | None = None
    """With `vary`: what the number is set to, as a list or as `"0:12:2"` (from, to, step)."""
    only: Annotated[int, Field(ge=1)] | None = None
    """With `vary`: number, from 1, of the one intervention to vary; left out, all that have the number."""

    @model_validator(mode="after")
    def _one_of_the_three(self) -> Self:
        agreed(list(self._problems()))
        return self

    def _problems(self) -> Iterator[Problem]:
        varied = {"scenario": self.scenario, "vary": self.vary, "values": self.values}
        given = [name for name, value in varied.items() if value is not None]
        if given and len(given) < len(varied):
            lacking = next(name for name in varied if name not in given)
            yield Problem((lacking,), "missing; scenario, vary and values go together, add it")
        if given and self.includes:
            yield Problem(("includes",), "goes without scenario and vary; name these files in the scenario's includes")
        if self.only is not None and not given:
            yield Problem(("only",), "goes with scenario, vary and values; add them, or take it out")
        if isinstance(self.values, tuple) and len(set(self.values)) < len(self.values):
            twice = next(value for value in self.values if self.values.count(value) > 1)
            yield Problem(("values",), f"{twice:,.10g} is given twice; take one out")


class Choice(Frozen):
    """Something to be decided, and what it can be."""

    label: Label
    """What reports call it, as in `Juno homes`."""
    alternatives: Annotated[tuple[Alternative, ...], Field(min_length=1)]
    """What it can be; a mix takes one alternative of every choice."""
    note: Sentence | None = None
    """What readers of the report should know of it, as in `more than eight a year is beyond what is plausible`."""


class MixTarget(Frozen):
    """What a mix must meet to be chosen."""

    label: Label
    """What reports call it, as in `at most half out of borough`."""
    measure: Name
    """The figure, as `placesim measures` lists it: `out_of_borough_share`, `spend`, `children_average`."""
    group: Text = "all"
    """The placement type, provision, budget line or other group that the figure is of."""
    year: Year = ALL_YEARS
    """The financial year, as in 2029-30, or `all years`."""
    at_most: Number | None = None
    """The figure may be this or lower, in its own unit: shares as in 0.5, money in pounds."""
    at_least: Number | None = None
    """The figure may be this or higher."""
    in_: Annotated[Share, Field(gt=0, lt=1)] | None = Field(default=None, alias="in")
    """Share of futures in which it must be met, as in 0.8. Left out: the mean of all futures must meet it."""

    @model_validator(mode="after")
    def _one_limit(self) -> Self:
        if (self.at_most is None) == (self.at_least is None):
            agreed([Problem((), "needs one limit: give at_most or at_least, and not both")])
        return self

    @property
    def limit(self) -> float:
        """The figure that meets it just so."""
        return float(self.at_least if self.at_most is None else self.at_most)  # type: ignore[arg-type]


class Minimised(Frozen):
    """The figure that is to be as low as possible."""

    measure: Name = "net_cost"
    """The figure, as `placesim measures` lists it: one that is counted or in pounds, no share."""
    group: Text = "all"
    """The group that it is of."""
    year: Year = ALL_YEARS
    """The financial year, or `all years`."""


class SearchFile(Frozen):
    """A search: which mix of choices is cheapest of those that meet the targets."""

    name: Label
    """What reports call the search."""
    question: Sentence
    """What a commissioner wants to know, in a sentence."""
    choices: Annotated[dict[Name, Choice], Field(min_length=1)]
    """What is to be decided, by a short name that heads a column of search.csv. Scenario files act in this order."""
    targets: tuple[MixTarget, ...] = ()
    """What a mix must meet; left out, every mix will do."""
    minimise: Minimised = Minimised()
    """What is to be as low as possible."""
    within: Annotated[Number, Field(gt=0)] = 250_000
    """A difference that does not matter, in the unit of what is minimised: mixes so near to the cheapest may be named
    in its place."""
    confidence: Annotated[Number, Field(ge=0.5, le=0.999)] = 0.95
    """How sure the answer is to be."""

    @model_validator(mode="after")
    def _columns_of_their_own(self) -> Self:
        taken = [name for name in self.choices if name in COLUMNS or name.startswith(OF_TARGETS)]
        message = "is the name of another column of search.csv; call the choice something else"
        agreed([Problem(("choices", name), f"{name!r} {message}") for name in taken])
        return self
