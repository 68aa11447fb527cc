"""What becomes of the rows of returns: the latest wins, missing ends are given, and each rule leaves a trace."""

import random
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from placesim.config.faults import InputError
from placesim.returns.codes.code_lists import code_lists
from placesim.returns.council_return import CHILD_COLUMNS, EPISODE_COLUMNS, CouncilReturn
from placesim.returns.reading import read_returns
from placesim.returns.reading.dates import EITHER, MONTH_FIRST, UNREADABLE, date_of
from placesim.returns.reading.endings import eighteenth
from placesim.returns.reading.years import told_year, year_of_file
from tests.return_damages import LAST, fields, lost_year, merged, one, swap
from tests.sound_returns import Files, sound_files, tables_of, written
from tests.test_return_damages import SECRETS, check_account, told


def episode(given: CouncilReturn, child: str, begins: str) -> pd.Series:
    rows = given.episodes
    [found] = rows.index[(rows["child"] == child) & (rows["begins"] == begins)]
    return rows.loc[found]


def fates(given: CouncilReturn, reason: str) -> list[tuple[str, int, str]]:
    rows = given.account.rows[given.account.rows["reason"].str.contains(reason, regex=False)]
    return list(zip(rows["file"], rows["line"].tolist(), rows["fate"], strict=True))


def with_columns(**values: str) -> Files:
    """The sound files with more columns in the last year's episodes, one value for all rows."""
    names, texts = ",".join(values), ",".join(values.values())

    def change(text: str) -> str:
        first, *rows = text.strip().split("\n")
        return "\n".join([f"{first},{names}", *(f"{row},{texts}" for row in rows)])

    return one(change)


class TestTheLatestReturnWins:
    def test_it_fills_in_the_end_and_is_named_with_its_line(self, tmp_path: Path):
        given = read_returns(written(sound_files(), tmp_path))
        row = episode(given, "00106", "2019-07-18")
        assert (row["ends"], row["rec"], row["year"]) == (pd.Timestamp(2024, 1, 15), "E17", 2024)
        lines = (tmp_path / row["file"]).read_text().split("\n")
        assert lines[row["line"] - 1].startswith("00106,18/07/2019")
        assert "5 ends were filled in by a later return." in given.account.notes

    def test_a_year_without_a_header_is_told(self, tmp_path: Path):
        files = {name: text for name, text in sound_files().items() if name != "2022-23/header.csv"}
        notes = read_returns(written(files, tmp_path)).account.notes
        assert any(note.startswith("The return of 2022-23 has no header that could be read") for note in notes)
        assert not any(
            "no header that" in note for note in read_returns(written(sound_files(), tmp_path / "all")).account.notes
        )

    def test_lines_count_titles_and_blank_lines(self, tmp_path: Path):
        files = one(lambda text: "Title\n\n" + text.replace("\n00109", "\n\n\n00109,18/12/2099"))
        [[file, line, fate]] = fates(read_returns(written(files, tmp_path)), "more fields")
        assert (tmp_path / file).read_text().split("\n")[line - 1].startswith("00109")
        assert fate == "rejected"

    def test_a_bad_row_of_the_last_return_leaves_what_the_one_before_told(self, tmp_path: Path):
        given = read_returns(written(swap("15/01/2024,E17", "35/01/2024,E17"), tmp_path))
        row = episode(given, "00106", "2019-07-18")
        assert (row["file"], row["rec"]) == ("2022-23/episodes.csv", "")
        # the last return tells the child, so it is not gone without an end: its care ends at 18
        assert row["ends"] == pd.Timestamp(2024, 1, 15)

    def test_a_placement_told_otherwise_later_is_the_later_one(self, tmp_path: Path):
        given = read_returns(written(swap(",H5,PR4,,", ",K3,PR4,,"), tmp_path))
        assert episode(given, "00107", "2022-03-21")["place"] == "K3"


