"""What an option's saving depends on: circumstances, how well it is carried out, and what nobody has measured.

depends(options, leaders) -> list[str]   sentences, the first a summary
largest_assumptions(options) -> Largest  the baseline's largest assumptions, by money and by children
"""

from collections.abc import Sequence

from placesim.report.assumptions import blocks_of
from placesim.report.differences import Way, amount_words, money, spend_says, way
from placesim.report.intervention_words import interventions_in_words
from placesim.report.options import SPEND, Options
from placesim.report.sizes import Largest, by_size
from placesim.report.standing import listed, packages, quoted, variants

CIRCUMSTANCES = 4
"""How many circumstances the first page names."""


def depends(options: Options, leaders: Sequence[str]) -> list[str]:
    """Return what the result depends on; the first sentence is the summary."""
    carried = dict.fromkeys(words for name in leaders for words in _carried_out(options, name))
    said = [*_circumstances(options), *carried]
    said += [words for name in leaders if (words := _assumed(options, name))]
    return [_summary(options, leaders), *said]


def _summary(options: Options, leaders: Sequence[str]) -> str:
    on = ["on assumptions that were not varied here"]
    if any(_carried_out(options, name) for name in leaders):
        on.insert(0, "on how well it is carried out")
    if options.circumstances:
        on.insert(0, "on circumstances that the council does not choose")
    return f"{', '.join(on[:-1])}{' and ' * (len(on) > 1)}{on[-1]}.".capitalize()


def _circumstances(options: Options) -> list[str]:
    """Say what each circumstance does to spend by itself, the largest first."""
    found = {name: options.difference(name, SPEND) for name in options.circumstances}
    ordered = sorted(found, key=lambda name: -abs(found[name].mean))
    said = [
        f"{quoted(options.label(name))}, with no option at all, {spend_says(found[name], 'over all years')}."
        for name in ordered[:CIRCUMSTANCES]
    ]
    rest = ordered[CIRCUMSTANCES:]
    return [*said, f"Beside these: {listed(options, rest)}."] if rest else said


def _carried_out(options: Options, name: str) -> list[str]:
    """Compare an option, and each that it holds, with others that act on the same places and children."""
    whole = [name, *packages(options).get(name, [])]
    return [words for part in whole for words in _against(options, part)]


def _against(options: Options, name: str) -> list[str]:
    said = []
    for other in variants(options, name):
        found = options.apart(other, name)
        first, second = quoted(options.label(other)), quoted(options.label(name))
        unit = money(found.mean, found.low, found.high)
        match way(found):
            case Way.HIGHER:
                said.append(f"{first} saves {amount_words(found, unit)} less than {second}.")
            case Way.LOWER:
                said.append(f"{first} saves {amount_words(found, unit)} more than {second}.")
            case _:
                said.append(f"{first} and {second} cannot be told apart in spend.")
    return said


def _assumed(options: Options, name: str) -> str:
    said = interventions_in_words(options, name)
    count = sum(each.assumed for each in said)
    if not count:
        return ""
    some = f"all {count} of its changes" if count == len(said) else f"{count} of its {len(said)} changes"
    changes, rest = (some, "rest" if count > 1 else "rests") if len(said) > 1 else ("its one change", "rests")
    return f"Of {quoted(options.label(name))}, {changes} {rest} on assumption, wholly or in part."


def largest_assumptions(options: Options) -> Largest:
    """Return the baseline's largest assumptions, by money and by children: a ranking of size, not of sensitivity."""
    return by_size(options.baseline, blocks_of(options.comparing.council, options.comparing.evidence))[1]
