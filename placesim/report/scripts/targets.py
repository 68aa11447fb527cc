"""Targets in the reports of a run and of a comparison: the savings that a council has promised, and how they stand."""

from placesim.report.comparison_study import ComparisonStudy
from placesim.report.paper.parts import Finding, Medium, Paragraph, Part, Section, only
from placesim.report.study import Study
from placesim.report.words.placeholders import placeholder_part, priced
from placesim.report.words.ranking import packages_last
from placesim.report.words.targets import COUNTED_ONCE, Played, target_words, targets_by_year, targets_table

TITLE = "Savings promised, and whether they are met"
OPTIONS_TOO = (
    "What an option does before its first day is nothing, so that of a year which is over, or nearly, every option "
    "stands as the baseline does."
)


def targets_section(study: Study) -> tuple[Section, ...]:
    """Return how each target of a council stands in the baseline; nothing where it has none."""
    if not study.baseline.targets:
        return ()
    if not priced(study.baseline):
        return (Section(TITLE, "targets", placeholder_part(study.baseline), annex=True),)
    parts: tuple[Part, ...] = (
        Paragraph(COUNTED_ONCE, quiet=True),
        targets_table(_played(study)),
    )
    return (Section(TITLE, "targets", parts, annex=True),)


def targets_findings(study: Study) -> tuple[Finding, ...]:
    """Return how likely each target is met, for the first page of a run."""
    if not priced(study.baseline):
        return ()
    return tuple(Finding(words) for words in target_words(_played(study)))


def _played(study: Study) -> Played:
    """Return what became of the baseline; under luck alone too where assumptions are drawn."""
    known = study.known
    if known is None:
        return Played(study.baseline, study.outcomes)
    beside = known.knowledge.fixed.baseline, known.knowledge.again.baseline
    return Played(study.baseline, study.outcomes, *beside, known.smooths)


def targets_parts(options: ComparisonStudy) -> tuple[Part, ...]:
    """Return how each target stands in the baseline and in every option; nothing where there is none."""
    council = options.council
    if not council.targets or not priced(council):
        return placeholder_part(council) if council.targets else ()
    names = packages_last(options, options.options)
    each = {options.label(name): _option(options, name) for name in names}
    baseline = _played(options.baseline)
    return (
        Paragraph(f"{COUNTED_ONCE} {OPTIONS_TOO}", quiet=True),
        targets_table(baseline),
        only(
            Medium.PAGE,
            Medium.WORKBOOK,
            parts=(targets_by_year({"Baseline": baseline, **each}),),
        ),
    )


def _option(options: ComparisonStudy, name: str) -> Played:
    """Return what became of an option; under luck alone too where assumptions are drawn."""
    luck = options.luck_alone.outcomes(name) if options.luck_alone else None
    return Played(options.council_of(name), options.outcomes(name), luck)
