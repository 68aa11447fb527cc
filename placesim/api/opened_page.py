"""The page, opened from a script or a notebook; the command goes through it too."""

from collections.abc import Iterable
from importlib.util import find_spec
from os import PathLike
from pathlib import Path

from placesim.api.plan import engine_asked
from placesim.api.wrong import named_path, number, told_as_value_errors, whole_number, wrong
from placesim.config.problem import shown
from placesim.experiment.limits import SEEDS, WORKERS, YEARS

OneFile = str | PathLike[str]

NOT_INSTALLED = (
    "what serves a page (Starlette and uvicorn) is not part of this installation; in the folder of placesim, "
    'python -m pip install ".[page]" installs it (or, with any way to install, pip install starlette uvicorn)'
)

PORTS = (1, 65_535)


@told_as_value_errors
def open_page(
    path: OneFile,
    scenarios: OneFile | Iterable[OneFile] = (),
    folder: OneFile = "what-ifs",
    *,
    seed: int = 1,
    years: float | None = None,
    ranges: OneFile | None = None,
    workers: int | None = None,
    engine: str | None = None,
    port: int | None = None,
    browser: bool = True,
    state: str | None = None,
    debug: bool = False,
) -> None:
    """Open a page in the browser on which options are tried while people talk; return once it is stopped.

    It is served on this machine only, and nothing leaves the machine.

    Args:
        path: the council's configuration, as in `"configs/halton.yaml"`.
        scenarios: scenario files, or folders of them, to compare what-ifs with.
        folder: where what-ifs are saved; it is made where there is none.
        seed: the luck of the study; the same seed gives the same figures.
        years: how many years to simulate in place of what the file says.
        ranges: a file that says how far numbers are known, in place of the one that the configuration names.
        workers: processes to use; one per processor where not given. The figures do not depend on it.
        engine: `simpy` or `compiled`; the compiled one where it is installed. The figures do not depend on it.
        port: where to listen; one that is free where not given.
        browser: open a browser; else only the address is printed.
        state: the text of a what-if as the page shows it for copying, or a file that holds it: what is shown first.
        debug: print the program's own trace when an answer fails.

    Raises:
        WrongInputError: an argument cannot be used, a file is missing, or the page's parts are not installed.
    """
    if not (find_spec("starlette") and find_spec("uvicorn")):
        raise wrong("placesim page", NOT_INSTALLED)
    from placesim.page.server.opening import Asked, open_and_serve

    asked = Asked(
        named_path("path", path),
        _paths(scenarios),
        named_path("folder", folder, "folder"),
        None if years is None else number("years", years, *YEARS),
        None if ranges is None else named_path("ranges", ranges),
        whole_number("seed", seed, SEEDS),
        None if workers is None else whole_number("workers", workers, WORKERS),
        None if engine is None else engine_asked(engine),
    )
    listens = 0 if port is None else whole_number("port", port, PORTS)
    open_and_serve(asked, state, listens, browser, debug)


def _paths(scenarios: OneFile | Iterable[OneFile]) -> list[Path]:
    if isinstance(scenarios, str | PathLike):
        return [named_path("scenarios", scenarios)]
    if not isinstance(scenarios, Iterable):
        raise wrong("scenarios", f"should be files or folders; found {shown(scenarios)}")
    return [named_path("scenarios", each) for each in scenarios]
