"""The answer of what-ifs: their differences, how sure these are, and over the years money, children and homes."""

from placesim.page.answers.abreast import side_by_side
from placesim.page.answers.against import against
from placesim.page.answers.early import ANCHOR, UNCERTAIN, how_early, how_to_read
from placesim.page.answers.option import option_in_words
from placesim.page.answers.without_cost import net_line
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.paper.parts import Answers, Charts, Folded, Heading, Paragraph, Part, Section, folded
from placesim.report.scripts.compare_annexes import homes_parts, surprises_parts
from placesim.report.scripts.compare_bands import HOW, bands_by_type
from placesim.report.scripts.compare_costs import costs_parts
from placesim.report.scripts.compare_money import saved_parts
from placesim.report.scripts.compare_voids import voids_table
from placesim.report.scripts.luck_and_knowledge import compare_parts, first_section
from placesim.report.words.assumed import intervals_hold
from placesim.report.words.headline import baseline_words
from placesim.report.words.options_table import year_tables_of
from placesim.report.words.placeholders import placeholder_part, priced
from placesim.report.words.verdict import at_what_cost, next_step, what_it_depends_on

NO_CLEAR_CHANGE = (
    "As far as these futures can tell, nothing here clearly changes where children live, by half a child or more in "
    "any placement type."
)


def comparison_sections(options: ComparisonStudy, wanted: int, depends: tuple[Section, ...]) -> tuple[Section, ...]:
    """Return what is told of what-ifs, with what it depends on; sections that have nothing to say are left out."""
    names = options.comparison.names
    first = (
        ("What it does" if len(names) == 1 else "What they do", "difference", _differences(options, names, wanted)),
        ("At what cost, and how sure is this?", "sure", _sure(options)),
    )
    further = (
        ("What is saved by when", "saved", saved_parts(options, names) if priced(options.council) else ()),
        ("Where children live", "types", _types(options, names)),
        ("The new homes: how they fill, and with whom", "homes", _homes(options)),
        ("What it costs", "costs", costs_parts(options) if priced(options.council) else ()),
        ("Surprises, and how they come about", "surprises", () if options.few else surprises_parts(options)),
    )
    told = [[Section(title, anchor, parts) for title, anchor, parts in each if parts] for each in (first, further)]
    return (*told[0], *depends, *told[1])


def _differences(options: ComparisonStudy, names: tuple[str, ...], wanted: int) -> tuple[Part, ...]:
    baseline, check = baseline_words(options)
    apart = against(options)
    line = net_line(options, names) if priced(options.council) else ""
    years = Folded("By financial year", tuple(year_tables_of(options, names)))
    return (
        *how_early(options, wanted),
        Answers(tuple(option_in_words(options, name) for name in names)),
        *([Answers((apart,))] if apart else []),
        *how_to_read(options),
        Paragraph(f"{baseline} {check}", quiet=True),
        side_by_side(options, names),
        *([Paragraph(line, quiet=True)] if line else []),
        years,
    )


def _sure(options: ComparisonStudy) -> tuple[Part, ...]:
    """Return what the board paper adds to what has been said of each: what the next step adds, and at what cost."""
    answers = Answers(tuple(each for each in (next_step(options), at_what_cost(options)) if each))
    return (answers, Paragraph(intervals_hold(options), quiet=True))


def _types(options: ComparisonStudy, names: tuple[str, ...]) -> tuple[Part, ...]:
    shown = {name: bands_by_type(options, name) for name in names}
    if not any(shown.values()):
        return () if options.few else (Paragraph(NO_CLEAR_CHANGE),)
    parts: list[Part] = [Paragraph(HOW, quiet=True)]
    for name, charts in shown.items():
        parts += [*([Heading(options.label(name))] if len(shown) > 1 else []), Charts(charts)]
    return tuple(parts)


def _homes(options: ComparisonStudy) -> tuple[Part, ...]:
    homes, paid = homes_parts(options), voids_table(options)
    return (*homes, folded(paid)) if homes else ()


def uncertain_options(options: ComparisonStudy) -> tuple[Section, ...]:
    """Return what the answer depends on most; where assumptions are drawn, how far it rests on luck and on each."""
    robust = [part for section in first_section(options) for part in section.parts]
    depends = Answers((what_it_depends_on(options),))
    tables = compare_parts(options)
    behind = (Folded("Luck and knowledge, in figures", tables),) if tables else ()
    return (Section(UNCERTAIN, ANCHOR, (*placeholder_part(options.council), depends, *robust, *behind)),)
