"""What makes a study again: the command line, or a Python call where files do not say everything.

Manifests and reports print it with the folder that they are in, where that is not the one written to unasked.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from placesim.api.council import Council
from placesim.api.options import call_of, paths_alone
from placesim.config.scenario import Scenario
from placesim.experiment.command_lines import (
    Assumed,
    Varied,
    compare_command,
    run_command,
    search_command,
    sensitivity_command,
    sweep_command,
)
from placesim.experiment.precision import Precision

Reproduction = Callable[[Path | None], str]
"""Returns what makes a study again, given the folder it is written to."""

Given = Sequence[Path | Scenario]
"""Scenarios as they were given."""


def default_folder(configuration: Path, *further: str) -> Path:
    """Return where a command writes where no folder is named."""
    return Path("reports") / "-".join([configuration.stem, *further])


def reproduction_of_run(
    council: Council,
    replications: int,
    seed: int,
    episodes: bool,
    engine: str | None,
    since: Path | None,
    assumptions: str | None,
) -> Reproduction:
    """Return what makes a run again."""
    if council.changes:
        earlier, plays = since and since.as_posix(), engine and str(engine)
        further = {"episodes": episodes, "engine": plays, "since": earlier, "assumptions": assumptions}
        call = _call("run", council.call(), replications, seed, **further)
        return lambda _folder: call
    given = _given(council, assumptions)
    command = partial(run_command, council.path, replications, seed, given=given, episodes=episodes, since=since)
    return lambda folder: command(out=_named(folder, default_folder(council.path)))


def reproduction_of_comparison(
    council: Council,
    given: Given,
    replications: int,
    seed: int,
    precision: Precision | None,
    measures: bool,
    long_tables: bool,
    template: Path | None,
    engine: str | None,
    assumptions: str | None,
) -> Reproduction:
    """Return what makes a comparison again."""
    paths = paths_alone(given)
    if council.changes or paths is None:
        call = _call(
            *("compare", council.call(), call_of(given), replications, seed),
            precision=precision and precision.target,
            of=precision and precision.about,
            most=precision and precision.most,
            measures=measures,
            long_tables=long_tables,
            template=template.as_posix() if template else None,
            engine=engine and str(engine),
            assumptions=assumptions,
        )
        return lambda _folder: call
    command = partial(
        compare_command,
        *(council.path, paths, replications, seed),
        given=_given(council, assumptions),
        precision=precision,
        measures=measures,
        long_tables=long_tables,
        template=template,
    )
    return lambda folder: command(out=_named(folder, default_folder(council.path, "options")))


def reproduction_of_sweep(
    council: Council,
    given: Given,
    first: Varied,
    second: Varied | None,
    replications: int,
    seed: int,
    engine: str | None,
    assumptions: str | None,
) -> Reproduction:
    """Return what makes a sweep again, of one number or of two."""
    paths = paths_alone(given)
    if council.changes or paths is None:
        varied = f"{first.field!r}, {first.values!r}, {first.only}"
        call = _call(
            *("sweep", council.call(), call_of(given)[1:-1], varied, replications, seed),
            and_vary=second and second.field,
            and_values=second and second.values,
            and_only=second and second.only,
            engine=engine and str(engine),
            assumptions=assumptions,
        )
        return lambda _folder: call
    numbers = paths[0], first, second, replications, seed
    command = partial(sweep_command, council.path, *numbers, given=_given(council, assumptions))
    fields = [first.field, *([second.field] if second else [])]
    return lambda folder: command(out=_named(folder, default_folder(council.path, paths[0].stem, *fields)))


def reproduction_of_sensitivity(
    council: Council, given: Given, of: str | None, points: int, replications: int, seed: int, engine: str | None
) -> Reproduction:
    """Return what makes a sensitivity study again; with points, full indices too."""
    paths = paths_alone(given)
    if council.changes or paths is None:
        plays = engine and str(engine)
        full = {"full": bool(points), "points": points or None}
        call = _call("sensitivity", council.call(), call_of(given), replications, seed, of=of, engine=plays, **full)
        return lambda _folder: call
    command = partial(
        sensitivity_command, council.path, paths, of, points, replications, seed, given=_given(council, None)
    )
    return lambda folder: command(out=_named(folder, default_folder(council.path, "sensitivity")))


def reproduction_of_search(
    council: Council,
    search: Path,
    most: int,
    again: int,
    seed: int,
    engine: str | None,
    assumptions: str | None,
) -> Reproduction:
    """Return what makes a search again."""
    if council.changes:
        further = {"again": again, "engine": engine and str(engine), "assumptions": assumptions}
        call = _call("search", council.call(), f'"{search.as_posix()}"', most, seed, **further)
        return lambda _folder: call
    command = partial(search_command, council.path, search, most, again, seed, given=_given(council, assumptions))
    return lambda folder: command(out=_named(folder, default_folder(council.path, search.stem)))


def _given(council: Council, assumptions: str | None) -> Assumed:
    return Assumed(council.years_asked, council.ranges_file, assumptions)


def _call(study: str, *arguments: object, **further: object) -> str:
    """Return a Python call; what is not asked for is left out."""
    named = [f"{name}={value!r}" for name, value in further.items() if value not in (None, False)]
    return f"placesim.{study}({', '.join([*map(str, arguments), *named])})"


def _named(folder: Path | None, unasked: Path) -> Path | None:
    return None if folder == unasked else folder
