"""No id, date of birth or postcode of a return is seen in what is said, logged, raised or written."""

import logging
import traceback
from pathlib import Path

import pytest

from placesim.config.faults import InputError
from placesim.returns.reading.reader import read_returns
from tests.planted import CHILD, DAMAGES, account_text, planted, seen


def test_what_is_planted_would_be_seen(tmp_path: Path):
    rows = read_returns(planted(tmp_path / "returns")).episodes
    assert (rows["child"] == CHILD).sum() == 2
    assert len(seen(f"{CHILD} was born on 17 July 2011 (17/07/2011) and lived in zq177xj")) == 5


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
