"""The annexes of a comparison: every option in tables and charts, surprises, changes with their sources, method."""

from placesim.config.interventions.intervention import Intervention
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.paper.parts import (
    Bullets,
    Charts,
    Finding,
    Folded,
    Heading,
    Item,
    Medium,
    Paragraph,
    Part,
    Section,
    bullets,
    folded,
    only,
)
from placesim.report.scripts import compare_charts as charts
from placesim.report.scripts.closing import closing_sections
from placesim.report.scripts.compare_money import money_annexes
from placesim.report.scripts.compare_sheets import (
    CHILDREN,
    MONEY,
    against_each_other,
    sheets_of_figures,
)
from placesim.report.scripts.luck_and_knowledge import ANCHOR, TITLE, compare_parts
from placesim.report.words.depends import full_beds_words, largest_assumptions
from placesim.report.words.new_homes import arrivals_table, arrivals_words, occupancy_table, with_homes
from placesim.report.words.options_table import children_table, money_table, year_tables_of
from placesim.report.words.placeholders import placeholder_part, priced
from placesim.report.words.ranking import packages_last
from placesim.report.words.replications import method, precision_table, replications_words
from placesim.report.words.sources import change_item, evidence_cited, interventions_in_words
from placesim.report.words.surprises import LIMITS, not_done, not_done_words, surprises


def annexes(options: ComparisonStudy, long_tables: bool = False) -> tuple[Section, ...]:
    """Return what stands behind the first pages, in order; sections that have nothing to say are left out."""
    every = (
        ("The options side by side", "side-by-side", _side_by_side(options)),
        (TITLE, ANCHOR, compare_parts(options)),
        *money_annexes(options),
        ("What could happen to us", "circumstances", _circumstances(options)),
        ("Where children live", "types", _types(options)),
        ("The new homes: how they fill, and with whom", "homes", homes_parts(options)),
        ("Surprises, and how they come about", "surprises", surprises_parts(options)),
        ("What the options do not do", "not-done", _not_done(options)),
        ("What each scenario changes, and on what evidence", "changes", _changes(options)),
        ("How sure: comparing on the same luck", "sure", _how_sure(options)),
    )
    sections = tuple(Section(title, anchor, parts, annex=True) for title, anchor, parts in every if parts)
    shown = only(Medium.WORKBOOK, parts=sheets_of_figures(options, long_tables))
    figures = Section("Figures", "figures", (shown,), annex=True)
    return (*sections, figures, *closing_sections(options.baseline, options.settings, options.baseline.measures))


def _side_by_side(options: ComparisonStudy) -> tuple[Part, ...]:
    names = packages_last(options, options.options)
    if not names:
        return ()
    years = map(folded, year_tables_of(options, names))
    mixed = [options.label(name) for name in options.mixed]
    said = (
        "The first row of each table holds the baseline's own figures. Below it each figure is the difference from "
        "the baseline, on the same luck, with its 95% interval or why there is none; only out of borough at the end "
        "and voids are each option's own figures. Bold is what is clearly different: its interval does not "
        "reach zero."
    )
    not_ranked = (
        "These scenarios also assume what a council does not decide, so their difference is not theirs alone and they "
        f"are not ranked: {'; '.join(mixed)}."
    )
    return (
        Paragraph(said, quiet=True),
        *((money_table(options, names, MONEY),) if priced(options.council) else placeholder_part(options.council)),
        children_table(options, names, CHILDREN),
        *([Paragraph(not_ranked)] if mixed else []),
        *against_each_other(options),
        *years,
        *_part_years(options),
    )


def _part_years(options: ComparisonStudy) -> list[Part]:
    return [
        Paragraph(f"{year.name} is a part year here: {year.span}.", quiet=True) for year in options.years if year.part
    ]


def _circumstances(options: ComparisonStudy) -> tuple[Part, ...]:
    names = options.circumstances
    if not names:
        return ()
    said = (
        "These scenarios are not options: nobody at the council decides about them. They show how far the baseline "
        "would move if they came about, with nothing done about them. They are not ranked with the options."
    )
    known, children = priced(options.council), children_table(options, names, CHILDREN)
    spend = (charts.spend_bars(options, names, "could-spend"),) if known else ()
    bars = (*spend, charts.share_bars(options, names, "could-out"))
    return (
        Paragraph(said),
        Charts(bars),
        *((money_table(options, names, MONEY),) if known else ()),
        folded(children, f"Circumstances: {children.caption}"),
        Folded("Circumstances by financial year", tuple(year_tables_of(options, names))),
    )


def _types(options: ComparisonStudy) -> tuple[Part, ...]:
    shown = charts.children_by_type(options)
    if not shown:
        return (Paragraph("No scenario clearly changes where children live, by half a child or more in any type."),)
    said = (
        "Children on an average night of each month, means of all futures, on one scale. Thin grey lines are the "
        "baseline. Placement types that no scenario clearly changes by half a child or more are left out of the "
        "charts; the figures behind each chart hold all of them."
    )
    return Paragraph(said, quiet=True), Charts(shown)


