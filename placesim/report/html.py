"""The report of a run as one page."""

from pathlib import Path

from placesim.config.baseline import Baseline
from placesim.config.evidence import Figure
from placesim.experiment.outputs import RunSettings
from placesim.experiment.replications import Outcomes


def write_run_report(
    path: Path, baseline: Baseline, outcomes: Outcomes, settings: RunSettings, evidence: dict[str, Figure]
) -> None:
    """Write report.html: one file that needs nothing else."""
    path.write_text("<!doctype html><title>to come</title>", encoding="utf-8")
