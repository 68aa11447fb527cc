"""Parts of the document about options: what was considered, what each would do, and what none of them does."""

from placesim.config.text import plain
from placesim.report.comparison.break_even import break_even_words, saving
from placesim.report.comparison.circumstances import Kind
from placesim.report.comparison.differences import POINTS, Way, says, spend_says, way
from placesim.report.comparison.intervention_words import Said, interventions_in_words
from placesim.report.comparison.not_done import LIMITS, not_done, not_done_words
from placesim.report.comparison.options import SHARE_OUT, SPEND, Options
from placesim.report.comparison.options_table import changing, children_columns, money_columns, table_of
from placesim.report.comparison.standing import listed, packages, quoted
from placesim.report.comparison.surprises import worse_words
from placesim.report.office.word_parts import Paper
from placesim.report.tables import Cell, Table

KINDS = {
    Kind.CHOICE: "option",
    Kind.CIRCUMSTANCE: "circumstance",
    Kind.BOTH: "option under other circumstances",
}
WHERE_THEY_LIVE = ("homes", "type_")
"""Keys of the columns that say where children live; the others say how near and how steadily."""


def considered(paper: Paper, options: Options) -> None:
    """Set the scenarios side by side."""
    paper.heading("Options considered")
    if options.circumstances:
        paper.say(
            "Options are for the council to decide. Circumstances are not: they are shown to say what the figures "
            "depend on, and are not ranked."
        )
    rows = [
        (Cell(options.label(name)), Cell(KINDS[options.kinds[name]]), Cell(plain(options.scenario(name).question)))
        for name in options.names
    ]
    caption = "The scenarios and the question that each answers, least spend first"
    paper.table(Table(caption, ("Scenario", "Kind", "Question"), tuple(rows), words=(1, 2)), (3, 2, 6))
    sure = f"difference from the baseline, mean of {options.futures:,} futures; below each figure its 95% interval"
    columns, _ = changing(options.names, money_columns(options))
    paper.table(table_of(f"Placement spend: {sure}", options, options.names, columns))
    columns, left_out = changing(options.names, children_columns(options))
    homes = [column for column in columns if column.key.startswith(WHERE_THEY_LIVE)]
    rest = [column for column in columns if column not in homes]
    paper.table(table_of(f"Nearness and steadiness: {sure}", options, options.names, rest))
    if homes:
        caption = f"Children on an average night of {options.last_year.label}: {sure}{left_out}"
        paper.table(table_of(caption, options, options.names, homes))


def each_option(paper: Paper, options: Options) -> None:
    """Say of each scenario what it changes and what that does."""
    paper.heading("What each would do")
    for name in options.names:
        paper.heading(options.label(name), 2)
        paper.say(plain(options.scenario(name).question))
        paper.finding(f"It {spend_says(options.difference(name, SPEND), f'by {options.end}')}.")
        paper.bullets(_effects(options, name))
        paper.heading("What it changes", 3)
        paper.bullets(_changes(options, name) or ["Nothing."])


def _effects(options: Options, name: str) -> list[str]:
    """Say what happens to the share out of borough, when it breaks even, and what is worse."""
    found, said = options.difference(name, SHARE_OUT), []
    if way(found) != Way.HIGHER:  # otherwise it is among what is worse
        words = says("the share of children placed out of borough at the end", found, POINTS)
        said.append(f"{words[:1].upper()}{words[1:]}.")
    if options.kinds[name] != Kind.CIRCUMSTANCE:
        said.append(break_even_words(options, saving(options, name)))
    return said + [f"It makes worse: {words}." for words in worse_words(options, name)]


def _changes(options: Options, name: str) -> list[str]:
    """Return what a scenario changes, with the ids of its evidence; other options that it holds are only named."""
    parts = packages(options).get(name, [])
    held = {each.text for part in parts for each in interventions_in_words(options, part)}
    own = [each for each in interventions_in_words(options, name) if each.text not in held]
    whole = [f"Every change of {listed(options, parts, most=len(parts))}."] if parts else []
    return [*whole, *(f"{each.text} {_grounds(each)}" for each in own)]


def _grounds(said: Said) -> str:
    """Return what a change rests on, briefly: the section on sources says what stands behind it."""
    ids = [source.text for source in said.sources if not source.assumed]
    assumed = [f"assumption: {source.text}" for source in said.sources if source.assumed]
    return f"({'; '.join([', '.join(ids)] * bool(ids) + assumed)})"


def what_is_not_done(paper: Paper, options: Options) -> None:
    """Say what each option does not clearly change, and what none of them can show."""
    paper.heading("What the options do not do")
    for name in options.options:
        words = " ".join(not_done_words(not_done(options, name)))
        paper.bullets([f"{quoted(options.label(name))}. {words}"])
    paper.heading("What no option here can show", 2)
    paper.bullets(LIMITS)
