"""The page belongs to whoever started it: what strangers, other sites and damaged requests get of it."""

import asyncio
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import httpx
import pytest

from placesim.page.desk import Desk
from placesim.page.playing.studies import Studies
from placesim.page.screen import Screen, text_of
from placesim.page.server.app import app_of
from placesim.page.server.doorway import doorway
from placesim.page.server.security import HEADERS, MOST_BYTES
from tests.browser import browser
from tests.commands import placesim, refused
from tests.conftest import CONFIGS
from tests.served import ROOT, Served, served

EXAMPLE = CONFIGS / "example.yaml"
PAGE = ROOT / "placesim" / "page"
LARGE = 10_000_000
ALONE = ("--workers", 1)
NO_STATES = ["a", "placesim1.", "placesim1.AAAA", "placesim9.AAAA", "%00", "<script>", "a" * 50_000]


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("working")


@pytest.fixture(scope="module")
def page(working: Path) -> Iterator[Served]:
    with served(EXAMPLE, "--folder", working / "ours", *ALONE, cwd=working) as begun:
        yield begun
        assert {path.parts[0] for path in files_in(working)} == {"ours"}


def files_in(folder: Path) -> list[Path]:
    return sorted(path.relative_to(folder) for path in folder.rglob("*"))


def asked(page: Served, method: str = "GET", path: str = "", **more: object) -> httpx.Response:
    answer = httpx.request(method, page.address + path, trust_env=False, timeout=20, **more)
    assert_guarded(answer)
    return answer


def assert_guarded(answer: httpx.Response) -> None:
    for name, value in HEADERS.items():
        assert answer.headers.get_list(name) == [value], (answer, name)
    assert "server" not in answer.headers


def said(answer: httpx.Response, status: int) -> str:
    """What a refusal says: one sentence of plain text."""
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/plain; charset=utf-8"), answer.text
    [sentence] = answer.text.splitlines()
    return sentence


def raw(page: Served, request: bytes) -> bytes:
    """What comes back for bytes as they stand, until the server closes the line or says no more."""
    parts = []
    with socket.create_connection(("127.0.0.1", page.port), timeout=10) as line:
        line.sendall(request)
        try:
            while part := line.recv(65_536):
                parts.append(part)
                line.settimeout(0.2)
        except TimeoutError:
            pass
    return b"".join(parts)


def still_answers(page: Served) -> None:
    assert asked(page).status_code == 200


