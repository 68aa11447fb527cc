"""`placesim calibrate`: numbers scaled until the simulation agrees with published figures."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from placesim.commands.arguments import Configuration, Debug, Engine, PublishedFile, Replications, Seed, Workers
from placesim.commands.exit_codes import RUN_FAILED, fail, with_exit_codes
from placesim.report.terminal.lines import print_line

if TYPE_CHECKING:
    from placesim.calibration.aggregates import Calibrated


@with_exit_codes
def calibrate(
    file: Configuration,
    published: PublishedFile,
    out: Annotated[Path, typer.Option(help="Where to write the calibrated configuration.", show_default=False)],
    replications: Replications = 200,
    seed: Seed = 1,
    rounds: Annotated[int, typer.Option(min=1, max=100, help="Steps tried at most.")] = 20,
    workers: Workers = None,
    engine: Engine = None,
    debug: Debug = False,
) -> None:
    """Scale the numbers that published figures name until the simulation agrees; needs no child-level data.

    Ends with code 1 where a figure was not reached; the nearest that was found is written all the same.
    """
    from placesim.calibration.aggregates import calibrate as calibrated_to
    from placesim.calibration.outcome import remarks
    from placesim.calibration.scaling import write_scaled
    from placesim.calibration.trials import Playing
    from placesim.config.input_files import InputFiles
    from placesim.experiment.destinations import require_file
    from placesim.report.terminal.progress import replication_progress

    require_file(out, [file, published], (".yaml", ".yml"))
    files = InputFiles()
    with replication_progress(0) as progress:
        playing = Playing(replications, seed, workers, engine, progress, progress.more)
        result = calibrated_to(file, published, playing, rounds, files)
    write_scaled(file, published, result.factors, out, files, remarks(result))
    _print_calibration(result)
    print_line(f"Written: {out}. Run `placesim check {out}`, then look at what changed before you use it.")
    if missed := len(result.not_reached):
        fail(
            f"Not every figure was reached: {missed} of {len(result.published.fitted)} fitted do not agree.", RUN_FAILED
        )


def _print_calibration(result: "Calibrated") -> None:
    from placesim.calibration.agreement import verdict
    from placesim.calibration.outcome import FACTOR_HEADINGS, HEADINGS, factor_rows, rows
    from placesim.report.terminal.tables import print_table

    for heading, found in rows(result):
        print_table(f"{result.published.name} ({heading})", HEADINGS, found)
    print_table(f"After {result.rounds} round{'s' * (result.rounds != 1)}", FACTOR_HEADINGS, factor_rows(result))
    print_line(verdict(result.found))
    for missed in result.not_reached:
        print_line(missed.sentence)
    for warning in result.warnings:
        print_line(f"Warning: {warning}")
