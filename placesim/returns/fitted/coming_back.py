"""Coming back: the rate at which children return to care, and who left before the first day and may still do so."""

from dataclasses import dataclass

import numpy as np
from ruamel.yaml.comments import CommentedMap

from placesim.config.re_entry import LeftBefore
from placesim.config.values import ADULT_AGE
from placesim.model.rates import YEAR
from placesim.results.suppression import told
from placesim.returns.fitted.children import AGE_DECIMALS
from placesim.returns.fitted.draft import Draft, in_one_line, rounded
from placesim.returns.fitted.rates import write_by_date, write_range
from placesim.returns.fitting.estimates import BY_AGE, BY_STREAM, BY_TIME_SINCE_LEAVING, PER_YEAR
from placesim.returns.fitting.stays import rows_of
from placesim.returns.past import Past

BLOCK = "re_entry"
BANDS = "time_since_leaving_bands"
COLUMNS = tuple(LeftBefore.model_fields)


@dataclass(frozen=True)
class Left:
    """One child who left care during a past and is not in care at its end."""

    age_years: float
    days_since_leaving: int
    reason: str
    stream: str
    need: str

    @property
    def line(self) -> str:
        """The child as a row of the table."""
        numbers = f"{self.age_years:.{AGE_DECIMALS}f}", str(self.days_since_leaving)
        return ",".join((*numbers, self.reason, self.stream, self.need))


def write_re_entry(draft: Draft, file: str) -> list[Left]:
    """Write how often children come back; return those who left before the first day and may.

    Where the returns show too few who came back, the block stays as given; where there is none, those who come back
    are among the entrants.
    """
    given, fit = draft.given.baseline.re_entry, draft.learnt.re_entry
    if given is None and fit is None:
        return []
    if BLOCK not in draft.values:
        draft.values.insert(list(draft.values).index("at_18"), BLOCK, CommentedMap())
    if fit is not None:
        block = draft.at((BLOCK,))
        block[BANDS] = in_one_line({name: list(ends) for name, ends in draft.learnt.bands_since_leaving.items()})
        fields = fit.fields()
        for field in (PER_YEAR, BY_TIME_SINCE_LEAVING, BY_AGE, BY_STREAM):
            if field in fields:
                draft.put((BLOCK, field), {key: rounded(value) for key, value in fields[field].items()})
            else:
                draft.take_out((BLOCK, field))
        if given:
            write_by_date(draft, (BLOCK, "by_date"), given.by_date)
        draft.rest_on((BLOCK,), told(fit.events, "child came back", "children came back"))
        write_range(draft, (BLOCK,), "Coming back to care", fit)
    return _listed(draft, file)


def _listed(draft: Draft, file: str) -> list[Left]:
    """Name the file of those who left before; return them."""
    block = draft.at((BLOCK,))
    for key in ("file", "left_before"):
        block.pop(key, None)
    left = [each for each in left_before(draft.past) if block[PER_YEAR].get(each.reason)]
    if left:
        block.insert(0, "file", file)
    return left


def left_before(past: Past) -> list[Left]:
    """Return who left care before 18 during a past and is not in care at its end, in an order that tells nothing."""
    episodes, children, names = past.history.episodes, past.history.children, past.history.names
    end = past.history.days
    ids, reason = np.asarray(episodes["child_id"]), np.asarray(episodes["end_reason"])
    last = np.append(ids[1:] != ids[:-1], True)
    leaving = [names.reasons.index(name) for name in past.baseline.leaving]
    rows = np.flatnonzero(last & np.isin(reason, leaving) & (np.asarray(episodes["end_day"]) >= 0))
    of = rows_of(children["child_id"], ids[rows])
    ages = children["age_at_entry"][of] + (end - children["entered_day"][of]) / YEAR
    needs = list(past.baseline.needs)
    found = [
        Left(
            round(float(age), AGE_DECIMALS),
            int(end - episodes["end_day"][row]),
            names.reasons[reason[row]],
            names.streams[children["stream"][child]],
            needs[past.needs[row]],
        )
        for row, child, age in zip(rows, of, ages, strict=True)
        if round(float(age), AGE_DECIMALS) < ADULT_AGE
    ]
    return sorted(found, key=lambda each: each.line, reverse=True)
