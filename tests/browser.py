"""A real browser for the page's tests: the Chromium that is installed, driven by Playwright."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""What keeps Chromium from asking anything of anybody by itself; tests in a container run as root, without a sandbox."""


def chromium() -> Path:
    """Return the installed Chromium; without one a test is left out, or fails where one must not be missing."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found:
        return Path(found)
    if os.environ.get("PLACESIM_REQUIRE_BROWSER"):
        pytest.fail("no Chromium is installed, and PLACESIM_REQUIRE_BROWSER says that it must not be missing")
    pytest.skip(f"no Chromium is installed ({', '.join(NAMES)})")


@contextmanager
def browser() -> Iterator[Any]:
    """Start Chromium, and end it."""
    playwright = pytest.importorskip("playwright.sync_api")
    path = chromium()
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=str(path), args=list(QUIET))
        try:
            yield started
        finally:
            started.close()
