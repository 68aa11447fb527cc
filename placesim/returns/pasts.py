"""Returns become a past: children, placements and places as the history that the simulator would make."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from placesim.config.baseline import Baseline
from placesim.config.faults import Fault, InputError
from placesim.model.history import STILL_OPEN, History, Names, Table
from placesim.model.matching import Rulebook
from placesim.model.rates import YEAR
from placesim.results.observed import COMING, SEARCH, Row
from placesim.returns.account import COLUMNS, EXCLUDED, Account
from placesim.returns.council_return import CouncilReturn
from placesim.returns.mapping.schema import Mapping
from placesim.returns.mapping.translation import NO_NEED, Translation
from placesim.returns.mapping.unnamed import unnamed_moves, unnamed_needs, unnamed_reasons
from placesim.returns.moved import moved
from placesim.returns.past import Past
from placesim.returns.placements import joined
from placesim.returns.places_known import places_known
from placesim.returns.reading.endings import birthdays_18

GROWN_UP_DAYS = 18 * YEAR - 7
"""Age in days from which leaving care is leaving at 18: a week before the birthday, as councils close cases early."""

OVER_BEFORE = "over before the first day of the first return; it tells how long the child had been in care"


def past_of(given: CouncilReturn, mapping: Mapping, baseline: Baseline) -> Past:
    """Return a council's past in the names of its configuration.

    Args:
        given: its returns.
        mapping: what their codes mean.
        baseline: the configuration.

    Raises:
        InputError: the mapping does not say what a code is that the returns hold.
    """
    translation = Translation(mapping, baseline)
    placements, fates = joined(given.episodes, translation)
    placements["stream"] = _streams(placements["child"], given.children, translation)
    first, days = given.first_day, float((given.last_day - given.first_day).days + 1)
    placements = _in_days(placements, given.children, first, days)
    _name_endings(placements, translation, baseline)
    over = placements["end_day"] <= 0
    fates = pd.concat([fates, placements.loc[over, ["file", "line"]].assign(fate=EXCLUDED, reason=OVER_BEFORE)])
    placements = _numbered(placements[~over].reset_index(drop=True))
    history = _history(placements, baseline, first, days)
    notes = (*given.account.notes, *_notes(given.episodes))
    account = _accounted(given.account, fates, notes)
    return Past(moved(baseline, first, days), history, _needs(history, translation), account, _untold(given))


def _untold(given: CouncilReturn) -> tuple[int, ...]:
    between = range(given.years[0], given.years[-1])
    return tuple(year - 1 for year in between if year not in given.years)


def _history(placements: pd.DataFrame, baseline: Baseline, first: date, days: float) -> History:
    names = Rulebook(baseline).names
    episodes = _episodes(placements, names)
    return History(
        *(first, days, names, episodes, _nothing(SEARCH)),
        places=places_known(baseline, first, days, episodes),
        children=_children(placements, names),
        supply=_nothing(COMING),
        observed=True,
    )


def past_of_history(history: History, mapping: Mapping, baseline: Baseline) -> Past:
    """Return the past that a history is, its needs as the mapping reads them off placements."""
    earlier = moved(baseline, history.start, history.days)
    return Past(
        earlier, history, _needs(history, Translation(mapping, baseline)), Account(pd.DataFrame(columns=[*COLUMNS]))
    )


def cut(past: Past, day: date) -> Past:
    """Return what was known of a past before a day began: what ended later is open again, who came later unknown."""
    history, days = past.history, float((day - past.history.start).days)
    there = history.episodes["start_day"] < days
    episodes = {name: column[there] for name, column in history.episodes.items()}
    later = ~(episodes["end_day"] < days)
    episodes["end_day"] = np.where(later, np.nan, episodes["end_day"])
    episodes["end_reason"] = np.where(later, STILL_OPEN, episodes["end_reason"]).astype(np.int32)
    known = np.isin(history.children["child_id"], episodes["child_id"])
    shorter = replace(
        history,
        days=days,
        episodes=episodes,
        children={name: column[known] for name, column in history.children.items()},
        places=_until(history.places, "day", days),
        searches=_until(history.searches, "raised_day", days),
    )
    return replace(past, baseline=moved(past.baseline, history.start, days), history=shorter, needs=past.needs[there])


def _until(table: Table, column: str, days: float) -> Table:
    before = table[column] < days
    return {name: values[before] for name, values in table.items()}


def _streams(who: "pd.Series[str]", children: pd.DataFrame, translation: Translation) -> "pd.Series[str]":
    alone = children.set_index("child")["unaccompanied"]
    named = {came: translation.stream(came) for came in (True, False)}
    return who.map(alone).fillna(False).astype(bool).map(named)


def _in_days(placements: pd.DataFrame, children: pd.DataFrame, first: date, days: float) -> pd.DataFrame:
    """Return placements with days from the first day of the returns; those that begin after the last are left out."""
    origin = pd.Timestamp(first)
    born = placements["child"].map(children.set_index("child")["born"])
    placements["start_day"] = (placements["begins"] - origin).dt.days.astype(float)
    placements["end_day"] = (placements["ends"] - origin).dt.days.astype(float)
    placements["born_day"] = (birthdays_18(born) - origin).dt.days.astype(float) - 18 * YEAR
    placements["end_day"] = placements["end_day"].clip(upper=placements["born_day"] + 18 * YEAR)
    placements["entered_day"] = placements.groupby(["child", "period"], sort=False)["start_day"].transform("first")
    return placements[placements["start_day"] < days].reset_index(drop=True)


def _name_endings(placements: pd.DataFrame, translation: Translation, baseline: Baseline) -> None:
    """Say, in place, why each placement ended, in the names of the configuration; nothing while it is open."""
    types = {name: provision.placement_type for name, provision in baseline.provision.items()}
    kind = placements["provision"].map(types)
    last = ~placements.duplicated(["child", "period"], keep="last")
    closed = placements["end_day"].notna()
    grown_up = placements["end_day"] - placements["born_day"] >= GROWN_UP_DAYS
    placements["reason"] = None
    leaves, moves = last & closed, ~last & closed
    placements.loc[leaves, "reason"] = _named(
        list(zip(placements["rec"][leaves], grown_up[leaves], strict=True)), translation.reason, unnamed_reasons
    )
    placements.loc[moves, "reason"] = _named(
        list(zip(placements["why"][moves], kind[moves], kind.shift(-1)[moves], strict=True)),
        translation.move,
        unnamed_moves,
    )


def _named(
    asked: list[Any], answer: Callable[..., str | None], unnamed: Callable[[Iterable[Any]], list[Fault]]
) -> list[str]:
    """Return the answer to each question, each distinct one asked once.

    Raises:
        InputError: some have no answer.
    """
    known = {each: answer(*each) for each in dict.fromkeys(asked)}
    if None in known.values():
        raise InputError(unnamed(each for each in asked if known[each] is None))
    return [str(known[each]) for each in asked]


def _numbered(placements: pd.DataFrame) -> pd.DataFrame:
    """Return placements with numbers for children, periods and placements: nothing in them tells whose they are."""
    entered = placements.groupby("child", sort=False)[["entered_day", "born_day"]].transform("first")
    order = np.lexsort((placements["start_day"], placements["child"], entered["born_day"], entered["entered_day"]))
    placements = placements.iloc[order].reset_index(drop=True)
    placements["child_id"] = placements.groupby("child", sort=False).ngroup()
    placements["period"] = placements.groupby("child_id")["period"].rank(method="dense").astype(int)
    placements["placement_number"] = placements.groupby("child_id").cumcount() + 1
    return placements


def _episodes(placements: pd.DataFrame, names: Names) -> Table:
    reasons = {name: number for number, name in enumerate(names.reasons)}
    provisions = {name: number for number, name in enumerate(names.provisions)}
    whole = {"period_of_care": placements["period"], "placement_number": placements["placement_number"]}
    return {
        "child_id": placements["child_id"].to_numpy(np.int64),
        **{name: column.to_numpy(np.int32) for name, column in whole.items()},
        "provision": placements["provision"].map(provisions).to_numpy(np.int32),
        "start_day": placements["start_day"].to_numpy(float),
        "end_day": placements["end_day"].to_numpy(float),
        "end_reason": placements["reason"].map(reasons).fillna(STILL_OPEN).to_numpy(np.int32),
        "fee_luck": np.zeros(len(placements)),
        "first_choice": np.ones(len(placements), bool),
    }


def _children(placements: pd.DataFrame, names: Names) -> Table:
    """Return one row a child: as of the first period of care that the returns tell of."""
    first = placements[~placements.duplicated("child_id")]
    streams = {name: number for number, name in enumerate(names.streams)}
    return {
        "child_id": first["child_id"].to_numpy(np.int64),
        "stream": first["stream"].map(streams).to_numpy(np.int32),
        "age_at_entry": ((first["entered_day"] - first["born_day"]) / YEAR).to_numpy(float),
        "entered_day": first["entered_day"].to_numpy(float),
        "in_care_at_start": (first["entered_day"] < 0).to_numpy(bool),
    }


def _needs(history: History, translation: Translation) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Return the need during each episode, as its placement and the child's stream imply it."""
    episodes, children = history.episodes, history.children
    order = np.argsort(children["child_id"])
    stream = children["stream"][order][np.searchsorted(children["child_id"][order], episodes["child_id"])]
    names = history.names
    found = np.array(translation.needs(names.provisions, names.streams), np.int64)[episodes["provision"], stream]
    if len(unnamed := np.flatnonzero(found == NO_NEED)):
        kinds = [names.placement_types[names.type_of[place]] for place in episodes["provision"][unnamed]]
        raise InputError(unnamed_needs(zip(kinds, [names.streams[of] for of in stream[unnamed]], strict=True)))
    return np.asarray(found)


