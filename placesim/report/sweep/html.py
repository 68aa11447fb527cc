"""The report of a sweep as one page that needs nothing else: where it breaks even, and where more adds nothing."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from placesim.config.text import plain
from placesim.config.variants import DAYS_A_MONTH
from placesim.experiment.manifest import digests
from placesim.report.comparison.how_many import METHOD
from placesim.report.comparison.intervention_words import Said, interventions_in_words
from placesim.report.comparison.not_done import LIMITS
from placesim.report.page import definitions, environment, page_frame, versions
from placesim.report.svg import drawing
from placesim.report.sweep import exhibits
from placesim.report.sweep.sweeping import Sweeping
from placesim.report.sweep.words import answers

MEASURES_SHOWN = ("spend", "out_of_borough_share", "children_average", "places_average", "void_nights")


@dataclass(frozen=True)
class Change:
    """One intervention of the option, and whether it is the one that is varied."""

    number: int
    said: Said
    varied: bool


def write_sweep_html(path: Path, sweeping: Sweeping) -> None:
    """Write the report of a sweep: one file that needs nothing else."""
    with drawing():
        contents = sweep_contents(sweeping)
    page = environment().get_template("sweep.html.j2").render(**page_frame(), **contents)
    path.write_bytes(page.encode("utf-8", errors="replace"))


def sweep_contents(sweeping: Sweeping) -> dict[str, Any]:
    """Return everything that the report of a sweep prints."""
    found, options = answers(sweeping), sweeping.options
    return {
        "council": sweeping.council.name,
        "name": plain(sweeping.made.option.scenario.name),
        "question": sweeping.made.option.scenario.question,
        "start": options.start,
        "end": options.end,
        "sweeping": sweeping,
        "study": options.baseline,
        "settings": sweeping.settings,
        "answers": found,
        "curve": exhibits.spend_exhibit(sweeping, found[0].finding),
        "borough": exhibits.share_exhibit(sweeping),
        "places": exhibits.places_exhibit(sweeping),
        "steps": exhibits.steps_exhibit(sweeping),
        "values_table": exhibits.values_table(sweeping),
        "steps_table": exhibits.steps_table(sweeping),
        "meaning": _meaning(sweeping),
        "changes": _changes(sweeping),
        "method": METHOD,
        "limits": LIMITS,
        "definitions": definitions(MEASURES_SHOWN),
        "versions": versions(),
        "inputs": digests(sweeping.settings).items(),
    }


def _changes(sweeping: Sweeping) -> list[Change]:
    """Return the option's interventions in words, as they are at the last value."""
    last = sweeping.made.options[-1].scenario.name
    said = interventions_in_words(sweeping.options, last)
    return [Change(place + 1, each, place in sweeping.made.places) for place, each in enumerate(said)]


def _meaning(sweeping: Sweeping) -> str:
    """Return what the documentation of interventions says of the number that is varied, in its first sentence."""
    field = next(iter(sweeping.made.fields))
    described = type(sweeping.made.varied[0]).model_fields[field].description or ""
    months = "" if field == sweeping.made.field else f", at {DAYS_A_MONTH:g} days a month"
    return plain(described.partition(". ")[0].rstrip(".").replace("`", "'")) + months
