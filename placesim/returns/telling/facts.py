"""Facts of a past, gathered for its report: figures, how long placements last, and what became of the rows."""

from placesim.results.past_facts import PastFacts
from placesim.results.past_suppression import suppressed
from placesim.returns.account import REJECTED, Account
from placesim.returns.council_return import CouncilReturn
from placesim.returns.fitted.words import last_day_of, years_of
from placesim.returns.mapping.schema import Mapping
from placesim.returns.past import Past
from placesim.returns.telling.figures import figures_of, location_known
from placesim.returns.telling.lasting import lasting
from placesim.returns.telling.meanings import meanings


def past_facts(given: CouncilReturn, past: Past, mapping: Mapping, suppress: bool = False) -> PastFacts:
    """Return everything that is told of a council's past.

    Args:
        given: its returns.
        past: what became of them.
        mapping: what their codes mean.
        suppress: leave out counts of 1 to 4, and what would give one away.
    """
    by_year, by_month = figures_of(given, past, mapping)
    if suppress:
        by_year, by_month = suppressed(past.baseline, by_year, by_month)
    return PastFacts(
        baseline=past.baseline,
        span=years_of(past),
        first_day=past.history.start,
        last_day=last_day_of(past),
        children=len(past.history.children["child_id"]),
        by_year=by_year,
        by_month=by_month,
        lasting=lasting(past),
        location_known=location_known(given),
        meanings=meanings(given, mapping, past.baseline),
        rows=_rows(past.account),
        rejected=_rejected(past.account),
        notes=past.account.notes,
        suppressed=suppress,
    )


def _rows(account: Account) -> tuple[tuple[str, str, str, str, int], ...]:
    totals = account.totals()
    columns = (totals[name].tolist() for name in ("file", "table", "fate", "reason", "rows"))
    return tuple(zip(*columns, strict=True))


def _rejected(account: Account) -> tuple[tuple[str, int, str], ...]:
    rows = account.rows[account.rows["fate"] == REJECTED]
    return tuple(zip(rows["file"].tolist(), rows["line"].tolist(), rows["reason"].tolist(), strict=True))
