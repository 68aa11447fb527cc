"""The command line and the terminal before any command begins: what no file can be called, what cannot be printed."""

import codecs
import logging
import os
import re
import sys
from itertools import pairwise

LONGEST_NAME = 255
"""Bytes that the name of a file may have on every common disk."""

NO_FILES = {"--values", "--vary", "--of", "--open"}
"""Options whose values name no file, so that they may be as long as they need."""

IN_ASCII = {"\u00a3": "GBP ", "\u2013": "-", "\u2014": "-", "\u2212": "-", "\u2018": "'", "\u2019": "'", "\u00d7": "x"}
"""What terminals that know only plain letters are shown in place of others."""

READER_GONE = 141
"""Exit code when whoever reads the output has had enough, as shells give it."""


def prepare() -> None:
    """Make sure that no letter ends a run with an error, and that libraries keep their notices to themselves."""
    codecs.register_error("placesim", _plain)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="placesim")
    logging.getLogger("matplotlib").setLevel(logging.ERROR)


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    return "".join(IN_ASCII.get(letter, "?") for letter in letters), error.end


def what_is_wrong(arguments: list[str]) -> str:
    """Return why arguments cannot be meant: one is empty, or a name is too long for any disk; empty where they can."""
    for before, argument in pairwise(["", *arguments]):
        if not argument.strip() or re.fullmatch(r"--[a-z-]+=\s*", argument):
            what = argument.strip() or "an argument"
            return f"{what.rstrip('=')} is empty; name a file or a folder, or leave it out"
        if NO_FILES & {before, argument.partition("=")[0]}:
            continue
        longest = max(len(part.encode("utf-8", "replace")) for part in re.split(r"[/\\]", argument))
        if longest > LONGEST_NAME:
            return f"a name of {longest} bytes, {argument[:30]}..., is too long for a file; at most {LONGEST_NAME}"
    return ""


def reader_is_gone() -> None:
    """End quietly: nobody reads what is printed any more, as after `| head -1`."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still to be flushed goes nowhere
    sys.exit(READER_GONE)
