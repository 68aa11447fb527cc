"""Under which assumptions figures stand: all taken as given, ranges given and not drawn, or drawn; said each time."""

from enum import StrEnum

from placesim.experiment.differences import Difference, difference_of
from placesim.experiment.knowledge.headlines import LuckAndKnowledge
from placesim.report.comparison_study import NET, SPEND, ComparisonStudy
from placesim.report.study import Study
from placesim.report.words.differences import money, percent

WORDS = {SPEND: "placement spend", NET: "net cost"}


class Assumed(StrEnum):
    """What a study makes of what is not known exactly."""

    AS_GIVEN = "under these assumptions"
    """No number has a range."""
    AT_VALUES = "under luck alone"
    """Numbers have ranges; each stands at its value."""
    DRAWN = "with assumptions drawn"
    """Every future draws its assumptions within their ranges."""


def assumed(study: Study | ComparisonStudy) -> Assumed:
    """Return what a study makes of what is not known exactly."""
    if study.knowledge:
        return Assumed.DRAWN
    return Assumed.AT_VALUES if study.ranges and study.ranges.assumptions else Assumed.AS_GIVEN


def drawn(study: Study | ComparisonStudy) -> bool:
    """Tell whether every future of a study draws its assumptions."""
    return study.knowledge is not None


def counted(study: Study | ComparisonStudy) -> str:
    """Return how many assumptions have a range, as in `12 assumptions`."""
    count = len(study.ranges.assumptions) if study.ranges else 0
    return f"{count:,} assumption{'s' * (count != 1)}"


def both_ways(change: Difference, luck: Difference | None, under: Assumed = Assumed.AS_GIVEN) -> str:
    """Return in what share of futures a figure is lower, with its interval, and under what; both ways where drawn.

    Args:
        change: how the figure differs.
        luck: how it differs under luck alone, where assumptions are drawn.
        under: what the study makes of what is not known.
    """
    low, high = percent(change.below_low).removesuffix("%"), percent(change.below_high)
    if luck is None:
        return f"{percent(change.below)} of futures simulated {under} ({low} to {high})"
    return f"{percent(change.below)} of futures {Assumed.DRAWN} ({low} to {high}), {luck_words(luck)}"


def luck_words(luck: Difference) -> str:
    """Return in what share of futures a figure is lower under luck alone, as a sentence adds it."""
    return f"and in {percent(luck.below)} under luck alone"


def saves_in(options: ComparisonStudy, name: str, measure: str = SPEND) -> str:
    """Return in what share of futures a scenario saves, and under what."""
    luck = options.luck_alone.difference(name, measure) if options.luck_alone else None
    return both_ways(options.difference(name, measure), luck, assumed(options))


def cheaper_in(options: ComparisonStudy, one: str, other: str) -> str:
    """Return in what share of futures one scenario spends less than another, and under what."""
    luck = options.luck_alone.apart(one, other) if options.luck_alone else None
    return both_ways(options.apart(one, other), luck, assumed(options))


def not_drawn_words(study: Study | ComparisonStudy) -> str:
    """Say that ranges are given and were not drawn; empty where that is not so."""
    if assumed(study) != Assumed.AT_VALUES:
        return ""
    one = counted(study).startswith("1 ")
    here = "it stands at its value and is not" if one else "each stands at its value and none is"
    return f"A range is given for {counted(study)}; here {here} drawn."


def intervals_hold(study: Study | ComparisonStudy) -> str:
    """Say what intervals and shares of futures measure, and what they leave out."""
    if drawn(study):
        return (
            f"Intervals and shares of futures hold luck and what is not known of the {counted(study)} drawn here. "
            "What has no range is taken as given: if it is wrong, the truth may lie outside them."
        )
    apart = (
        "Intervals and shares of futures measure luck alone, under the assumptions made here: if a price, a rate or a "
        "date is wrong, the truth may lie outside them."
    )
    return " ".join(filter(None, (not_drawn_words(study), apart)))


