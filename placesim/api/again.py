"""What makes a study again: the command line, or a Python call where files do not say everything.

Manifests and reports print it with the folder that they are in, where that is not the one written to unasked.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from placesim.api.council import Council
from placesim.api.options import call_of, paths_alone
from placesim.config.scenario import Scenario
from placesim.experiment.command_lines import compare_command, run_command, sweep_command
from placesim.experiment.precision import Precision

Again = Callable[[Path | None], str]
"""Returns what makes a study again, given the folder it is written to."""

Given = Sequence[Path | Scenario]
"""Scenarios as they were given."""


def default_folder(configuration: Path, *further: str) -> Path:
    """Return where a command writes where no folder is named."""
    return Path("reports") / "-".join([configuration.stem, *further])


def run_again(council: Council, replications: int, seed: int, episodes: bool) -> Again:
    """Return what makes a run again."""
    if council.changes:
        kept = ", episodes=True" * episodes
        return lambda _folder: f"placesim.run({council.call()}, {replications}, {seed}{kept})"
    command = partial(run_command, council.path, replications, seed, years=council.years_asked, episodes=episodes)
    return lambda folder: command(out=_named(folder, default_folder(council.path)))


def compare_again(
    council: Council,
    given: Given,
    replications: int,
    seed: int,
    precision: Precision | None,
    measures: bool,
    long_tables: bool,
    template: Path | None,
) -> Again:
    """Return what makes a comparison again."""
    paths = paths_alone(given)
    if council.changes or paths is None:
        until = f', precision={precision.target:.15g}, of="{precision.about}"' if precision else ""
        return lambda _folder: f"placesim.compare({council.call()}, {call_of(given)}, {replications}, {seed}{until})"
    command = partial(
        compare_command,
        *(council.path, paths, replications, seed),
        years=council.years_asked,
        precision=precision,
        measures=measures,
        long_tables=long_tables,
        template=template,
    )
    return lambda folder: command(out=_named(folder, default_folder(council.path, "options")))


def sweep_again(
    council: Council, given: Given, vary: str, values: str, only: int | None, replications: int, seed: int
) -> Again:
    """Return what makes a sweep again."""
    paths = paths_alone(given)
    if council.changes or paths is None:
        numbers = f'"{vary}", "{values}", {only}, {replications}, {seed}'
        return lambda _folder: f"placesim.sweep({council.call()}, {call_of(given)[1:-1]}, {numbers})"
    varied = paths[0], vary, values, only, replications, seed
    command = partial(sweep_command, council.path, *varied, years=council.years_asked)
    return lambda folder: command(out=_named(folder, default_folder(council.path, paths[0].stem, vary)))


def _named(folder: Path | None, unasked: Path) -> Path | None:
    return None if folder == unasked else folder
