"""Serving: the page on a port of this machine, from the first line in the terminal to the last."""

import asyncio
import secrets
import socket
import sys
import webbrowser
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from threading import Thread
from urllib.parse import quote

import uvicorn

from placesim.config.faults import Fault, InputError
from placesim.page.desk import Desk
from placesim.page.server.app import app_of
from placesim.page.server.doorway import doorway
from placesim.report.terminal.lines import print_line

HERE = "127.0.0.1"
"""Only programs on this machine reach this address."""

LONGEST_HEAD = 250_000
"""Bytes of an address and what comes with it: it holds a whole what-if, and browsers say it up to three times."""

ANSWERED_WITHIN = 1
"""Seconds that answers have to be finished in at the end, and that an ended page has to fetch how it looks."""


@dataclass(frozen=True)
class Start:
    """How a page is started."""

    port: int = 0
    """Where it listens; 0: wherever is free."""
    browser: bool = True
    """Whether a browser is opened."""
    state: str = ""
    """The state text of what is opened first; empty: today's council."""
    again: str = ""
    """The command that starts it again."""
    debug: bool = False
    """Whether the terminal shows the program's own trace when an answer fails."""


def serve(desk: Desk, start: Start) -> None:
    """Serve the page until it is stopped, on the page or by Ctrl-C.

    Raises:
        InputError: the port is taken.
    """
    token = secrets.token_urlsafe(24)
    with _listening(start.port) as listening:
        port = listening.getsockname()[1]
        address = f"http://{HERE}:{port}/{token}/" + (f"?state={quote(start.state)}" if start.state else "")
        server = _Server(desk, token, port, start)
        _say(f'The page is at {address} on this machine only. "Stop placesim" there, or Ctrl-C here, ends it.')
        with ExitStack() as while_served, suppress(KeyboardInterrupt):  # which uvicorn passes on once it has ended
            if start.browser:
                _open(while_served, address)
            server.run([listening])
    _say(f"The page has ended. What was saved is in {desk.folder}.")


def _say(line: str) -> None:
    """Print a line at once, whoever reads it."""
    print_line(line)
    sys.stdout.flush()


def _listening(port: int) -> socket.socket:
    """Return a socket that listens already: nobody can take the port between asking and using it."""
    try:
        return socket.create_server((HERE, port))
    except OSError as error:
        mend = "another program may use it. Leave --port out for one that is free"
        raise InputError([Fault("--port", 0, "", f"{port} cannot be used ({error.strerror}); {mend}")]) from None


def _open(while_served: ExitStack, address: str) -> None:
    """Open a browser; where none can be opened, the address stands in the terminal."""
    with suppress(OSError):
        door = while_served.enter_context(doorway(address))
        Thread(target=webbrowser.open, args=[door], daemon=True).start()


class _Server(uvicorn.Server):
    """Answers requests, and at the end lets go of what is being simulated before it waits for answers."""

    def __init__(self, desk: Desk, token: str, port: int, start: Start):
        self._desk = desk
        app = app_of(desk, token, port, self._stop, start.again)
        super().__init__(_configuration(app, start.debug))
        self.config.load()  # all that takes time, so that Ctrl-C comes to a server from the first line on

    async def _stop(self) -> None:
        await asyncio.sleep(ANSWERED_WITHIN)  # the page that says so still asks for how it looks
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End: what waits for figures of a study gets its answer by the end of that study."""
        closing = Thread(target=self._desk.studies.close, daemon=True)
        closing.start()
        while closing.is_alive() and not self.force_exit:
            await asyncio.sleep(0.02)
        await super().shutdown(sockets)


def _configuration(app: object, debug: bool) -> uvicorn.Config:
    """Return how requests are served: nothing is taken from the environment, nothing of a request is noted."""
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        interface="asgi3",
        workers=1,
        log_config=None,
        log_level="error" if debug else "critical",
        access_log=False,
        proxy_headers=False,
        forwarded_allow_ips="",
        server_header=False,
        h11_max_incomplete_event_size=LONGEST_HEAD,
        timeout_graceful_shutdown=ANSWERED_WITHIN,
    )
