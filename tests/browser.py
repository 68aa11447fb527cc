"""A real browser for the page's tests: the Chromium that is installed, driven by Playwright; its tabs ask only us."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from placesim.studies.page_pictures import BROWSERS, chromium, installed
from tests.served import Served

PATIENCE = 20_000
"""Milliseconds that anything may take on a busy machine."""


@contextmanager
def browser() -> Iterator[Any]:
    """Start Chromium, and end it; without one a test is left out, or fails where one must not be missing."""
    pytest.importorskip("playwright.sync_api")
    if installed() is None:
        missing = f"no Chromium is installed ({', '.join(BROWSERS)})"
        if os.environ.get("PLACESIM_REQUIRE_BROWSER"):
            pytest.fail(f"{missing}, and PLACESIM_REQUIRE_BROWSER says that it must not be missing")
        pytest.skip(missing)
    with chromium() as started:
        yield started


@contextmanager
def tab(started: Any, page: Served, path: str = "", **options: Any) -> Iterator[Any]:
    """Open a tab of its own window; afterwards all that it asked was of us, and no script of ours had failed."""
    context = started.new_context(locale="en-GB", **options)
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    asked, failed = [], []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("pageerror", lambda error: failed.append(str(error)))
    opened.on("console", lambda message: failed.append(message.text) if "Content Security" in message.text else None)
    try:
        opened.goto(page.address + path)
        yield opened
    finally:
        context.close()
    assert [url for url in asked if not url.startswith((page.address, "data:"))] == []
    assert failed == []


def finished(opened: Any) -> None:
    """Wait until all futures of what is on screen are played and told."""
    opened.wait_for_selector("#answer:not(.stale) #progress[data-finished]", state="attached")
    opened.wait_for_selector("[hx-get*='answer/uncertain']", state="detached")
