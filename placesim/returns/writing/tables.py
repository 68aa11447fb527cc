"""The tables of one year's return as they are written: header, episodes and unaccompanied children."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from placesim.model.history import History, Names
from placesim.returns.mapping import schema
from placesim.returns.writing.codes import BEFORE_URN, Codes, has_number
from placesim.returns.writing.people import pupil_numbers
from placesim.returns.writing.years import ReturnYear

ETHNIC = "NOBT"
"""Not yet obtained: the simulation knows nobody's ethnic origin."""

NEEDS = {True: "N8", False: "N1"}
"""Why unaccompanied and other children need care: no parents here; abuse or neglect, the commonest."""

SEX_IN_LETTERS = 2025
"""The first return that says M and F for 1 and 2."""

FIRST_URN = 9_900_001
"""Where invented reference numbers of Ofsted begin."""


def urns(names: Names, mapping: schema.Mapping) -> dict[str, str]:
    """Return the reference number of each provision: the mapping's where it gives one, else an invented one."""
    given = {name: urn for urn, name in mapping.provisions.items()}
    return {name: given.get(name, str(FIRST_URN + number)) for number, name in enumerate(names.provisions)}


def tables_of(
    year: ReturnYear,
    rows: pd.DataFrame,
    children: pd.DataFrame,
    history: History,
    codes: Codes,
    numbers: Mapping[str, str],
) -> dict[str, pd.DataFrame]:
    """Return the tables of one year's return, by the names of their files.

    Args:
        year: which.
        rows: episodes of all years.
        children: one row a child.
        history: what happened.
        codes: what a return says for its names.
        numbers: the reference number of each provision.
    """
    earlier = year.opening & (rows["begins"] < year.first)
    episodes = rows[(rows["begins"] <= year.last) & ~(rows["ends"] < year.first) | earlier]
    there = children.loc[np.unique(episodes["child"])]
    return {
        "header": _header(there, year),
        "episodes": _episodes(episodes, there, history, codes, numbers, year),
        "uasc": _unaccompanied(there[there["unaccompanied"]], year),
    }


def _header(children: pd.DataFrame, year: ReturnYear) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "CHILD": children["id"],
            "SEX": _sexes(children, year),
            "DOB": _dated(children["born"]),
            "ETHNIC": ETHNIC,
            "UPN": pupil_numbers(children, year.ends),
            "MOTHER": np.where(children["male"], "", "0"),
            "MC_DOB": "",
        }
    )


def _unaccompanied(children: pd.DataFrame, year: ReturnYear) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "CHILD": children["id"],
            "SEX": _sexes(children, year),
            "DOB": _dated(children["born"]),
            "DUC": _dated(children["born"] + pd.DateOffset(years=18)),
        }
    )


def _episodes(
    rows: pd.DataFrame,
    children: pd.DataFrame,
    history: History,
    codes: Codes,
    numbers: Mapping[str, str],
    year: ReturnYear,
) -> pd.DataFrame:
    """Return the episodes as this year's return knows them: what ends later is open."""
    names, start = history.names, pd.Timestamp(history.start)
    places = {name: codes.place(name, year.ends) for name in rows["type"].unique()}
    codes_of_places = rows["type"].map({name: place.code for name, place in places.items()})
    number = np.array([*numbers.values(), BEFORE_URN])[rows["provision"]]
    numbered = codes_of_places.map(lambda code: has_number(code, year.ends))
    ended = rows["ends"] <= year.last
    return pd.DataFrame(
        {
            "CHILD": rows["child"].map(children["id"]),
            "DECOM": _dated(start + pd.to_timedelta(rows["begins"], unit="D")),
            "RNE": rows["new"],
            "LS": rows["status"],
            "CIN": rows["child"].map(children["unaccompanied"]).map(NEEDS),
            "PLACE": codes_of_places,
            "PLACE_PROVIDER": rows["type"].map({name: place.provider for name, place in places.items()}),
            "DEC": _dated(start + pd.to_timedelta(rows["ends"].where(ended), unit="D")),
            "REC": rows["rec"].where(ended, ""),
            "REASON_PLACE_CHANGE": rows["why"].where(ended, ""),
            "HOME_POST": "",
            "PL_POST": "",
            "URN": np.where(numbered, number, ""),
            "PL_LOCATION": np.where(np.array([*names.out_of_borough, False])[rows["provision"]], "OUT", "IN"),
        }
    )


def _sexes(children: pd.DataFrame, year: ReturnYear) -> "np.ndarray[tuple[int], np.dtype[np.str_]]":
    return np.where(children["male"], *(("M", "F") if year.ends >= SEX_IN_LETTERS else ("1", "2")))


def _dated(days: "pd.Series[pd.Timestamp]") -> "pd.Series[str]":
    """Return days as a return writes them; nothing where there is none."""
    written: pd.Series[str] = days.dt.strftime("%d/%m/%Y").fillna("")
    return written