class TestGoneWithoutAnEnd:
    row = "00106,18/07/2019,S,C2,N6,H5,PR4,15/01/2024,E17,,,,\n"

    def test_care_ends_on_the_day_after_the_last_that_tells_it(self, tmp_path: Path):
        row = episode(read_returns(written(swap(self.row, ""), tmp_path)), "00106", "2019-07-18")
        assert (row["ends"], row["rec"]) == (pd.Timestamp(2023, 4, 1), "")

    def test_care_ends_half_way_where_a_return_is_missing(self, tmp_path: Path):
        files = {name: text for name, text in sound_files().items() if "2022-23" not in name}
        gone = (
            read_returns(written(files, tmp_path))
            .episodes.set_index(["child", "begins"])
            .loc[("00102", pd.Timestamp(2021, 6, 13))]
        )
        assert gone["ends"] == pd.Timestamp(2022, 8, 19), "the next episode, that is no new period of care, begins then"
        child = {"2020-21/episodes.csv": "CHILD,DECOM,RNE,LS,PLACE,DEC,REC\n77,03/05/2020,S,C2,U6,,\n"}
        child["2020-21/header.csv"] = "CHILD,SEX,DOB\n77,1,13/05/2012\n"
        both = {name: text for name, text in sound_files().items() if "2021-22" not in name} | child
        row = episode(read_returns(written(both, tmp_path / "more")), "77", "2020-05-03")
        assert row["ends"] == pd.Timestamp(2021, 10, 1)

    def test_an_end_that_the_last_return_told_beforehand_counts(self, tmp_path: Path):
        files = swap(self.row, "") | swap(
            "18/07/2019,S,C2,N6,H5,PR4,,", "18/07/2019,S,C2,N6,H5,PR4,09/04/2023,E17", year="2022-23"
        )
        files[f"{LAST}/episodes.csv"] = swap(self.row, "")[f"{LAST}/episodes.csv"]
        row = episode(read_returns(written(files, tmp_path)), "00106", "2019-07-18")
        assert (row["ends"], row["rec"]) == (pd.Timestamp(2023, 4, 9), "E17")

    def test_a_return_that_lacks_many_is_said_to_be_incomplete(self, tmp_path: Path):
        head, *rows = tables_of(2023)["episodes"].strip().split("\n")
        many = [f"{n},13/05/2020,S,C2,N1,U6,PR1,,,,,," for n in range(900, 912)]
        files = one(lambda text: "\n".join([head, *rows, *many]), year="2022-23")
        header = "\n".join(f"{n},1,13/05/2012,,,," for n in range(900, 912))
        files["2022-23/header.csv"] = f"{files['2022-23/header.csv']}{header}\n"
        notes = read_returns(written(files, tmp_path)).account.notes
        assert "12 episodes that were open in the return of 2022-23 are gone" in "\n".join(notes)
        assert any(note.startswith("The return after 2022-23 seems to be incomplete") for note in notes)


class TestUntil:
    def test_a_back_cast_sees_only_the_returns_that_were_in(self, tmp_path: Path):
        folder = written(sound_files(), tmp_path)
        given = read_returns(folder, date(2023, 3, 31))
        alone = read_returns(written(lost_year(LAST), tmp_path / "alone"))
        pd.testing.assert_frame_equal(given.episodes, alone.episodes)
        pd.testing.assert_frame_equal(given.children, alone.children)
        assert (given.years, given.last_day) == ((2022, 2023), date(2023, 3, 31))
        assert len(fates(given, "was not in")) == sum(text.count("\n") - 1 for text in tables_of(2024).values())
        assert "The return of 2023-24 was not in by 2023-03-31: left out." in given.account.notes

    def test_what_a_later_return_tells_again_is_not_known_then(self, tmp_path: Path):
        files = swap("00110,20/05/2021,S,C2,N2,S1,PR4,,,,,,\n", "", year="2022-23")
        row = episode(read_returns(written(files, tmp_path), date(2023, 3, 31)), "00110", "2021-05-20")
        assert row["ends"] == pd.Timestamp(2022, 4, 1)
        assert pd.isna(episode(read_returns(tmp_path), "00110", "2021-05-20")["ends"])

    def test_a_day_within_a_year_sees_the_year_before(self, tmp_path: Path):
        folder = written(merged(str), tmp_path)
        assert read_returns(folder, date(2024, 3, 30)).years == (2022, 2023)
        assert read_returns(folder, date(2024, 12, 1)).years == (2022, 2023, 2024)

    def test_no_return_that_was_in_is_an_error(self, tmp_path: Path):
        with pytest.raises(InputError, match="no return was in by 2020-01-01; give a later day"):
            read_returns(written(sound_files(), tmp_path), date(2020, 1, 1))

    def test_files_that_name_no_year_are_cut_at_the_day(self, tmp_path: Path):
        head = {name: text.split("\n")[0] for name, text in tables_of(2024).items()}
        rows = {
            name: [row for y in (2022, 2023, 2024) for row in tables_of(y)[name].strip().split("\n")[1:]]
            for name in head
        }
        rows["episodes"].append("00105,13/05/2020,S,C2,N1,U6,PR1,20/06/2022,E4A,,,,")
        folder = written({f"{name}.csv": "\n".join([head[name], *rows[name]]) for name in head}, tmp_path)
        whole, then = read_returns(folder), read_returns(folder, date(2023, 3, 31))
        assert (whole.years, then.years) == ((2023, 2024), (2023,)), "nobody left for good in 2021-22"
        assert "episodes.csv names no year; by its dates it tells 2022-23 to 2023-24." in whole.account.notes
        assert then.last_day == date(2023, 3, 31)
        assert pd.isna(episode(then, "00106", "2019-07-18")["ends"])
        assert (then.episodes["begins"] <= "2023-03-31").all()
        with pytest.raises(InputError, match="no return was in by 2022-03-31"):
            read_returns(folder, date(2022, 3, 31))


