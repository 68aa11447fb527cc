"""Read a council's SSDA903 returns: a folder per year, one flat folder, merged files, or a zip of any."""

from datetime import date
from pathlib import Path

import pandas as pd

from placesim.config.faults import Fault, InputError
from placesim.returns.account import EXCLUDED, KEPT, Account
from placesim.returns.council_return import CHILD_COLUMNS, EPISODE_COLUMNS, CouncilReturn
from placesim.returns.reading import endings, joining, people, row_rules
from placesim.returns.reading.borough import keep_one_council, out_of_borough
from placesim.returns.reading.dating import date_rows
from placesim.returns.reading.fates import keep_the_rest, settle, told_rows
from placesim.returns.reading.given_files import given_files
from placesim.returns.reading.joining import Span
from placesim.returns.reading.notes import notes_of_files, notes_of_years
from placesim.returns.reading.sheets import Sheets, read_sheets
from placesim.returns.reading.stray_codes import stray_codes
from placesim.returns.reading.tables import EPISODES, HEADER, UASC

LATER = "its return was not in by the day asked for"


def read_returns(path: Path, until: date | None = None) -> CouncilReturn:
    """Return what a council's returns say, cleaned and joined over the years, with an account of every row.

    Args:
        path: a folder or a zip with the returns of one or more years.
        until: read only the returns that were in by then (those whose last day is no later); None: all.

    Raises:
        InputError: nothing usable remains; it names files and lines, never what stands in them.
    """
    sheets = read_sheets(given_files(path))
    need_both(sheets, path)
    notes = judge(sheets.tables, until)
    episodes, header, uasc = (sheets.tables[name] for name in (EPISODES, HEADER, UASC))
    span = span_of(episodes, path, sheets, until)
    notes += [*joining.quiet_years(episodes), *join(episodes, span)]
    kept = set(episodes.loc[episodes["fate"] == KEPT, "CHILD"])
    if not kept:
        raise nothing_usable(episodes, path, sheets)
    alone = people.who_came_alone(header, uasc)
    people.latest_of_each(uasc)
    for rows in (header, uasc):
        people.keep_those_in_care(rows, kept)
    notes = [*notes_of_years(span, sheets.tables, until), *notes, *notes_of_files(sheets)]
    return returned(episodes, header, alone, span, Account(told_rows(episodes, header, uasc), tuple(notes)))


def judge(tables: dict[str, pd.DataFrame], until: date | None) -> list[str]:
    """Decide, in place, every row that cannot be used whatever the others say; return what is told of them."""
    episodes, header, uasc = (tables[name] for name in (EPISODES, HEADER, UASC))
    notes = keep_one_council(tables)
    notes += row_rules.judge_header(header)
    row_rules.judge_every_row(uasc)
    notes += row_rules.judge_episodes(episodes)
    notes += date_rows(tables)
    exclude_later(tables, until)
    notes += joining.hold_to_the_year(episodes)
    notes += people.latest_of_each(header)
    return notes + people.give_birthdays(episodes, header)


def exclude_later(tables: dict[str, pd.DataFrame], until: date | None) -> None:
    """Exclude, in place, the rows of returns that were not in by a day.

    Of a file that names no year and tells several, the rows are those that were known by then.
    """
    if until is None:
        return
    last = until.year if (until.month, until.day) >= (3, 31) else until.year - 1
    told_by_dates = cut_at(tables[EPISODES], last)
    settle(tables[EPISODES], told_by_dates, EXCLUDED, LATER)
    for rows in tables.values():
        settle(rows, rows["year"] > last, EXCLUDED, LATER)


def cut_at(episodes: pd.DataFrame, last: int) -> "pd.Series[bool]":
    """Date, in place, rows that their file's dates alone date no later than a year; return those that begin later."""
    first = episodes.groupby("file", sort=False)["year"].transform("min")
    cut = episodes["dated_by"].eq("") & (episodes["year"] > last) & (first <= last)
    episodes.loc[cut, "year"] = last
    return cut & (episodes["begins"] > pd.Timestamp(last, 3, 31))


def join(episodes: pd.DataFrame, span: Span) -> list[str]:
    """Join, in place, the tellings of each episode and end those that the returns leave open by mistake."""
    notes = joining.supersede(episodes, span)
    joining.exclude_short_breaks(episodes)
    endings.supersede_told_otherwise(episodes, span)
    notes += endings.end_who_are_gone(episodes, span)
    notes += endings.end_where_the_next_begins(episodes)
    notes += endings.end_at_18(episodes, span)
    joining.exclude_told_before(episodes, span)
    keep_the_rest(episodes)
    return notes + stray_codes(episodes[episodes["fate"] == KEPT])


def need_both(sheets: Sheets, path: Path) -> None:
    """Refuse returns without episodes or without children."""
    for name in (EPISODES, HEADER):
        if sheets.tables[name].empty:
            message = f"no file with rows of the table {name}; a return needs episodes and header, as CSV files"
            raise InputError([Fault(str(path), 0, "", message), *sheets.faults])


def span_of(episodes: pd.DataFrame, path: Path, sheets: Sheets, until: date | None) -> Span:
    """Return the returns of which something can be used."""
    years = joining.known_years(episodes)
    if not years and until is not None and (episodes["fate"] == EXCLUDED).any():
        raise InputError([Fault(str(path), 0, "", f"no return was in by {until}; give a later day"), *sheets.faults])
    if not years:
        raise nothing_usable(episodes, path, sheets)
    return Span(years)


def nothing_usable(episodes: pd.DataFrame, path: Path, sheets: Sheets) -> InputError:
    """Return the error that says why not a single episode can be used, by file and line."""
    told = zip(episodes["file"], episodes["line"].tolist(), episodes["reason"], strict=True)
    faults = [Fault(file, line, "", reason) for file, line, reason in told]
    return InputError([Fault(str(path), 0, "", "not one episode can be used"), *sheets.faults, *faults])


def returned(
    episodes: pd.DataFrame, header: pd.DataFrame, alone: set[str], span: Span, account: Account
) -> CouncilReturn:
    """Return the rows that are kept under the names of a council's return."""
    names = {"CHILD": "child", "PLACE_PROVIDER": "provider", "REASON_PLACE_CHANGE": "why"}
    names |= {name: name.lower() for name in ("RNE", "LS", "CIN", "PLACE", "REC", "URN")}
    kept = episodes[episodes["fate"] == KEPT].sort_values(["CHILD", "begins"])
    kept = kept.assign(out_of_borough=out_of_borough(kept)).rename(columns=names)
    people_kept = header[header["fate"] == KEPT].sort_values("CHILD").rename(columns=names)
    people_kept = people_kept.assign(unaccompanied=people_kept["child"].isin(alone).to_numpy(dtype=bool))
    days = dict.fromkeys(("begins", "ends"), "datetime64[ns]")
    return CouncilReturn(
        episodes=kept[list(EPISODE_COLUMNS)].astype(days).reset_index(drop=True),
        children=people_kept[list(CHILD_COLUMNS)].astype({"born": "datetime64[ns]"}).reset_index(drop=True),
        years=span.years,
        first_day=span.first_day.date(),
        last_day=span.last_day.date(),
        account=account,
    )
