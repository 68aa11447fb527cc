"""Financial years and months: where days fall, at the edges."""

from datetime import date

import pytest

from placesim.results.financial_year import financial_year_of, financial_years, months


@pytest.mark.parametrize(
    ("day", "year"),
    [("2025-04-01", "2025-26"), ("2025-05-31", "2025-26"), ("2026-01-01", "2025-26"), ("2099-04-01", "2099-00")],
)
def test_a_date_belongs_to_the_year_that_began_on_the_first_of_april_before(day, year):
    assert financial_year_of(date.fromisoformat(day)) == year


def test_months_run_across_the_end_of_a_calendar_year():
    found = months(date(2025, 11, 15), 80)
    assert found.labels == ("2025-11", "2025-12", "2026-01", "2026-02")
    assert found.lengths.tolist() == [16, 31, 31, 2]


def test_a_horizon_that_begins_and_ends_on_the_first_of_a_month_has_no_part_of_another():
    found = months(date(2025, 4, 1), 61)
    assert (found.labels, found.edges.tolist()) == (("2025-04", "2025-05"), [0, 30, 61])


def test_the_price_year_of_a_month_begins_with_april():
    assert months(date(2025, 2, 10), 820).years_on.tolist() == [0] * 2 + [1] * 12 + [2] * 12 + [3] * 2


def test_pieces_of_a_year_have_its_name_its_price_year_and_the_place_of_their_first():
    years = financial_years(date(2025, 4, 1), 1096)
    pieces, first = years.cut([100, 500, 200])
    assert pieces.labels == ("2025-26", "2025-26", "2025-26", "2026-27", "2026-27", "2027-28")
    assert pieces.edges.tolist() == [0, 100, 200, 365, 500, 730, 1096]
    assert pieces.years_on.tolist() == [0, 0, 0, 1, 1, 2]
    assert first == [0, 3, 5]
