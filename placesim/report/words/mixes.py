"""Mixes in words: the figures a search goes by, how a mix stands with a target, and why it fell out."""

from math import isnan

from placesim.config.mixes.search_file import ALL_YEARS, MixTarget
from placesim.config.text import plain
from placesim.experiment.search.figures import Figure
from placesim.experiment.search.tables import verdict_of
from placesim.experiment.search.targets import Reached, Standing
from placesim.report.figures import Unit, unit_for
from placesim.report.search_study import SearchStudy
from placesim.report.words.differences import money, percent
from placesim.results.measures import MEASURES

NAMES = {"net_cost": "net cost", "spend": "placement spend", "carer_households": "foster households"}
"""Measures that have a name of their own in a sentence."""


def measure_words(figure: Figure) -> str:
    """Return what a sentence calls a figure, as in `net cost over all years`."""
    name = NAMES.get(figure.measure, figure.measure.replace("_", " "))
    group = "" if figure.group == "all" else f" ({figure.group.replace('_', ' ')})"
    return f"{name}{group} {'over all years' if figure.year == ALL_YEARS else f'in {figure.year}'}"


def capital(text: str) -> str:
    """Return a text with a capital in front, the rest as it is."""
    return text[:1].upper() + text[1:]


def stands_words(target: MixTarget, stands: Reached) -> str:
    """Say how a mix stands with a target, in futures that the search had not seen."""
    if isnan(stands.value):
        return "too few futures have the figure"
    if target.in_ is None:
        verdict = {Standing.MET: "met", Standing.MISSED: "missed", Standing.OPEN: "not clear"}[stands.standing]
        unit = _unit_of(target)
        value = f"mean {unit.full(stands.value)} ({unit.number(stands.low)} to {unit.full(stands.high)})"
        return f"{verdict}, {value} where {unit.full(target.limit)} is asked"
    ends = f"{percent(stands.low)} to {percent(stands.high)}"
    share, wanted = (
        f"met in {percent(stands.value)} of {stands.futures:,} further futures ({ends})",
        percent(target.in_),
    )
    if stands.standing == Standing.OPEN:
        return f"{share}: too few to be sure of {wanted}"
    return f"{'missed: ' * (stands.standing == Standing.MISSED)}{share}, where {wanted} is asked"


def _unit_of(target: MixTarget) -> Unit:
    return unit_for(MEASURES[target.measure].unit, abs(target.limit))


def why_words(study: SearchStudy, place: int) -> str:
    """Say in a few words why a mix fell out, or that it did not."""
    fallen, verdict = study.selection.fallen.get(place), verdict_of(study.search, place)
    if fallen is None:
        return verdict.value
    if fallen.target is not None:
        return f"misses: {plain(study.targets[fallen.target].label)}"
    size = abs(fallen.higher)
    unit = money(size) if study.in_pounds else Unit("", decimals=1)
    dearer = "dearer" if study.in_pounds else "higher"
    return f"{unit.full(size)} {dearer} than mix {study.mix(fallen.by or 0).number}"


def assumptions_words(study: SearchStudy) -> str:
    """Say whether assumptions were drawn."""
    count = len(study.ranges.assumptions)
    if study.drawn:
        return (
            f"Assumptions drawn: {count} number{'s' * (count != 1)} not known exactly had another value in each "
            "future, the same for every mix. What is sure here is sure with that doubt counted."
        )
    if count:
        return (
            f"Ranges are given for {count} number{'s' * (count != 1)}; this search takes each at its value. What is "
            "sure here is sure of luck alone."
        )
    return "Every number is taken at its value: what is sure here is sure of luck alone."
