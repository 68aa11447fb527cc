"""Security: what every request must show before any view sees it, and what every answer says to the browser.

The page can read and save a council's files, so nobody else may use it: not another machine (the server listens on this
one alone), not another website that the same browser has open, not another program that merely finds the port. The
checks stand here in the order in which they are made.
"""

import asyncio
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from placesim.page.answering import MOST_FIELDS

MOST_BYTES = 1_000_000
"""Bytes that a form may have: a scenario file of a thousand interventions has half as many."""

BODY_WITHIN = 30
"""Seconds that a form has to come: on one machine it takes none."""

METHODS = ("GET", "HEAD", "POST")

FORM = "application/x-www-form-urlencoded"

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With no-referrer browsers say `Origin: null` of our own forms too, as of any stranger's; other sites learn nothing
    # of the address, and so of the token, with this one either.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
"""What every answer says to the browser; an answer may have a content policy of its own."""


@dataclass(frozen=True)
class Refusal:
    """Why a request is not answered, in one sentence."""

    status: int
    sentence: str


class Guard:
    """Stands before the views: refuses in one plain sentence what is not ours to answer."""

    def __init__(self, app: ASGIApp, token: str, port: int):
        self._app = app
        self._token = token.encode()
        self._hosts = (f"127.0.0.1:{port}", f"localhost:{port}")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        told = _with_headers(send)
        refusal = next(self._refusals(scope), None)
        if refusal is None and scope["method"] == "POST":
            try:
                form = await _form(receive)
            except ConnectionError:  # whoever asked has gone
                return
            receive, refusal = (_again(form, receive), None) if isinstance(form, bytes) else (receive, form)
        if refusal is None:
            await self._app(scope, receive, told)
        else:
            await _refuse(refusal, told)

    def _refusals(self, scope: Scope) -> Iterator[Refusal]:
        """Give every reason to refuse a request that is known before its form is read."""
        headers = Headers(scope=scope)
        if scope["method"] not in METHODS:
            yield Refusal(405, "This page answers GET, HEAD and POST only.")
        # A site that has made its own name mean this machine would be of one origin with us but for its name.
        if headers.get("host") not in self._hosts:
            yield Refusal(403, f"This page is to be had at http://{self._hosts[0]} only, on the machine it runs on.")
        if any(origin != f"http://{headers['host']}" for origin in headers.getlist("origin")):
            yield Refusal(403, "A request from another website is not answered.")
        if _from_elsewhere(headers) and not _is_looked_at(scope["method"], headers):
            yield Refusal(403, "A request from another website is not answered.")
        token = scope["path"].split("/")[1:2]
        if not token or not secrets.compare_digest(token[0].encode(), self._token):
            yield Refusal(403, "Use the address that placesim page printed when it started; each start has a new one.")
        if _unsound(scope["path"]):
            yield Refusal(404, "There is no page of this name.")
        if scope["query_string"].count(b"&") >= MOST_FIELDS:
            yield Refusal(413, f"The address has too many parts; at most {MOST_FIELDS:,} can be read.")
        if scope["method"] == "POST":
            yield from _refusals_of_forms(headers)


def _from_elsewhere(headers: Headers) -> bool:
    """Tell a request that another site caused; `none` is an address that was typed, pasted or bookmarked."""
    return any(site not in {"same-origin", "none"} for site in headers.getlist("sec-fetch-site"))


def _is_looked_at(method: str, headers: Headers) -> bool:
    """Tell a request for a page that fills a tab of its own: whoever caused it sees nothing of it, and nothing changes.

    The file that leads a browser to the page is another site, and so is a mail that holds its address.
    """
    told = [headers.getlist(f"sec-fetch-{name}") for name in ("mode", "dest")]
    return method == "GET" and told == [["navigate"], ["document"]]


def _refusals_of_forms(headers: Headers) -> Iterator[Refusal]:
    kind = headers.get("content-type", FORM).partition(";")[0].strip().lower()
    if kind != FORM:
        yield Refusal(415, f"A form has to come as {FORM}.")
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > MOST_BYTES:
        yield _too_large()


def _too_large() -> Refusal:
    return Refusal(413, f"The form is too large; at most {MOST_BYTES:,} bytes and {MOST_FIELDS:,} fields can be read.")


def _unsound(path: str) -> bool:
    """Tell whether a path steps upwards, or holds what no address of ours does."""
    return ".." in path.split("/") or any(letter == "\\" or not letter.isprintable() for letter in path)


async def _form(receive: Receive) -> bytes | Refusal:
    """Return a form as it came, once it is there; why it is refused as soon as it is too large, or too slow."""
    held = bytearray()
    try:
        async with asyncio.timeout(BODY_WITHIN):
            more = True
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise ConnectionError
                held += message.get("body", b"")
                if len(held) > MOST_BYTES or held.count(b"&") >= MOST_FIELDS:
                    return _too_large()
                more = message.get("more_body", False)
    except TimeoutError:
        return Refusal(408, f"The form did not come within {BODY_WITHIN} seconds; try again.")
    return bytes(held)


def _again(form: bytes, receive: Receive) -> Receive:
    """Return how a view receives a form that has been read."""
    waiting = [form]

    async def received() -> Message:
        return {"type": "http.request", "body": waiting.pop()} if waiting else await receive()

    return received


def _with_headers(send: Send) -> Send:
    """Return how answers are sent: each with the headers that all have."""

    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            message.setdefault("headers", [])
            headers = MutableHeaders(scope=message)
            own = headers.get("content-security-policy")
            for name, value in HEADERS.items():
                headers[name] = value
            headers["Content-Security-Policy"] = own or HEADERS["Content-Security-Policy"]
        await send(message)

    return told


async def _refuse(refusal: Refusal, send: Send) -> None:
    body = f"{refusal.sentence}\n".encode()
    headers = {"content-type": "text/plain; charset=utf-8", "content-length": str(len(body))}
    headers |= {"allow": ", ".join(METHODS)} if refusal.status == 405 else {}
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": refusal.status, "headers": raw})
    await send({"type": "http.response.body", "body": body})
