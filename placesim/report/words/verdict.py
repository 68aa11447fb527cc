"""The first page of a comparison: which option does most, at what cost, how sure, and what it depends on."""

from collections.abc import Sequence

from placesim.report.comparison_study import SHARE_OUT, SPEND, ComparisonStudy, once
from placesim.report.figures import unit_for
from placesim.report.paper.parts import Answer
from placesim.report.words.break_even import month_text, saving
from placesim.report.words.costs import (
    also_net,
    in_brackets,
    in_spend,
    net_differs,
    net_words,
    rank_words,
    step_words,
    what_is_counted,
)
from placesim.report.words.depends import depends
from placesim.report.words.differences import (
    POINTS,
    Direction,
    amount_words,
    direction,
    money,
    spend_says,
)
from placesim.report.words.no_saving import what_without_a_saving
from placesim.report.words.placeholders import placeholder_words, priced
from placesim.report.words.ranking import (
    NextStep,
    Ranking,
    listed,
    next_step_words,
    next_steps,
    packages,
    quoted,
    ranking,
    singles,
)
from placesim.report.words.surprises import worse_words


def _alone(options: ComparisonStudy, measure: str = SPEND) -> Ranking:
    """Return the ranking of what is no package: packages of other options are told apart."""
    return ranking(options, measure, singles(options))


@once
def leading(options: ComparisonStudy) -> list[str]:
    """Return the option that saves most by itself and, where one clearly does, the package that saves most."""
    whole = [name for name in ranking(options).sure if name in packages(options)]
    return list(dict.fromkeys([*_alone(options).sure[:1], *whole[:1]]))


def which_does_most(options: ComparisonStudy) -> Answer:
    """Say which option saves most, how it stands to the others, and what packages of them do."""
    question = "Which option does most?"
    if options.few:
        return Answer(question, f"Too few futures ({options.futures}) to say which option does most.")
    if not options.choices:
        return Answer(question, "None of these scenarios is for the council alone to decide, so none is ranked.")
    if not priced(options.council):
        told = (_out_of_borough(options, _alone(options, SHARE_OUT)),)
        return Answer(question, f"Options are not ranked by spend. {placeholder_words(options.council)}", told)
    spend, shares = _alone(options), _alone(options, SHARE_OUT)
    if spend.best is None:
        text = f"No {_option(options)} clearly saves money by {options.end}."
    else:
        best = options.difference(spend.best, SPEND)
        text = f"{in_spend(options)}{quoted(options.label(spend.best))} "
        text += f"{spend_says(best, f'by {options.end}', share=True)}{in_brackets(options, spend.best)}"
        text += f": {_rank(options, spend)}." if len(spend.all) > 1 else "."
        text += also_net(options, spend.best)
    return Answer(question, text, (*rank_words(options), *_beside(options, spend, shares)))


def _rank(options: ComparisonStudy, ranked: Ranking) -> str:
    if ranked.tied:
        return f"the most on average, but these figures cannot tell it apart from {listed(options, ranked.tied)}"
    return f"more than any other {_option(options)}"


def _option(options: ComparisonStudy) -> str:
    """Return `option`, or `single option` where packages of options stand apart from the ranking."""
    return "single option" if packages(options) else "option"


def _beside(options: ComparisonStudy, spend: Ranking, shares: Ranking) -> list[str]:
    said = [_out_of_borough(options, shares)]
    if spend.none:
        said.append(f"No clear difference in spend: {listed(options, spend.none)}.")
    if spend.higher:
        more = "Spends more on placements, on average" if net_differs(options) else "Costs more on average"
        said.append(f"{more}: {listed(options, spend.higher)}.")
    whole = packages(options)
    said += [
        f"The package {quoted(options.label(name))} {_made_of(options, name, whole[name])}: {in_spend(options, '')}it "
        f"{spend_says(options.difference(name, SPEND))}{in_brackets(options, name)}."
        for name in options.names
        if name in whole
    ]
    return said


def _made_of(options: ComparisonStudy, name: str, parts: Sequence[str]) -> str:
    """Return which options a package puts together, or how many changes it adds to the one that it holds."""
    if len(parts) > 1:
        return f"puts together {listed(options, parts)}"
    more = len(options.scenario(name).interventions) - len(options.scenario(parts[0]).interventions)
    return f"makes {more} further change{'s' * (more > 1)} beside {listed(options, parts)}"


