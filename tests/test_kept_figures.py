"""Figures of every future, kept in files: those that came in, in the order of futures, and nothing left behind."""

import gc
import tempfile
from pathlib import Path

import numpy as np
import pytest

from placesim.experiment import kept_figures
from placesim.experiment.comparison import Comparison
from placesim.experiment.kept_figures import KeptFigures, followed_by, let_go
from placesim.experiment.replications import replicate
from placesim.experiment.tables import monthly_table, summary_table
from tests.councils import council, places, spot

FIGURES = np.arange(35.0).reshape(7, 5)


@pytest.fixture(autouse=True, params=["in memory", "in files"])
def where(request, monkeypatch) -> str:
    if request.param == "in files":
        monkeypatch.setattr(kept_figures, "IN_MEMORY", -1)
    return request.param


def kept() -> np.ndarray:
    figures = KeptFigures(7, 5)
    figures.keep(4, FIGURES[4:])
    figures.keep(0, FIGURES[:4])
    return figures.read()


def test_figures_stand_in_the_order_of_futures_whichever_came_in_first():
    assert np.array_equal(kept(), FIGURES)


def test_figures_that_were_let_go_are_read_again():
    found = kept()
    let_go(found)
    assert np.array_equal(found[:, 2:], FIGURES[:, 2:])
    let_go(FIGURES)  # in memory they have nowhere to be read from, and stay
    assert FIGURES[6, 4] == 34


def test_figures_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        kept()[0, 0] = 4


def test_no_file_stays_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    found = kept()
    assert found.shape == (7, 5)
    del found
    gc.collect()
    assert list(tmp_path.iterdir()) == []


def test_a_comparison_reads_its_figures_wherever_they_are_and_makes_the_same_tables():
    baseline = council({"ours": places(3), "elsewhere": spot()})
    one, other = replicate({"one": baseline, "other": baseline}, replications=30, seed=1, workers=1)
    comparison = Comparison(baseline, one, (other,))
    figures = comparison.monthly(other, "places_average", "ours")
    assert len(figures) == 30
    assert (figures == 3).all()
    assert comparison.difference("other", "spend").nothing
    for table in (monthly_table, summary_table):
        assert table(one).drop(columns="scenario").equals(table(other).drop(columns="scenario"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a file without room is Linux's")
def test_no_room_for_figures_is_told_with_the_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    figures = KeptFigures(7, 5)
    figures._file = open("/dev/full", "r+b")  # noqa: SIM115, PTH123
    with pytest.raises(OSError, match=str(tmp_path)):
        figures.keep(0, FIGURES)


def test_figures_of_later_futures_stand_behind_those_of_earlier_ones():
    assert np.array_equal(followed_by(kept(), FIGURES[:2]), np.concatenate([FIGURES, FIGURES[:2]]))
