"""Scaling: the numbers of a configuration that dotted paths name, multiplied in place or written to another file."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from placesim.calibration.adjustable import Factors
from placesim.config.input_files import InputFiles
from placesim.config.rewriting import as_comment, rename_files, round_trip, seen_from, written
from placesim.config.yaml_files import MOST_BYTES
from placesim.experiment.destinations import finished_file

SIGNIFICANT_DIGITS = 4


def scale_all(values: Any, factors: Factors) -> None:
    """Multiply, in place, the numbers that each adjustable names."""
    for adjustable, factor in factors.items():
        for dotted in adjustable.paths if factor != 1 else ():
            holder, key = _holder(values, dotted)
            holder[key] = _scaled(holder[key], factor)


def _scaled(value: Any, factor: float) -> Any:
    """Return a number, or every number inside, multiplied and rounded; anything else as it is."""
    if isinstance(value, dict):
        for key in value:
            value[key] = _scaled(value[key], factor)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            value[place] = _scaled(item, factor)
    return float(f"{value * factor:.{SIGNIFICANT_DIGITS}g}") if _is_number(value) else value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def holds_a_number(values: Any, dotted: str) -> bool:
    """Tell whether a path that leads somewhere leads to a number, or to a block or list with numbers in it."""
    holder, key = _holder(values, dotted)
    return _any_number(holder[key])


def _any_number(value: Any) -> bool:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return _is_number(value) or any(_any_number(item) for item in inside)


def missing_step(values: Any, dotted: str) -> tuple[str | None, Collection[str]]:
    """Return the first part of a dotted path that leads nowhere, with the names that would; None where all lead on."""
    for part in dotted.split("."):
        try:
            values = values[_step(values, part)]
        except KeyError:
            return part, [str(name) for name in values] if isinstance(values, dict) else []
    return None, []


def _holder(values: Any, dotted: str) -> tuple[Any, Any]:
    """Return the mapping or list, and the key in it, that a dotted path leads to.

    Raises:
        KeyError: the path leads nowhere.
    """
    *way, last = dotted.split(".")
    for part in way:
        values = values[_step(values, part)]
    return values, _step(values, last)


def _step(values: Any, part: str) -> Any:
    if isinstance(values, list) and part.isdecimal() and int(part) < len(values):
        return int(part)
    if isinstance(values, dict) and part in values:
        return part
    raise KeyError(part)


def write_scaled(
    configuration: Path,
    published_file: Path,
    factors: Factors,
    out: Path,
    files: InputFiles | None = None,
    remarks: Sequence[str] = (),
) -> None:
    """Write the configuration with scaled numbers to another file, keeping its order and comments.

    The file says at its top what was scaled; the files it names are still found from its new place.
    What is scaled is the text to which the factors were fitted, whatever has become of the file since.

    Args:
        configuration: the file to which the factors were fitted.
        published_file: where the published figures stand.
        factors: what to multiply numbers by.
        out: where to write.
        files: what the command has read already.
        remarks: what else the file says at its top, a line each.
    """
    values = round_trip().load((files or InputFiles()).text(configuration, MOST_BYTES))
    scale_all(values, factors)
    rename_files(values, configuration.parent, out.parent)
    with finished_file(out) as staged, staged.open("w", encoding="utf-8", newline="\n") as file:
        lines = _origin(configuration, published_file, out.parent)
        lines += [f"  {line}" for line in [*_changes(factors), *remarks]]
        file.writelines(f"{as_comment(line)}\n" for line in lines)
        file.write(f"\n{written(values)}")


def _origin(configuration: Path, published_file: Path, folder: Path) -> list[str]:
    made_from, reached_for = (seen_from(folder, path) for path in (configuration, published_file))
    return [f"Calibrated by `placesim calibrate`: {made_from}, scaled to the published figures of {reached_for}."]


def _changes(factors: Factors) -> list[str]:
    return [f"{dotted}: x {factor:.4g}" for adjustable, factor in factors.items() for dotted in adjustable.paths]
