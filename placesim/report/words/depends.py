"""What an option's saving depends on: circumstances, how well it is carried out, and what nobody has measured."""

from collections.abc import Sequence

from placesim.experiment.differences import Difference
from placesim.report.comparison_study import SPEND, ComparisonStudy
from placesim.report.once import once
from placesim.report.words.assumption_sizes import Largest, by_size
from placesim.report.words.assumptions import blocks_of
from placesim.report.words.differences import Direction, amount_words, direction, money, spend_says
from placesim.report.words.full_beds import full_beds_words
from placesim.report.words.interventions import interventions_in_words
from placesim.report.words.ranking import listed, packages, quoted, variants

CIRCUMSTANCES = 4
"""How many circumstances the first page names."""

PAIRS = 3
"""How many pairs of options that act on the same places it compares, the farthest apart first."""


def depends(options: ComparisonStudy, leaders: Sequence[str]) -> list[str]:
    """Return what the result depends on; the first sentence is the summary."""
    said = [*_circumstances(options), *_full_beds(options), *_carried_out(options, leaders)]
    told = leaders[:1] if _by_assumption_alone(options, leaders) else ()  # the summary says it of this one
    said += [words for name in leaders if name not in told and (words := _assumed(options, name))]
    if money_first := largest_assumptions(options).money:
        said.append(f"The largest assumptions of the baseline, by money: {'; '.join(money_first)}.")
    return [_summary(options, leaders), *said]


def _by_assumption_alone(options: ComparisonStudy, leaders: Sequence[str]) -> bool:
    return not options.circumstances and not _carried_out(options, leaders)


def _summary(options: ComparisonStudy, leaders: Sequence[str]) -> str:
    if _by_assumption_alone(options, leaders):
        return _not_varied(options, leaders)
    on = ["on assumptions that were not varied here"]
    if _carried_out(options, leaders):
        on.insert(0, "on how well it is carried out")
    if options.circumstances:
        on.insert(0, "on circumstances that the council does not choose")
    return f"{', '.join(on[:-1])}{' and ' * (len(on) > 1)}{on[-1]}.".capitalize()


def _not_varied(options: ComparisonStudy, leaders: Sequence[str]) -> str:
    """Say how many changes of the leading option rest on assumptions, where nothing was simulated to test them."""
    said = interventions_in_words(options, leaders[0]) if leaders else ()
    count, label = sum(each.assumed for each in said), quoted(options.label(leaders[0])) if leaders else ""
    if not count:
        return "It depends on the assumptions of the baseline and of each option, none of which was varied here."
    if len(said) == 1:
        return f"The one change of {label} rests on an assumption, which was not varied here."
    some = f"{_all(count)} changes" if count == len(said) else f"{count} of the {len(said)} changes"
    none = "neither" if count == 2 else "none"
    rest = f"rest on assumptions, {none} of which was" if count > 1 else "rests on an assumption, which was not"
    return f"{some} of {label} {rest} varied here."


def _all(count: int) -> str:
    return "Both" if count == 2 else f"All {count}"


def _circumstances(options: ComparisonStudy) -> list[str]:
    """Say what each circumstance does to spend by itself, the largest first."""
    found = {name: options.difference(name, SPEND) for name in options.circumstances}
    ordered = sorted(found, key=lambda name: -abs(found[name].mean))
    said = [
        f"{quoted(options.label(name))}, with no option at all, {spend_says(found[name], 'over all years')}."
        for name in ordered[:CIRCUMSTANCES]
    ]
    rest = ordered[CIRCUMSTANCES:]
    return [*said, f"Beside these: {listed(options, rest)}."] if rest else said


def _full_beds(options: ComparisonStudy) -> list[str]:
    """Say how full homes have to be, for the choice of homes alone that saves most."""
    by_saving = sorted(options.choices, key=lambda name: options.difference(name, SPEND).mean)
    said = [words for name in by_saving if (words := full_beds_words(options, name))]
    return [" ".join(said[0][:2])] if said else []


def _carried_out(options: ComparisonStudy, leaders: Sequence[str]) -> list[str]:
    """Compare leading options, and those that they hold, with others that act on the same places and children."""
    parts = dict.fromkeys(part for name in leaders for part in (name, *packages(options).get(name, ())))
    pairs = {frozenset((part, other)): (part, other) for part in parts for other in variants(options, part)}
    found = {pair: options.apart(pair[1], pair[0]) for pair in pairs.values()}
    ordered = sorted(found, key=lambda pair: -abs(found[pair].mean))[:PAIRS]
    return [_against(options, *pair, found[pair]) for pair in ordered]


def _against(options: ComparisonStudy, name: str, other: str, found: Difference) -> str:
    first, second = quoted(options.label(other)), quoted(options.label(name))
    unit = money(found.mean, found.low, found.high)
    match direction(found):
        case Direction.HIGHER:
            return f"{first} spends {amount_words(found, unit)} more than {second}."
        case Direction.LOWER:
            return f"{first} spends {amount_words(found, unit)} less than {second}."
        case _:
            return f"{first} and {second} cannot be told apart in spend."


def _assumed(options: ComparisonStudy, name: str) -> str:
    said = interventions_in_words(options, name)
    count = sum(each.assumed for each in said)
    if not count:
        return ""
    some = f"{_all(count).lower()} of its changes" if count == len(said) else f"{count} of its {len(said)} changes"
    changes, rest = (some, "rest" if count > 1 else "rests") if len(said) > 1 else ("its one change", "rests")
    return f"Of {quoted(options.label(name))}, {changes} {rest} on assumption, wholly or in part."


@once
def largest_assumptions(options: ComparisonStudy) -> Largest:
    """Return the baseline's largest assumptions, by money and by children: a ranking of size, not of sensitivity."""
    return by_size(options.baseline, blocks_of(options.council, options.evidence))[1]
