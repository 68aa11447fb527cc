"""What the page on Halton's uncertain assumptions says, and its tables."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from placesim.experiment.differences import Difference
from placesim.experiment.knowledge.flips import Flip
from placesim.experiment.knowledge.worth import Value

if TYPE_CHECKING:
    from placesim.studies.uncertain import Study, Worthwhile

MINUS = "\N{MINUS SIGN}"
FIVE = 5
UPLIFT, INFLOW = "homes_uplift", "inflow_to_homes"

INTRO = """# Halton: what rests on luck, and what on knowledge

Made by `{command}`: {futures:,} futures of {scenarios} scenarios, {assumptions} assumptions drawn; played in
{minutes:.1f} minutes on {processes}.

*Luck alone*: every assumption at its value, as the rest of these pages tell it. *Drawn*: the same luck, and in each
future every assumption drawn from its range ([configs/uncertain/halton.yaml](../configs/uncertain/halton.yaml), and the
scenario files for what an option alone brings). The ranges are those of their sources; numbers that were fitted are
drawn only as widely as what they were fitted to is known
([decision 0049](decisions/0049-fitted-numbers-are-not-free.md), [tested](halton_agreement.md)).
"""

SAVES = """\
Differences from the baseline of the same future over five years; below zero the option saves. *Saves in*: the share
of futures in which it does. In brackets: the 95% interval of the mean. Where nobody has said what an option costs
([scenarios](scenarios.md#what-the-options-cost)), net cost is spend, allowances and grants alone.
"""

BASELINE = """\
The baseline itself costs {drawn} over five years with assumptions drawn (the middle future {middle}), and {fixed}
(the middle future {fixed_middle}) with each at its value. That is meant: a range leans where its source does, and the
likeliest value is not its mean. Homes' fees rise by {uplift} a year on average of the draws, not by the likeliest 5%,
because 3% is inflation and 11% is what they did for six years; the inflow to homes is {inflow} times today's, because
it was half as much again from 2023 to 2025; and council carers become fewer than with fixed assumptions, because they
fell faster before. What an *option* changes is the difference from the baseline of the same future, in both answers.
"""

WORTH = """\
What it would be worth to a choice to know one assumption exactly, all else as uncertain as it is: how much more the
option chosen with that knowledge saves, on average, than the one that is best without it (net cost, five years).
*By chance*: what a number that is worth nothing stays below in 95 of 100 studies. *Would change the choice*: in how
many futures another option would be taken. *Flips at*: the value at which another option becomes the best, with its
95% interval, where four in five resampled studies flip so. Told are the five assumptions of the council, and of the
options in the choice, that are worth most; most are worth little, because no answer would change the choice.
"""


MIX = """\
[What Halton's searches find](halton_search.md): of the mixes of homes, carers and edge of care, each with its cost and
its assumptions drawn, the cheapest with at most half of all children out of borough, and how many carers that takes.
"""


def page(study: "Study", choices: Sequence["Worthwhile"], command: str) -> str:
    """Return the page."""
    parts = [_intro(study, command), _baseline(study), *_saves(study), "## What knowing is worth", "", WORTH]
    parts += [line for choice in choices for line in _choice(study, choice)]
    parts += ["## The cheapest mix with at most half out of borough", "", MIX]
    parts += ["## What was drawn", "", *_assumptions(study)]
    return "\n".join(parts) + "\n"


def _intro(study: "Study", command: str) -> str:
    processes = study.processes
    return INTRO.format(
        command=command,
        futures=study.result.replications,
        scenarios=len(study.names) + 1,
        assumptions=len(study.assumptions),
        minutes=study.seconds / 60,
        processes=f"{processes} processes" if processes > 1 else "one process",
    )


def _baseline(study: "Study") -> str:
    fixed, drawn = (each.before("spend") for each in (study.known.fixed, study.drawn))
    spent = {
        "drawn": np.mean(drawn),
        "middle": np.median(drawn),
        "fixed": np.mean(fixed),
        "fixed_middle": np.median(fixed),
    }
    means = dict(zip(study.known.uncertainty.names, study.known.draws.mean(axis=0).tolist(), strict=True))
    leaning = {"uplift": f"{means.get(UPLIFT, 0):.1%}", "inflow": f"{means.get(INFLOW, 0):.2f}"}
    return BASELINE.format(**{name: f"£{pounds / 1e6:.1f}m" for name, pounds in spent.items()}, **leaning)


def _saves(study: "Study") -> Iterator[str]:
    yield from ("## In how many futures each option saves", "", SAVES)
    for title, measure in (("Spend on placements", "spend"), ("Net cost", "net_cost")):
        heads = ["", title, "saves in: luck alone", "drawn", "mean, £m: luck alone", "drawn"]
        heads += ["p10 to p90, £m: luck alone", "drawn"]
        yield from _table(heads, (_row(study, file, name, measure) for file, name in sorted(study.names.items())))


def _row(study: "Study", file: str, name: str, measure: str) -> list[str]:
    both = [each.difference(name, measure) for each in (study.known.fixed, study.drawn)]
    cells = [file.partition("_")[0], name, *(_share(each.below) for each in both)]
    cells += [f"{millions(each.mean)} ({millions(each.low)} to {millions(each.high)})" for each in both]
    return cells + [_spread(each) for each in both]


def _spread(each: Difference) -> str:
    return f"{millions(each.p10)} to {millions(each.p90)}"


def _share(share: float) -> str:
    return "under 1%" if 0 < share < 0.01 else "over 99%" if 0.99 < share < 1 else f"{share:.0%}"


def _choice(study: "Study", found: "Worthwhile") -> Iterator[str]:
    yield from (f"### {found.choice.label}", "", _best(found), "")
    rows = [_worth_row(study, found, column, value) for column, value in found.most_worth(FIVE)]
    yield from _table(["assumption", "worth", "by chance", "would change the choice", "flips at"], rows)
    groups = [(name, value) for name, value in found.worth.groups.items() if value.told_apart]
    yield from (f"Together, {name.replace('_', ' ')} is worth {_pounds(value.value)}." for name, value in groups)
    yield from ([""] if groups else [])


def _best(found: "Worthwhile") -> str:
    worth = found.worth
    if worth.reason:
        return f"Nothing can be told: {worth.reason}."
    best, everything = found.names[worth.best], worth.everything
    if everything.reason:
        return f"Best on average: **{best}**."
    return (
        f"Best on average: **{best}**. Knowing every assumption would be worth {_pounds(everything.value)} and change "
        f"the choice in {_share(everything.changes)} of futures."
    )


def _worth_row(study: "Study", found: "Worthwhile", column: int, value: Value) -> list[str]:
    assumption = study.assumptions[column]
    if not value.told_apart:
        told = f"{_pounds(value.value)}, not told apart from nothing"
        return [assumption.label, told, _pounds(value.by_chance), "-", "-"]
    at = [_flip(found, flip, assumption.unit) for flip in found.flips if flip.assumption == column]
    worth = _pounds(value.value), _pounds(value.by_chance), _share(value.changes)
    return [assumption.label, *worth, "; ".join(at) or "not found"]


def _flip(found: "Worthwhile", flip: Flip, unit: str) -> str:
    at = f"{shown(flip.value, unit)} ({shown(flip.low, unit)} to {shown(flip.high, unit)})"
    return f"{found.names[flip.below]} below {at}, {found.names[flip.above]} above"


def _assumptions(study: "Study") -> Iterator[str]:
    means = study.known.draws.mean(axis=0).tolist()
    rows = (
        [
            each.label,
            *(shown(number, each.unit) for number in (each.value, each.low, each.high, mean)),
            "; ".join(each.source) or "as the number, in the scenario",
        ]
        for each, mean in zip(study.assumptions, means, strict=True)
    )
    yield from _table(["assumption", "value", "low", "high", "mean drawn", "source"], rows)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


def millions(pounds: float) -> str:
    """Return pounds as millions with a sign."""
    return f"{pounds / 1e6:+.2f}".replace("-", MINUS)


def _pounds(pounds: float) -> str:
    return f"£{max(round(pounds, -3), 0):,.0f}"


def shown(value: float, unit: str) -> str:
    """Return a value of an assumption in its unit."""
    if unit == "pounds":
        return f"£{value:,.0f}"
    if unit == "share":
        return f"{value * 100:.3g}%"
    return {"times": f"x {value:.3g}", "days": f"{value:,.0f} days"}.get(unit, f"{value:.3g}")
