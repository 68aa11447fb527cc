"""Doorway: a file that leads a browser to the page, so that its address stands in no list of what programs run.

Every account of a machine can see with which arguments programs were started. A browser is therefore given the name of a
file that only this user can read, and finds the address in it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

SNAPS = Path("/snap")
"""Browsers installed from here see no temporary folder of others, but what is not hidden in the user's own."""

LEADS_ON = """\
<!DOCTYPE html>
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url={address}">
<title>placesim</title>
<p><a href="{address}">Go on to the page</a></p>
"""


@contextmanager
def doorway(address: str) -> Iterator[str]:
    """Give the address of a file that leads to an address, for as long as the page is served.

    Raises:
        OSError: no such file can be made.
    """
    where = Path.home() if SNAPS.is_dir() else None
    with TemporaryDirectory(prefix="placesim_", dir=where, ignore_cleanup_errors=True) as folder:  # of this user alone
        path = Path(folder, "open.html")
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123
            file.write(LEADS_ON.format(address=escape(address)))
        yield path.as_uri()
