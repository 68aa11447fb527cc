"""A back-cast in sentences: whether to trust the model, and for what, and how wide to read its ranges."""

from collections.abc import Callable, Sequence
from math import isfinite

from placesim.config.text import listing, plain
from placesim.experiment.backcast_scores import FEWEST_ORIGINS, Interval, Judged
from placesim.experiment.backcast_verdict import FEWEST_FIGURES, Ranges, Standing, ranges_of
from placesim.report.backcast_study import BackCastStudy
from placesim.results.backcasts import FLAT, KNOWN_PLACES, MEAN, STOCK_AND_FLOW, TREND

NAIVE_WORDS = {
    FLAT: "the last value known stays; its spread is that of past changes over the same time, or of a count",
    TREND: "the last value moves on along the line through the last three years",
    MEAN: "the mean of the last three years' counts, with the spread of a count",
    STOCK_AND_FLOW: (
        "children enter each placement type, leave and move at the rates of the last two years, which are as uncertain "
        "as their events make them"
    ),
    KNOWN_PLACES: (
        "places that the configuration has then, times the share of them that was filled on the day of the forecast"
    ),
}
"""What each naive forecast says."""

MORE_WOULD_TELL = "More past days (`--rolling`), or more years of returns, would tell more."


def verdict_words(study: BackCastStudy) -> list[str]:
    """Return whether to trust the model, and for what, a sentence each, first things first."""
    told = [
        *_nothing_sure(study),
        *_named(study.standing(Standing.BETTER), "Trust it for {}: there it did better than every naive forecast."),
        *_named(
            study.standing(Standing.PERHAPS_BETTER),
            "For {} it did better than every naive forecast, which may be chance.",
        ),
        *_named(
            study.standing(Standing.NO_BETTER),
            "For {} it was no better than the best naive forecast: a simple one does as well.",
        ),
        *_named(
            study.standing(Standing.PERHAPS_WORSE),
            "For {} it did worse than the best naive forecast, which may be chance.",
        ),
        *_worse(study.standing(Standing.WORSE)),
        *_too_few(study),
    ]
    first = study.standings[study.together.label] is Standing.BETTER
    in_order = [together_words(study), *told] if first else [*told, together_words(study)]
    return [*in_order, *ranges_words(study.everything)]


def _nothing_sure(study: BackCastStudy) -> list[str]:
    """Say first that the model did not surely win anywhere, where it could have been seen and was not."""
    enough = len(study.standing(Standing.TOO_FEW)) < len(study.subjects) - 1
    if Standing.BETTER in study.standings.values() or not enough:
        return []
    return ["On this past the model beat the naive forecasts at nothing by more than chance."]


def _named(subjects: Sequence[Judged], sentence: str) -> list[str]:
    return [sentence.format(labels_of(subjects))] if subjects else []


def labels_of(subjects: Sequence[Judged]) -> str:
    """Return what is judged, as a sentence lists it."""
    return listing([f"“{plain(each.label)}”" for each in subjects])


def _worse(subjects: Sequence[Judged]) -> list[str]:
    return [
        f"Do not rely on it for “{plain(each.label)}”: “{each.best}” did better "
        f"(the model's score is {times_text(each.ratio)} of that one's)."
        for each in subjects
    ]


def _too_few(study: BackCastStudy) -> list[str]:
    """Say of what too little is known; where that is everything, that there is no verdict."""
    few = study.standing(Standing.TOO_FEW)
    need = f"it takes {FEWEST_FIGURES} figures from {FEWEST_ORIGINS} past days"
    if len(few) == len(study.subjects) - 1:
        return [
            f"There are too few figures to say of any one thing whether to trust the model: {need}. {MORE_WOULD_TELL}"
        ]
    return [f"Of {labels_of(few)} there are too few figures to say anything: {need}."] if few else []


def together_words(study: BackCastStudy) -> str:
    """Return how placement types together came out."""
    each = study.together
    standing = study.standings[each.label]
    caution = " These are too few figures, or from too few past days, to rest anything on." * (
        standing is Standing.TOO_FEW
    )
    said = "Over all placement types it did better than every naive forecast: its score was"
    lead = said if standing is Standing.BETTER else "Over all placement types its score was"
    return (
        f"{lead} {times_text(each.ratio)}{between(each.ratio_interval)} of that of the best naive forecast, "
        f"“{each.best}” ({each.figures:,} figures).{caution}"
    )


def ranges_words(everything: Judged) -> list[str]:
    """Return how honest the model's 80% ranges were, and what to do about it."""
    standing, held = ranges_of(everything), percent(everything.model.in_80)
    said = f"Its 80% ranges held {held}{between(everything.in_80_interval, percent)} of {everything.figures:,} figures"
    if standing is Ranges.TOO_FEW:
        return [f"{said}: too few, or from too few past days, to tell whether they are honest."]
    if standing is Ranges.TOO_NARROW:
        advice = f": read them as {everything.stretch:.1f} times as wide" * isfinite(everything.stretch)
        return [f"{said}. They are too narrow{advice}."]
    if standing is Ranges.WIDER_THAN_NEEDED:
        return [f"{said}. They are wider than they need be."]
    return [f"{said}, about as they should."]


def standing_words(standing: Standing) -> str:
    """Return how the model stands on a subject, as a table says it."""
    return {
        Standing.BETTER: "trust it",
        Standing.PERHAPS_BETTER: "better, perhaps by chance",
        Standing.NO_BETTER: "no better",
        Standing.PERHAPS_WORSE: "worse, perhaps by chance",
        Standing.WORSE: "worse: do not rely on it",
        Standing.TOO_FEW: "too few to say",
    }[standing]


def times_text(ratio: float) -> str:
    """Return a score as a share of another."""
    return f"{ratio:.2f}" if isfinite(ratio) else "endlessly many times"


def percent(share: float) -> str:
    """Return a share as a whole percentage."""
    return f"{share:.0%}"


def between(interval: Interval | None, text: Callable[[float], str] = times_text) -> str:
    """Return an interval in brackets behind its figure; nothing where there is none."""
    return f" ({text(interval.low)} to {text(interval.high)})" if interval else ""
