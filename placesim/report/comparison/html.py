"""The report of a comparison as one page that needs nothing else: what each option does, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from placesim.config.interventions.intervention import Intervention
from placesim.experiment.manifest import digests
from placesim.report.comparison import exhibits
from placesim.report.comparison.baseline_words import baseline_words
from placesim.report.comparison.break_even import saving_table
from placesim.report.comparison.comparing import Comparing
from placesim.report.comparison.depends import largest_assumptions
from placesim.report.comparison.full_beds import full_beds_words
from placesim.report.comparison.how_many import METHOD, precision_table, replications_words, trial_words
from placesim.report.comparison.intervention_words import Said, interventions_in_words
from placesim.report.comparison.new_homes import arrivals_table, arrivals_words, occupancy_table, with_homes
from placesim.report.comparison.not_done import LIMITS, not_done, not_done_words
from placesim.report.comparison.options import Options
from placesim.report.comparison.options_table import children_table, money_table, year_tables_of
from placesim.report.comparison.surprises import surprises
from placesim.report.comparison.verdict import verdict
from placesim.report.page import definitions, environment, evidence_table, page_frame, versions
from placesim.report.run.exhibits import Exhibit
from placesim.report.svg import drawing
from placesim.report.tables import Table

CITED = "Evidence that the scenarios cite"


def write_comparison_html(path: Path, comparing: Comparing) -> None:
    """Write the report of a comparison: one file that needs nothing else."""
    options = Options(comparing)
    with drawing():
        contents = comparison_contents(options)
    page = environment().get_template("compare.html.j2").render(**page_frame(), **contents)
    path.write_bytes(page.encode("utf-8", errors="replace"))


@dataclass(frozen=True)
class Told:
    """One scenario as the report tells it: what it asks and what it changes."""

    label: str
    question: str
    changes: tuple[tuple[Said, str], ...]
    """Each change and, where its sources were told before, the scenario under which they stand."""


@dataclass(frozen=True)
class Moved:
    """Who moves into the homes that one scenario opens."""

    label: str
    sentences: tuple[str, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Part:
    """Scenarios of one kind: what they do to money and children."""

    names: tuple[str, ...]
    bars: tuple[Exhibit, ...]
    tables: tuple[Table, ...]
    years: tuple[Table, ...]


def comparison_contents(options: Options) -> dict[str, Any]:
    """Return everything that the report of a comparison prints."""
    comparing = options.comparing
    homes, undrawn = exhibits.homes(options)
    told = _told(options)
    return {
        "council": comparing.council.name,
        "question": "What does each option change, and how sure is that?",
        "start": options.start,
        "end": options.end,
        "options": options,
        "study": options.baseline,
        "settings": comparing.settings,
        "baseline": baseline_words(options),
        "trial": trial_words(options),
        "answers": verdict(options),
        "choices": _part(options, options.options, "option"),
        "mixed": [options.label(name) for name in options.mixed],
        "circumstances": _part(options, options.circumstances, "could"),
        "savings": exhibits.cumulative_savings(options, options.options, "saved"),
        "break_even": saving_table(options, options.options),
        "types": exhibits.children_by_type(options),
        "homes": homes,
        "undrawn": undrawn,
        "moved": [_moved(options, name) for name in with_homes(options)],
        "surprises": surprises(options),
        "not_done": [not_done(options, name) for name in options.options],
        "not_done_words": not_done_words,
        "limits": LIMITS,
        "told": told,
        "evidence_table": evidence_table((said.sources for each in told for said, _ in each.changes), CITED),
        "largest": largest_assumptions(options),
        "replications": replications_words(options),
        "precision": precision_table(options),
        "method": METHOD,
        "definitions": definitions(options.baseline.measures),
        "versions": versions(),
        "inputs": digests(comparing.settings).items(),
    }


def _part(options: Options, names: Sequence[str], prefix: str) -> Part:
    """Return what is told of scenarios of one kind; nothing where there are none."""
    if not names:
        return Part((), (), (), ())
    bars = (
        exhibits.spend_bars(options, names, f"{prefix}-spend"),
        exhibits.share_bars(options, names, f"{prefix}-out"),
    )
    return Part(
        tuple(names),
        bars,
        (money_table(options, names), children_table(options, names)),
        tuple(year_tables_of(options, names)),
    )


def _told(options: Options) -> list[Told]:
    """Return every scenario's changes in the order given; the sources of one told before are not told again."""
    before: list[tuple[Intervention, str]] = []
    found = []
    for name in options.comparison.names:
        said, changes = interventions_in_words(options, name), options.scenario(name).interventions
        known = [next((label for change, label in before if change == each), "") for each in changes]
        found.append(Told(options.label(name), options.scenario(name).question, tuple(zip(said, known, strict=True))))
        before += [(change, options.label(name)) for change, label in zip(changes, known, strict=True) if not label]
    return found


def _moved(options: Options, name: str) -> Moved:
    tables = arrivals_table(options, name), occupancy_table(options, name)
    return Moved(options.label(name), (*arrivals_words(options, name), *full_beds_words(options, name)), tables)
