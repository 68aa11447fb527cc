"""How sure a study with drawn assumptions is: luck and knowledge apart, what moves figures, what knowing is worth."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from math import isnan

from placesim.config.baseline import Baseline
from placesim.config.evidence import Figure
from placesim.config.scenario_files import BASELINE
from placesim.experiment.differences import Difference
from placesim.experiment.knowledge.headlines import Headline, LuckAndKnowledge
from placesim.report.charts.both_ways import both_ways
from placesim.report.comparison_study import NET, SPEND, ComparisonStudy
from placesim.report.figures import Unit
from placesim.report.paper.parts import (
    Answer,
    Answers,
    Bullets,
    Chart,
    Finding,
    Heading,
    Medium,
    Paragraph,
    Part,
    Section,
    Table,
    bullets,
    folded,
    only,
)
from placesim.report.study import Study
from placesim.report.words.assumed import apart_words, counted, not_drawn_words
from placesim.report.words.costs import counted_by, net_differs
from placesim.report.words.going_ahead import ahead_table
from placesim.report.words.knowing import choice, flips_table, not_looked_at, worth_table
from placesim.report.words.luck_and_knowledge import (
    KNOWLEDGE,
    headline_unit,
    headline_words,
    intervals_table,
    own_table,
    variance_table,
)
from placesim.report.words.placeholders import priced
from placesim.report.words.ranges import ranges_table
from placesim.report.words.ranking import packages_last
from placesim.report.words.robust import robust_and_flips
from placesim.report.words.worth_told import worth_words

ROBUST = "What is robust, and what flips"
TITLE, ANCHOR = "How sure: luck and knowledge", "luck-and-knowledge"

BARS = 14
"""Scenarios in one chart; a page holds no more."""

MOST_ROWS = 10
"""Rows of what is worth knowing that a document prints."""

READ = (
    "Luck alone: chance, with every assumption at its value. Assumptions drawn: chance and {counted} together, every "
    "future with a value of each within its range. The range holds 8 in 10 futures (p10 to p90). Neither stands for "
    "the other: the first says how far futures differ if all assumptions hold, the second how far they may differ as "
    "far as anybody knows."
)
AGREES = (
    "Whether the assumptions drawn contradict what is published of the first year, `placesim agree` says: it plays the "
    "same futures with assumptions fixed and drawn, against a file of published figures."
)
READ_SHARES = (
    "Luck is the variance between futures with the same draw; knowledge is what each assumption does by itself; "
    "interaction is what assumptions do only together, and is no luck. A share that chance puts below nothing is "
    "printed as 0%, and the three then come to more than 100%; `uncertainty.csv` has them as estimated, where they add "
    "up. Of twenty rows, expect one in which an assumption is named by chance. "
    "The fits (one smooth curve an assumption) leave luck and interaction together: the last column, a check on "
    "the others."
)
READ_WORTH = (
    "A value stands out from chance where it is above what shuffled futures, in which there is nothing to find, stay "
    "below in 95 of 100 studies. Values do not add up: knowing one thing may make another worth less, or more. "
    "Assumptions that are drawn together count as one thing."
)
READ_TURNS = (
    "Where an answer turns is told here with all else drawn; `placesim sensitivity` holds all else at its value, and "
    "so may name another value for the same assumption."
)


def first_section(options: ComparisonStudy) -> tuple[Section, ...]:
    """Return what the first page of a comparison begins with; nothing where no assumption is drawn."""
    finding, points = robust_and_flips(options)
    shown = (Finding(finding), *((Bullets(points),) if points else ()))
    listed = Answer(ROBUST, finding, tuple(f"{point.tag}: {point.text}" for point in points))
    parts = only(Medium.PAGE, Medium.DOCUMENT, parts=shown), only(Medium.WORKBOOK, parts=(Answers((listed,)),))
    return (Section(ROBUST, "robust", parts),) if finding else ()


def compare_parts(options: ComparisonStudy) -> tuple[Part, ...]:
    """Return luck and knowledge of every option; nothing where no assumption is drawn."""
    known = options.known
    if known is None:
        ranges = _ranges(options, options.evidence)
        return (Paragraph(not_drawn_words(options)), *ranges) if ranges else ()
    names = packages_last(options, options.names)
    labels = {name: options.label(name) for name in names}
    headlines = _told(options, known)
    words = {headline: headline_words(headline, options.years) for headline in headlines}
    tables = [intervals_table(known, headline, labels, words[headline]) for headline in headlines]
    shares = [_variance(known, headline, labels, words[headline]) for headline in headlines]
    return (
        Paragraph(READ.format(counted=counted(options)), quiet=True),
        *(_charts(known, headlines[0], labels, words[headlines[0]])),
        tables[0],
        *_apart(known, options.council, counted_by(options)),
        *_more(tables[1:], words),
        Heading("What that rests on"),
        Paragraph(READ_SHARES, quiet=True),
        shares[0],
        *_more(shares[1:], words),
        *_worth(options),
        *_ranges(options, options.evidence),
    )


def _told(options: ComparisonStudy, known: LuckAndKnowledge) -> list[Headline]:
    """Return the headlines that a comparison tells, that of money first; no money where a price is not known."""
    money = counted_by(options)
    left_out = {SPEND, NET} if not priced(options.council) else set() if net_differs(options) else {NET}
    told = [headline for headline in known.headlines if headline.measure not in left_out]
    return sorted(told, key=lambda headline: headline.measure != money)


def _more(tables: list[Table], words: Mapping[Headline, str]) -> tuple[Part, ...]:
    """Return the tables of further headlines for who looks them up: a document has that of the first alone."""
    titles = list(words.values())[1:]
    parts = tuple(folded(table, title) for table, title in zip(tables, titles, strict=True))
    return (only(Medium.PAGE, Medium.WORKBOOK, parts=parts),) if parts else ()


def _variance(known: LuckAndKnowledge, headline: Headline, labels: dict[str, str], words: str) -> Table:
    told = {"Baseline, its own figure": known.told[BASELINE, headline]}
    told |= {label: known.told[name, headline] for name, label in labels.items()}
    return variance_table(known, told, words, "Option")


def _charts(known: LuckAndKnowledge, headline: Headline, labels: dict[str, str], words: str) -> tuple[Part, ...]:
    shown = dict(list(labels.items())[:BARS])
    unit = headline_unit(known, headline, tuple(shown))
    pairs = [(label, known.told[n, headline].luck, known.told[n, headline].drawn) for n, label in shown.items()]
    rest = f"The first {BARS} of {len(labels)}; the table holds all." if len(labels) > BARS else ""
    said = "; ".join(f"{label} {_range(luck, unit)}, drawn {_range(drawn, unit)}" for label, luck, drawn in pairs)
    finding = f"{words}: the range of 8 in 10 futures, under luck alone and with assumptions drawn"
    alternative = f"{words}, difference from the baseline, luck alone and assumptions drawn: {said}."
    return (
        Chart("both-ways", finding, alternative, partial(both_ways, pairs, unit), rest, wide=True, sheet=KNOWLEDGE),
    )


def _range(figure: Difference, unit: Unit) -> str:
    return "too few futures" if isnan(figure.p10) else f"{unit.signed(figure.p10)} to {unit.signed(figure.p90)}"


def _apart(known: LuckAndKnowledge, council: Baseline, measure: str) -> tuple[Part, ...]:
    """Return how far the baseline's drawn mean lies from that under luck alone, where it does and prices are known."""
    said = apart_words(known, measure) if priced(council) else ""
    return (Paragraph(said, quiet=True),) if said else ()