def _nothing(usual: Row) -> Table:
    """Return an empty table: nobody tells of searches, and supply that is to come is no past."""
    return {name: np.array([], np.array(value).dtype) for name, value in usual.items()}


def _accounted(account: Account, fates: pd.DataFrame, notes: tuple[str, ...]) -> Account:
    """Return the account with the fate of rows that became part of a placement, or of none."""
    of_table = account.rows["table"] == "episodes"
    rows = account.rows.set_index(["file", "line"], drop=False)
    later = fates.drop_duplicates(["file", "line"]).set_index(["file", "line"])
    new = later.reindex(rows.index)
    changed = new["fate"].notna().to_numpy() & of_table.to_numpy()
    rows.loc[changed, "fate"] = new["fate"].to_numpy()[changed]
    rows.loc[changed, "reason"] = new["reason"].to_numpy()[changed]
    return Account(rows.reset_index(drop=True), notes)


def _notes(episodes: pd.DataFrame) -> list[str]:
    """Return what the mapping had to decide that the returns do not tell."""
    fostered = episodes["place"].isin(["U4", "U5", "U6"])
    silent = int((fostered & episodes["provider"].isin(["", "PR0"])).sum())
    unreasoned = int((episodes["rec"].eq("") & episodes["ends"].notna()).sum())
    notes = []
    if silent:
        notes.append(
            f"{silent:,} rows of foster care do not tell who provides it: whether the council's own carers or an "
            "agency's cannot be known, and the mapping decides."
        )
    if unreasoned:
        notes.append(f"Rows that ended without a reason: {unreasoned:,}; the mapping's reason for none stands for it.")
    return notes
