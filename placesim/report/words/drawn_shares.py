"""All assumptions drawn at once, in sentences: how often an option saves then, and what accounts for the variance."""

from collections.abc import Iterator

from placesim.config.scenario_files import BASELINE
from placesim.config.text import plain
from placesim.experiment.knowledge.shares import Share
from placesim.report.paper.parts import Answer
from placesim.report.sensitivity_study import SensitivityStudy
from placesim.report.words.differences import percent
from placesim.report.words.ranking import quoted

TOLD = 3
"""Options, and assumptions of each, that the first page tells."""


def drawn_answer(study: SensitivityStudy) -> Answer:
    """Say for each scenario what drawing every assumption at once makes of it, and which account for it."""
    finding, *sentences = [_words(study, scenario) for scenario in study.told[:TOLD]]
    return Answer("And if none of them is known, all at once?", finding, tuple(sentences))


def _words(study: SensitivityStudy, scenario: str) -> str:
    said = [_often(study, scenario)] if scenario != BASELINE else []
    return " ".join([*said, _accounts(study, scenario)])


def _often(study: SensitivityStudy, option: str) -> str:
    """Say in what share of futures an option saves, with assumptions drawn and under luck alone."""
    drawn, luck = study.sensitivity.against_nothing_drawn(option), study.at_values(option)
    does = "saves" if study.saves else "is below the baseline"
    low, high = percent(drawn.below_low).removesuffix("%"), percent(drawn.below_high)
    share = f"{percent(drawn.below)} of futures with assumptions drawn ({low} to {high})"
    return f"{quoted(study.label(option))} {does} in {share}, and in {percent(luck.below)} under luck alone."


def _accounts(study: SensitivityStudy, scenario: str) -> str:
    """Name what accounts for most of the variance, luck counted; nothing that chance may have made."""
    shares = list(shares_by_name(study, scenario))
    found = sorted((each for each in shares if each[1].told_apart), key=lambda each: -each[1].value)[:TOLD]
    if not found:
        reason = next(
            (share.reason for _, share in shares if share.reason), "these futures cannot tell any from chance"
        )
        return f"What accounts for the variance cannot be said: {reason}."
    named = ", ".join(f"{quoted(name)} {percent(share.value)}" for name, share in found)
    rest = len(shares) - len(found)
    others = f"; the {rest} others less, or no more than chance would show" if rest > 0 else ""
    return f"Of the variance, luck counted, each accounts for by itself: {named}{others}."


def shares_by_name(study: SensitivityStudy, scenario: str) -> Iterator[tuple[str, Share]]:
    """Yield what each assumption is called with its share, and each group that is drawn together."""
    alone, groups = study.shares[scenario]
    for assumption, share in zip(study.assumptions, alone, strict=True):
        yield plain(assumption.label), share
    for name, share in groups.items():
        yield together(name), share


def together(group: str) -> str:
    """Return what reports call a group of assumptions that are drawn together."""
    return f"{group.replace('_', ' ')} (drawn together)"
