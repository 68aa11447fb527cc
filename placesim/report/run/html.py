"""The report of a run as one page that needs nothing else: no network, no other file, no script to be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from placesim.config.baseline import Baseline
from placesim.config.evidence import Figure
from placesim.config.text import day_text
from placesim.experiment.manifest import RunSettings, digests
from placesim.experiment.replications import Outcomes
from placesim.report.assumptions import Block, blocks_of
from placesim.report.configuration_words import policy_text
from placesim.report.page import definitions, environment, evidence_table, page_frame, versions
from placesim.report.run import budget, exhibits, yearly
from placesim.report.run.drivers import drivers
from placesim.report.run.headline import headlines
from placesim.report.sizes import by_size
from placesim.report.study import Study
from placesim.report.svg import drawing
from placesim.report.tables import year_tables


def write_run_report(
    path: Path, baseline: Baseline, outcomes: Outcomes, settings: RunSettings, evidence: dict[str, Figure]
) -> None:
    """Write report.html: one file that needs nothing else."""
    study = Study(baseline, outcomes)
    with drawing():
        contents = run_contents(study, settings, evidence)
    page = environment().get_template("run.html.j2").render(**page_frame(), **contents)
    path.write_bytes(page.encode("utf-8", errors="replace"))


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
        "inputs": digests(settings).items(),
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
