"""Pictures of the page for its documentation: `python -m placesim.studies.page_pictures docs`.

Serves Halton as `placesim page` does, opens what-ifs by their state texts in the Chromium that is installed, waits
until all futures are played, and writes what is then on screen.
"""

import argparse
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from placesim.page.screen import Screen, text_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CONFIGURATION = Path("configs/halton.yaml")

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
"""What an installed Chromium is called."""

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""What keeps Chromium from asking anything of anybody by itself; in a container it runs as root, without a sandbox."""

ONE_HOME = """\
name: One more home, a year later
question: What do spend and out-of-borough rates become if 14 Summer Lane opens in April 2027?
interventions:
  - kind: open_home
    provision: juno_summer_lane
    opens: 2027-04-01
    contract: {kind: block}
    source: "assumption: for this picture"
"""

CARERS = """\
name: Ten more households
question: What if the council approves ten more foster households a year?
interventions:
  - kind: recruit_carers
    provision: council_carers_in_borough
    approvals_per_year: 9
    from: 2026-10-01
    lag_days: 180
    source: "assumption: for this picture"
"""

LONGEST_WAIT = 120_000
"""Milliseconds that an answer may take on a busy machine."""

COLOURS = 128
"""Colours of a picture: it is small, and nothing in it is a photograph."""


@dataclass(frozen=True)
class Picture:
    """One picture: what is on screen, and how it is looked at."""

    name: str
    whatifs: tuple[str, ...] = ()
    width: int = 1280
    height: int = 960
    dark: bool = False
    paper: bool = False
    at: str = "body"
    """What stands at the top of the picture."""
    opened: tuple[str, ...] = ()
    """Folded parts that are opened first."""


PICTURES = (
    Picture("page_today"),
    Picture("page_what_if", (ONE_HOME,)),
    Picture("page_side_by_side", (ONE_HOME, CARERS)),
    Picture("page_phone", (ONE_HOME,), width=400, height=860),
    Picture("page_dark", (ONE_HOME,), dark=True, at="#answer figure:visible"),
    Picture("page_paper", (ONE_HOME,), width=794, height=1123, paper=True),
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write every picture into a folder, and print how large each is."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("folder", type=Path, help="where the pictures are written, as docs")
    asked.add_argument("--only", action="append", help="the name of a picture; given several times, several")
    given = asked.parse_args(arguments)
    with TemporaryDirectory() as folder, served(Path(folder)) as address, chromium() as browser:
        for picture in PICTURES:
            if not given.only or picture.name in given.only:
                path = given.folder / f"{picture.name}.png"
                path.write_bytes(_smaller(_taken(browser, address, picture)))
                print(f"{path}: {path.stat().st_size / 1000:.0f} kB")


def installed() -> Path | None:
    """Return the Chromium that is installed; None where none is."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    return Path(found) if found else None


@contextmanager
def chromium() -> Iterator["Browser"]:
    """Start the installed Chromium, and end it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=installed(), args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the council's page, what-ifs in a folder; its address."""
    command = [sys.executable, "-m", "placesim", "page", str(CONFIGURATION), "--no-open", "--folder", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        try:
            said = process.stdout.readline() if process.stdout else ""
            found = re.search(r"http://\S+", said)
            if found is None:
                raise SystemExit(f"the page did not start: {said}")
            yield found.group()
        finally:
            process.terminate()


def _taken(browser: "Browser", address: str, picture: Picture) -> bytes:
    """Return what is on screen once all futures are played."""
    scheme: Any = "dark" if picture.dark else "light"
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height}, color_scheme=scheme, locale="en-GB"
    )
    screen = Screen(str(CONFIGURATION), picture.whatifs or ("name: What if\nquestion: What would change?\n",))
    page.goto(f"{address}?state={quote(text_of(screen))}")
    page.wait_for_selector("#progress[data-finished]", state="attached", timeout=LONGEST_WAIT)
    page.wait_for_selector("[hx-get*='answer/uncertain']", state="detached", timeout=LONGEST_WAIT)
    if picture.paper:
        page.emulate_media(media="print")
    for part in picture.opened:
        page.locator(part).click()
    _show(page, picture.at)
    taken = page.screenshot()
    page.close()
    return taken


def _show(page: "Page", at: str) -> None:
    """Bring a part to the top, its charts loaded."""
    page.locator(at).first.evaluate("part => part.scrollIntoView()")
    page.wait_for_function("() => [...document.images].every(each => each.complete)")


def _smaller(taken: bytes) -> bytes:
    from PIL import Image

    out = BytesIO()
    Image.open(BytesIO(taken)).convert("RGB").quantize(COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    main()