def homes_parts(options: ComparisonStudy) -> tuple[Part, ...]:
    """Return how the homes that scenarios open fill, and with whom; nothing where none opens any."""
    shown, undrawn = charts.homes(options)
    if not shown:
        return ()
    said = (
        "Beds on an average night of each month. Usable is the mean of futures of the beds open to children so far: "
        "it rises as children are admitted one after the other, and counts nothing in futures in which the home is "
        "late or never opens. Taken has the band that holds 8 in 10 futures. Where a contract pays for beds, paid for "
        "is what it pays for, used or not: what lies between paid for and taken is void."
    )
    more = [Paragraph(f"{undrawn} more are not drawn; the tables below hold them.")] if undrawn else []
    return (
        Paragraph(said, quiet=True),
        Charts(shown),
        *more,
        Heading("Who moves in, and from where"),
        *(part for name in with_homes(options) for part in _moved_in(options, name)),
    )


def _moved_in(options: ComparisonStudy, name: str) -> tuple[Part, ...]:
    sentences = [*arrivals_words(options, name), *full_beds_words(options, name)]
    tables = arrivals_table(options, name), occupancy_table(options, name)
    return (
        Paragraph(f"{options.label(name)}: {' '.join(sentences)}"),
        Folded(f"{options.label(name)}: who moved in, and beds taken", tables),
    )


def surprises_parts(options: ComparisonStudy) -> tuple[Part, ...]:
    """Return where scenarios are clearly worse than common sense expects, and how that comes about."""
    told = surprises(options)
    if not told:
        return (Paragraph("None: no option is clearly worse on a figure that common sense expects it to better."),)
    said = (
        "Where a scenario is clearly worse on a figure than common sense expects, these are the paths: where searches "
        "end, which first choices are full, who moves to a place waited for, who lives where. Only paths that are "
        "themselves clearly different are named; paths overlap and do not add up to the whole."
    )
    parts: list[Part] = [Paragraph(said, quiet=True)]
    for each in told:
        parts += [
            Finding(f"{each.label}: {each.finding[:1].lower()}{each.finding[1:]}."),
            Folded(f"How that comes about: {each.label}", (bullets(*each.sentences), each.table)),
        ]
    return tuple(parts)


def _not_done(options: ComparisonStudy) -> tuple[Part, ...]:
    said = (
        "Of the figures that a board may hope an option changes, those that it does not clearly change here. “No clear "
        "difference” means that these futures cannot tell, not that there is none."
    )
    told = ((options.label(name), not_done_words(not_done(options, name))) for name in options.options)
    folded = [Folded(label, (bullets(*words),)) for label, words in told]
    return (
        *([Paragraph(said, quiet=True)] if folded else []),
        *folded,
        Heading("What no option here can show"),
        bullets(*LIMITS),
    )


def _changes(options: ComparisonStudy) -> tuple[Part, ...]:
    """Return every scenario's changes in the order given; the sources of one told before are not told again."""
    before: list[tuple[Intervention, str]] = []
    parts: list[Part] = [
        Paragraph("Changes are made in this order, each to what those before it left.", quiet=True),
    ]
    for name in options.comparison.names:
        changes, label = options.scenario(name).interventions, options.label(name)
        told = [next((where for change, where in before if change == each), "") for each in changes]
        said = zip(interventions_in_words(options, name), told, strict=True)
        items = tuple(change_item(each, told_before=where) for each, where in said) or (Item("It changes nothing."),)
        parts.append(Folded(label, (Paragraph(options.scenario(name).question, quiet=True), Bullets(items))))
        before += [(change, label) for change, where in zip(changes, told, strict=True) if not where]
    return (*parts, *_assumed(options), *_evidence(options))


def _assumed(options: ComparisonStudy) -> list[Part]:
    said = largest_assumptions(options).said
    if not said:
        return []
    return [
        Paragraph("All scenarios share the baseline's assumptions. The largest of these:"),
        bullets(*said),
        Paragraph("This ranks size, not sensitivity. The report of `placesim run` prints every one with its source."),
    ]


def _evidence(options: ComparisonStudy) -> tuple[Part, ...]:
    cited = evidence_cited(s.sources for n in options.comparison.names for s in interventions_in_words(options, n))
    return (only(Medium.PAGE, Medium.DOCUMENT, parts=cited),)  # the workbook lists the baseline's too


def _how_sure(options: ComparisonStudy) -> tuple[Part, ...]:
    precision = precision_table(options)
    return (
        bullets(*method(options)),
        Heading("How many futures, and why"),
        *(Paragraph(sentence) for sentence in replications_words(options)),
        *([precision] if precision else []),
    )
