"""Ignored: a .gitignore beside a configuration that lists real children, so that they never go into a repository."""

from collections.abc import Iterable
from pathlib import Path

NAME = ".gitignore"

ABOUT = "# Real children in care, listed one by one: never to be shared or put into a repository."


def ignoring(out: Path, written: Iterable[Path]) -> dict[Path, str]:
    """Return the .gitignore beside a configuration with its tables of children in it; nothing where they are in it.

    Args:
        out: the configuration.
        written: the files that are written with it.
    """
    path = out.with_name(NAME)
    there = path.read_text(encoding="utf-8") if path.is_file() else ""
    lacking = [
        f"/{each.name}" for each in written if each.suffix == ".csv" and f"/{each.name}" not in there.splitlines()
    ]
    if not lacking:
        return {}
    before = there if not there or there.endswith("\n") else f"{there}\n"
    return {path: "\n".join([f"{before}{ABOUT}", *lacking, ""])}
