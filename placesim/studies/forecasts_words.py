"""The study of forecasts as a page of documentation: targets, scores, how the councils are made and how they look."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from placesim.results.backcasts import FORECASTERS, KNOWN_PLACES, MODEL
from placesim.studies.forecasts_found import (
    CHILDREN,
    EVERYBODY,
    NAIVE,
    Estimate,
    Found,
    best_of,
    held,
    mean_score,
    ratio,
)
from placesim.studies.synthetic.plausible import LABELS, Likeness, likeness

if TYPE_CHECKING:
    import pandas as pd

IN_HOUSE = "in_house"
OTHERS, IN_ALL = "types that places do not decide", "care in all"
DECIDED_BY_PLACES = (IN_HOUSE, "ifa")
"""Types whose numbers follow the council's own places, which the naive forecasts of every type know nothing of."""

MADE_ON_THESE = "Some of these councils were looked at while the method was made, which flatters it."

HOW_MADE = """\
## How the councils are made

By another mechanism than the model's own, with no part of the simulation ([the code](../placesim/studies/synthetic)).

- **Families come, not children.** Brothers and sisters enter on one day, are placed together where one carer has room
  for all, move together, and mostly leave together for the same reason. Years differ and remember the year before,
  entries rise or fall, some councils have a step; months differ. Unaccompanied children come alone, mostly in autumn.
- **Stays are not exponential.** What is to become of a child is drawn on entry by age: home soon (Weibull, most within
  weeks), home later, special guardianship or adoption (log-normal), or care until 18. How long this takes wanders over
  the years. The model knows rates by age, time in care and placement type only.
- **Placements** break down by a Weibull time whose scale differs lastingly between children; some are for a short time
  only; breakdowns lead to homes the more often, the older the child and the more breakdowns there were, and more often
  as years go by; children near 18 move to supported accommodation.
- **Carers** have one to three places, of which some are never used, take children of certain ages, rest after a child
  has left, and stop, after a notice in which nobody new comes; then their children move. A carer with room suits the
  children asked for in one case of two. Whoever finds no carer goes to an agency.
- **In-house places fall** by a quarter to a half, beginning about half-way through the eight to ten years. The council
  knows: its configuration gives the approved places of every quarter so far and its plan from the day of the forecast
  on. What comes differs from the plan by about a twentieth (carers stop when they stop), and the configuration says so.

The rates, shares and levels behind all this were chosen to look like published figures, once, before any forecast was
made, and not fitted to them.
"""


def page(found: Found, replications: int, command: str) -> str:
    """Return what was found as a page of documentation."""
    said = [
        "# Whether forecasts from a council's own past beat naive ones",
        "",
        f"Made by `{command}`: {found.councils} synthetic councils of {found.smallest} to {found.largest} children in "
        "care, each fitted to its past up to a 31 March as `placesim fit` does it, and simulated on for three years, "
        f"{replications} times, with every fitted number drawn from how far it is known. In {found.begun} councils the "
        f"fall of in-house places had begun on that day, in {found.councils - found.begun} it was about to. "
        + ("The method was made on other councils; these were never looked at." if found.unseen else MADE_ON_THESE),
        "",
        "The weighted interval score is in children; lower is better. Intervals in brackets are 95% intervals from "
        "drawing councils again and again, so that what is alike within a council is not taken for evidence.",
        "",
        *_targets(found),
        *_scores(found),
        *_coverage(found),
        *_flows(found),
        HOW_MADE,
        *_likeness(found),
    ]
    return "\n".join(said).rstrip() + "\n"


def _targets(found: Found) -> Iterator[str]:
    """Yield what was asked and what came out."""
    best = found.best
    pooled, share = ratio(found.children(), best), held(found.children(), "p10", "p90")
    worst = [LABELS[kind] for kind in found.types if _at_its_best(found.children(kind)).low > 1]
    known = ratio(found.children(IN_HOUSE), KNOWN_PLACES)
    yield from ("## What was asked, and what came out", "", "| asked | found | reached |", "|---|---|---|")
    asked = f"score over placement types at most 0.85 of that of the best naive forecast (“{best}”)"
    yield _row(asked, _shown(pooled), _yes(pooled.value <= 0.85))
    said = "no placement type above 1.0 beyond its interval, each beside the naive forecast that is best at it"
    yield _row(said, ", ".join(worst) or "none", _yes(not worst))
    yield _row("in-house beats “known places x share filled at the origin”", _shown(known), _yes(known.value < 1))
    yield _row("80% intervals hold 75 to 85%, over types", _percent(share), _yes(0.75 <= share.value <= 0.85))
    others, in_all = (rows for name, rows in _parts(found) if name in (OTHERS, IN_ALL))
    whole = _at_its_best(in_all)
    yield from (
        "",
        "Most of the gain is in in-house fostering and, through it, agency fostering: the model knows the places to "
        f"come. In the types that places do not decide its score is {_shown(_at_its_best(others))} of that of "
        f"“{best_of(others)}”, the naive forecast that is best at them. "
        f"The number in care as a whole it foretells {_beside(whole)} “{best_of(in_all)}”, the naive forecast that is "
        f"best at it: {_shown(whole)}. That number rests on how many will come, which no past tells.",
        "",
    )