def _worth(options: ComparisonStudy) -> tuple[Part, ...]:
    """Return what knowing more is worth to the choice, and where it turns; nothing where there is nothing to choose."""
    decided = choice(options)
    if decided is None:
        return ()
    opening = Heading("What knowing is worth"), bullets(*worth_words(options))
    if not_looked_at(options):
        return opening
    turns = flips_table(options, decided)
    return (
        *opening,
        Paragraph(READ_WORTH, quiet=True),
        *(_first_rows(worth_table(options, decided)) if not decided.worth.reason else ()),
        ahead_table(options),
        *((folded(turns),) if turns.rows else ()),
        Paragraph(READ_TURNS, quiet=True),
    )


def _first_rows(table: Table) -> tuple[Part, ...]:
    """Return a table that is sorted by what matters: of a long one a document has the first rows alone."""
    if len(table.rows) <= MOST_ROWS:
        return (table,)
    caption = f"{table.caption}; the first {MOST_ROWS} of {len(table.rows)}"
    first = replace(table, caption=caption, rows=table.rows[:MOST_ROWS])
    whole = folded(table, "What knowing each thing is worth to the choice")
    return only(Medium.DOCUMENT, parts=(first,)), only(Medium.PAGE, Medium.WORKBOOK, parts=(whole,))


def _ranges(study: Study | ComparisonStudy, evidence: Mapping[str, Figure]) -> tuple[Part, ...]:
    """Return every range with its source; nothing where no number has one."""
    if study.ranges is None or not study.ranges.assumptions:
        return ()
    table = ranges_table(study.ranges, evidence, KNOWLEDGE)
    return (folded(table, f"{table.caption.partition(';')[0]}: {len(table.rows)}"), Paragraph(AGREES, quiet=True))


def run_sections(study: Study, evidence: Mapping[str, Figure]) -> tuple[Section, ...]:
    """Return luck and knowledge of a run; the ranges alone where none is drawn, and nothing where there is none."""
    ranges = _ranges(study, evidence)
    parts = (*_of_run(study), *ranges)
    if not study.known and parts:
        parts = (Paragraph(not_drawn_words(study)), *parts)
    return (Section(TITLE, ANCHOR, parts, annex=True),) if parts else ()


def _of_run(study: Study) -> tuple[Part, ...]:
    known = study.known
    if known is None:
        return ()
    money = () if priced(study.baseline) else (SPEND, NET)
    words = {each: headline_words(each, study.years) for each in known.headlines if each.measure not in money}
    told = {what: known.told[BASELINE, each] for each, what in words.items()}
    return (
        Paragraph(READ.format(counted=counted(study)), quiet=True),
        own_table(known, words),
        *_apart(known, study.baseline, SPEND),
        Paragraph(READ_SHARES, quiet=True),
        variance_table(known, told, "The baseline's headlines", "Headline"),
    )