class TestChildren:
    def test_a_status_in_the_header_tells_who_came_alone(self, tmp_path: Path):
        files = {name: text for name, text in sound_files().items() if "uasc" not in name}
        files |= {
            f"{LAST}/header.csv": fields(
                lambda row: [*row, "UASC_STATUS" if row[0] == "CHILD" else str(int(row[0] in ("00107", "00110")))]
            )(str(files[f"{LAST}/header.csv"]))
        }
        children = read_returns(written(files, tmp_path)).children
        assert children.loc[children["unaccompanied"], "child"].tolist() == ["00107", "00110"]

    def test_columns_and_types_are_those_of_a_council_return(self, tmp_path: Path):
        given = read_returns(written(sound_files(), tmp_path))
        assert tuple(given.episodes.columns) == EPISODE_COLUMNS
        assert tuple(given.children.columns) == CHILD_COLUMNS
        assert given.episodes.dtypes[["begins", "ends", "out_of_borough", "year", "line"]].astype(str).tolist() == [
            "datetime64[ns]",
            "datetime64[ns]",
            "boolean",
            "int64",
            "int64",
        ]
        assert str(given.children["born"].dtype) == "datetime64[ns]"
        assert given.children["unaccompanied"].dtype == bool

    def test_those_who_left_before_the_first_return_are_left_out(self, tmp_path: Path):
        early = (
            "00900,13/05/2019,S,C2,N1,U6,PR1,20/06/2020,E4A,,,,\n00110,13/05/2019,S,C2,N1,U6,PR1,20/06/2019,E4A,,,,\n"
        )
        files = one(lambda text: text + early, year="2021-22") | {
            "2021-22/header.csv": str(sound_files()["2021-22/header.csv"]) + "00900,1,13/05/2012,,,,\n"
        }
        given = read_returns(written(files, tmp_path))
        assert len(fates(given, "it ended before the first return begins")) == 1
        assert episode(given, "00110", "2019-05-13")["rec"] == "E4A", "an earlier period of a child who is there later"

    def test_an_18th_birthday_on_a_leap_day_is_in_march(self):
        assert eighteenth(date(2004, 2, 29)) == date(2022, 3, 1)
        assert eighteenth(date(2006, 5, 23)) == date(2024, 5, 23)


class TestOutOfBorough:
    @pytest.mark.parametrize(
        ("columns", "outside"),
        [
            ({"PL_LOCATION": "OUT"}, True),
            ({"PL_LOCATION": "in"}, False),
            ({"PL_LA": "E06000007", "HOME_LA": "E06000006"}, True),
            ({"PL_LA": "E06000006", "HOME_LA": "E06000006"}, False),
            ({"LA": "876", "PL_LA": "876", "HOME_LA": "877"}, False),
            ({"LA": "Anyshire", "PL_LA": "876", "HOME_LA": "877"}, True),
            ({"PL_LA": "876"}, pd.NA),
        ],
    )
    def test_the_files_tell_it_in_several_ways(self, columns: dict[str, str], outside: object, tmp_path: Path):
        given = read_returns(written(with_columns(**columns), tmp_path))
        assert given.episodes.loc[given.episodes["year"] == 2024, "out_of_borough"].unique().tolist() == [outside]
        assert given.episodes.loc[given.episodes["year"] == 2023, "out_of_borough"].isna().all()


