"""Text: names made harmless, lists and dates written out."""

from datetime import date

from placesim.config.text import day_text, listing, plain


def test_days_are_written_out_without_leading_zero():
    assert day_text(date(2025, 4, 1)) == "1 April 2025"


def test_text_that_would_reorder_or_break_its_surroundings_is_made_plain():
    assert plain("a\u202eb\n\tc\x00d") == "ab cd"


def test_words_are_listed_as_a_sentence_lists_them():
    lists = [listing([]), listing(["one"]), listing(["one", "two"]), listing(("one", "two", "three"))]
    assert lists == ["", "one", "one and two", "one, two and three"]
