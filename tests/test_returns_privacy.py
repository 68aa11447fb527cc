"""No id, date of birth or postcode of a return is seen in what is said, logged, raised or written."""

import logging
import traceback
from pathlib import Path

import pytest

from placesim.config.faults import InputError
from placesim.returns.reading.reader import read_returns
from tests.commands import placesim
from tests.conftest import CONFIGS
from tests.planted import CHILD, DAMAGES, account_text, many_at_once, planted, seen, told_in

EXAMPLE = CONFIGS / "example.yaml"
BACKCAST = ("--fit-to", "2025-03-31", "--replications", "10", "--workers", "1")
COMMANDS = {"history": ("--out",), "fit": ("--out",), "backcast": (*BACKCAST, "--out")}
"""Commands that read returns, with options of which the last says where to."""

OUT = {"history": "history", "fit": "fitted.yaml", "backcast": "backcast"}
FATAL = ("no names of columns in the header", "not a table")


def test_what_is_planted_would_be_seen(tmp_path: Path):
    rows = read_returns(planted(tmp_path / "returns")).episodes
    assert (rows["child"] == CHILD).sum() == 2
    assert len(seen(f"{CHILD} was born on 17 July 2011 (17/07/2011) and lived in zq177xj")) == 4


@pytest.mark.parametrize("damage", DAMAGES)
def test_reading_names_nobody(damage: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys):
    folder = planted(tmp_path / "returns")
    DAMAGES[damage](folder)
    with caplog.at_level(logging.DEBUG):
        try:
            account = read_returns(folder).account
            told = account_text(account.rows, account.notes) + account_text(account.totals(), ())
        except InputError as error:
            told = "".join(traceback.format_exception(error)) + repr(error.args) + repr(error.__context__)
    printed = capsys.readouterr()
    assert seen(told + caplog.text + printed.out + printed.err) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_says_or_writes_who_is_in_a_return(command: str, tmp_path: Path, caplog: pytest.LogCaptureFixture):
    folder, results = planted(tmp_path / "returns"), tmp_path / "results"
    many_at_once(folder)
    results.mkdir()
    with caplog.at_level(logging.DEBUG):
        done = placesim(command, folder, EXAMPLE, *COMMANDS[command], results / OUT[command])
    assert done.returncode == 0, done.stderr
    assert seen(done.stdout + done.stderr + caplog.text) == []
    written = dict(told_in(results))
    assert any(name.startswith(("report.html", "fitted_report.html")) for name in written)
    assert {name: found for name, text in written.items() if (found := seen(text))} == {}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("damage", FATAL)
def test_no_command_that_refuses_a_return_says_who_is_in_it(
    command: str, damage: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    folder = planted(tmp_path / "returns")
    DAMAGES[damage](folder)
    with caplog.at_level(logging.DEBUG):
        done = placesim(command, folder, EXAMPLE, *COMMANDS[command], tmp_path / OUT[command])
        assert done.returncode == 2
        with pytest.raises(InputError) as raised:
            placesim(command, folder, EXAMPLE, "--debug", *COMMANDS[command], tmp_path / OUT[command])
    trace = "".join(traceback.format_exception(raised.value))
    assert seen(done.stdout + done.stderr + caplog.text + trace) == []
