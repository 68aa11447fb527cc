"""Every warning about the files of a command, in the order of the files."""

from collections.abc import Sequence
from pathlib import Path

from placesim.config.baseline import Baseline
from placesim.config.input_files import InputFiles
from placesim.config.loading import evidence_for, load_baseline
from placesim.config.scenario_files import AppliedScenario
from placesim.config.warnings import (  # noqa: F401  (importing registers the warnings)
    ages,
    budgets,
    capacity,
    contracts,
    dates,
    names,
    prices,
    rates,
    scenarios,
    sources,
)
from placesim.config.warnings.warning import CONFIGURATION, SCENARIO, Council, InputWarning, Option, told
from placesim.config.yaml_files import read_yaml


def warnings_of(
    path: Path, baseline: Baseline, options: Sequence[AppliedScenario] = (), files: InputFiles | None = None
) -> list[InputWarning]:
    """Return what is allowed in a configuration and its options, and probably not meant.

    Args:
        path: the configuration.
        baseline: what it says, for the years that are simulated, which tell what a scenario can change.
        options: scenarios made on it.
        files: what the command has read already.
    """
    files = files or InputFiles()
    found = list(files.once(("warnings", path), lambda: _of_configuration(path, files)))
    for option in options:
        found += warnings_of_option(option, baseline, files)
    return found


def _of_configuration(path: Path, files: InputFiles) -> tuple[InputWarning, ...]:
    as_written = load_baseline(path, files=files)  # fewer years asked for make no date of the file wrong
    council = Council(as_written, read_yaml(path, files), evidence_for(path, as_written, files))
    return tuple(warning for find in CONFIGURATION for warning in told(council.document, list(find(council))))


def warnings_of_option(option: AppliedScenario, baseline: Baseline, files: InputFiles) -> list[InputWarning]:
    """Return what is allowed in one scenario, and probably not meant."""
    document = read_yaml(option.path, files)
    given = Option(option.scenario, baseline, option.baseline)
    return [warning for find in SCENARIO for warning in told(document, list(find(given)))]
