"""Months of every future, kept in files: the figures that came in, in the order of futures, and nothing left behind."""

import gc
import tempfile
from pathlib import Path

import numpy as np
import pytest

from placesim.experiment.comparison import Comparison
from placesim.experiment.months import MonthsOfScenario, followed_by, let_go
from placesim.experiment.replications import replicate
from placesim.experiment.tables import monthly_table
from tests.councils import council, places, spot

FIGURES = np.arange(35.0).reshape(7, 5)


def kept() -> np.ndarray:
    months = MonthsOfScenario(7, 5)
    months.keep(4, FIGURES[4:])
    months.keep(0, FIGURES[:4])
    return months.read()


def test_months_stand_in_the_order_of_futures_whichever_came_in_first():
    assert np.array_equal(kept(), FIGURES)


def test_months_that_were_let_go_are_read_again():
    found = kept()
    let_go(found)
    assert np.array_equal(found[:, 2:], FIGURES[:, 2:])
    let_go(FIGURES)  # in memory they have nowhere to be read from, and stay
    assert FIGURES[6, 4] == 34


def test_a_study_without_months_has_none_to_keep():
    months = MonthsOfScenario(3, 0)
    months.keep(0, np.empty((3, 0)))
    assert months.read().shape == (3, 0)


def test_no_file_stays_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    found = kept()
    assert found.shape == (7, 5)
    del found
    gc.collect()
    assert list(tmp_path.iterdir()) == []


def test_months_of_a_comparison_are_read_from_files_and_make_the_same_table():
    baseline = council({"ours": places(3), "elsewhere": spot()})
    one, other = replicate({"one": baseline, "other": baseline}, replications=30, seed=1, workers=1)
    figures = Comparison(baseline, one, (other,)).monthly(other, "places_average", "ours")
    assert len(figures) == 30
    assert (figures == 3).all()
    with pytest.raises(ValueError, match="read-only"):
        other.monthly[0, 0] = 4  # it is a file
    assert monthly_table(one).drop(columns="scenario").equals(monthly_table(other).drop(columns="scenario"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a file without room is Linux's")
def test_no_room_for_months_is_told_with_the_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    months = MonthsOfScenario(7, 5)
    months._file = open("/dev/full", "r+b")  # noqa: SIM115, PTH123
    with pytest.raises(OSError, match=str(tmp_path)):
        months.keep(0, FIGURES)


def test_months_of_later_futures_stand_behind_those_of_earlier_ones_and_in_a_file_too():
    together = followed_by(kept(), FIGURES[:2])
    assert np.array_equal(together, np.concatenate([FIGURES, FIGURES[:2]]))
    assert not together.flags.writeable  # it is a file
