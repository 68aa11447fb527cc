"""The report of a comparison as one page that needs nothing else: what each option does, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from placesim.report import comparison_exhibits as exhibits
from placesim.report.break_even import saving_table
from placesim.report.comparing import Comparing
from placesim.report.depends import largest_assumptions
from placesim.report.exhibits import Exhibit
from placesim.report.how_many import METHOD, precision_table, replications_words
from placesim.report.html import definitions, digests, environment, page_frame, versions
from placesim.report.intervention_words import Said, interventions_in_words
from placesim.report.new_homes import arrivals_table, arrivals_words, occupancy_table, with_homes
from placesim.report.not_done import LIMITS, not_done, not_done_words
from placesim.report.options import Options
from placesim.report.options_table import children_table, money_table, year_tables_of
from placesim.report.surprises import surprises
from placesim.report.svg import drawing
from placesim.report.tables import Table
from placesim.report.verdict import verdict


def write_comparison_html(path: Path, comparing: Comparing) -> None:
    """Write the report of a comparison: one file that needs nothing else."""
    options = Options(comparing)
    with drawing():
        contents = comparison_contents(options)
    page = environment().get_template("compare.html.j2").render(**page_frame(), **contents)
    path.write_bytes(page.encode("utf-8", errors="replace"))


@dataclass(frozen=True)
class Told:
    """One scenario as the report tells it: what it asks, what it changes, what it does not do."""

    number: int
    label: str
    question: str
    changes: tuple[Said, ...]
    not_done: tuple[str, ...]


@dataclass(frozen=True)
class Moved:
    """Who moves into the homes that one scenario opens."""

    label: str
    sentences: tuple[str, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Part:
    """Scenarios of one kind: what they do to money and children, and when they are in front."""

    told: tuple[Told, ...]
    bars: tuple[Exhibit, ...]
    tables: tuple[Table, ...]
    years: tuple[Table, ...]
    savings: tuple[Exhibit, ...]
    break_even: Table | None


def comparison_contents(options: Options) -> dict[str, Any]:
    """Return everything that the report of a comparison prints."""
    comparing = options.comparing
    homes, undrawn = exhibits.homes(options)
    return {
        "council": comparing.council.name,
        "question": "What does each option change, and how sure is that?",
        "start": options.start,
        "end": options.end,
        "options": options,
        "study": options.baseline,
        "settings": comparing.settings,
        "answers": verdict(options),
        "choices": _part(options, options.options, "option"),
        "mixed": [options.label(name) for name in options.mixed],
        "circumstances": _part(options, options.circumstances, "could"),
        "types": exhibits.children_by_type(options),
        "homes": homes,
        "undrawn": undrawn,
        "moved": [_moved(options, name) for name in with_homes(options)],
        "surprises": surprises(options),
        "limits": LIMITS,
        "largest": largest_assumptions(options),
        "replications": replications_words(options),
        "precision": precision_table(options),
        "method": METHOD,
        "definitions": definitions(options.baseline.measures),
        "versions": versions(),
        "inputs": digests(comparing.settings),
    }


def _part(options: Options, names: Sequence[str], prefix: str) -> Part:
    """Return what is told of scenarios of one kind; nothing where there are none."""
    if not names:
        return Part((), (), (), (), (), None)
    bars = (
        exhibits.spend_bars(options, names, f"{prefix}-spend"),
        exhibits.share_bars(options, names, f"{prefix}-out"),
    )
    return Part(
        tuple(_told(options, name) for name in names),
        bars,
        (money_table(options, names), children_table(options, names)),
        tuple(year_tables_of(options, names)),
        tuple(exhibits.cumulative_savings(options, names, f"{prefix}-saved")),
        saving_table(options, tuple(names)),
    )


def _told(options: Options, name: str) -> Told:
    return Told(
        options.number(name),
        options.label(name),
        options.scenario(name).question,
        interventions_in_words(options, name),
        tuple(not_done_words(not_done(options, name))),
    )


def _moved(options: Options, name: str) -> Moved:
    tables = arrivals_table(options, name), occupancy_table(options, name)
    return Moved(options.label(name), tuple(arrivals_words(options, name)), tables)
