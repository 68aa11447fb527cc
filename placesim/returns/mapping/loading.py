"""Reads a mapping: the default, or a council's own file laid over it."""

from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from placesim.config.baseline import Baseline
from placesim.config.faults import InputError
from placesim.config.input_files import InputFiles
from placesim.config.loading import validated
from placesim.config.problem import nearest
from placesim.config.yaml_files import read_yaml
from placesim.returns.mapping.schema import Mapping

SEE = "see docs/returns.md for an example"

RULES, BY_CODE = ("placements", "moves", "needs"), ("provisions", "leaving", "at_18")
"""Blocks of rules in order, and blocks with one line a code."""


def load_mapping(path: Path | None, baseline: Baseline, read: InputFiles | None = None) -> Mapping:
    """Return the mapping of a file laid over the default; the default where no file is given.

    Rules of the file go before those of the default, lines by code replace the default's of the same code, and any
    other block takes the place of the default's.

    Args:
        path: the council's file.
        baseline: the configuration whose names it uses.
        read: what the command has read already.

    Raises:
        InputError: something in the file cannot be used, or names provision that the configuration does not have.
    """
    with as_file(files(__package__).joinpath("default.yaml")) as default:
        usual = read_yaml(default)
    if path is None:
        return validated(Mapping, usual)
    document = read_yaml(path, read, SEE)
    mapping = validated(Mapping, replace(document, values=_laid_over(usual.values, document.values)))
    known = baseline.provision
    unknown = [
        document.fault(("provisions", urn), f"no provision {name!r} in the configuration; {nearest(name, known)}")
        for urn, name in mapping.provisions.items()
        if name not in known
    ]
    if unknown:
        raise InputError(unknown)
    return mapping


def _laid_over(usual: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Return the blocks of a file over those of the default; what is no list or no block is left for checks to tell."""
    together = {**usual, **own}
    for block in RULES:
        if isinstance(own.get(block), list):
            together[block] = [*own[block], *usual[block]]
    for block in BY_CODE:
        if isinstance(own.get(block), dict):
            together[block] = {**usual[block], **own[block]}
    return together
