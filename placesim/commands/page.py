"""`placesim page`: try options while people talk, on a page of this machine."""

import os
import sys
import threading
from pathlib import Path
from typing import Annotated, Any

import typer

from placesim.commands.arguments import Configuration, Debug, Engine, Ranges, Seed, Workers, Years
from placesim.commands.exit_codes import with_exit_codes

Scenarios = Annotated[
    list[Path] | None,
    typer.Argument(help="Scenario files, or folders of them, to compare with.", show_default=False),
]
Folder = Annotated[Path, typer.Option(help="Where what-ifs are saved; made where there is none.")]
NoOpen = Annotated[bool, typer.Option("--no-open", help="Open no browser; print the address.")]
State = Annotated[
    str | None,
    typer.Option(
        "--open", help="The text of a what-if, as the page gives it, or a file that holds it.", show_default=False
    ),
]
Port = Annotated[
    int | None, typer.Option(min=1, max=65_535, help="Where to listen. [default: a free port]", show_default=False)
]


@with_exit_codes
def page(
    file: Configuration,
    scenarios: Scenarios = None,
    folder: Folder = Path("what-ifs"),
    no_open: NoOpen = False,
    state: State = None,
    port: Port = None,
    seed: Seed = 1,
    years: Years = None,
    ranges: Ranges = None,
    workers: Workers = None,
    engine: Engine = None,
    debug: Debug = False,
) -> None:
    """Open a page in the browser to try options while people talk; it is served on this machine only."""
    from placesim import api

    by: dict[str, Any] = {"seed": seed, "years": years, "ranges": ranges, "workers": workers, "engine": engine}
    served: dict[str, Any] = {"port": port, "browser": not no_open, "state": state, "debug": debug}
    api.open_page(file, scenarios or (), folder, **by, **served)
    _leave()


def _leave() -> None:
    """End here where an answer is still being worked out for a browser that has been told of the end."""
    busy = [each for each in threading.enumerate() if not each.daemon and each is not threading.current_thread()]
    if busy:
        sys.stdout.flush()
        os._exit(0)
