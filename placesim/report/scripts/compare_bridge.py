"""Why each option costs more or less than the baseline: bridges over all years and in the last whole year."""

from collections.abc import Mapping, Sequence

from placesim.experiment.differences import difference_of
from placesim.report.bridges import against_baseline
from placesim.report.comparison_study import ComparisonStudy, once
from placesim.report.paper.parts import Charts, Medium, Paragraph, Part, Table, bullets, folded, only
from placesim.report.study import Year
from placesim.report.words.bridge import (
    HOW,
    known,
    meanings,
    meanings_table,
    sentences,
    side_by_side,
    signed,
    subject,
    unit_of,
    waterfall_chart,
)
from placesim.report.words.differences import money
from placesim.report.words.ranking import packages_last
from placesim.results.bridge import Bridge

BRIDGE = "Bridge"
"""The workbook's sheet."""

ENDS = ("Baseline", "With the option")


def bridge_parts(options: ComparisonStudy) -> tuple[Part, ...]:
    """Return the bridge from the baseline to each option whose prices are known; the workbook has circumstances too."""
    names = packages_last(options, options.options)
    every, last = _bridges(options, names, options.years), _bridges(options, names, (options.last_year,))
    could = _bridges(options, options.circumstances, options.years)
    if not every:
        return ()
    span = f"{options.years[0].name} to {options.years[-1].name}"
    drawn = tuple(
        waterfall_chart(
            f"bridge-{options.number(name)}", found, ENDS, unit_of(found), f"{options.label(name)}, {span}", BRIDGE
        )
        for name, found in every.items()
    )
    circumstances = (_table(options, f"circumstances, all years, {span}", could),) if could else ()
    return (
        Paragraph(f"From the baseline to each option, {span}. {HOW}", quiet=True),
        meanings(),
        _table(options, f"from the baseline to each option, all years, {span}", every),
        only(
            Medium.PAGE,
            Medium.WORKBOOK,
            parts=(
                bullets(*(_said(options, name, found) for name, found in every.items())),
                folded(_table(options, f"from the baseline to each option in {options.last_year.name}", last)),
                Charts(drawn),
            ),
        ),
        only(Medium.WORKBOOK, parts=(*circumstances, meanings_table(BRIDGE))),
    )


@once
def _bridges(options: ComparisonStudy, names: Sequence[str], years: Sequence[Year]) -> dict[str, Bridge]:
    """Return the bridges that are known, by option."""
    found = {name: against_baseline(options, name, years) for name in names}
    return {name: each for name, each in found.items() if known(each)}


def _table(options: ComparisonStudy, caption: str, found: Mapping[str, Bridge]) -> Table:
    rows = {options.label(name): each for name, each in found.items()}
    return side_by_side(caption, rows, ("Option", *ENDS), BRIDGE)


def _said(options: ComparisonStudy, name: str, found: Bridge) -> str:
    """Say how far an option differs from the baseline, and why, in the unit of the difference."""
    whole = difference_of(*found.totals)
    unit = money(whole.mean, *(float(found.part(cause).mean()) for cause in found.parts))
    opening = f"{options.label(name)}: {subject(found)[0].lower()}{subject(found)[1:]} {signed(whole, unit)}"
    return " ".join((f"{opening}.", *sentences(found, unit)))
