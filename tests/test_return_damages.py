"""Returns as councils have them: each kind of damage is read right, or told by file and line; no row is lost unseen."""

import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from placesim.config.faults import InputError
from placesim.config.loading import load_baseline
from placesim.returns.account import FATES
from placesim.returns.council_return import CouncilReturn
from placesim.returns.mapping import load_mapping
from placesim.returns.pasts import past_of
from placesim.returns.reading.reader import read_returns
from placesim.returns.reading.years import label
from tests.conftest import CONFIGS
from tests.return_damages import DAMAGES, REFUSED, SAME, Damage
from tests.sound_returns import CHILDREN, EPISODES, YEARS, Files, day_first, sound_files, written

CONTENT = ["child", "begins", "ends", "rne", "ls", "cin", "place", "provider", "rec", "why", "urn", "year"]
SECRETS = {*CHILDREN, *(born for _, born in CHILDREN.values()), *(day_first(born) for _, born in CHILDREN.values())}


@cache
def sound(folder: Path) -> CouncilReturn:
    return read_returns(written(sound_files(), folder))


@pytest.fixture(scope="session")
def undamaged(tmp_path_factory: pytest.TempPathFactory) -> CouncilReturn:
    return sound(tmp_path_factory.mktemp("sound"))


def rows_that_stand(text: str) -> int:
    """Lines that hold anything, below the headings; where a field goes over two lines both have the mark."""
    lines = [line for line in re.split(r"[\r\n]+", text.rstrip("\x1a")) if line.strip(" ,;|\t\xa0")]
    at = next((n for n, line in enumerate(lines) if "CHILD" in re.sub("[^A-Z]", "", line.upper())), -1)
    return len(lines) - at - 1 - sum('two, three"' in line for line in lines)


def told(given: CouncilReturn) -> str:
    return "\n".join([*given.account.notes, *given.account.rows["reason"].unique()])


def check_account(given: CouncilReturn, files: Files) -> None:
    rows = given.account.rows
    assert set(rows["fate"]) <= set(FATES)
    assert (rows["reason"].ne("") == rows["fate"].ne("kept")).all()
    assert not rows.duplicated(["file", "table", "line"]).any()
    assert len(given.episodes) == ((rows["table"] == "episodes") & (rows["fate"] == "kept")).sum()
    assert len(given.children) == ((rows["table"] == "header") & (rows["fate"] == "kept")).sum()
    assert set(given.episodes["child"]) == set(given.children["child"])
    read = Counter(rows["file"])
    texts = {name: text for name, text in files.items() if isinstance(text, str) and read[name]}
    assert {name: read[name] for name in texts} == {name: rows_that_stand(text) for name, text in texts.items()}


@pytest.mark.parametrize("damage", DAMAGES, ids=str)
def test_damage_is_read_right_or_told_by_file_and_line(damage: Damage, tmp_path: Path, undamaged: CouncilReturn):
    folder = written(damage.files, tmp_path)
    if damage.outcome == REFUSED:
        with pytest.raises(InputError) as refused:
            read_returns(folder)
        assert all(word in str(refused.value) for word in damage.words)
        assert not any(secret in str(refused.value) for secret in SECRETS)
        return
    given = read_returns(folder)
    check_account(given, damage.files)
    words = told(given)
    assert all(word in words for word in damage.words), words
    assert not any(secret in words for secret in SECRETS)
    assert given.years == damage.years
    assert all(label(year) in words for year in YEARS if year in given.years)
    assert len(given.episodes) == len(undamaged.episodes) - damage.lost
    if damage.outcome == SAME:
        pd.testing.assert_frame_equal(given.episodes[CONTENT], undamaged.episodes[CONTENT])
        pd.testing.assert_frame_equal(given.children, undamaged.children)


@pytest.mark.slow
@pytest.mark.parametrize("damage", [damage for damage in DAMAGES if damage.outcome != REFUSED], ids=str)
def test_what_is_read_becomes_a_past_with_every_row_in_its_account(damage: Damage, tmp_path: Path):
    given = read_returns(written(damage.files, tmp_path))
    halton = load_baseline(CONFIGS / "halton.yaml")
    past = past_of(given, load_mapping(None, halton), halton)
    rows = past.account.rows
    assert set(rows["fate"]) <= set(FATES)
    assert rows[["file", "table", "line"]].equals(given.account.rows[["file", "table", "line"]])
    assert not any(secret in "\n".join([*past.account.notes, *rows["reason"].unique()]) for secret in SECRETS)


def test_sound_returns_come_back_as_they_are(undamaged: CouncilReturn):
    expected = pd.DataFrame(
        sorted(EPISODES), columns=[*CONTENT[:2], "rne", "ls", "cin", "place", "provider", "ends", "rec", "why"]
    )
    expected[["begins", "ends"]] = expected[["begins", "ends"]].apply(pd.to_datetime)
    for column in expected:
        assert list(map(str, undamaged.episodes[column])) == list(map(str, expected[column])), column
    assert (undamaged.first_day, undamaged.last_day) == (date(2021, 4, 1), date(2024, 3, 31))
    assert undamaged.children.set_index("child")["unaccompanied"].loc[lambda alone: alone].index.tolist() == ["00107"]
