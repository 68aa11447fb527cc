"""`placesim upgrade`: files of an earlier version, spelt as they are now."""

from pathlib import Path
from typing import Annotated

import typer

from placesim.commands.arguments import Debug
from placesim.commands.exit_codes import with_exit_codes
from placesim.report.terminal.lines import print_line


@with_exit_codes
def upgrade(
    files: Annotated[
        list[Path], typer.Argument(help="Configurations, scenarios, published figures; or folders.", show_default=False)
    ],
    out: Annotated[
        Path | None, typer.Option(help="For one file: a new file beside it. [default: only say what would change]")
    ] = None,
    in_place: Annotated[bool, typer.Option("--in-place", help="Write over the files themselves.")] = False,
    debug: Debug = False,
) -> None:
    """Spell files of an earlier version as they are spelt now; all else in them stays as it is."""
    from placesim.config.scenario_files import scenario_paths
    from placesim.config.upgrading import upgraded, written_where
    from placesim.experiment.destinations import finished_file

    paths = scenario_paths(files)
    targets = written_where(paths, out, in_place)
    for path, (text, changes) in {path: upgraded(path) for path in paths}.items():
        print_line("\n".join(changes) or f"{path}: nothing to change.")
        target = targets.get(path)
        if target and (changes or target != path):
            with finished_file(target) as staged:
                staged.write_text(text, encoding="utf-8", newline="\n")
            print_line(f"Written: {target}")
        elif changes:
            print_line(f"Nothing was written: --in-place writes over {path}, --out beside it.")
