"""The command line: every command, put together."""

import sys
from shutil import get_terminal_size
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from placesim import __version__
from placesim.commands.agree import agree
from placesim.commands.backcast import backcast
from placesim.commands.calibrate import calibrate
from placesim.commands.check import check
from placesim.commands.compare import compare
from placesim.commands.exit_codes import BAD_INPUT, fail
from placesim.commands.export_903 import export_903
from placesim.commands.fit import fit
from placesim.commands.history import history
from placesim.commands.measures import measures
from placesim.commands.merge import merge
from placesim.commands.new import new
from placesim.commands.page import page
from placesim.commands.run import run
from placesim.commands.search import search
from placesim.commands.sensitivity import sensitivity
from placesim.commands.sweep import sweep
from placesim.commands.terminal import prepare, what_is_wrong
from placesim.commands.upgrade import upgrade
from placesim.experiment.interruption import answer_requests
from placesim.model import NOT_COMPILED, compiled, default_engine

WIDEST, NARROWEST = 80, 30
"""Columns of the help, whatever the terminal's."""


class EveryWord(TyperGroup):
    """The commands with all that their first sentences say, on as many lines as it takes."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands."""
        named = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.get_short_help_str(limit=1000)) for name, command in named if command])


class WithExample(TyperCommand):
    """A command that says what to give it, with an example, where an argument is missing."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments."""
        try:
            return super().parse_args(ctx, args)
        except typer.BadParameter as error:
            if not error.message and error.param:  # all that is known by then is which one is missing
                first_example = (self.epilog or "").splitlines()[0]
                error.message = f"{getattr(error.param, 'help', '')} {first_example}"
            raise


app = typer.Typer(
    name="placesim",
    cls=EveryWord,
    context_settings={"terminal_width": max(min(get_terminal_size().columns, WIDEST) - 2, NARROWEST)},
    help=(
        "Simulate children in care and scarce placements: what happens to cost and to out-of-borough rates.\n\n"
        "`run` simulates a configuration as it is, `compare` sets options against it on the same luck, `sweep` "
        "varies one number of an option, `sensitivity` tells which of the numbers that are not known exactly matter, "
        "and `search` finds the cheapest mix that meets targets. `page` opens a page on which options are tried while "
        "people talk. `check` tells what to mend in any file before "
        "anything is simulated, and `new` lays out a folder to begin with."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"placesim {__version__} (engine: {default_engine()})")
        if not compiled.available():
            print(NOT_COMPILED)
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Simulate children in care and scarce placements."""


EXAMPLES = {
    new: "ourcouncil",
    check: "configs/halton.yaml configs/scenarios/halton",
    run: "configs/example.yaml --replications 50 --years 3 --out reports/trial",
    compare: (
        "configs/halton.yaml configs/scenarios/halton\n\n"
        "On a cluster: placesim compare configs/halton.yaml configs/scenarios/halton --cluster tcp://10.0.0.4:8786\n\n"
        "A part of 1,000 futures: placesim compare configs/halton.yaml configs/scenarios/halton --replications 1000 "
        "--first 250 --count 250 --shard part2.npz"
    ),
    sweep: "configs/halton.yaml configs/scenarios/halton/c_two_homes_only.yaml --vary beds --values 0:12:2",
    sensitivity: (
        "configs/example.yaml configs/scenarios/example --ranges configs/uncertain/example.yaml\n\n"
        "The baseline's own share out of borough: placesim sensitivity configs/example.yaml --ranges "
        "configs/uncertain/example.yaml --of out_of_borough_share"
    ),
    search: "configs/halton.yaml configs/searches/halton/carers_for_half.yaml",
    page: (
        "configs/halton.yaml configs/scenarios/halton\n\n"
        "What somebody sent: placesim page configs/halton.yaml --open what_if.txt"
    ),
    agree: "configs/halton.yaml configs/halton_published.yaml --drift --out docs/halton_agreement.md",
    calibrate: "configs/halton.yaml configs/halton_published.yaml --out calibrated.yaml",
    history: (
        "seeds/synthetic_903 configs/example.yaml --out reports/past\n\n"
        "To pass on, without small counts: placesim history seeds/synthetic_903 configs/example.yaml --suppress"
    ),
    fit: "seeds/synthetic_903 configs/example.yaml --out fitted.yaml",
    backcast: "seeds/synthetic_903 configs/example.yaml --fit-to 2020-03-31 --rolling",
    export_903: (
        "reports/example --future 0 --out returns\n\n"
        "Dated as a past: placesim export-903 reports/example --future 0 --start 2018-04-01 --out returns"
    ),
    merge: "part1.npz part2.npz --out reports/whole",
    measures: "configs/halton.yaml",
    upgrade: "our_old.yaml --out our_new.yaml",
}
"""Every command, in the order of the help, with an example of its arguments, and further ones where it has many."""

for command, arguments in EXAMPLES.items():
    named = command.__name__.replace("_", "-")
    app.command(named, cls=WithExample, epilog=f"Example: placesim {named} {arguments}")(command)


def main() -> None:
    """Run the command line."""
    answer_requests()
    prepare()
    if wrong := what_is_wrong(sys.argv[1:]):
        fail(wrong, BAD_INPUT)
    app()


if __name__ == "__main__":
    main()
