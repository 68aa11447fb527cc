"""Back-casting: on each of several past days everything is forecast from what was known, and held against the rest."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from placesim.config.loading import load_baseline
from placesim.experiment.replications import Outcomes
from placesim.results.backcasts import EVERYBODY, MODEL, BackCast, Foretold, Line, foretold
from placesim.results.financial_year import financial_year_of
from placesim.results.scores import of_futures
from placesim.returns.backcasting.figures import Figures, figures_of
from placesim.returns.backcasting.forecasting import Naive, groups_told, naive_of
from placesim.returns.backcasting.model import FittedModel, Model, Notes
from placesim.returns.backcasting.naive import YEAR
from placesim.returns.past import Past
from placesim.returns.pasts import cut

MONTHS = (12, 24, 36)
"""How far ahead forecasts are judged."""


def backcast(
    past: Past,
    configuration: Path | Callable[[date], Path],
    origins: Sequence[date],
    months: Sequence[int] = MONTHS,
    replications: int = 200,
    seed: int = 1,
    *,
    until: date | None = None,
    known_on: Callable[[date], Past] | None = None,
    model: Model | None = None,
) -> BackCast:
    """Return forecasts made on past days, by the model and by naive ones, beside what happened.

    Args:
        past: all that is known today.
        configuration: what the council says of all that returns do not tell; or what it said on each origin.
        origins: the last days known, each a 31 March with two years of the past before it and one after.
        months: how far ahead, whole years.
        replications: futures of the model at each origin.
        seed: the luck of the forecasts; each origin has the same.
        until: the last day to hold forecasts against; left out, the last of the past.
        known_on: what was known on an origin, where later returns have changed it; left out, the past up to it.
        model: what forecasts beside the naive ones; left out, placesim, fitted and drawn.
    """
    happened = figures_of(past)
    plays = model or FittedModel(replications, seed)
    last = min(until or happened.months[-1], happened.months[-1])
    rows: list[Foretold] = []
    notes: Notes = ()
    for origin in origins:
        known = known_on(origin) if known_on else cut(past, origin + timedelta(days=1))
        path = configuration if isinstance(configuration, Path) else configuration(origin)
        ahead = [each for each in months if _after(origin, each) <= last]
        said = _said(origin, known, path, happened, max(ahead) // YEAR, plays, seed)
        rows += [row for each in ahead for row in said.rows(each)]
        notes = said.notes
    return BackCast(
        past.baseline.name,
        tuple(origins),
        last,
        tuple(rows),
        _lines(past, happened),
        replications,
        seed,
        past.account.by_reason(),
        notes,
    )


def _after(origin: date, months: int) -> date:
    return origin.replace(year=origin.year + months // YEAR)


@dataclass(frozen=True, eq=False)
class _Said:
    """All that was said on one origin, and what happened."""

    origin: date
    outcomes: Outcomes
    notes: Notes
    naive: Naive
    happened: Figures

    def rows(self, months: int) -> Iterator[Foretold]:
        """Yield every forecast of every figure so many months ahead."""
        year = financial_year_of(_after(self.origin, months))
        for measure, group in groups_told(self.naive.known, self.happened):
            figure, observed = (self.origin, measure, group, months), self.happened.of(measure, group, year)
            played = of_futures(np.array(self.outcomes.of(measure, group)[year]))
            yield foretold(figure, observed, MODEL, played)
            for name, forecast in self.naive.forecasts(measure, group, months // YEAR):
                yield foretold(figure, observed, name, forecast)


def _said(origin: date, known: Past, path: Path, happened: Figures, years: int, model: Model, seed: int) -> _Said:
    """Forecast everything from one origin."""
    year_ends = tuple(_after(origin, year * YEAR) for year in range(1, years + 1))
    naive = naive_of(known, load_baseline(path), year_ends, seed)
    outcomes, notes = model(known, path, years)
    return _Said(origin, outcomes, notes, naive, happened)


def _lines(past: Past, happened: Figures) -> dict[str, Line]:
    labels = {kind: each.label for kind, each in past.baseline.placement_types.items()}
    return {
        group: Line(labels.get(group, "All children in care"), happened.months, children)
        for group, children in happened.by_month.items()
        if group == EVERYBODY or np.any(children)
    }