def _beside(found: Estimate) -> str:
    return "better than" if found.high < 1 else "worse than" if found.low > 1 else "neither better nor worse than"


def _at_its_best(rows: "pd.DataFrame") -> Estimate:
    """Return the model's score as a share of that of the naive forecast that is best at these very figures."""
    return ratio(rows, best_of(rows))


def _scores(found: Found) -> Iterator[str]:
    """Yield the mean scores by placement type and horizon."""
    best = found.best
    heading = ["children in", MODEL, *NAIVE, KNOWN_PLACES, f"{MODEL} / {best}", f"{MODEL} / best of the row"]
    yield from ("## Scores", "", f"| {' | '.join(heading)} |", f"|---|{'---:|' * (len(heading) - 1)}")
    for name, rows in _parts(found):
        scores = [f"{mean_score(rows, each):.2f}" for each in (MODEL, *NAIVE)]
        known = f"{mean_score(rows, KNOWN_PLACES):.2f}" if name == LABELS[IN_HOUSE] else ""
        yield _row(name, *scores, known, _shown(ratio(rows, best)), _shown(_at_its_best(rows)))
    yield ""


def _parts(found: Found) -> "Iterator[tuple[str, pd.DataFrame]]":
    """Yield the sets of figures that are told apart, by name."""
    yield "every placement type", found.children()
    for kind in found.types:
        yield LABELS[kind], found.children(kind)
    others = found.children()[~found.children()["group"].isin(DECIDED_BY_PLACES)]
    yield OTHERS, others
    yield IN_ALL, found.children(EVERYBODY)
    for months in sorted(set(found.rows["horizon_months"])):
        yield f"every type, {months} months ahead", found.children()[found.children()["horizon_months"] == months]


def _coverage(found: Found) -> Iterator[str]:
    """Yield how often intervals held what happened."""
    heading = ("children in", "80% intervals held", "50% intervals held")
    yield from ("## Whether intervals hold what they promise", "", f"| {' | '.join(heading)} |", "|---|---:|---:|")
    for name, rows in _parts(found):
        yield _row(name, _percent(held(rows, "p10", "p90")), _percent(held(rows, "p25", "p75")))
    yield ""


def _flows(found: Found) -> Iterator[str]:
    """Yield how entries, leavers and moves a year were foretold."""
    flows = found.rows[found.rows["measure"] != CHILDREN]
    told = [name for name in FORECASTERS if name in set(flows["forecaster"])]
    yield from ("## Entries, leavers and moves a year", "", f"| flow | {' | '.join(told)} | 80% of {MODEL} held |")
    yield f"|---|{'---:|' * (len(told) + 1)}"
    for name, rows in flows.groupby("measure", sort=False):
        yield _row(str(name), *(f"{mean_score(rows, each):.2f}" for each in told), _percent(held(rows, "p10", "p90")))
    yield ""


def _likeness(found: Found) -> Iterator[str]:
    """Yield how the councils look beside England."""
    yield from ("## How they look", "", "All councils together, in their last year:", "")
    yield from ("| figure | synthetic councils | England | source |", "|---|---:|---:|---|")
    for each in likeness(found.counts):
        yield _row(each.figure, _figure(each), each.published, each.source)


def _figure(each: Likeness) -> str:
    return f"{each.synthetic:.0%}" if each.is_share else f"{each.synthetic:,.3g}"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _shown(found: Estimate) -> str:
    return f"{found.value:.2f} ({found.low:.2f} to {found.high:.2f})"


def _percent(found: Estimate) -> str:
    return f"{found.value:.1%} ({found.low:.1%} to {found.high:.1%})"


def _yes(reached: bool) -> str:
    return "yes" if reached else "**no**"
