"""What-ifs are kept: as a text, as a scenario file, and as reports; nothing that is typed or pasted does harm."""

import json
import zlib
from base64 import urlsafe_b64encode
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placesim.page.keeping.names import ascii_name, file_name, free_name
from placesim.page.screen import MOST_BYTES, MOST_LETTERS, Screen, StateError, screen_of, text_of

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=200)
SCREENS = st.builds(
    lambda screen, at: replace(screen, at=at % max(len(screen.whatifs), 1)),
    st.builds(
        Screen,
        configuration=TEXTS.filter(str.strip),
        whatifs=st.lists(TEXTS, max_size=2).map(tuple),
        assumptions=st.sampled_from([None, "drawn", "fixed"]),
        replications=st.integers(2, 2000),
        seed=st.integers(0, 2**31 - 1),
        beside=st.lists(TEXTS, max_size=5).map(tuple),
        own=st.lists(TEXTS, max_size=4).map(tuple),
    ),
    st.integers(0, 1),
)
SCREEN = Screen("configs/example.yaml", ("name: One more home\n",))


def packed(values: object) -> str:
    """A state text that holds any values."""
    return "placesim1." + urlsafe_b64encode(zlib.compress(json.dumps(values).encode())).decode().rstrip("=")


def refusal(text: str) -> str:
    with pytest.raises(StateError) as error:
        screen_of(text)
    return str(error.value)


def told(**changes: object) -> dict[str, object]:
    return {"configuration": "a.yaml", "whatifs": ["name: a"], "at": 0, "beside": [], **changes}


class TestStateTexts:
    @given(SCREENS)
    def test_a_screen_comes_back_from_its_text(self, screen: Screen):
        text = text_of(screen)
        assert screen_of(text) == screen
        assert text_of(screen_of(text)) == text
        assert text.removeprefix("placesim1.").replace("-", "").replace("_", "").isalnum()

    @given(SCREENS, st.integers(min_value=0), st.characters(exclude_categories=["Z", "Cc"]))
    def test_a_text_with_a_letter_changed_is_refused_or_the_same(self, screen: Screen, at: int, letter: str):
        text = text_of(screen)
        at %= len(text)
        changed = text[:at] + letter + text[at + 1 :]
        try:
            found = screen_of(changed)
        except StateError:
            return
        assert found == screen  # the last letters hold bits that say nothing

    @given(SCREENS, st.integers(min_value=0))
    def test_a_text_that_is_cut_off_is_refused(self, screen: Screen, at: int):
        text = text_of(screen)
        assert refusal(text[: at % len(text)])

    @given(st.text(max_size=300))
    def test_any_other_text_is_refused_in_a_sentence(self, text: str):
        for tried in (text, f"placesim1.{text}"):
            assert refusal(tried).count("\n") == 0

    def test_a_text_wrapped_in_a_letter_is_read(self):
        text = text_of(SCREEN)
        assert screen_of(f"  {text[:30]}\n  {text[30:60]}\r\n\t{text[60:]} ") == SCREEN

    def test_a_text_of_another_version_says_so(self):
        assert "a later placesim" in refusal("placesim2." + text_of(SCREEN).removeprefix("placesim1."))
        assert "an earlier placesim" in refusal("placesim0.abc")

    def test_what_is_no_state_text_says_how_one_begins(self):
        assert refusal("http://127.0.0.1/abc") == "this is not the text of a what-if; one begins with placesim1."

    def test_what_would_unpack_to_gigabytes_is_refused_before_it_does(self):
        bomb = zlib.compress(b"[" * (40 * MOST_BYTES), 9)
        text = "placesim1." + urlsafe_b64encode(bomb).decode().rstrip("=")
        assert len(text) < MOST_LETTERS
        assert refusal(text) == "the text holds too much for a what-if"

    def test_deep_nesting_is_refused(self):
        deep = zlib.compress(b"[" * 100_000)
        assert "damaged" in refusal("placesim1." + urlsafe_b64encode(deep).decode().rstrip("="))

    def test_a_text_of_megabytes_is_refused(self):
        assert "too long" in refusal("placesim1." + "A" * 10_000_000)

    @pytest.mark.parametrize(
        "values",
        [
            [],
            "a",
            None,
            {},
            told(configuration=""),
            told(configuration=1),
            told(configuration="a\0b"),
            told(whatifs="name: a"),
            told(whatifs=[1]),
            told(whatifs=["a", "b", "c"]),
            told(whatifs=["\ud800"]),
            told(at=1),
            told(at=-1),
            told(at=True),
            told(at=0.0),
            told(assumptions="guessed"),
            told(assumptions=["drawn"]),
            told(replications=1),
            told(replications=10**9),
            told(replications="300"),
            told(seed=-1),
            told(seed=1e3),
            told(beside=["a"] * 51),
            told(token="secret"),
        ],
    )
    def test_values_that_no_screen_has_are_refused(self, values: object):
        assert "damaged" in refusal(packed(values))

    def test_what_an_earlier_text_did_not_say_is_as_it_was_then(self):
        assert screen_of(packed(told())) == Screen("a.yaml", ("name: a",))

    def test_a_what_if_too_long_for_an_address_is_refused_when_it_is_written(self):
        long = "".join(f"{number * 7919 % 100_003}," for number in range(40_000))
        with pytest.raises(StateError, match="save it as a file"):
            text_of(Screen("a.yaml", (long,)))


class TestNames:
    @given(st.text(max_size=300))
    def test_any_name_becomes_the_name_of_a_file_in_its_folder(self, name: str):
        for made in (file_name(name), ascii_name(name)):
            assert made
            assert all(letter.isalnum() or letter == "_" for letter in made)
            assert not made.startswith("_")
            assert len(made.encode()) <= 130
            assert file_name(made) == made
        assert ascii_name(name).isascii()

    @pytest.mark.parametrize(
        ("name", "made"),
        [
            ("One more home", "one_more_home"),
            ("../../etc/passwd", "etc_passwd"),
            ("..\\..\\boot.ini", "boot_ini"),
            (".hidden", "hidden"),
            ("CON", "what_if_con"),
            ("nul.", "what_if_nul"),
            ("COM¹", "what_if_com1"),
            ("", "what_if"),
            ("£££", "what_if"),
            ("Caffè – spät", "caffè_spät"),
            ("a\0b\nc", "a_b_c"),
        ],
    )
    def test_names_read_as_they_are_said(self, name: str, made: str):
        assert file_name(name) == made

    def test_a_name_that_is_taken_gets_a_number(self):
        taken = {"One", "One 2"}
        assert free_name("One", taken.__contains__) == "One 3"
        assert len(free_name("x" * 120, ("x" * 120).__eq__)) == 120