class TestWhoMayAsk:
    def test_whoever_has_the_address_sees_the_council(self, page):
        answer = asked(page)
        assert answer.status_code == 200
        assert "Exampleton" in answer.text

    @pytest.mark.parametrize("path", ["", "favicon.ico", "wrong/", "wrong/static/page.css", "?state=a", "//", "/../"])
    def test_without_the_token_nothing_is_told(self, page, path):
        answer = httpx.get(f"{page.root}/{path}", trust_env=False)
        assert_guarded(answer)
        assert "address that placesim page printed" in said(answer, 403)
        assert "Exampleton" not in answer.text

    def test_a_token_with_a_letter_more_or_less_is_none(self, page):
        for token in (page.token[:-1], page.token + "a", page.token.swapcase(), page.token[:-1] + "é"):
            assert httpx.get(f"{page.root}/{token}/", trust_env=False).status_code == 403

    @pytest.mark.parametrize("host", ["council.example", "127.0.0.1", "127.0.0.1:1", "localhost.example:{port}", ""])
    def test_another_name_for_this_machine_is_refused(self, page, host):
        answer = asked(page, headers={"host": host.format(port=page.port)})
        assert "on the machine it runs on" in said(answer, 403)

    def test_localhost_is_a_name_of_this_machine(self, page):
        assert asked(page, headers={"host": f"localhost:{page.port}"}).status_code == 200

    @pytest.mark.parametrize(
        "origin", ["https://council.example", "null", "http://127.0.0.1", "http://localhost:{port}"]
    )
    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_another_origin_is_refused(self, page, origin, method):
        answer = asked(page, method, "stop", headers={"origin": origin.format(port=page.port)})
        assert said(answer, 403) == "A request from another website is not answered."

    @pytest.mark.parametrize("site", ["cross-site", "same-site", ""])
    @pytest.mark.parametrize(
        ("method", "mode", "kind"),
        [
            ("GET", "navigate", "iframe"),
            ("GET", "no-cors", "image"),
            ("GET", "cors", "document"),
            ("GET", "navigate", ""),
            ("HEAD", "navigate", "document"),
            ("POST", "navigate", "document"),
        ],
    )
    def test_another_site_can_neither_send_nor_hold_a_page_of_ours(self, page, site, method, mode, kind):
        told = {"sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": kind}
        answer = asked(page, method, "stop" if method == "POST" else "", headers=told)
        assert answer.status_code == 403
        assert method == "HEAD" or said(answer, 403) == "A request from another website is not answered."

    def test_the_address_itself_may_be_followed_from_anywhere_and_no_other(self, page):
        told = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
        assert asked(page, headers=told).status_code == 200
        assert httpx.get(f"{page.root}/wrong/", headers=told, trust_env=False).status_code == 403

    @pytest.mark.parametrize("site", ["same-origin", "none"])
    def test_an_address_that_was_pasted_and_links_of_ours_are(self, page, site):
        assert asked(page, headers={"sec-fetch-site": site}).status_code == 200

    def test_it_listens_on_this_machine_only(self, page):
        others = {each[4][0] for each in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
        for address in others - {"127.0.0.1"}:
            with pytest.raises(OSError, match=r"refused|timed out|unreachable"):
                socket.create_connection((address, page.port), timeout=2).close()


class TestWhatIsAsked:
    @pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
    def test_other_methods_are_refused(self, page, method):
        answer = asked(page, method)
        assert "GET, HEAD and POST" in said(answer, 405)
        assert answer.headers["allow"] == "GET, HEAD, POST"

    def test_a_head_is_a_page_without_its_body(self, page):
        answer = asked(page, "HEAD")
        assert (answer.status_code, answer.content) == (200, b"")

    def test_where_there_is_nothing_a_page_says_so(self, page):
        answer = asked(page, path="nothing")
        assert answer.status_code == 404
        assert "<h1>There is no such page</h1>" in answer.text
        assert asked(page, path="stop").status_code == 405

    @pytest.mark.parametrize(
        "path",
        [
            "static/../../../pyproject.toml",
            "static/..%2f..%2f..%2fpyproject.toml",
            "static/%2e%2e/%2e%2e/screen.py",
            "static/..%5c..%5cscreen.py",
            "static/%2fetc%2fpasswd",
            "static//etc/passwd",
            "static/page.css%00.txt",
            "static/page.css%0d%0aSet-Cookie:a=b",
            "static/%c0%ae%c0%ae/screen.py",
            "static/",
            "static/.",
            "download/..%2f..%2fpage",
            "chart/../../static/page.css%00.svg",
        ],
    )
    def test_no_name_leads_out_of_the_folder(self, page, path):
        """As bytes, since clients tidy such addresses before they send them."""
        request = f"GET /{page.token}/{path} HTTP/1.1\r\nHost: 127.0.0.1:{page.port}\r\nConnection: close\r\n\r\n"
        answer = raw(page, request.encode())
        assert answer.startswith(b"HTTP/1.1 404 "), answer[:200]
        assert b"set-cookie" not in answer.lower()
        assert b"root:" not in answer
        assert b"[project]" not in answer

    def test_every_static_file_comes_with_its_kind(self, page):
        for path in (PAGE / "static").rglob("*.*"):
            answer = asked(page, path=f"static/{path.relative_to(PAGE / 'static').as_posix()}")
            assert (answer.status_code, answer.content) == (200, path.read_bytes())
            kind = {".css": "text/css", ".js": "text/javascript", ".txt": "text/plain"}[path.suffix]
            assert answer.headers["content-type"].startswith(kind), path

    @pytest.mark.parametrize("path", ["change", "stop", "save", "council/save", "nothing"])
    def test_a_form_of_ten_megabytes_is_refused_wherever_it_goes(self, page, path):
        answer = asked(page, "POST", path, content=b"a" * LARGE, headers=FORM)
        assert "too large" in said(answer, 413)
        still_answers(page)

    def test_so_is_one_whose_length_is_not_told(self, page):
        pieces = (b"a" * 100_000 for _ in range(LARGE // 100_000))
        assert "too large" in said(asked(page, "POST", "change", content=pieces, headers=FORM), 413)
        still_answers(page)

    def test_it_is_refused_before_it_has_come(self, page):
        head = f"POST /{page.token}/change HTTP/1.1\r\nHost: 127.0.0.1:{page.port}\r\n{FORM_HEAD}"
        by_length = f"{head}Content-Length: {MOST_BYTES + 1}\r\n\r\n"
        assert raw(page, by_length.encode()).startswith(b"HTTP/1.1 413 ")
        in_pieces = f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + b"100000\r\n" + b"a" * 0x100000
        assert raw(page, in_pieces).startswith(b"HTTP/1.1 413 ")

    def test_so_are_too_many_fields_in_a_form_or_an_address(self, page):
        fields = b"a=1&" * 6000
        assert "fields" in said(asked(page, "POST", "change", content=fields, headers=FORM), 413)
        assert "parts" in said(asked(page, path="?" + fields.decode()), 413)

    @pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=a", "application/json"])
    def test_forms_come_as_forms(self, page, kind):
        answer = asked(page, "POST", "stop", content=b"{}", headers={"content-type": kind})
        assert "application/x-www-form-urlencoded" in said(answer, 415)

    @pytest.mark.parametrize("state", NO_STATES)
    def test_what_is_no_state_is_told_so_on_a_page(self, page, state):
        for answer in (asked(page, path=f"?state={state}"), asked(page, "POST", "change", data={"state": state})):
            assert answer.status_code == 400
            assert "<h1>" in answer.text
            assert "<script>" not in answer.text


FORM = {"content-type": "application/x-www-form-urlencoded"}
FORM_HEAD = "Content-Type: application/x-www-form-urlencoded\r\n"


class TestItGoesOn:
    def test_a_thousand_quick_requests_are_answered_and_leave_nothing_behind(self, page):
        with httpx.Client(trust_env=False, timeout=30) as client, ThreadPoolExecutor(16) as many:
            list(many.map(lambda _: client.get(page.address + "static/page.css").status_code, range(100)))
            before = threads_of(page)
            paths = ["static/page.css", "nothing", "../", "?state=a"] * 250
            statuses = list(many.map(lambda path: client.get(page.address + path).status_code, paths))
        assert {statuses.count(status) for status in (200, 404, 403, 400)} == {250}
        assert threads_of(page) <= before + 2
        still_answers(page)

    def test_who_sends_slowly_holds_up_nobody(self, page):
        lines = [socket.create_connection(("127.0.0.1", page.port)) for _ in range(50)]
        try:
            for number, line in enumerate(lines):
                line.sendall(f"POST /{page.token}/change HTTP/1.1\r\nHost: 127.0.0.1:{page.port}\r\n".encode())
                if number % 2:
                    line.sendall(f"{FORM_HEAD}Content-Length: 500000\r\n\r\na=".encode())
            assert asked(page, path="static/page.css").status_code == 200
        finally:
            for line in lines:
                line.close()
        still_answers(page)

    @pytest.mark.parametrize(
        "request_",
        [
            b"GET\r\n\r\n",
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
            b"GET / HTTP/1.1\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
            b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            b"GET / HTTP/1.1\r\nHost: a\r\nA: " + b"b" * 2_000_000 + b"\r\n\r\n",
            b"GET http://council.example/ HTTP/1.1\r\nHost: council.example\r\n\r\n",
            b"CONNECT council.example:443 HTTP/1.1\r\nHost: council.example:443\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
        ],
    )
    def test_what_is_no_request_is_refused_and_forgotten(self, page, request_):
        try:
            answer = raw(page, request_)
        except ConnectionError:  # closed on whoever still sends
            answer = b""
        assert not answer or re.match(rb"HTTP/1.1 4\d\d ", answer), answer[:200]
        assert b"Exampleton" not in answer
        still_answers(page)


def threads_of(page: Served) -> int:
    """How many threads the server has, where the system tells."""
    told = Path(f"/proc/{page.process.pid}/status")
    return int(re.search(r"Threads:\s+(\d+)", told.read_text())[1]) if told.exists() else 0


HOSTILE = "<script>alert('a')</script>\\\" onload=x <!--"
HOSTILE_WHAT_IF = """\
name: '<img src=x onerror="alert(1)">'
question: '</textarea><script>alert(2)</script>'
interventions: []
"""
CHEAPER = """\
  - {kind: change_price, provision: agency_carers, factor: 0.9, from: 2025-10-01, source: "assumption: a trial"}
"""
SECRETS = ["first-secret", "second-secret"]


@dataclass(frozen=True)
class Sitting:
    """A page from its beginning to its end, and all that came of it."""

    token: str
    council: httpx.Response
    ended: httpx.Response
    style: httpx.Response
    """How the ended page looks, which the browser asks for when it has the page."""
    code: int
    said: str
    complained: str
    files: list[Path]


@pytest.fixture(scope="module")
def sitting(tmp_path_factory: pytest.TempPathFactory) -> Sitting:
    """A council whose name would do harm, requests that nobody else is to know of, and the end."""
    folder = tmp_path_factory.mktemp("sitting")
    text = EXAMPLE.read_text(encoding="utf-8").replace("name: Exampleton", f'name: "{HOSTILE}"', 1)
    (folder / "council.yaml").write_text(text, encoding="utf-8")
    (folder / "state.txt").write_text(text_of(Screen("council.yaml", (HOSTILE_WHAT_IF,))), encoding="utf-8")
    with served("council.yaml", "--folder", "ours", "--open", "state.txt", *ALONE, cwd=folder) as page:
        council = asked(page, path=page.query)
        asked(page, path=f"?state={SECRETS[0]}")
        asked(page, "POST", "change", data={"state": SECRETS[1]})
        raw(page, b"nonsense first-secret\r\n\r\n")
        ended = asked(page, "POST", "stop", data={"state": HOSTILE})
        return Sitting(page.token, council, ended, asked(page, path="static/page.css"), *page.ended(), files_in(folder))


class TestNamesOfWhatIfs:
    NAMES = ("../../outside", "/etc/outside", "C:\\\\outside", "..", "CON", "a/../../outside", "~/.profile", "a." * 60)

    @pytest.mark.parametrize("name", NAMES)
    def test_whatever_it_is_called_it_is_saved_within_the_folder(self, page, working, name):
        before = set(files_in(working.parent))
        text = f'name: "{name}"\nquestion: What then?\ninterventions:\n{CHEAPER}'
        answer = asked(page, "POST", "save", data={"state": text_of(Screen(str(EXAMPLE), (text,)))})
        assert answer.status_code == 200, answer.text
        [saved] = set(files_in(working.parent)) - before
        assert saved.parent == Path(working.name, "ours")
        assert saved.suffix == ".yaml"


class TestTextsThatSomebodySent:
    """A state text may come from anyone, so it opens nothing that this page has not been given."""

    def test_a_file_beside_is_one_that_was_given_or_saved_here(self, page, working):
        other = working.parent / "others.yaml"
        other.write_text("name: Their secret\nquestion: What is it?\ninterventions: []\n", encoding="utf-8")
        screen = Screen(str(EXAMPLE), beside=(str(other), "/etc/passwd"))
        answer = asked(page, path=f"compare?state={text_of(screen)}")
        assert answer.text.count("not among the files given at the start") == 2
        assert "Their secret" not in answer.text

    def test_so_is_a_council(self, page, working):
        other = working.parent / "council.yaml"
        other.write_text(EXAMPLE.read_text(encoding="utf-8").replace("Exampleton", "Secretville"), encoding="utf-8")
        for path in ("", "answer", "compare", "open", "council", "download/tables"):
            answer = asked(page, path=f"{path}?state={text_of(Screen(str(other)))}", follow_redirects=True)
            assert "Secretville" not in answer.text, path


async def no_end() -> None:
    """Nothing is being served that could end."""


def answered_without_workers(folder: Path, path: str, screen: Screen) -> httpx.Response:
    """What a page answers whose studies have ended, as they have when it is about to end itself."""
    studies = Studies(1)
    studies.close()
    app = app_of(Desk(EXAMPLE, (), folder, studies), "token", 1, no_end)

    async def answered() -> httpx.Response:
        guarded = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=guarded, base_url="http://127.0.0.1:1/token/") as client:
            return await client.get(path, params={"state": text_of(screen)})

    answer = asyncio.run(answered())
    assert_guarded(answer)
    return answer


class TestWhatGoesWrong:
    def test_a_fault_of_ours_is_told_without_its_trace(self, tmp_path):
        answer = answered_without_workers(tmp_path, "answer", Screen(str(EXAMPLE)))
        assert answer.status_code == 500
        assert "<h1>This did not work</h1>" in answer.text
        assert "RuntimeError" not in answer.text

    def test_a_fault_of_a_file_is_told_as_check_tells_it(self, tmp_path):
        answer = answered_without_workers(tmp_path, "download/tables", Screen("another.yaml"))
        assert answer.status_code == 422
        assert "another.yaml: this file has not been opened here" in answer.text


class TestOneSitting:
    def test_markup_in_names_is_shown_as_it_is_written(self, sitting):
        assert sitting.council.status_code == 200
        for escaped in ("&lt;script&gt;alert(", "&lt;img src=x", "&lt;/textarea&gt;&lt;script&gt;alert(2)"):
            assert escaped in sitting.council.text
        for markup in ("<script>", "<img src=x", "</textarea><script"):
            assert markup not in sitting.council.text + sitting.ended.text

    def test_stop_on_the_page_says_how_to_start_again(self, sitting):
        assert (sitting.ended.status_code, sitting.style.status_code) == (200, 200)
        assert "placesim page council.yaml --folder ours --seed 1" in sitting.ended.text

    def test_it_ends_without_a_fault(self, sitting):
        assert (sitting.code, sitting.said) == (0, "The page has ended. What was saved is in ours.\n")

    def test_nothing_of_a_request_reaches_the_terminal(self, sitting):
        assert sitting.complained == ""
        assert not any(secret in sitting.said for secret in SECRETS)

    def test_nothing_is_written_but_the_folder_of_what_ifs(self, sitting):
        assert sitting.files == [Path("council.yaml"), Path("ours"), Path("state.txt")]

    def test_each_start_has_a_token_of_its_own(self, page, sitting):
        assert sitting.token != page.token
        assert min(len(sitting.token), len(page.token)) >= 32
        assert httpx.get(f"{page.root}/{sitting.token}/", trust_env=False).status_code == 403


class TestInABrowser:
    """What browsers say of a request by themselves, without any script of ours."""

    def test_a_strangers_page_can_send_nothing_and_ours_can(self, tmp_path):
        with browser() as chromium, served(EXAMPLE, *ALONE, cwd=tmp_path) as page:
            tab = chromium.new_context(java_script_enabled=False).new_page()
            tab.goto("about:blank")
            tab.set_content(strangers_page(page))
            with tab.expect_navigation() as going:
                tab.get_by_role("button").click()
            assert going.value.status == 403
            tab.goto(page.address)
            with tab.expect_navigation() as going:
                tab.get_by_role("button", name="Stop placesim").click()
            assert going.value.status == 200
            assert tab.get_by_role("heading", name="placesim has ended").is_visible()
            assert page.ended()[0] == 0


class TestHowABrowserIsOpened:
    """Every account of a machine sees with which arguments programs were started: the token is in none."""

    def test_a_browser_comes_to_the_page_by_a_file_that_nobody_else_can_read(self, tmp_path):
        state = text_of(Screen(str(EXAMPLE), (HOSTILE_WHAT_IF,)))
        with browser() as chromium, served(EXAMPLE, "--open", state, *ALONE, cwd=tmp_path) as page:
            tab = chromium.new_page()
            with doorway(page.address + page.query) as door:
                tab.goto(door)
                tab.wait_for_url(page.address + page.query)
                tab.get_by_role("link", name="Compare").click()
                tab.get_by_role("button", name="Compare").or_(tab.locator("#choose")).first.wait_for()

    def test_that_file_is_this_users_alone_and_goes_with_the_page(self):
        with doorway('http://127.0.0.1:1/token/?state=a&b="') as door:
            path = Path(url2pathname(urlsplit(door).path))
            assert "url=http://127.0.0.1:1/token/?state=a&amp;b=&quot;" in path.read_text(encoding="utf-8")
            if sys.platform != "win32":
                assert [stat.S_IMODE(each.stat().st_mode) for each in (path.parent, path)] == [0o700, 0o600]
        assert not path.parent.exists()

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows has no BROWSER that names a program")
    def test_the_browsers_command_holds_no_token(self, tmp_path):
        (tmp_path / "browser").write_text(f'#!/bin/sh\nprintf "%s\\n" "$*" > "{tmp_path}/told"\n', encoding="utf-8")
        (tmp_path / "browser").chmod(0o700)
        with served(EXAMPLE, *ALONE, cwd=tmp_path, opened_by=tmp_path / "browser") as page:
            told = waited_for(tmp_path / "told")
            assert page.token not in told
            assert page.address in Path(url2pathname(urlsplit(told.strip()).path)).read_text(encoding="utf-8")
        assert not Path(url2pathname(urlsplit(told.strip()).path)).exists()


def waited_for(path: Path) -> str:
    """What stands in a file once it is there."""
    for _ in range(200):
        if path.exists() and (text := path.read_text(encoding="utf-8")):
            return text
        time.sleep(0.1)
    raise AssertionError(path)


def strangers_page(page: Served) -> str:
    """What another site might show to somebody who has a page open; it even knows the token."""
    return f'<form method="post" action="{page.address}stop"><button>Win</button></form>'


class TestStartAndEnd:
    @pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such signal to one process")
    def test_ctrl_c_ends_it_quietly_and_a_faulty_file_does_not_keep_it_from_beginning(self, tmp_path):
        (tmp_path / "council.yaml").write_text('name: a\n"<img src=x onerror=alert(1)>": 1\n', encoding="utf-8")
        with served("council.yaml", *ALONE, cwd=tmp_path) as page:
            answer = httpx.get(page.address, trust_env=False, follow_redirects=True, timeout=20)
            assert "<img" not in answer.text
            page.process.send_signal(signal.SIGINT)
            code, output, complained = page.ended()
        assert (code, complained) == (0, "")
        assert output.startswith("The page has ended.")

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such signal to one process")
    def test_ctrl_c_twice_ends_it_at_once_whatever_still_comes(self, tmp_path):
        with served(EXAMPLE, *ALONE, cwd=tmp_path) as other:
            line = socket.create_connection(("127.0.0.1", other.port))
            line.sendall(f"POST /{other.token}/change HTTP/1.1\r\nHost: 127.0.0.1:{other.port}\r\n".encode())
            line.sendall(f"{FORM_HEAD}Content-Length: 500\r\n\r\n".encode())
            time.sleep(0.2)
            other.process.send_signal(signal.SIGINT)
            time.sleep(0.3)
            other.process.send_signal(signal.SIGINT)
            code, _, complained = other.ended()
            line.close()
        assert (code, complained) == (0, "")

    def test_a_port_that_is_taken_is_told(self, page):
        told = refused(placesim("page", EXAMPLE, "--no-open", "--port", page.port))
        assert told.startswith(f"--port: {page.port} cannot be used")

    def test_what_cannot_be_opened_is_told_before_anything_is_served(self, tmp_path):
        (tmp_path / "file").write_text("a", encoding="utf-8")
        assert "no such file" in refused(placesim("page", tmp_path / "missing.yaml", "--no-open"))
        assert "no such file" in refused(placesim("page", EXAMPLE, tmp_path / "missing.yaml", "--no-open"))
        assert "it is a file" in refused(placesim("page", EXAMPLE, "--folder", tmp_path / "file", "--no-open"))
        assert "the text of a what-if" in refused(placesim("page", EXAMPLE, "--open", "nothing", "--no-open"))
        assert "copy all of it" in refused(placesim("page", EXAMPLE, "--open", "placesim1.AAAA", "--no-open"))
        another = text_of(Screen("configs/halton.yaml"))
        told = refused(placesim("page", EXAMPLE, "--open", another, "--no-open", *ALONE, cwd=tmp_path))
        assert told.startswith(
            "--open: this what-if is for configs/halton.yaml; start the page with that configuration"
        )

    def test_without_its_parts_it_says_how_to_install_them(self, monkeypatch):
        monkeypatch.setattr("placesim.api.opened_page.find_spec", lambda name: None)
        assert 'pip install ".[page]"' in refused(placesim("page", EXAMPLE, "--no-open"))


class TestNothingLeavesTheMachine:
    """What serves a page in these tests ends where it asks anything of another machine: see tests/served.py."""

    def test_templates_and_files_name_no_other_site(self):
        read = [path for name in ("templates", "static") for path in (PAGE / name).rglob("*.*")]
        assert read
        for path in read:
            named = set(re.findall(r"(?:https?:)?//[\w.-]+\.\w[^\s\"'<>)]*", path.read_text(encoding="utf-8")))
            assert {each for each in named if not each.startswith("http://www.w3.org/")} == set(), path

    @pytest.mark.skipif(sys.platform != "linux", reason="network namespaces are Linux's")
    def test_it_works_where_there_is_no_network(self, tmp_path):
        """A namespace whose only interface is the machine's own."""
        alone = ["unshare", "--map-root-user", "--net"]
        try:
            allowed = subprocess.run([*alone, "true"], capture_output=True, timeout=10, check=False).returncode == 0
        except FileNotFoundError:
            allowed = False
        if not allowed:
            pytest.skip("this machine lets nobody make a network of their own")
        command = [*alone, sys.executable, "-m", "tests.served_alone", str(EXAMPLE), str(tmp_path)]
        around = {"cwd": ROOT, "env": {**os.environ, "PYTHONPATH": str(ROOT)}, "timeout": 50}
        done = subprocess.run(command, capture_output=True, text=True, check=False, **around)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.splitlines() == ["lo", "no way out", "200 200 200", "0"]