def next_step(options: ComparisonStudy) -> Answer | None:
    """Say what the further step of each family adds to the smaller option."""
    steps = next_steps(options)
    if not steps or options.few:
        return None
    (finding, *said), *others = [_step(options, step) for step in steps]
    return Answer("What does the next step add?", finding, (*said, *(words for step in others for words in step)))


def _step(options: ComparisonStudy, step: NextStep) -> list[str]:
    finding, *said = next_step_words(options, step, in_spend(options))
    return [finding, *step_words(options, step), *said]


def _out_of_borough(options: ComparisonStudy, shares: Ranking) -> str:
    if shares.best is None:
        return f"No {_option(options)} clearly lowers the share of children placed out of borough on {options.end}."
    difference = options.difference(shares.best, SHARE_OUT)
    share = unit_for("share", 1.0)
    rank = f"; {_rank(options, shares)}" if shares.tied else f", {_rank(options, shares)}" * (len(shares.all) > 1)
    return (
        f"Out of borough: {quoted(options.label(shares.best))} lowers the share on {options.end} from "
        f"{share.full(difference.before)} to about {share.full(difference.after)}, "
        f"by {amount_words(difference, POINTS)}{rank}."
    )


def at_what_cost(options: ComparisonStudy) -> Answer:
    """Say in which years the leading options cost more, when they break even, and what is not counted."""
    question, leaders = "At what cost?", leading(options)
    if not priced(options.council):
        return Answer(question, placeholder_words(options.council))
    if not leaders:
        return Answer(question, what_without_a_saving(options), (what_is_counted(options),))
    said = [sentence for name in leaders for sentence in _cost_of(options, name)]
    first = quoted(options.label(leaders[0]))
    dearer = _dearer_years(options, leaders[0])
    years = (
        f"{in_spend(options)}{first} costs more than the baseline in {', '.join(dearer)}, and saves over all years."
        if dearer
        else f"In placement spend, {first} is in no financial year clearly dearer than the baseline."
    )
    finding, *rest = [*_homes_cost(options, leaders[0]), years]
    net = [sentence for name in leaders for sentence in net_words(options, name)]
    return Answer(question, finding, (*rest, *net, what_is_counted(options), *said))


def _homes_cost(options: ComparisonStudy, name: str) -> list[str]:
    """Say what the homes that an option opens cost, and how much less that leaves to spend elsewhere."""
    homes = options.homes_opened(name)
    cost = sum(options.difference(name, SPEND, home).mean for home in homes)
    elsewhere = options.difference(name, SPEND).mean - cost
    if cost <= 0 or elsewhere >= 0:
        return []
    unit = money(cost, elsewhere)
    it = "home costs" if len(homes) == 1 else "homes cost"
    return [
        f"The new {it} {unit.full(cost)} by {options.end}, and {unit.full(-elsewhere)} less is spent on other "
        f"places with {quoted(options.label(name))}."
    ]


def _dearer_years(options: ComparisonStudy, name: str) -> list[str]:
    return [
        year.label
        for year in options.years
        if direction(options.difference(name, SPEND, year=year.name)) == Direction.HIGHER
    ]


def _cost_of(options: ComparisonStudy, name: str) -> list[str]:
    label, last = quoted(options.label(name)), options.last_year
    in_last = options.difference(name, SPEND, year=last.name)
    said = [f"{in_spend(options)}{label} {spend_says(in_last, f'in {last.label}')}."]
    even = saving(options, name).break_even
    if even.deepest and even.month:
        deepest = money(even.deepest).full(-even.deepest)
        said.append(
            f"{label} has on average cost up to {deepest} more before it breaks even in {month_text(even.month)}."
        )
    said += void_words(options, name)
    worse = worse_words(options, name)
    if worse:
        said.append(f"{label} also makes worse: {'; '.join(worse)}.")
    return said


def void_words(options: ComparisonStudy, name: str) -> list[str]:
    """Say what an option clearly pays more for beds that stand empty; nothing where it does not."""
    void = options.difference(name, "void_cost")
    if direction(void) != Direction.HIGHER:
        return []
    nights = options.difference(name, "void_nights").mean
    return [
        f"{quoted(options.label(name))} pays about {money(void.mean).full(void.mean)} for some {nights:,.0f} more "
        "nights in beds that stand empty; that is within its spend."
    ]


def what_it_depends_on(options: ComparisonStudy) -> Answer:
    """Say what the result depends on: circumstances, how well options are carried out, assumptions."""
    summary, *said = depends(options, leading(options))
    return Answer("What does it depend on?", summary, tuple(said))
