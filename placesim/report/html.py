"""The report of a run as one page that needs nothing else: no network, no other file, no script to be read."""

import hashlib
import platform
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from placesim import __version__
from placesim.config.baseline import Baseline
from placesim.config.evidence import Figure
from placesim.experiment.outputs import LIBRARIES, RunSettings
from placesim.experiment.replications import Outcomes
from placesim.report import budget, exhibits, yearly
from placesim.report.assumptions import Block, Cited, blocks_of
from placesim.report.configuration_words import policy_text
from placesim.report.drivers import drivers
from placesim.report.headline import headlines
from placesim.report.sizes import by_size
from placesim.report.study import Study
from placesim.report.svg import drawing
from placesim.report.tables import Cell, Table, year_tables
from placesim.report.wording import MINUS, day_text, plain
from placesim.results.measures import MEASURES

TEMPLATES = Path(__file__).parent / "templates"
KEPT_TOGETHER = re.compile(rf"[+{MINUS}]£[\d,.]*\d[mk]?|\b\d{{4}}-\d\d\b")


def write_run_report(
    path: Path, baseline: Baseline, outcomes: Outcomes, settings: RunSettings, evidence: dict[str, Figure]
) -> None:
    """Write report.html: one file that needs nothing else."""
    study = Study(baseline, outcomes)
    with drawing():
        contents = run_contents(study, settings, evidence)
    page = environment().get_template("run.html.j2").render(**page_frame(), **contents)
    path.write_bytes(page.encode("utf-8", errors="replace"))


def environment() -> Environment:
    """Return the templates: everything is escaped, every name must exist, no text carries control characters."""
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless,
    )
    templates.filters["unbroken"] = unbroken
    return templates


def unbroken(text: str) -> Markup:
    """Return a sentence, escaped, whose pounds with a sign and financial years stay on one line."""
    return Markup(KEPT_TOGETHER.sub(r'<span class="together">\g<0></span>', str(escape(plain(text)))))


def _harmless(value: Any) -> Any:
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def page_frame() -> dict[str, Any]:
    """Return what every report's page needs: its style, its script, and the policy that allows no other script."""
    script = (TEMPLATES / "sort.js").read_text(encoding="utf-8")
    digest = b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    style = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    return {"style": Markup(style), "script": Markup(script), "script_digest": digest, "placesim_version": __version__}


def run_contents(study: Study, settings: RunSettings, evidence: Mapping[str, Figure]) -> dict[str, Any]:
    """Return everything that the report of a run prints."""
    steadiness, never = yearly.stability(study)
    types, empty_types = exhibits.placement_types(study)
    blocks, largest = by_size(study, blocks_of(study.baseline, evidence))
    return {
        "council": study.baseline.name,
        "question": study.baseline.question,
        "start": day_text(study.baseline.start),
        "end": day_text(study.years[-1].last),
        "study": study,
        "settings": settings,
        "headlines": headlines(study),
        "drivers": drivers(study),
        "care": exhibits.children_in_care(study),
        "types": types,
        "empty_types": empty_types,
        "homes": yearly.where_children_live(study),
        "out_of_borough": exhibits.out_of_borough(study),
        "share_tables": year_tables(study, "Out of borough at year end", _share_rows(study)),
        "spend": yearly.spend(study),
        "spend_by_type": budget.spend_by_type(study),
        "lines_table": budget.what_lines_pay_for(study),
        "mixed_lines": budget.mixed_lines(study),
        "spend_change": yearly.spend_change(study),
        "carers": exhibits.carers_and_places(study),
        "unopened": exhibits.unopened(study),
        "occupancy_tables": exhibits.occupancy_tables(study),
        "leaving": yearly.leavers_and_moves(study),
        "stability": steadiness,
        "never": never,
        "sections": _by_section(blocks),
        "blocks": blocks,
        "largest": largest,
        "transfer_policy": policy_text(study.baseline.transfer_policy),
        "evidence_table": evidence_table((block.sources for block in blocks), "Evidence that the configuration cites"),
        "definitions": definitions(study.measures),
        "versions": versions(),
        "inputs": digests(settings),
    }


def _share_rows(study: Study) -> list[tuple[str, str]]:
    groups = [group for group in exhibits.OUT_OF_BOROUGH if study.has("out_of_borough_share", group)]
    return [("out_of_borough_share", group) for group in reversed(groups)]


@dataclass(frozen=True)
class Section:
    """Blocks of one part of the configuration."""

    title: str
    blocks: tuple[Block, ...]


def _by_section(blocks: list[Block]) -> list[Section]:
    titles = dict.fromkeys(block.section for block in blocks)
    return [Section(title, tuple(block for block in blocks if block.section == title)) for title in titles]


def evidence_table(citing: Iterable[Sequence[Cited]], caption: str) -> Table:
    """Return every figure of the evidence that is cited, with where it stands."""
    cited = {source.text: source.figure for sources in citing for source in sources if source.figure}
    rows = tuple(
        tuple(Cell(text) for text in (name, figure.quantity, figure.value, figure.where, figure.confidence))
        for name, figure in sorted(cited.items())
    )
    columns = ("Id", "Figure", "Value", "Where it stands", "Confidence")
    return Table(caption, columns, rows, words=(1, 2, 3, 4), sortable=True)


def definitions(measures: Iterable[str]) -> list[tuple[str, str, str]]:
    """Return each measure's name, definition and unit."""
    return [(name, MEASURES[name].definition, MEASURES[name].unit) for name in measures]


def digests(settings: RunSettings) -> list[tuple[str, str]]:
    """Return the name of each input file, with its SHA-256."""
    return [(item.name, hashlib.sha256(item.read_bytes()).hexdigest()) for item in settings.inputs]


def versions() -> list[tuple[str, str]]:
    """Return the versions of this program, of Python, and of what the figures depend on."""
    libraries = [(name, _version(name)) for name in (*LIBRARIES, "matplotlib", "jinja2")]
    return [("placesim", __version__), ("Python", platform.python_version()), *libraries]


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "not installed"