def errors_left_out(study: Study | ComparisonStudy) -> str:
    """Say of a mean's interval and of the range of futures that neither covers every error."""
    if drawn(study):
        return (
            f"Both hold luck and what is not known of the {counted(study)} drawn here; neither covers errors in what "
            "has no range."
        )
    return " ".join(filter(None, ("Neither covers errors in the assumptions.", not_drawn_words(study))))


def drawn_method(options: ComparisonStudy) -> tuple[str, ...]:
    """Say what a comparison makes of errors in assumptions, a point each."""
    none = "None of this covers errors in the assumptions: if a rate, a price or a date in a scenario is wrong, the "
    if not drawn(options):
        return (f"{none}truth may lie outside every interval.", *filter(None, (not_drawn_words(options),)))
    return (
        f"The same draw. Future number 7 of every scenario also has the same value of each of the {counted(options)} "
        "drawn within their ranges, so that what differs is still what the option does.",
        "Luck and knowledge. “With assumptions drawn” holds both: chance, and what nobody knows exactly. “Under luck "
        "alone” is the same futures with every assumption at its value. Neither figure stands for the other.",
        "None of this covers what has no range: if such a rate, price or date is wrong, the truth may lie outside "
        "every interval.",
    )


def spread_words(study: Study) -> str:
    """Say what makes the range of futures, and what it leaves out, as a report's method has it."""
    if drawn(study):
        return (
            f"The range of futures (p10 to p90) is the spread that luck and the {counted(study)} drawn make together. "
            "Neither covers errors in what has no range: if such a rate or price is wrong, the truth may lie outside "
            "both."
        )
    return (
        "The range of futures (p10 to p90) is the spread that luck alone makes. Neither covers errors in the "
        "assumptions: if a rate or a price in this report is wrong, the truth may lie outside both."
    )


def under(options: ComparisonStudy) -> str:
    """Return under what the futures of a table were simulated, and what stands beside that where it is drawn."""
    return f"{assumed(options)}, with luck alone beside it," if drawn(options) else str(assumed(options))


def same_draws(options: ComparisonStudy) -> str:
    """Say beside the same luck that draws are the same; where ranges are given and not drawn, that none is."""
    return f" and the same draw of {counted(options)}" if drawn(options) else ""


def under_words(study: Study | ComparisonStudy) -> str:
    """Say under what a table on the terminal stands; empty where no number has a range."""
    if drawn(study):
        return f"Drawn: every future draws {counted(study)} within their ranges. Luck alone: each stands at its value."
    return not_drawn_words(study)


def also_because(study: Study) -> str:
    """Say beside chance what else makes futures differ; empty where nothing else does."""
    return f", and because {counted(study)} are not known exactly" if drawn(study) else ""


def who_can_say(study: Study) -> str:
    """Say where it stands how far results would move if an assumption were wrong."""
    if drawn(study):
        return "Of those with a range, “How sure: luck and knowledge” says that."
    return "Only runs with other values can say that."


RECKONED_AT_VALUES = "Reckoned with every assumption at its value, as price levels are: luck alone."


def reckoned(study: Study) -> tuple[str, ...]:
    """Say, where assumptions are drawn, that what stands beside it is reckoned with each at its value."""
    return (RECKONED_AT_VALUES,) if drawn(study) else ()


def at_values(options: ComparisonStudy) -> str:
    """Say before a sentence, where assumptions are drawn, that what it tells is reckoned with each at its value."""
    return "With every assumption at its value, " if drawn(options) else ""


def apart_words(known: LuckAndKnowledge, measure: str) -> str:
    """Say that the baseline's drawn spend or net cost lies apart from that under luck alone, where it clearly does."""
    drawn_ones, fixed = (each.before(measure) for each in (known.comparison, known.knowledge.fixed))
    change = difference_of(fixed, drawn_ones)
    if not change.clear:
        return ""
    more, further = ("more", "up than down") if change.mean > 0 else ("less", "down than up")
    return (
        f"Drawn, the baseline's {WORDS[measure]} is {money(change.mean).full(abs(change.mean))} {more} on average than "
        f"with every assumption at its value ({abs(change.mean) / change.before:.1%}): ranges reach further {further}, "
        "or act so."
    )
