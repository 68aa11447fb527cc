"""One what-if in a few sentences: what it does to money, where children live, and in how many futures."""

from math import isnan

from placesim.config.text import plain
from placesim.page.answers.without_cost import as_spend, cost_words
from placesim.report.comparison_study import NET, SHARE_OUT, SPEND, ComparisonStudy
from placesim.report.paper.parts import Answer
from placesim.report.words.assumed import saves_in
from placesim.report.words.costs import also_net, counted_by, in_brackets, in_spend, net_differs, what_saved
from placesim.report.words.differences import POINTS, direction, says, spend_says
from placesim.report.words.how_sure import ranges_to_plan_for
from placesim.report.words.options_table import children_columns
from placesim.report.words.placeholders import placeholder_words, priced
from placesim.report.words.verdict import void_words

CHILDREN = ("homes", "type_")
"""Keys of the columns of the options table that count children."""


def option_in_words(options: ComparisonStudy, name: str) -> Answer:
    """Return what one what-if does, under its name; nothing that cannot be told from chance is told as a saving."""
    told = (*_money(options, name), *_children(options, name)) if not options.few else ()
    return Answer(plain(options.label(name)), _finding(options, name), told)


def _finding(options: ComparisonStudy, name: str) -> str:
    if not priced(options.council):
        return placeholder_words(options.council)
    said = spend_says(options.difference(name, SPEND), f"by {options.end}", share=True)
    opening = "" if as_spend(options, name) else in_spend(options)
    return f"{f'{opening}it' if opening else 'It'} {said}{in_brackets(options, name)}."


def _money(options: ComparisonStudy, name: str) -> list[str]:
    """Say what it does to net cost, in how many futures it saves, and the range to plan for."""
    change = options.difference(name, counted_by(options))
    if not priced(options.council) or isnan(change.p10) or change.nothing:
        return []
    same = as_spend(options, name)
    what, of = ("", "") if same else (f" {what_saved(options)}", f", in {what_saved(options)}")
    return [
        *_net(options, name),
        f"It saves{what} in {saves_in(options, name, counted_by(options))}.",
        f"The range to plan for{of}: in 8 of 10 futures it {ranges_to_plan_for(options, name)} over all years.",
        *void_words(options, name),
        *cost_words(options, name),
    ]


def _net(options: ComparisonStudy, name: str) -> list[str]:
    """Say what it does to net cost, where that prints otherwise than what it does to placement spend."""
    spend, net = (spend_says(options.difference(name, measure)) for measure in (SPEND, NET))
    return [also_net(options, name).strip()] if net_differs(options) and net != spend else []


def _children(options: ComparisonStudy, name: str) -> list[str]:
    """Say what it does to the share out of borough, and to children in homes and in each kind of foster care."""
    out = says(f"The share out of borough on {options.end}", options.difference(name, SHARE_OUT), POINTS)
    counted = [column for column in children_columns(options) if column.key.startswith(CHILDREN)]
    night = f"children on an average night of {options.last_year.label}"
    clear = [column for column in counted if direction(column.difference(name)).clear]
    moved = [says(f"{c.heading}: {night}", c.difference(name), c.unit, plural=True) for c in clear]
    rest = [plain(column.heading) for column in counted if column not in clear]
    unclear = [f"No clear difference in {night} in: {'; '.join(rest)}"] if rest else []
    return [f"{said}." for said in (out, *moved, *unclear)]
