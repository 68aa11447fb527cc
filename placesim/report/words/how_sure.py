"""How sure a comparison is: in what share of futures the leading options save, and how far futures differ."""

from placesim.report.comparison_study import NET, SPEND, ComparisonStudy
from placesim.report.paper.parts import Answer
from placesim.report.words.assumed import intervals_hold, saves_in
from placesim.report.words.costs import counted_by, net_differs, what_saved
from placesim.report.words.differences import amount_words, money
from placesim.report.words.no_saving import how_sure_of_no_saving
from placesim.report.words.placeholders import placeholder_words
from placesim.report.words.ranking import Ranking, listed, quoted, ranking, singles
from placesim.report.words.verdict import leading


def how_sure(options: ComparisonStudy) -> Answer:
    """Say in what share of futures the leading options save, and how far futures differ."""
    question, leaders = "How sure is this?", leading(options)
    if options.few:
        finding = f"Not at all: {options.futures} futures are too few. Some hundreds are needed to decide by."
        return Answer(question, finding)
    if not leaders:
        words = placeholder_words(options.council) or how_sure_of_no_saving(options)
        return Answer(question, words, (intervals_hold(options),))
    counting = counted_by(options)
    of = f" {what_saved(options)}" if counting == NET else ""
    finding = f"{quoted(options.label(leaders[0]))} saves{of} in {saves_in(options, leaders[0], counting)}."
    said = [f"In placement spend alone it saves in {saves_in(options, leaders[0])}."] if of else []
    plan = f"The range to plan for{f', in{of}' if of else ''}"
    said.append(f"{plan}: in 8 of 10 futures it {ranges_to_plan_for(options, leaders[0])} over all years.")
    for name in leaders[1:]:
        label, span = quoted(options.label(name)), ranges_to_plan_for(options, name)
        said.append(f"{label} saves{of} in {saves_in(options, name, counting)}; in 8 of 10 futures it {span}.")
    return Answer(
        question,
        finding,
        (*said, *_second(options, ranking(options, SPEND, singles(options))), intervals_hold(options)),
    )


def ranges_to_plan_for(options: ComparisonStudy, name: str) -> str:
    """Return the range of futures; that under luck alone too where assumptions are drawn."""
    luck = options.luck_alone
    return f"{_range(options, name)} (under luck alone it {_range(luck, name)})" if luck else _range(options, name)


def _range(options: ComparisonStudy, name: str) -> str:
    difference = options.difference(name, counted_by(options))
    unit = money(difference.p10, difference.p90)
    if difference.p90 <= 0:
        return f"saves between {unit.full(-difference.p90)} and {unit.full(-difference.p10)}"
    if difference.p10 >= 0:
        return f"costs between {unit.full(difference.p10)} and {unit.full(difference.p90)} more"
    return f"lies between {unit.full(-difference.p10)} saved and {unit.full(difference.p90)} more spent"


def _second(options: ComparisonStudy, spend: Ranking) -> list[str]:
    """Say which single options may be as good as the best, or how far behind the next one is."""
    if not spend.sure:  # a package saves, and nothing in it clearly does by itself
        return [f"No single option clearly saves by itself: {listed(options, spend.all)}."]
    if spend.tied:
        return [f"Which of {listed(options, [spend.sure[0], *spend.tied])} saves most is not sure."]
    if len(options.choices) < 2:
        return ["There is no other option to compare it with."]
    if len(spend.all) < 2:  # the others are packages, and are told above
        return []
    second = next(name for name in (*spend.sure[1:], *spend.none, *spend.higher))
    difference = options.apart(second, spend.sure[0])
    behind = amount_words(difference, money(difference.mean))
    return [f"{_next(options)}, {quoted(options.label(second))}, spends {behind} more, compared future by future."]


def _next(options: ComparisonStudy) -> str:
    return "The next in placement spend" if net_differs(options) else "The next"
