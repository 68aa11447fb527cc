"""Names: what-ifs' names as names of files that every system takes, and that lead out of no folder."""

import re
import unicodedata
from collections.abc import Callable

UNNAMED = "what_if"
"""The name of a file whose what-if has no letter or digit in its name."""

LONGEST = 60
"""Letters of a file's name, its ending apart."""

MOST_BYTES = 120
"""Bytes of the same: most disks hold 255, and a file that is being written has a longer name for a moment."""

DEVICES = re.compile(r"con|prn|aux|nul|(com|lpt)\d", re.IGNORECASE)
"""Names that Windows keeps for devices, whatever their ending."""


COPY = re.compile(r" \(copy( \d+)?\)$")
"""What a copy has behind its name: a copy of a copy has it once."""


def file_name(name: str) -> str:
    """Return a name as that of a file, without its ending: letters, digits and underscores, as in `one_more_home`."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    words = "".join(letter if letter.isalnum() else " " for letter in folded).split()
    short = _short("_".join(words)) or UNNAMED
    return f"{UNNAMED}_{short}" if DEVICES.fullmatch(short) else short


def ascii_name(name: str) -> str:
    """Return the same without any letter that is not ASCII, for what knows no other."""
    plain = unicodedata.normalize("NFKD", file_name(name)).encode("ascii", "ignore").decode()
    return file_name(plain)


def free_name(name: str, taken: Callable[[str], bool], most: int = 120) -> str:
    """Return a name that is not taken: the name itself, or with `(copy)` behind it, then `(copy 2)` and so on.

    Args:
        name: what something should be called.
        taken: tells whether something is called so already.
        most: letters that a name may have.
    """
    copies, free = 0, name
    while taken(free):
        copies += 1
        behind = f" (copy {copies})" if copies > 1 else " (copy)"
        free = COPY.sub("", name)[: most - len(behind)].rstrip() + behind
    return free


def _short(name: str) -> str:
    """Return the beginning of a name that is short enough, no letter of it cut apart."""
    cut = name[:LONGEST].encode()[:MOST_BYTES]
    return cut.decode(errors="ignore").strip("_")
