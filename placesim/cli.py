"""The command line: every command, put together."""

import sys
from typing import Annotated

import typer

from placesim import __version__
from placesim.commands.check import check
from placesim.commands.compare import compare
from placesim.commands.exit_codes import BAD_INPUT, fail
from placesim.commands.published import agree, calibrate
from placesim.commands.run import run
from placesim.commands.sweep import sweep
from placesim.commands.terminal import prepare, what_is_wrong
from placesim.model import build

app = typer.Typer(
    name="placesim",
    help=(
        "Simulate children in care and scarce placements: what happens to cost and to out-of-borough rates.\n\n"
        "`run` simulates a configuration as it is, `compare` sets options against it on the same luck, and `sweep` "
        "varies one number of an option. `check` tells what to mend in any file before anything is simulated."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"placesim {__version__} (model: {build()})")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Simulate children in care and scarce placements."""


EXAMPLES = {
    check: "configs/halton.yaml configs/scenarios/halton",
    run: "configs/example.yaml --replications 50 --years 3 --out reports/trial",
    compare: "configs/halton.yaml configs/scenarios/halton",
    sweep: "configs/halton.yaml configs/scenarios/halton/c_two_homes_only.yaml --vary beds --values 0:12:2",
    agree: "configs/halton.yaml configs/halton_published.yaml --out docs/halton_agreement.md",
    calibrate: "configs/halton.yaml configs/halton_published.yaml --out calibrated.yaml",
}
"""Every command, in the order of the help, with an example of its arguments."""

for command, arguments in EXAMPLES.items():
    app.command(epilog=f"Example: placesim {command.__name__} {arguments}")(command)


def main() -> None:
    """Run the command line."""
    prepare()
    if wrong := what_is_wrong(sys.argv[1:]):
        fail(wrong, BAD_INPUT)
    app()


if __name__ == "__main__":
    main()