class TestNamesAndDates:
    @pytest.mark.parametrize(
        ("name", "year"),
        [
            ("2019-20", (2020, True)),
            ("903_2019_2020", (2020, True)),
            ("201920", (2020, True)),
            ("return 2019/20 final", (2020, True)),
            ("2019-24", None),
            ("2019 to 2024", None),
            ("2024-03-31", (2024, False)),
            ("2011-12-31", (2011, False)),
            ("20240415", (2024, False)),
            ("SSDA903_2024_episodes.csv", (2024, False)),
            ("9032024", None),
            ("", None),
        ],
    )
    def test_the_years_of_a_name(self, name: str, year: tuple[int, bool] | None):
        assert told_year(name) == year

    def test_the_name_nearest_the_file_counts(self):
        assert year_of_file("returns 2016-24/2019-20/episodes.csv") == (2020, True)
        assert year_of_file("2019-20/episodes 2021-22.csv") == (2022, True)

    def test_a_folder_named_for_the_wrong_year_is_read_by_its_dates(self, tmp_path: Path):
        rows = [f"{n},{n % 28 + 1:02d}/06/2023,S,C2,N1,U6,PR1,{n % 28 + 1:02d}/08/2023,E4A,,,," for n in range(20)]
        files = {"2022-23/episodes.csv": "\n".join([tables_of(2024)["episodes"].split("\n")[0], *rows])}
        files["2022-23/header.csv"] = "\n".join(["CHILD,SEX,DOB", *(f"{n},1,13/05/2012" for n in range(20))])
        given = read_returns(written(files, tmp_path))
        assert given.years == (2024,)
        assert "its dates are those of 2023-24: read as that" in told(given)

    def test_a_years_files_copied_into_the_next_years_folder_are_told(self, tmp_path: Path):
        copied = {f"{LAST}/{name}.csv": text for name, text in tables_of(2023).items()}
        given = read_returns(written(lost_year(LAST) | copied, tmp_path))
        assert "In the return of 2023-24 nothing begins or ends within its year" in told(given)
        assert "In the return of 2022-23" not in told(given)

    def test_figures_are_never_read_month_first(self):
        assert date_of("04/05/2020") == (date(2020, 5, 4), EITHER)
        assert date_of("04/13/2020") == (None, MONTH_FIRST)
        assert date_of("04/05/20") == (None, UNREADABLE)


class TestCodeLists:
    def test_codes_stand_in_their_years(self):
        lists = code_lists()
        assert [lists.stood("PLACE", "K3", year) for year in (2024, 2025)] == [False, True]
        assert [lists.stood("PLACE", "H5", year) for year in (2024, 2025)] == [True, False]
        assert [lists.stood("PLACE", code, 2026) for code in ("Z1", "Z11", "Z14", "Z15")] == [True, True, True, False]
        assert lists.short_breaks() == {"V3", "V4"}

    def test_no_two_kinds_of_other_placement_are_taken_for_one(self):
        meanings = [code_lists().codes["PLACE"][code].meaning for code in ("Z1", "Z11", "Z12", "Z13", "Z14")]
        assert len(set(meanings)) == 5


@pytest.mark.parametrize("seed", range(25))
def test_whatever_happens_to_a_file_every_row_has_a_fate_and_no_child_is_named(seed: int, tmp_path: Path):
    luck = random.Random(seed)
    files = sound_files()
    for name in luck.sample(sorted(files), 3):
        text = list(str(files[name]))
        for _ in range(luck.randint(1, 12)):
            at = luck.randrange(len(text) + 1)
            text[at : at + luck.choice((0, 1, 1, 5, 40))] = luck.choice(
                [",", '"', "\n", "", ";", "\t", "x", "9", "\r", "\x00", "é"]
            )
        files[name] = "".join(text).encode(luck.choice(("utf-8", "utf-16", "cp1252")))
    try:
        given = read_returns(written(files, tmp_path))
    except InputError as error:
        words = str(error)
    else:
        check_account(given, files)
        words = told(given)
    assert not any(secret in words for secret in SECRETS)


def test_a_path_that_is_no_folder_says_what_to_give(tmp_path: Path):
    written({"episodes.csv": tables_of(2024)["episodes"]}, tmp_path)
    with pytest.raises(InputError, match="give the folder that holds the returns"):
        read_returns(tmp_path / "nowhere")
    with pytest.raises(InputError, match="not one of its files"):
        read_returns(tmp_path / "episodes.csv")


def test_a_link_to_a_folder_is_not_followed_and_is_told(tmp_path: Path):
    folder = written(lost_year(LAST), tmp_path / "returns")
    (folder / LAST).symlink_to(written(sound_files(), tmp_path / "elsewhere") / LAST)
    (folder / "round").symlink_to(folder)
    given = read_returns(folder)
    assert given.years == (2022, 2023)
    assert any("Not used" in note and LAST in note for note in given.account.notes)


def test_a_file_of_far_too_many_lines_is_refused_at_once(tmp_path: Path):
    files = sound_files() | {f"{LAST}/reviews.csv": "1,2\n" * 600_000}
    given = read_returns(written(files, tmp_path))
    assert any("more than 500,000 lines" in note for note in given.account.notes)
