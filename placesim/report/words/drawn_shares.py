"""All assumptions drawn at once, in sentences: how often an option saves then, and what accounts for the variance."""

from placesim.config.scenario_files import BASELINE
from placesim.experiment.knowledge.shares import Share
from placesim.report.paper.parts import Answer
from placesim.report.sensitivity_study import SensitivityStudy
from placesim.report.words.differences import percent
from placesim.report.words.ranges import in_words
from placesim.report.words.ranking import quoted

TOLD = 3
"""Options, and assumptions of each, that the first page tells."""


def drawn_answer(study: SensitivityStudy) -> Answer:
    """Say for each scenario what drawing every assumption at once makes of it, and which account for it."""
    said = [
        words
        for scenario in study.told[:TOLD]
        for words in ([_often(study, scenario)] if scenario != BASELINE else []) + [_accounts(study, scenario)]
    ]
    finding, *sentences = dict.fromkeys(said)
    return Answer("And if none of them is known, all at once?", finding, tuple(sentences))


def _often(study: SensitivityStudy, option: str) -> str:
    """Say in what share of futures an option saves, with assumptions drawn and under luck alone."""
    drawn, luck = study.sensitivity.against_nothing_drawn(option), study.at_values(option)
    does = "saves" if study.saves else "is below the baseline"
    low, high = percent(drawn.below_low).removesuffix("%"), percent(drawn.below_high)
    share = f"{percent(drawn.below)} of futures with assumptions drawn ({low} to {high})"
    return f"{quoted(study.label(option))} {does} in {share}, and in {percent(luck.below)} under luck alone."


def _accounts(study: SensitivityStudy, scenario: str) -> str:
    """Name what accounts for most of the variance, luck counted; nothing that chance may have made."""
    shares = shares_in_words(study, scenario)
    found = sorted((each for each in shares if each[1].told_apart), key=lambda each: -each[1].value)[:TOLD]
    if not found:
        reason = next(
            (share.reason for _, share in shares if share.reason), "these futures cannot tell any from chance"
        )
        return f"What accounts for the variance cannot be said: {reason}."
    said = ", ".join(f"{what} {percent(share.value)}" for what, share in found)
    rest = len(shares) - len(found)
    others = (
        f"; the other {rest} of {len(shares)}{_as_one(study)} less, or no more than chance shows" if rest > 1 else ""
    )
    about = "" if scenario == BASELINE else f" of what {quoted(study.label(scenario))} does"
    return f"Of the variance{about}, luck counted, each accounts for by itself: {said}{others}."


def _as_one(study: SensitivityStudy) -> str:
    """Say how assumptions are counted, where some are drawn together."""
    return " (those drawn together as one)" if study.sensitivity.uncertainty.groups else ""


def shares_in_words(study: SensitivityStudy, scenario: str) -> list[tuple[str, Share]]:
    """Return what a sentence calls each assumption, and those that are drawn together, with its share."""
    return in_words(study.sensitivity.uncertainty, *study.shares[scenario])
